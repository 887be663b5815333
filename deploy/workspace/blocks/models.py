"""What slack_sdk's models say of one object of Block Kit: its properties, types and limits."""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import (
    Block,
    BlockElement,
    ConfirmObject,
    ConversationFilter,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextObject,
    RawTextObject,
)
from slack_sdk.models.blocks.basic_components import (
    DispatchActionConfig,
    SlackFile,
    TableBlockColumnSettings,
)
from slack_sdk.models.views import View

from deploy.workspace.wire import Json

_TOO_LONG = re.compile(
    r"(\w+)(?: attribute)? cannot exceed (\d+) (characters|items|elements|blocks)"
)
_BETWEEN = re.compile(r"(\w+)(?: attribute)? must \w+ between (\d+) and (\d+) (\w+)")

_ONE_OF = re.compile(r"(\w+) attribute must be one of the following values: (.+)")


def _typed(base: type[JsonObject]) -> Iterator[tuple[str, type[JsonObject]]]:
    for each in base.__subclasses__():
        yield from reversed([(str(getattr(each, "type", "")), each), *_typed(each)])


MODELS: dict[str, type[JsonObject]] = {
    # The first class of a type is the one that slack_sdk itself parses it as.
    **dict(reversed([*_typed(BlockElement)])),
    **{kind: each for kind, each in _typed(Block) if kind != "image"},
    "image block": next(each for kind, each in _typed(Block) if kind == "image"),
    "plain_text": PlainTextObject,
    "mrkdwn": MarkdownTextObject,
    "raw_text": RawTextObject,
    "option": Option,
    "choice": Option,
    "option_group": OptionGroup,
    "confirm": ConfirmObject,
    "filter": ConversationFilter,
    "dispatch": DispatchActionConfig,
    "slack_file": SlackFile,
    "column": TableBlockColumnSettings,
    "modal": View,
    "home": View,
}


@cache
def properties(kind: str) -> dict[str, tuple[bool, type | None]]:
    """Read a model's properties: whether each is needed, and its type if that is a plain one."""
    model = MODELS[kind]
    hints = get_type_hints(model.__init__)
    found: dict[str, tuple[bool, type | None]] = {"type": (False, None)}
    for name, parameter in list(inspect.signature(model.__init__).parameters.items())[1:]:
        if parameter.kind is not parameter.VAR_KEYWORD and name != "subtype":
            types = set(get_args(hints[name]) or (hints[name],)) - {NoneType}
            plain = types.pop() if len(types) == 1 else None
            needed = parameter.default is parameter.empty
            found[name] = (needed, plain if plain in (str, bool, int) else None)
    return found


@cache
def _validators(model: type[JsonObject]) -> list[str]:
    return [name for name in dir(model) if hasattr(getattr(model, name), "validator")]


def complaint(kind: str, node: Json) -> tuple[str, str] | None:
    """Ask the model whether it takes an object; the complaint, and the property that it is of."""
    model = MODELS[kind]
    arguments: dict[str, Any] = dict(node)
    if model is not View:
        arguments.pop("type", None)
    if model is View:  # its blocks have been checked by themselves; Slack takes a view without any
        arguments["blocks"] = [{"type": "divider"}]
    try:
        made = model(**arguments)
        for name in _validators(model):  # as validate_json does, which looks for them every time
            getattr(made, name)()
    except SlackObjectFormationError as error:
        return _as_slack_says(str(error), node)
    return None


def _as_slack_says(text: str, node: Json) -> tuple[str, str]:
    """Put a model's complaint into Slack's words."""
    if found := _TOO_LONG.match(text):
        return most(int(found[2]), found[3]), found[1]
    if found := _BETWEEN.match(text):
        name, least, limit, of = found.groups()
        few = isinstance(node.get(name), list) and len(node[name]) < int(least)
        return (at_least(int(least), of) if few else most(int(limit), of)), name
    if found := _ONE_OF.match(text):  # a set, whose order is another in every run
        return f"must be one of: {', '.join(sorted(found[2].split(', ')))}", found[1]
    name = text.partition(" ")[0]
    return text, name if name in node else ""


def most(limit: int, of: str) -> str:
    """Say that there is too much, as Slack says it: of characters, of items, or of a number."""
    if of in ("characters", ""):
        return f"must be less than {limit + 1} {of}".rstrip()
    return f"no more than {limit} items allowed"


def at_least(limit: int, of: str) -> str:
    """Say that there is too little, as Slack says it."""
    return f"must be more than {limit - 1} {of}".rstrip()
