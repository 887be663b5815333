"""What has been filled in: the state of interactive elements, and whether a form can be sent."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from deploy.workspace.blocks.check import elements_of
from deploy.workspace.wire import Json
from deploy.workspace.words import say

STATE_KEYS: dict[str, tuple[str, str]] = {
    # type of element: (key in the state, key of its initial value)
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}


def is_many(kind: str) -> bool:
    """Whether an element of this kind takes several values."""
    return STATE_KEYS[kind][0].endswith("s")


def initial_values(blocks: list[Json]) -> dict[str, Json]:
    """Read the state of fresh blocks: block_id -> action_id -> what is chosen."""
    values: dict[str, Json] = {}
    for block, element in all_elements(blocks):
        if element["type"] in STATE_KEYS:
            key, initial = STATE_KEYS[element["type"]]
            empty: object = [] if is_many(element["type"]) else None
            state = {"type": element["type"], key: element.get(initial, empty)}
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def all_elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Go through every element with its block."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def chosen(element: Json, value: object) -> Json:
    """Make the state of an element out of a value that is right for its kind."""
    kind = element["type"]
    key = STATE_KEYS[kind][0]
    if isinstance(value, datetime):
        value = int(value.timestamp()) if kind == "datetimepicker" else value.strftime("%H:%M")
    elif isinstance(value, date):
        value = value.isoformat()
    elif key == "value" and value is not None:
        value = str(value) or None
    state = {"type": kind, key: value}
    if kind == "timepicker" and element.get("timezone"):
        state["timezone"] = element["timezone"]
    return state


def value_of(state: Json) -> object:
    """Read the value out of a state."""
    return state.get(STATE_KEYS[state["type"]][0])


def problems(blocks: list[Json], values: dict[str, Json], locale: str) -> dict[str, str]:
    """Say what keeps a form from being sent, before the app is asked: block_id -> text."""
    found = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = value_of(values[block["block_id"]][element["action_id"]])
        if value in (None, "", []):
            problem: tuple[str, object] | None = None if block.get("optional") else ("required", 0)
        else:
            problem = _problem(element, value)
        if problem:
            found[block["block_id"]] = say(problem[0], locale, count=problem[1])
    return found


def _problem(element: Json, value: object) -> tuple[str, object] | None:
    kind = element["type"]
    if isinstance(value, list):
        most = element.get("max_selected_items") or element.get("max_files") or len(value)
        return ("too_many", most) if len(value) > most else None
    text = str(value)
    if kind == "plain_text_input":
        if len(text) < element.get("min_length", 0):
            return ("too_short", element["min_length"])
        most = element.get("max_length", 3000)
        return ("too_long", most) if len(text) > most else None
    if kind == "email_text_input":
        return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else ("not_an_email", 0)
    if kind == "url_text_input":
        return None if re.match(r"https?://\S+$", text) else ("not_a_url", 0)
    return _number_problem(element, text) if kind == "number_input" else None


def _number_problem(element: Json, text: str) -> tuple[str, object] | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ("not_a_number", 0)
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return ("not_whole", 0)
    if "min_value" in element and number < Decimal(element["min_value"]):
        return ("too_small", element["min_value"])
    if "max_value" in element and number > Decimal(element["max_value"]):
        return ("too_large", element["max_value"])
    return None
