"""The visible text of blocks: what a reader can see, buttons and choices included, a line each."""

from collections.abc import Callable, Iterator

from deploy.workspace.wire import Json


def plain_blocks(blocks: list[Json]) -> str:
    """Give all visible text of blocks."""
    return "\n".join(line for block in blocks for line in _READERS[block["type"]](block) if line)


def plain_element(element: Json) -> Iterator[str]:
    """Give the visible text of an element: its label, what it offers, or what it asks for."""
    kind = element["type"]
    if kind == "image":
        yield element["alt_text"]
    elif kind == "button":
        yield f"[{element['text']['text']}]"
    elif kind in ("radio_buttons", "checkboxes", "overflow"):
        yield from (option["text"]["text"] for option in element["options"])
    else:
        yield _initial(element) or element.get("placeholder", {}).get("text", "")


def rich_text(part: Json) -> str:
    """Give the letters of rich text, whatever its marks."""
    kind = part["type"]
    if kind == "text":
        return str(part["text"])
    if kind == "rich_text_list":
        return "\n".join(f"• {rich_text(each)}" for each in part["elements"])
    if "elements" in part:
        glue = "\n" if kind == "rich_text" else ""
        return glue.join(rich_text(each) for each in part["elements"])
    words = {
        "link": part.get("text") or part.get("url"),
        "emoji": f":{part.get('name')}:",
        "user": f"<@{part.get('user_id')}>",
        "channel": f"<#{part.get('channel_id')}>",
        "broadcast": f"@{part.get('range')}",
        "date": part.get("fallback") or part.get("format"),
        "color": part.get("value"),
    }
    return str(words[kind])


def _initial(element: Json) -> str:
    if option := element.get("initial_option"):
        return str(option["text"]["text"])
    if options := element.get("initial_options"):
        return ", ".join(option["text"]["text"] for option in options)
    for key in ("initial_value", "initial_date", "initial_time", "initial_date_time"):
        if key in element:
            return str(element[key])
    return ""


def _section(block: Json) -> Iterator[str]:
    yield block.get("text", {}).get("text", "")
    yield from (field["text"] for field in block.get("fields", []))
    if "accessory" in block:
        yield from plain_element(block["accessory"])


def _elements(block: Json) -> Iterator[str]:
    for element in block["elements"]:
        yield from plain_element(element)


def _context(block: Json) -> Iterator[str]:
    for element in block["elements"]:
        yield element["text"] if "text" in element else element["alt_text"]


def _image(block: Json) -> Iterator[str]:
    yield block.get("title", {}).get("text", "")
    yield block["alt_text"]


def _input(block: Json) -> Iterator[str]:
    yield block["label"]["text"]
    yield from plain_element(block["element"])
    yield block.get("hint", {}).get("text", "")


def _table(block: Json) -> Iterator[str]:
    for row in block["rows"]:
        yield " | ".join(c["text"] if c["type"] == "raw_text" else rich_text(c) for c in row)


_READERS: dict[str, Callable[[Json], Iterator[str]]] = {
    "actions": _elements,
    "context": _context,
    "divider": lambda _: iter(()),
    "file": lambda block: iter((block["external_id"],)),
    "header": lambda block: iter((block["text"]["text"],)),
    "image": _image,
    "input": _input,
    "markdown": lambda block: iter((block["text"],)),
    "rich_text": lambda block: iter((rich_text(block),)),
    "section": _section,
    "table": _table,
}
