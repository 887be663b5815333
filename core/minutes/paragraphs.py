"""Paragraph numbers as heads: "Sn § 63", "§ 125/2019", "SN 49", "§§ 12-13", "125 §".

A "§ 83" in running prose, in a list of documents or in a history is a reference, not a head.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.minutes.bodies import BODY, SHORT_NAMES
from core.minutes.dates import DATE
from core.minutes.lines import Line

_SHORT = r"[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,5}"
_YEAR = r"\s*/\s*(?:20)?\d\d(?!\d)"
_UP_TO = r"\s*[-–]\s*\d{1,4}|\s*(?:och|,)\s*\d{1,3}(?=\s*$)"
_NUMBER = rf"\d{{1,4}}[a-z]?(?:{_UP_TO})?(?:{_YEAR})?"
NUMBERED = rf"(?:(?:{_SHORT}\s*)?§{{1,2}}\s*(?:{_SHORT}\s+)?{_NUMBER})"
_HEAD = re.compile(
    rf"^[^\w§]*(?P<body>(?:[A-Za-zÅÄÖåäö-]+\s+){{0,5}}?)"
    rf"(?P<mark>{NUMBERED}|\d{{1,4}}\s*§|[Pp]aragraf\s+\d{{1,4}})(?P<rest>.*)$"
)
_APART = r"(?:\s{2,}|\t|\s*[-–:]\s|\s+Dnr\b|$)"
_SHORT_NUMBER = rf"(?P<short>{_SHORT})\s+(?!(?:19|20)\d\d/)\d{{1,4}}(?:/(?:20)?\d\d)?"
_SHORT_HEAD = re.compile(rf"^(?P<mark>{_SHORT_NUMBER})(?P<rest>{_APART}.*)$")
_BARE_HEAD = re.compile(
    rf"^(?P<mark>(?P<short>{_SHORT})\s+(?!(?:19|20)\d\d/)\d{{1,4}})(?P<rest>\s+[A-ZÅÄÖ].*)$"
)
_MARKS = re.compile(rf"{NUMBERED}|\b[A-ZÅÄÖ][A-ZÅÄÖa-z]{{1,4}}\s+\d{{1,4}}\b(?!/)")
_CASE = re.compile(r"\bDnr\b.*$", re.IGNORECASE)
_REFERS = re.compile(
    r"(?:,|\b(?:protokoll|enligt|av|den|i|och|se|beslut|beslutade|underlag|bilaga|från|till|med))$",
    re.IGNORECASE,
)
_CASE_AHEAD = re.compile(r"^,?\s*\(?(?:[A-ZÅÄÖ]{1,4}\d*-)?\d{2,4}[/-]\d{2,4}\b")

_TOP = 15


@dataclass(frozen=True)
class ParagraphHead:
    """A line that opens a paragraph: the number as written, and where title and number stand."""

    line: int
    start: int
    end: int
    mark: str


def paragraph_heads(lines: Sequence[Line]) -> tuple[ParagraphHead, ...]:
    """Return the lines that open a paragraph of minutes, in the order of the text.

    Numbers that stand in a row just below a head ("Au § 84  Sn § 34  Dnr 2016/12") are the
    matter's earlier ones: they open nothing, there or later.
    """
    heads: list[ParagraphHead] = []
    earlier: set[str] = set()
    has_signs = any("§" in line.text for line in lines)
    for i, line in enumerate(lines):
        head = _head(i, line, is_strict=has_signs)
        if head and heads and _is_row_below(lines, i, heads[-1]):
            earlier.update(_plain(m.group()) for m in _MARKS.finditer(line.text))
            continue
        if head and _plain(head.mark) in earlier:
            continue
        if head and not _is_reference(
            head, line, _before(lines, i), may_be_dated=not heads and i < _TOP
        ):
            heads.append(head)
    return tuple(heads)


def _plain(mark: str) -> str:
    return re.sub(r"\W", "", mark).casefold()


def _is_row_below(lines: Sequence[Line], i: int, head: ParagraphHead) -> bool:
    """Return whether line i stands just below a head and holds nothing but numbers."""
    between = [line for line in lines[head.line + 1 : i] if line.text]
    rest = _CASE.sub("", _MARKS.sub("", lines[i].text))
    return not between and not re.search(r"\w", rest)


def _head(i: int, line: Line, *, is_strict: bool) -> ParagraphHead | None:
    """Return the head on line i; `is_strict`: the text has § signs, so "Sn 49 Title" is none."""
    match = _HEAD.match(line.text) or _SHORT_HEAD.match(line.text)
    if match is None and not is_strict:
        match = _BARE_HEAD.match(line.text)
    if match is None:
        return None
    groups = match.groupdict()
    if groups.get("short") and groups["short"].upper() not in SHORT_NAMES:
        return None
    before = (groups.get("body") or "").strip()
    if before and not (BODY.fullmatch(before) or before.lower() in {"protokoll", "ärende"}):
        return None
    at = line.start + line.indent + match.start("mark")
    mark = " ".join(match["mark"].split())
    return ParagraphHead(i, at, at + len(match["mark"].rstrip()), mark)


def _before(lines: Sequence[Line], i: int) -> str:
    """Return the line directly before, empty if it is blank or furniture."""
    return lines[i - 1].text if i and not lines[i - 1].is_furniture else ""


def _is_reference(head: ParagraphHead, line: Line, before: str, *, may_be_dated: bool) -> bool:
    """Return whether the number only refers; "§ 49 2019-05-21" opens a text, but not a list."""
    rest = line.text[head.end - line.start - line.indent :]
    if _REFERS.search(before):
        return True
    if line.text.startswith(("-", "–", "•", "*")):
        return True
    stripped = rest.lstrip()
    if stripped.startswith((",", ".", ";", ")")) and not _CASE_AHEAD.match(rest):
        return True
    if re.match(r"(?:och|samt|i|av|från|den|enligt|om)\b", stripped):
        return True
    return not may_be_dated and DATE.match(stripped.lstrip("( ")) is not None
