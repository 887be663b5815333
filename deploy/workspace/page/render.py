"""Blocks as HTML for one reader."""

from collections.abc import Callable

from deploy.workspace.api.files import viewer_ticket
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.model import File, View
from deploy.workspace.page.fields import Fields
from deploy.workspace.page.mrkdwn import Mrkdwn, emojis, safe
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
        return (
            f'<div class="bk-label">{label}{mark}</div><div class="f{bad}">{field}</div>'
            f"{wrong}{hint}"
        )

    def file_url(self, file: File) -> str:
        """Give the address by which this reader may fetch a file."""
        return f"{file.url}?as={self.sight.id}&ticket={viewer_ticket(file.id, self.sight.id)}"

    def view(self, view: View) -> str:
        """Draw the blocks of a modal or a home tab."""
        return self.blocks(view.blocks, view.values, view.errors)
