"""The check itself: blocks and views as Slack would take or refuse them, with pointers."""

import itertools
import json
from collections.abc import Iterator
from typing import Any, Literal

from deploy.workspace.blocks import rules
from deploy.workspace.blocks.models import at_least, complaint, most, properties
from deploy.workspace.wire import Json, SlackError

VIEW_BYTES = 250_000
MESSAGE_BLOCKS = 50
MARKDOWN_CHARACTERS = 12_000
JSON_TYPES = {str: "string", bool: "boolean", int: "integer"}

_numbers = itertools.count(1)


def check_blocks(blocks: object) -> list[Json]:
    """Check the blocks of a message, each with its ids. Raises SlackError invalid_blocks."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    found = list(_amount(blocks, 0, MESSAGE_BLOCKS, "/blocks"))
    found += _all_in(blocks, rules.MESSAGE_BLOCKS, "/blocks")
    _refuse("invalid_blocks", found)
    whole: list[Json] = json.loads(json.dumps(blocks))
    _refuse("invalid_blocks", [*_doubles(whole, "/blocks"), *_crowds(whole)])
    return _complete(whole)


def check_view(view: object, *, surface: Literal["modal", "home"]) -> Json:
    """Give a view its ids. Raises SlackError invalid_arguments or view_too_large."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments")
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    _refuse("invalid_arguments", list(_one_of(view, (surface,), "/view")))
    whole: Json = json.loads(json.dumps(view))
    found = list(_doubles(whole["blocks"], "/view/blocks"))
    if "submit" not in whole and any(block["type"] == "input" for block in whole["blocks"]):
        found.append(_at("missing required field: submit", "/view"))
    _refuse("invalid_arguments", found)
    _complete(whole["blocks"])
    return whole


def check_options(answer: Json) -> list[Json]:
    """Give the options that an app suggests, groups laid flat. Raises SlackError."""
    menu = {key: answer[key] for key in ("options", "option_groups") if answer.get(key)}
    if not menu:
        return []
    _refuse("invalid_options", list(_one_of({"type": "static_select", **menu}, rules.SELECTS, "")))
    groups = menu.get("option_groups") or [menu]
    return [option for group in groups for option in group["options"]]


def elements_of(block: Json) -> Iterator[Json]:
    """Go through what a block holds that may be interactive."""
    for key in ("element", "accessory"):
        if key in block:
            yield block[key]
    if block["type"] == "actions":
        yield from block["elements"]


# -- one object and what it holds --------------------------------------------------------------


def _one_of(node: object, kinds: tuple[str, ...], at: str) -> Iterator[str]:
    """Check an object that must be of one of these kinds."""
    if not isinstance(node, dict):
        yield _at("must be an object", at)
    elif kinds[0] in rules.UNTYPED:
        yield from _object(node, kinds[0], at)
    elif "type" not in node:
        yield _at("missing required field: type", at)
    elif node["type"] not in kinds:
        yield _at(f"unsupported type: {node['type']}", f"{at}/type")
    else:
        whole_block = kinds in (rules.MESSAGE_BLOCKS, rules.VIEW_BLOCKS)
        kind = "image block" if whole_block and node["type"] == "image" else node["type"]
        yield from _object(node, kind, at)


def _all_in(nodes: list[Any], kinds: tuple[str, ...], at: str) -> Iterator[str]:
    for index, node in enumerate(nodes):
        if isinstance(node, list):  # a table's row
            yield from _amount(node, *rules.AMOUNTS["table.rows.items"], f"{at}/{index}")
            yield from _all_in(node, kinds, f"{at}/{index}")
        elif node is not None or kinds != ("column",):
            yield from _one_of(node, kinds, f"{at}/{index}")


def _object(node: Json, kind: str, at: str) -> Iterator[str]:
    """Check an object: by what the rules say of its kind, then by slack_sdk's model of it."""
    found = [*_shape(node, kind, at)]
    if not found:
        for name, value in node.items():
            found += _property(kind, name, value, f"{at}/{name}")
        found += _initial(node, at)
    if not found and (said := complaint(kind, node)):
        words, name = said
        holds_text = isinstance(node.get(name), dict) and "text" in node[name]
        found.append(_at(words, f"{at}/{name}{'/text' if holds_text else ''}".rstrip("/")))
    yield from found


