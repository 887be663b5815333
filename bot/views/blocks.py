"""The few building blocks that the views are made of, each held to Slack's limits."""

import re
from collections.abc import Iterable, Iterator, Sequence

Block = dict[str, object]

_MENTION = re.compile(r"&lt;@([A-Z0-9]+)&gt;")

HEADER_LIMIT = 150
SECTION_LIMIT = 3000
FIELD_LIMIT = 2000
FIELDS_LIMIT = 10
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
MODAL_TITLE_LIMIT = 24


def escaped(text: str) -> str:
    """Return user text in which nothing is a mention, a link or markup of Slack's own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_but_mentions(text: str) -> str:
    """Return escaped text in which mentions of people still work, for a reply to one person."""
    return _MENTION.sub(r"<@\1>", escaped(text))


def clipped(text: str, limit: int) -> str:
    """Return the text, cut at a word with an ellipsis where Slack would refuse it."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0] + "…"


def paragraphs(lines: Sequence[str], heading: str = "") -> Iterator[str]:
    """Yield the lines in as few paragraphs as Slack's limit allows, a heading before the first."""
    text = heading
    for line in lines:
        if text and len(text) + len(line) + 1 > SECTION_LIMIT:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    yield text


def header(text: str) -> Block:
    """Return a headline."""
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """Return a paragraph of mrkdwn."""
    block: Block = {"type": "section", "text": mrkdwn(text, SECTION_LIMIT)}
    return {**block, "accessory": accessory} if accessory else block


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return labelled values in two columns; at most ten."""
    return {
        "type": "section",
        "fields": [
            mrkdwn(f"*{label}*\n{value}", FIELD_LIMIT)
            for label, value in list(pairs)[:FIELDS_LIMIT]
        ],
    }


def context(*texts: str) -> Block:
    """Return small print."""
    return {"type": "context", "elements": [mrkdwn(text, SECTION_LIMIT) for text in texts]}


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    text: str, action_id: str, value: str, *, style: str | None = None, confirm: Block | None = None
) -> Block:
    """Return a button; `style` is primary or danger."""
    block: Block = {
        "type": "button",
        "text": plain(text, BUTTON_LIMIT),
        "action_id": action_id,
        "value": value,
    }
    if style:
        block["style"] = style
    if confirm:
        block["confirm"] = confirm
    return block


def confirmation(title: str, text: str, yes: str, no: str) -> Block:
    """Return the question that a button asks before it acts."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(text: str, value: str) -> Block:
    """Return one choice of a menu or of radio buttons."""
    return {"text": plain(text, OPTION_LIMIT), "value": value}


def text_input(  # the parts of one field
    block_id: str, label: str, *, initial: str = "", placeholder: str = "", hint: str = ""
) -> Block:
    """Return an optional one-line text field; its action is "value"."""
    element: Block = {"type": "plain_text_input", "action_id": "value", "max_length": 200}
    if initial:
        element["initial_value"] = initial
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(block_id, label, element, hint)


def date_input(block_id: str, label: str, *, initial: str = "", hint: str = "") -> Block:
    """Return an optional day; its action is "value"."""
    element: Block = {"type": "datepicker", "action_id": "value"}
    if initial:
        element["initial_date"] = initial
    return _input(block_id, label, element, hint)


def radio_input(  # noqa: PLR0913  # the parts of one field
    block_id: str,
    label: str,
    options: Sequence[Block],
    initial: Block,
    *,
    action_id: str = "value",
    tells_at_once: bool = False,
) -> Block:
    """Return a choice of one, which tells the app at once when it changes, or with the form."""
    element: Block = {
        "type": "radio_buttons",
        "action_id": action_id,
        "options": list(options),
        "initial_option": initial,
    }
    field = _input(block_id, label, element, "", optional=False)
    return {**field, "dispatch_action": True} if tells_at_once else field


def members_input(block_id: str, label: str, placeholder: str, initial: Sequence[Block]) -> Block:
    """Return a choice of several members, which the app suggests while one types."""
    element: Block = {
        "type": "multi_external_select",
        "action_id": "proviso.members",
        "placeholder": plain(placeholder, 150),
        "min_query_length": 1,
    }
    if initial:
        element["initial_options"] = list(initial)
    return _input(block_id, label, element, "")


def plain(text: str, limit: int) -> Block:
    """Return plain text, clipped to its limit."""
    return {"type": "plain_text", "text": clipped(text, limit), "emoji": True}


def mrkdwn(text: str, limit: int) -> Block:
    """Return marked-up text, clipped to its limit."""
    return {"type": "mrkdwn", "text": clipped(text, limit)}


def _input(block_id: str, label: str, element: Block, hint: str, *, optional: bool = True) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain(hint, 2000)} if hint else block
