"""Messages as HTML for one reader: who, when, what, and what one may do with it."""

from datetime import datetime

from deploy.workspace.model import File, Message, Person
from deploy.workspace.page.icons import icon
from deploy.workspace.page.mrkdwn import EMOJI, safe
from deploy.workspace.page.people import avatar, badge, clock_of, long_date
from deploy.workspace.page.render import Renderer
from deploy.workspace.words import say

BREATH = 300
"""Messages of one author within so many seconds stand under one name."""


class Cards:
    """Draws messages."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._sight = renderer.sight
        self._locale = renderer.locale
        self._drawn: dict[tuple[str, bool], tuple[object, str]] = {}

    def message(
        self, message: Message, previous: Message | None, *, in_thread: bool = False
    ) -> str:
        """Draw a message, with a line before the first one of a day; or as it was drawn before."""
        replies = self._sight.team.channels[message.channel].threads.get(message.ts, ())
        before = previous and (previous.ts, previous.ephemeral)
        looks = (message.version, message.edited_ts, before, len(replies))
        known, drawn = self._drawn.get((message.ts, in_thread), (None, ""))
        if known != looks:
            drawn = self._draw(message, previous, in_thread=in_thread)
            self._drawn[message.ts, in_thread] = (looks, drawn)
        return drawn

    def _draw(self, message: Message, previous: Message | None, *, in_thread: bool) -> str:
        author, when = self._sight.team.people[message.user], clock_of(message)
        new_day = previous is None or clock_of(previous).date() != when.date()
        joined = not new_day and previous is not None and _same_breath(previous, message)
        whisper = message.ephemeral
        css = "msg" + (" joined" if joined else "") + (" eph" if whisper else "")
        gutter = f"<time>{when:%H:%M}</time>" if joined else avatar(author)
        thread = "" if in_thread else self._thread_link(message)
        return (
            f"{self._day(when) if new_day and not in_thread else ''}"
            f'<article class="{css}" data-surface="m:{message.channel}:{message.ts}" '
            f'data-ts="{message.ts}" data-testid="{"ephemeral" if whisper else "message"}" '
            f'aria-label="{safe(author.name)} {when:%H:%M}"><div class="gutter">{gutter}</div>'
            f'<div class="body">{self._only_you() if whisper else ""}'
            f"{'' if joined else self._head(author, when)}"
            f'<div class="content">{self._content(message)}{self._edited(message)}</div>'
            f"{self._files(message)}{self._reactions(message)}{thread}</div>"
            f"{self._tools(message)}</article>"
        )

    def _day(self, when: datetime) -> str:
        date = long_date(when, self._locale)
        return f'<div class="day" role="separator"><span>{date}</span></div>'

    def _head(self, author: Person, when: datetime) -> str:
        return (
            f'<div class="who"><b>{safe(author.name)}</b>{badge(author)}'
            f'<time datetime="{when.isoformat()}">{when:%H:%M}</time></div>'
        )

    def _only_you(self) -> str:
        return f'<div class="only-you">{icon("eye")} {safe(say("only_you", self._locale))}</div>'

    def _edited(self, message: Message) -> str:
        words = say("edited", self._locale)
        return f' <span class="edited">({words})</span>' if message.edited else ""

    def _content(self, message: Message) -> str:
        """Draw what a message says."""
        if message.blocks:
            return self._renderer.blocks(message.blocks, message.values, {})
        draw = self._renderer.texts.html
        extra = "".join(
            f'<div class="attachment">{draw(str(part.get("text") or ""))}</div>'
            for part in message.attachments
        )
        return f"<div>{draw(message.text)}</div>{extra}"

    def _files(self, message: Message) -> str:
        return "".join(self._file(file) for file in message.files)

    def _file(self, file: File) -> str:
        url, title = safe(self._renderer.file_url(file)), safe(file.title)
        if file.is_image:
            alt = safe(file.alt_text or file.title)
            return (
                f'<figure class="file"><figcaption>{title}</figcaption>'
                f'<img src="{url}" alt="{alt}"></figure>'
            )
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
            f'<button type="button" class="reaction{" mine" if self._sight.id in users else ""}" '
            f'data-do="react" data-name="{safe(name)}">{EMOJI.get(name, f":{safe(name)}:")} '
            f"{len(users)}</button>"
            for name, users in message.reactions.items()
        )
        return f'<div class="reactions">{chips}</div>'

    def _thread_link(self, message: Message) -> str:
        replies = self._sight.team.channels[message.channel].threads.get(message.ts)
        if not replies:
            return ""
        words = say(
            "one_reply" if len(replies) == 1 else "replies", self._locale, count=len(replies)
        )
        return f'<button type="button" class="thread-link" data-do="thread">{safe(words)}</button>'

    def _tools(self, message: Message) -> str:
        if message.ephemeral:
            label = say("dismiss", self._locale)
            return (
                f'<div class="tools"><button type="button" data-do="dismiss">{label}</button></div>'
            )
        reply = safe(say("reply_in_thread", self._locale))
        quick = "".join(
            f'<button type="button" data-do="react" data-name="{name}" aria-label="{name}">'
            f"{EMOJI[name]}</button>"
            for name in ("white_check_mark", "eyes", "+1")
        )
        shortcuts = "".join(
            f'<button type="button" role="menuitem" data-do="shortcut" '
            f'data-name="{safe(each.callback_id)}">{safe(each.name)}</button>'
            for app in self._sight.team.listeners()
            for each in app.app.manifest.features.shortcuts
            if each.type == "message"
        )
        more = (
            f'<details class="menu"><summary aria-label="…">{icon("dots")}</summary>'
            f'<div role="menu">{shortcuts}</div></details>'
        )
        return (
            f'<div class="tools">{quick}<button type="button" data-do="thread" '
            f'aria-label="{reply}" title="{reply}">{icon("reply")}</button>'
            f"{more if shortcuts else ''}</div>"
        )


def _same_breath(previous: Message, message: Message) -> bool:
    """Whether two messages stand together under one name."""
    near = float(message.ts) - float(previous.ts) < BREATH
    same = previous.user == message.user and previous.ephemeral == message.ephemeral
    return same and near and not message.ephemeral