def _shape(node: Json, kind: str, at: str) -> Iterator[str]:
    known = properties(kind)
    for name in node:
        if name not in known or name in rules.LACKS.get(kind, ()):
            yield _at(f"invalid additional property: {name}", at)
    needed = {name for name, (need, _) in known.items() if need} | {*rules.NEEDS.get(kind, ())}
    for name in sorted(needed - {"type"} - set(node)):
        yield _at(f"missing required field: {name}", at)
    for name, value in node.items():
        plain = str if f"{kind}.{name}" in rules.TEXTS else known.get(name, (False, None))[1]
        if plain and type(value) is not plain:
            yield _at(f"must be a {JSON_TYPES[plain]}", f"{at}/{name}")
    if (either := rules.EITHER.get(kind)) and len(set(either) & set(node)) != 1:
        yield _at(f"must provide either {' or '.join(either)}", at)
    if kind == "filter" and not node:
        yield _at("must have a property", at)


def _property(kind: str, name: str, value: object, at: str) -> Iterator[str]:
    key = f"{kind}.{name}"
    if limits := rules.AMOUNTS.get(key) or rules.AMOUNTS_EVERYWHERE.get(name):
        yield from _amount(value, *limits, at)
    if words := rules.WORDS.get(key):
        said = value if isinstance(value, list | dict) else [value]
        if not set(said) <= set(words):
            yield _at(f"must be one of: {', '.join(words)}", at)
    kinds = rules.HOLDS.get(kind, {}).get(name) or rules.EVERYWHERE.get(name)
    if kinds:
        yield from (
            _all_in(value, kinds, at) if isinstance(value, list) else _one_of(value, kinds, at)
        )
    if limits := rules.AMOUNTS.get(f"{key}.text"):
        for index, text in enumerate(value if isinstance(value, list) else ()):
            yield from _amount(text, *limits, f"{at}/{index}")


def _initial(node: Json, at: str) -> Iterator[str]:
    """Check that what is chosen from the start is among what may be chosen."""
    groups = node.get("option_groups") or [node]
    offered = [option for group in groups for option in group.get("options", ())]
    for name in ("initial_option", "initial_options"):
        chosen = node.get(name, [])
        for option in chosen if isinstance(chosen, list) else [chosen]:
            if offered and option not in offered:
                yield _at("must be one of the options", f"{at}/{name}")


def _amount(value: object, least: int, limit: int | None, at: str) -> Iterator[str]:
    """Check how long a text or a list is, or how large a number."""
    if isinstance(value, dict):
        value, at = value.get("text"), f"{at}/text"
    if not isinstance(value, str | list | int):
        return
    size = value if isinstance(value, int) else len(value)
    of = "" if isinstance(value, int) else "items" if isinstance(value, list) else "characters"
    if size < least:
        yield _at(at_least(least, of), at)
    elif limit is not None and size > limit:
        yield _at(most(limit, of), at)


# -- what belongs together ---------------------------------------------------------------------


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
            yield _at(f'block_id "{name}" already exists', f"{root}/{index}/block_id")
        seen.add(name or "")
        actions = [e["action_id"] for e in elements_of(block) if e.get("action_id")]
        for action in {each for each in actions if actions.count(each) > 1}:
            yield _at(f'action_id "{action}" already exists', f"{root}/{index}/elements")


def _crowds(blocks: list[Json]) -> Iterator[str]:
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield _at("only one table is allowed", "/blocks")
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    yield from _amount("x" * markdown, 0, MARKDOWN_CHARACTERS, "/blocks")


def _at(words: str, pointer: str) -> str:
    return f"[ERROR] {words} [json-pointer:{pointer}]"


def _refuse(name: str, lines: list[str]) -> None:
    if lines:
        raise SlackError(name, response_metadata={"messages": lines})
