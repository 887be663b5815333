"""Finding what a person means by a name: an element on a surface, an option in a menu."""

from deploy.workspace.gestures.form import all_elements
from deploy.workspace.wire import GestureError, Json


def find_element(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """Find an interactive element by label, action_id, block_id or value, with its block.

    "block_id/action_id" names it where others answer to the same name. Raises GestureError
    no_such_element, or ambiguous_element if several answer to the name.
    """
    for meaning in (_path, _label, _action, _block, _value):
        found = [pair for pair in all_elements(blocks) if meaning(*pair) == name]
        if len(found) == 1:
            return found[0]
        if found:
            raise GestureError("ambiguous_element", f"Several elements are called {name}.")
    names = sorted({_label(*pair) or _action(*pair) for pair in all_elements(blocks)})
    raise GestureError("no_such_element", f"Nothing is called {name}; there is {', '.join(names)}.")


def _path(block: Json, element: Json) -> str:
    return f"{block['block_id']}/{element.get('action_id', '')}"


def _label(block: Json, element: Json) -> str:
    if element["type"] == "button":
        return str(element["text"]["text"])
    return str(block["label"]["text"]) if block["type"] == "input" else ""


def _action(_: Json, element: Json) -> str:
    return str(element.get("action_id", ""))


def _block(block: Json, _: Json) -> str:
    return str(block["block_id"])


def _value(_: Json, element: Json) -> str:
    return str(element.get("value", ""))


def pick_option(options: list[Json], wanted: str) -> Json:
    """Find an option by its value or its text. Raises GestureError no_such_choice."""
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    offered = ", ".join(option["text"]["text"] for option in options[:20])
    raise GestureError("no_such_choice", f"{wanted} can't be chosen; offered: {offered}.")
