"""Cutting one paragraph of minutes into its sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.minutes.heading_words import Kind
from core.minutes.headings import Heading, heading_of
from core.minutes.pattern import any_of
from core.minutes.view import View

_OWN_TEXT = {Kind.DECISION, Kind.PROPOSAL}
_LISTED = re.compile(r"^(?:\d{1,2}[.):]|[a-zåäö]\)|[-–•*]|att\b)", re.IGNORECASE)
_UNFINISHED = re.compile(r"[.,;:?!]$|\b(?:att|och|samt|till|för|av|om|i|besluta|beslutar)$")
_DEEDS = any_of(
    r"""
    beslut\w+|föresl\w+|förslag\w*|tillstyrk\w*|avstyrk\w*|överlämn\w+|utgår|enligt
    antar|antas|bifall\w*|godkänn\w+|fastst\w+|bevilj\w+|ställer
    avsl\w+|avstå\w+|avböj\w+|bordl\w+|återremi\w+|noter\w+|läggs?
    """
)
_VERB = re.compile(rf"\b{_DEEDS}\b", re.IGNORECASE)
_LONGEST = 70


@dataclass(frozen=True)
class Section:
    """A section: what it holds, whose it is (empty if it doesn't say), and its text."""

    kind: Kind
    owner: str
    text: View


def sections_of(view: View) -> tuple[Section, ...]:
    """Return the sections in the order of the text; the first is the head, perhaps empty.

    A heading that isn't known ends a decision or a proposal, so that what follows isn't read as
    part of it.
    """
    marks: list[tuple[int, int, Heading]] = [(0, 0, Heading(Kind.HEAD, "", 0))]
    lines = _lines(view.text)
    for i, (start, raw) in enumerate(lines):
        text = raw.strip()
        heading = heading_of(text) if text else None
        if heading is None and text and _ends_own_text(lines, i, marks[-1]):
            heading = Heading(Kind.REASONS, "", len(text))
        is_apart = bool(view.text[marks[-1][1] : start].strip()) and view.text[:start].endswith(
            "\n\n"
        )
        if heading and _is_welcome(heading, marks[-1][2], text, is_apart=is_apart):
            indent = len(raw) - len(raw.lstrip())
            marks.append((start, start + indent + heading.inline, heading))
    ends = [start for start, _, _ in marks[1:]] + [len(view.text)]
    return tuple(
        Section(heading.kind, heading.owner, view.slice(begin, max(begin, end)))
        for (_, begin, heading), end in zip(marks, ends, strict=True)
    )


def _is_welcome(heading: Heading, current: Heading, text: str, *, is_apart: bool) -> bool:
    """Return whether a heading opens a section here.

    "Kommunfullmäktige beslutar" inside a decision is part of it, unless another body's ended
    there; in a list of documents or of recipients only what is surely a heading counts.
    """
    if heading.is_sentence:
        is_lead_in = text.endswith((":", "att")) or not re.search(r"besluta(?:de|t)\b", text)
        if current.kind in {Kind.PROPOSAL, Kind.MOTION, Kind.BASIS}:
            return is_lead_in and is_apart
        is_anothers = current.is_sentence and heading.owner != current.owner and is_apart
        return is_lead_in and (current.kind is not Kind.DECISION or is_anothers)
    if current.kind is Kind.BASIS and heading.kind in {Kind.PROPOSAL, Kind.REASONS, Kind.DECISION}:
        return text[:1].isupper() and not re.search(r"\d", text)
    return not (current.kind is Kind.SENT and heading.kind is Kind.REASONS)


def _lines(text: str) -> list[tuple[int, str]]:
    lines = []
    at = 0
    for raw in text.split("\n"):
        lines.append((at, raw))
        at += len(raw) + 1
    return lines


def _ends_own_text(
    lines: Sequence[tuple[int, str]], i: int, mark: tuple[int, int, Heading]
) -> bool:
    """Return whether line i is an unknown heading, a name or a date after a decision's text."""
    _, begin, heading = mark
    start, raw = lines[i]
    text = raw.strip()
    if heading.kind not in _OWN_TEXT or start <= begin or len(text) > _LONGEST:
        return False
    before = [line.strip() for at, line in lines[:i] if at + len(line) > begin]
    has_text = any(before)
    is_apart = not before[-1] if before else False
    is_plain = not (_LISTED.match(text) or _UNFINISHED.search(text) or _VERB.search(text))
    return has_text and is_apart and is_plain and not text[:1].islower()
