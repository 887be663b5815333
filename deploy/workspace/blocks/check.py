"""The check itself: blocks and views as Slack would take or refuse them, with pointers."""

import itertools
import json
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from deploy.workspace.blocks.layout import Input, MessageBlock, ViewBlock
from deploy.workspace.blocks.objects import Choices, Identifier, Plain24, Strict
from deploy.workspace.wire import Json, SlackError

VIEW_BYTES = 250_000

_numbers = itertools.count(1)
_blocks: TypeAdapter[list[MessageBlock]] = TypeAdapter(
    Annotated[list[MessageBlock], Field(max_length=50)]
)


class _View(Strict):
    private_metadata: str | None = Field(default=None, max_length=3000)
    callback_id: str | None = Field(default=None, max_length=255)
    external_id: Identifier | None = None
    blocks: list[ViewBlock] = Field(max_length=100)


class _Modal(_View):
    type: Literal["modal"]
    title: Plain24
    submit: Plain24 | None = None
    close: Plain24 | None = None
    clear_on_close: bool | None = None
    notify_on_close: bool | None = None
    submit_disabled: bool | None = None

    @model_validator(mode="after")
    def _forms_can_be_sent(self) -> "_Modal":
        if self.submit is None and any(isinstance(block, Input) for block in self.blocks):
            raise ValueError("missing required field: submit (a view with input blocks)")
        return self


class _Home(_View):
    type: Literal["home"]


_views: TypeAdapter[_Modal | _Home] = TypeAdapter(
    Annotated[_Modal | _Home, Field(discriminator="type")]
)


def check_blocks(blocks: object) -> list[Json]:
    """Check the blocks of a message, each with its ids. Raises SlackError invalid_blocks."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    try:
        _blocks.validate_python(blocks)
    except ValidationError as error:
        raise SlackError("invalid_blocks", **_explain(error, blocks, "/blocks")) from error
    whole: list[Json] = json.loads(json.dumps(blocks))
    _refuse("invalid_blocks", [*_doubles(whole, "/blocks"), *_crowds(whole)])
    return _complete(whole)


def check_view(view: object, *, surface: Literal["modal", "home"]) -> Json:
    """Give a view its ids. Raises SlackError invalid_arguments or view_too_large."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments")
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    try:
        _views.validate_python(view)
    except ValidationError as error:
        raise SlackError("invalid_arguments", **_explain(error, view, "/view")) from error
    if view["type"] != surface:
        _refuse("invalid_arguments", [f"view must be of type {surface} [json-pointer:/view/type]"])
    whole: Json = json.loads(json.dumps(view))
    _refuse("invalid_arguments", list(_doubles(whole["blocks"], "/view/blocks")))
    _complete(whole["blocks"])
    return whole


def check_options(answer: Json) -> list[Json]:
    """Give the options that an app suggests, groups laid flat. Raises SlackError."""
    if not answer.get("options") and not answer.get("option_groups"):
        return []
    try:
        Choices.model_validate(
            {key: answer[key] for key in ("options", "option_groups") if answer.get(key)}
        )
    except ValidationError as error:
        raise SlackError("invalid_options", **_explain(error, answer, "")) from error
    groups = answer.get("option_groups") or [{"options": answer["options"]}]
    return [option for group in groups for option in group["options"]]


def elements_of(block: Json) -> Iterator[Json]:
    """Go through what a block holds that may be interactive."""
    for key in ("element", "accessory"):
        if key in block:
            yield block[key]
    if block["type"] == "actions":
        yield from block["elements"]


def _complete(blocks: list[Json]) -> list[Json]:
    for block in blocks:
        block.setdefault("block_id", f"b{next(_numbers):04d}")
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", f"a{next(_numbers):04d}")
    return blocks


def _doubles(blocks: list[Json], root: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield f'block_id "{name}" already exists [json-pointer:{root}/{index}/block_id]'
        seen.add(name or "")
        actions = [e["action_id"] for e in elements_of(block) if e.get("action_id")]
        for action in {each for each in actions if actions.count(each) > 1}:
            yield f'action_id "{action}" already exists [json-pointer:{root}/{index}/elements]'


def _crowds(blocks: list[Json]) -> Iterator[str]:
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield "only one table is allowed [json-pointer:/blocks]"
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > 12_000:  # noqa: PLR2004
        yield "markdown must be less than 12001 characters in all [json-pointer:/blocks]"


def _refuse(name: str, problems: list[str]) -> None:
    if problems:
        lines = [f"[ERROR] {problem}" for problem in problems]
        raise SlackError(name, response_metadata={"messages": lines})


def _explain(error: ValidationError, document: object, root: str) -> Json:
    lines = []
    for item in error.errors():
        pointer = root + "".join(f"/{step}" for step in _path(item["loc"], document))
        words = {
            "missing": "missing required field",
            "extra_forbidden": "invalid additional property",
        }
        message = words.get(item["type"], item["msg"].removeprefix("Value error, "))
        lines.append(f"[ERROR] {message} [json-pointer:{pointer}]")
    return {"response_metadata": {"messages": lines}}


def _path(location: tuple[int | str, ...], document: object) -> Iterator[int | str]:
    """Leave out of a path what Pydantic adds to it: the chosen types of unions."""
    node, entered = document, True
    for index, step in enumerate(location):
        if entered and isinstance(node, dict) and node.get("type") == step:
            entered = False
            continue
        last = index == len(location) - 1
        if isinstance(node, dict) and (step in node or last):
            yield step
            node = node.get(str(step))
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            yield step
            node = node[step]
        entered = True
