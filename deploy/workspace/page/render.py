"""Blocks, messages and files as HTML for one reader."""

from collections.abc import Callable
from datetime import datetime

from deploy.workspace.api.files import viewer_ticket
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.model import File, Message, Person, View
from deploy.workspace.page.fields import Fields
from deploy.workspace.page.icons import icon
from deploy.workspace.page.mrkdwn import EMOJI, STOCKHOLM, Mrkdwn, emojis, safe
from deploy.workspace.page.rich import markdown_html, rich_html, table_html
from deploy.workspace.wire import Json
from deploy.workspace.words import say

Values = dict[str, Json]


class Renderer:
    """Draws what one person sees; pure text in, pure text out."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.locale = sight.person.locale
        self.texts = Mrkdwn(self._person_name, self._channel_name)
        self.fields = Fields(sight, self.texts)
        self._draw: dict[str, Callable[[Json, Values], str]] = {
            "actions": self._actions,
            "context": self._context,
            "divider": lambda *_: "<hr>",
            "file": lambda block, _: safe(block["external_id"]),
            "header": lambda block, _: f"<h3>{emojis(safe(block['text']['text']))}</h3>",
            "image": self._image,
            "markdown": lambda block, _: f'<div class="md">{markdown_html(block["text"])}</div>',
            "rich_text": lambda block, _: rich_html(block, self.texts),
            "section": self._section,
            "table": lambda block, _: table_html(block, self.texts),
        }

    def _person_name(self, user: str) -> str:
        person = self.sight.team.people.get(user)
        return person.name if person else user

    def _channel_name(self, channel: str) -> str:
        found = self.sight.team.channels.get(channel)
        return found.name if found else channel

    # -- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: list[Json], values: Values, errors: dict[str, str]) -> str:
        """Draw blocks; errors stand under their fields."""
        out = []
        for block in blocks:
            if block["type"] == "input":
                inner = self._input(block, values, errors.get(block["block_id"], ""))
            else:
                inner = self._draw[block["type"]](block, values)
            name = safe(block["block_id"])
            out.append(
                f'<div class="bk bk-{block["type"]}-block" data-block="{name}">{inner}</div>'
            )
        return "".join(out)

    def text(self, text: Json) -> str:
        """Draw a text object."""
        if text["type"] == "mrkdwn":
            return self.texts.html(text["text"])
        return emojis(safe(text["text"])).replace("\n", "<br>")

    def _section(self, block: Json, values: Values) -> str:
        main = f"<div>{self.text(block['text'])}</div>" if "text" in block else ""
        if "fields" in block:
            cells = "".join(f"<div>{self.text(field)}</div>" for field in block["fields"])
            main += f'<div class="bk-fields">{cells}</div>'
        side = ""
        if "accessory" in block:
            label = block.get("text", {}).get("text", "")[:80]
            side = self.fields.html(block, block["accessory"], values, label)
        return f'<div class="bk-main">{main}</div>{side}'

    def _actions(self, block: Json, values: Values) -> str:
        return "".join(self.fields.html(block, each, values) for each in block["elements"])

    def _context(self, block: Json, values: Values) -> str:
        return "".join(
            f"<span>{self.text(each)}</span>"
            if "text" in each
            else self.fields.html(block, each, values)
            for each in block["elements"]
        )

    def _image(self, block: Json, _: Values) -> str:
        title = f"<figcaption>{self.text(block['title'])}</figcaption>" if "title" in block else ""
        source, alt = self._source(block), safe(block["alt_text"])
        return f'<figure>{title}<img src="{source}" alt="{alt}" loading="lazy"></figure>'

    def _source(self, block: Json) -> str:
        file = self.sight.team.files.get(block.get("slack_file", {}).get("id", ""))
        return safe(self.file_url(file) if file else block.get("image_url", ""))

    def _input(self, block: Json, values: Values, error: str) -> str:
        label = emojis(safe(block["label"]["text"]))
        optional = say("optional", self.locale)
        mark = f' <span class="optional">({optional})</span>' if block.get("optional") else ""
        hint = f'<div class="hint">{self.text(block["hint"])}</div>' if "hint" in block else ""
        wrong = f'<div class="error" role="alert">{safe(error)}</div>' if error else ""
        field = self.fields.html(block, block["element"], values, block["label"]["text"])
        bad = " invalid" if error else ""
        return f'<div class="bk-label">{label}{mark}</div><div class="f{bad}">{field}</div>{wrong}{hint}'

    # -- messages ----------------------------------------------------------------------------

    def message(
        self, message: Message, previous: Message | None, *, in_thread: bool = False
    ) -> str:
        """Draw a message, with a line before the first one of a day."""
        author = self.sight.team.people[message.user]
        when = clock_of(message)
        new_day = previous is None or clock_of(previous).date() != when.date()
        day = f'<div class="day" role="separator"><span>{long_date(when, self.locale)}</span></div>'
        joined = not new_day and previous is not None and _same_breath(previous, message)
        head = (
            f'<div class="who"><b>{safe(author.name)}</b>{badge(author)}'
            f'<time datetime="{when.isoformat()}">{when:%H:%M}</time></div>'
        )
        whisper = f'<div class="only-you">{icon("eye")} {safe(say("only_you", self.locale))}</div>'
        edited = f' <span class="edited">({say("edited", self.locale)})</span>'
        return (
            f"{day if new_day and not in_thread else ''}"
            f'<article class="msg{" joined" if joined else ""}{" eph" if message.ephemeral else ""}"'
            f' data-surface="m:{message.channel}:{message.ts}" data-ts="{message.ts}"'
            f' data-testid="{"ephemeral" if message.ephemeral else "message"}"'
            f' aria-label="{safe(author.name)} {when:%H:%M}">'
            f'<div class="gutter">{f"<time>{when:%H:%M}</time>" if joined else avatar(author)}</div>'
            f'<div class="body">{whisper if message.ephemeral else ""}{"" if joined else head}'
            f'<div class="content">{self.content(message)}{edited if message.edited else ""}</div>'
            f"{self._files(message)}{self._reactions(message)}"
            f"{'' if in_thread else self._thread_link(message)}</div>{self._tools(message)}</article>"
        )

    def content(self, message: Message) -> str:
        """Draw what a message says."""
        if message.blocks:
            return self.blocks(message.blocks, message.values, {})
        extra = "".join(
            f'<div class="attachment">{self.texts.html(str(part.get("text") or ""))}</div>'
            for part in message.attachments
        )
        return f"<div>{self.texts.html(message.text)}</div>{extra}"

    def file_url(self, file: File) -> str:
        """Give the address by which this reader may fetch a file."""
        return f"{file.url}?as={self.sight.id}&ticket={viewer_ticket(file.id, self.sight.id)}"

    def _files(self, message: Message) -> str:
        return "".join(self._file(file) for file in message.files)

    def _file(self, file: File) -> str:
        url, title = safe(self.file_url(file)), safe(file.title)
        if file.is_image:
            alt = safe(file.alt_text or file.title)
            return f'<figure class="file"><figcaption>{title}</figcaption><img src="{url}" alt="{alt}"></figure>'
        kind = safe(file.name.rpartition(".")[2].upper()[:4])
        size = f"{max(1, len(file.content) // 1024)} kB"
        return (
            f'<a class="file-card" href="{url}" download><span class="file-kind">{kind}</span>'
            f"<span><b>{title}</b><small>{size}</small></span></a>"
        )

    def _reactions(self, message: Message) -> str:
        if not message.reactions:
            return ""
        chips = "".join(
            f'<button type="button" class="reaction{" mine" if self.sight.id in users else ""}" '
            f'data-do="react" data-name="{safe(name)}">{EMOJI.get(name, f":{safe(name)}:")} '
            f"{len(users)}</button>"
            for name, users in message.reactions.items()
        )
        return f'<div class="reactions">{chips}</div>'

    def _thread_link(self, message: Message) -> str:
        replies = self.sight.team.channels[message.channel].threads.get(message.ts)
        if not replies:
            return ""
        words = say(
            "one_reply" if len(replies) == 1 else "replies", self.locale, count=len(replies)
        )
        return f'<button type="button" class="thread-link" data-do="thread">{safe(words)}</button>'

    def _tools(self, message: Message) -> str:
        if message.ephemeral:
            label = say("dismiss", self.locale)
            return (
                f'<div class="tools"><button type="button" data-do="dismiss">{label}</button></div>'
            )
        reply = safe(say("reply_in_thread", self.locale))
        quick = "".join(
            f'<button type="button" data-do="react" data-name="{name}" aria-label="{name}">'
            f"{EMOJI[name]}</button>"
            for name in ("white_check_mark", "eyes", "+1")
        )
        shortcuts = "".join(
            f'<button type="button" role="menuitem" data-do="shortcut" '
            f'data-name="{safe(each.callback_id)}">{safe(each.name)}</button>'
            for app in self.sight.team.listeners()
            for each in app.app.manifest.features.shortcuts
            if each.type == "message"
        )
        more = (
            f'<details class="menu"><summary aria-label="…">{icon("dots")}</summary>'
            f'<div role="menu">{shortcuts}</div></details>'
        )
        return (
            f'<div class="tools">{quick}<button type="button" data-do="thread" '
            f'aria-label="{reply}" title="{reply}">{icon("reply")}</button>{more if shortcuts else ""}</div>'
        )

    def view(self, view: View) -> str:
        """Draw the blocks of a modal or a home tab."""
        return self.blocks(view.blocks, view.values, view.errors)


def clock_of(message: Message) -> datetime:
    """Give the local time of a message."""
    return datetime.fromtimestamp(float(message.ts), STOCKHOLM)


def long_date(moment: datetime, locale: str) -> str:
    """Write a day in words, in the reader's language."""
    days = say("weekdays", locale).split()
    months = say("months", locale).split()
    return f"{days[moment.weekday()]} {moment.day} {months[moment.month - 1]} {moment.year}"


def avatar(person: Person) -> str:
    """Draw initials on a colour that is always the same for a person."""
    words = [word for word in person.name.split() if word[:1].isalpha()] or ["?"]
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
    hue = sum(ord(letter) * 37 * (i + 1) for i, letter in enumerate(person.id + person.name)) % 360
    kind = " bot" if person.is_bot else ""
    return (
        f'<span class="avatar{kind}" style="--hue:{hue}" aria-hidden="true">{safe(initials)}</span>'
    )


def badge(person: Person) -> str:
    """Draw what stands beside a name: that it is an app, or somebody's title."""
    if person.is_bot:
        return '<span class="app-badge">APP</span>'
    return f'<span class="title">{safe(person.title)}</span>' if person.title else ""


def _same_breath(previous: Message, message: Message) -> bool:
    """Whether two messages stand together under one name."""
    near = float(message.ts) - float(previous.ts) < 300  # noqa: PLR2004 - five minutes
    same = previous.user == message.user and previous.ephemeral == message.ephemeral
    return same and near and not message.ephemeral
