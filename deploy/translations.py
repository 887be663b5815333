"""The check of translations: every text in the code has a Swedish one, and none is left over.

    python -m deploy.translations check     what is missing or left over; exit status 1 if anything
    python -m deploy.translations update    bring the catalogue's entries up to date, texts empty

Texts are found in the syntax tree, since the tokens hide what stands in an f-string.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "bot/locale/sv/LC_MESSAGES/samtliga.po"
SOURCES = ("bot", "deploy")
NOT_OURS = ROOT / "deploy/workspace"

MessageId = str | tuple[str, str]


def texts_in_code() -> set[MessageId]:
    """Return every text that the code says.

    Said by t("…"), texts()("…"), t.plural("…", "…", n) and marked("…").
    """
    found: set[MessageId] = set()
    for top in SOURCES:
        for path in sorted((ROOT / top).rglob("*.py")):
            if NOT_OURS not in path.parents:
                found.update(_texts(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def problems(catalogue: Catalog) -> list[str]:
    """Return what is wrong with the catalogue, a line each."""
    in_code = texts_in_code()
    known = {_id(message): message for message in catalogue if message.id}
    missing = [f"no Swedish text: {each!r}" for each in in_code - known.keys()]
    left_over = [f"not in the code any more: {each!r}" for each in known.keys() - in_code]
    wrong = [line for each in in_code & known.keys() for line in _wrong(known[each])]
    return sorted([*missing, *left_over, *wrong])


def read_catalogue() -> Catalog:
    """Return the Swedish catalogue."""
    return read_po(BytesIO(CATALOGUE.read_bytes()), locale="sv")


def update() -> int:
    """Add the texts that are new, without Swedish, and leave out those that are gone."""
    old = {_id(message): message for message in read_catalogue() if message.id}
    fresh = Catalog(locale="sv", project="samtliga", charset="utf-8", fuzzy=False)
    added = 0
    for each in texts_in_code():
        known = old.get(each)
        fresh.add(
            each, string=known.string if known else ("" if isinstance(each, str) else ("", ""))
        )
        added += known is None
    buffer = BytesIO()
    write_po(buffer, fresh, width=100, sort_output=True, no_location=True)
    CATALOGUE.write_bytes(buffer.getvalue())
    return added


def _texts(tree: ast.AST) -> Iterator[MessageId]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        texts = [
            argument.value
            for argument in node.args[:2]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        match node.func:
            case ast.Name(id="t" | "marked") | ast.Attribute(attr="t") | ast.Call() if texts:
                yield texts[0]
            case ast.Attribute(attr="plural") if len(texts) > 1:
                yield texts[0], texts[1]


def _wrong(message: Message) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    wanted = _fields(message.id if isinstance(message.id, str) else message.id[1])
    if message.fuzzy or not all(strings):
        yield f"no Swedish text: {_id(message)!r}"
    for string in strings:
        if string and _fields(string) - wanted:
            yield f"a field that the text doesn't have: {string!r}"


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _id(message: Message) -> MessageId:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def main(words: list[str]) -> int:
    """Run the command that is named; returns the exit status."""
    if words == ["update"]:
        print(f"{update()} new")  # noqa: T201  # a command's output
        return 0
    found = problems(read_catalogue())
    print("\n".join(found) or "translations: complete")  # noqa: T201  # as above
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
