"""The extracts beside this file: what each must be read as, then the text, divided by `---`.

Several drafts are divided by `+++`. A field that isn't named must come out empty.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Extract:
    """One extract: its file's name, the drafts expected, and the text."""

    name: str
    expected: list[dict[str, str]]
    text: str


def extracts() -> list[Extract]:
    """Return all extracts, by name."""
    return [_extract(path) for path in sorted((HERE / "extracts").glob("*.txt"))]


def statements() -> list[tuple[str, str, str]]:
    """Return (outcome or "-", stage, statement) for each line of statements.txt."""
    lines = (HERE / "statements.txt").read_text(encoding="utf-8").splitlines()
    told = (line.split(" | ", 1) for line in lines)
    return [(*what.split(), statement) for what, statement in told]


def comparable(draft: dict[str, Any]) -> dict[str, str]:
    """Return a draft's JSON form in the terms of the extract files, empty fields left out."""
    kinds = [(proviso["condition"] or {"kind": "words"})["kind"] for proviso in draft["provisos"]]
    plain = ("outcome", "stage", "municipality", "body", "date", "paragraph", "case_number")
    values = {name: draft[name] for name in plain} | {
        "amount_ore": draft["amount_ore"],
        "conditions": ",".join(kinds),
        "reservations": len(draft["reservations"]),
        "budget_remarks": len(draft["budget_remarks"]),
    }
    return {name: str(value) for name, value in values.items() if value}


def _extract(path: Path) -> Extract:
    with path.open(encoding="utf-8", newline="") as file:
        head, _, text = ("\n" + file.read()).partition("\n---\n")
    expected = [
        dict(line.split(" = ", 1) for line in block.strip().splitlines())
        for block in head.split("+++")
    ]
    return Extract(path.stem, expected, text)
