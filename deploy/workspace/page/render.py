"""Draws templates for one reader: names, languages, files and marks as that person sees them."""

import html
import json
import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from markupsafe import Markup

from deploy.workspace.api.files import viewer_ticket
from deploy.workspace.gestures.form import value_of
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.model import File, Person
from deploy.workspace.page.icons import icon
from deploy.workspace.page.markdown import markdown_html
from deploy.workspace.page.mrkdwn import STOCKHOLM, Mrkdwn, anchor, emojis, moment, safe
from deploy.workspace.wire import Json
from deploy.workspace.words import say

FEW = 15
"""So many choices fit a native menu; with more, one searches."""

# What a payload doesn't have is nothing; Slack's objects are mostly optional properties.
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=ChainableUndefined,
    auto_reload=False,
)
_reading: ContextVar["Renderer"] = ContextVar("the reader that a template is drawn for")


def hue(person: Person) -> int:
    """Give the colour that is always the same for a person."""
    return sum(ord(each) * 37 * (i + 1) for i, each in enumerate(person.id + person.name)) % 360


def initials(person: Person) -> str:
    """Give the letters that stand for a face."""
    words = [word for word in person.name.split() if word[:1].isalpha()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def local(when: datetime) -> datetime:
    """Give a moment as the clocks in the story show it."""
    return when.astimezone(STOCKHOLM)


def options_of(element: Json) -> list[Json]:
    """List what a menu offers, its groups laid flat."""
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", ())]


def least_typed(element: Json) -> int:
    """Say after how many letters a menu is searched."""
    return int(element.get("min_query_length", 3 if "external" in element["type"] else 0))


_templates.globals |= {
    "FEW": FEW,
    "emojis": lambda text: Markup(emojis(safe(text))),  # noqa: S704 - escaped here
    "hue": hue,
    "icon": lambda name: Markup(icon(name)),  # noqa: S704 - our own drawings
    "initials": initials,
    "least_typed": least_typed,
    "lines": lambda text: Markup(safe(text).replace("\n", "<br>")),  # noqa: S704 - escaped here
    "link": lambda url, words: Markup(anchor(url, safe(words))),  # noqa: S704 - escaped here
    "local": local,
    "markdown": markdown_html,
    "moment": moment,
    "options_of": options_of,
    "value_of": value_of,
}


def _of_reader(method: str) -> Callable[..., object]:
    """Let templates call what depends on the reader; their macros are loaded once for all."""

    def call(*arguments: object, **parts: object) -> object:
        return getattr(_reading.get(), method)(*arguments, **parts)

    return call


_templates.globals |= {
    "as_typed": _of_reader("as_typed"),
    "channel_mention": _of_reader("channel_mention"),
    "file_url": _of_reader("file_url"),
    "long_date": _of_reader("long_date"),
    "mention": _of_reader("mention"),
    "mrkdwn": _of_reader("mrkdwn"),
    "name_of": _of_reader("name_of"),
    "page_question": _of_reader("page_question"),
    "picture": _of_reader("picture"),
    "question": _of_reader("question"),
    "t": _of_reader("say"),
    "text": _of_reader("text"),
}


class Renderer:
    """What one person sees; templates and data in, text out."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.locale = sight.person.locale
        self.texts = Mrkdwn(self._person_name, self._channel_name)

    def draw(self, template: str, **data: object) -> str:
        """Draw a template of the page."""
        _reading.set(self)
        page = _templates.get_template(f"{template}.html")
        return page.render(me=self.sight.person, **data)

    def say(self, key: str, **parts: object) -> str:
        """Give a text of the page in the reader's language."""
        return say(key, self.locale, **parts)

    def long_date(self, when: datetime) -> str:
        """Write a day in words."""
        weekday = self.say("weekdays").split()[when.weekday()]
        return f"{weekday} {when.day} {self.say('months').split()[when.month - 1]} {when.year}"

    def text(self, text: Json) -> Markup:
        """Draw a text object."""
        if text["type"] == "mrkdwn":
            return self.mrkdwn(text["text"])
        return Markup(emojis(safe(text["text"])).replace("\n", "<br>"))  # noqa: S704 - escaped here

    def mrkdwn(self, text: str) -> Markup:
        """Draw text in Slack's markup."""
        return Markup(self.texts.html(text))  # noqa: S704 - made safe there

    def mention(self, user: str) -> Markup:
        """Draw a mention of a person."""
        return Markup(self.texts.mention(user))  # noqa: S704 - made safe there

    def channel_mention(self, channel: str) -> Markup:
        """Draw a mention of a channel."""
        return Markup(self.texts.channel(channel))  # noqa: S704 - made safe there

    def question(self, dialog: Json) -> str:
        """Write the question before something large for the script that asks it."""
        words = {key: dialog[key]["text"] for key in ("title", "confirm", "deny")}
        style = dialog.get("style", "primary")
        return json.dumps({**words, "html": self.text(dialog["text"]), "style": style})

    def page_question(self, title: str, confirm: str, style: str, text: str = "") -> str:
        """Write a question of the page itself, out of its own texts."""
        names = {"title": title, "confirm": confirm, "deny": "cancel"}
        words = {key: self.say(name) for key, name in names.items()}
        return json.dumps({**words, "html": self.say(text) if text else "", "style": style})

    def as_typed(self, text: str) -> str:
        """Write a person's text as that person typed it, mentions by name."""
        people = re.sub(r"<@(\w+)>", lambda m: f"@{self._person_name(m[1])}", text)
        named = re.sub(r"<#(\w+)>", lambda m: f"#{self._channel_name(m[1])}", people)
        return html.unescape(named)

    def name_of(self, element: Json, value: object) -> str:
        """Say what a chosen value is called."""
        if isinstance(value, dict):
            return str(value["text"]["text"])
        team = self.sight.team
        if "users" in element["type"] and value in team.people:
            return team.people[str(value)].name
        return f"#{team.channels[str(value)].name}" if value in team.channels else str(value)

    def picture(self, block: Json) -> str:
        """Give the address of a picture, on the web or among the team's files."""
        file = self.sight.team.files.get(block.get("slack_file", {}).get("id", ""))
        return self.file_url(file) if file else str(block.get("image_url", ""))

    def file_url(self, file: File) -> str:
        """Give the address by which this reader may fetch a file."""
        return f"{file.url}?as={self.sight.id}&ticket={viewer_ticket(file.id, self.sight.id)}"

    def _person_name(self, user: str) -> str:
        person = self.sight.team.people.get(user)
        return person.name if person else user

    def _channel_name(self, channel: str) -> str:
        found = self.sight.team.channels.get(channel)
        return found.name if found else channel
