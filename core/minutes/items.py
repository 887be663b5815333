"""Cutting a pasted text into its paragraphs, each with the head that belongs to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.minutes.draft import Place
from core.minutes.heading_words import Kind
from core.minutes.headings import heading_of
from core.minutes.lines import Line, furniture, is_recipient, lines_of, prose
from core.minutes.municipalities import named_in_head
from core.minutes.paragraphs import ParagraphHead, paragraph_heads
from core.minutes.pattern import any_of
from core.minutes.repair import characters_mended, lines_rejoined, words_mended
from core.minutes.view import View, joined

_LOOK_BACK = 25
_HEADS = any_of(
    """
    Beslut|Förslag till beslut|Beslutsgång|Beslutsunderlag|Beslutet skickas till|Expedieras till
    Sammanfattning(?: av ärendet)?|Ärendebeskrivning|Ärendet|Bakgrund|Bedömning
    Yrkanden?|Reservation(?:er)?
    """
)
_MID_HEADING = re.compile(rf"(?<=[.!?:)])[ \t]+(?={_HEADS}\s+[A-ZÅÄÖ-])")
_MID_PARAGRAPH = re.compile(
    r"(?<![,.])(?<!protokoll)[ \t]+(?=(?:[A-ZÅÄÖ][A-ZÅÄÖa-z]{1,4} )?§+ ?\d+[ \t]+(?:Dnr|[A-ZÅÄÖ]))"
)
_AVERAGE_OF_FLAT = 400


@dataclass(frozen=True)
class Mark:
    """A paragraph's number as written, and where it stands in the original."""

    mark: str
    place: Place


@dataclass(frozen=True)
class Item:
    """One paragraph: its prose from the number on, and what stands before it.

    `head` has the lines that are nothing but body, date and municipality, `front` all that stands
    above the number; `document_head` and `document_front` are those of the text's first paragraph.
    """

    prose: View
    head: View
    front: View
    document_head: View
    document_front: View
    mark: Mark | None


def items_of(text: str) -> tuple[Item, ...]:
    """Return the paragraphs of a text; a text without numbered paragraphs is one item."""
    view = _unflattened(lines_rejoined(words_mended(characters_mended(View.of(text)))))
    lines = lines_of(view)
    heads = paragraph_heads(lines)
    if not heads:
        cuts = [0, *_second_heads(lines), len(lines)]
        return tuple(_item(view, lines[a:b], (), None) for a, b in pairwise(cuts))
    starts = [_start(lines, head, heads[i - 1] if i else None) for i, head in enumerate(heads)]
    starts[0] = 0
    ends = [*starts[1:], len(lines)]
    document = lines[: heads[0].line]
    return tuple(
        _item(view, lines[start:end], document if i else (), head)
        for i, (start, end, head) in enumerate(zip(starts, ends, heads, strict=True))
    )


def _second_heads(lines: Sequence[Line]) -> list[int]:
    """Return where another municipality's decision begins in a text without paragraph numbers."""
    cuts = []
    municipality = None
    has_decision = False
    for i, line in enumerate(lines):
        named = named_in_head(line.text) if line.is_head and line.text else None
        if named and has_decision and named != municipality:
            cuts.append(i)
            has_decision = False
        municipality = named or municipality
        heading = heading_of(line.text) if line.text and not line.is_head else None
        has_decision = has_decision or (
            heading is not None and heading.kind in {Kind.DECISION, Kind.PROPOSAL}
        )
    return cuts


def _unflattened(view: View) -> View:
    """Return the view with a line break before headings if the text lost its line breaks."""
    lines = lines_of(view)
    is_long = len(view.text) > _AVERAGE_OF_FLAT * len(lines)
    is_without = not (paragraph_heads(lines) or any(heading_of(line.text) for line in lines))
    if not (is_long or is_without):
        return view
    return view.rewrite(_MID_PARAGRAPH, "\n").rewrite(_MID_HEADING, "\n")


def _start(lines: Sequence[Line], head: ParagraphHead, before: ParagraphHead | None) -> int:
    """Return the first line of a paragraph: its head may stand above the number.

    A body's name alone above "§ 64" may also be the last of those whom § 63 is sent to.
    """
    floor = before.line + 1 if before else 0
    start = head.line
    for i in range(head.line - 1, floor - 1, -1):
        line = lines[i]
        is_above = line.is_furniture or (line.is_head and not is_recipient(lines, i))
        if not (line.is_blank or is_above):
            break
        start = i
    block = lines[start : head.line]
    is_full = any(line.is_furniture or re.search(r"\d", line.text) for line in block)
    if is_full or not any(line.text for line in block):
        return start
    return head.line if _is_in_list(lines, start, floor) else start


def _is_in_list(lines: Sequence[Line], start: int, floor: int) -> bool:
    """Return whether the lines above belong to "Beslutet skickas till" or a list of documents."""
    for i in range(start - 1, max(floor, start - _LOOK_BACK) - 1, -1):
        heading = heading_of(lines[i].text) if lines[i].text else None
        if heading:
            return heading.kind in {Kind.SENT, Kind.BASIS}
    return False


def _item(
    view: View, lines: Sequence[Line], document: Sequence[Line], mark: ParagraphHead | None
) -> Item:
    below = [line for line in lines if not mark or line.end >= mark.start]
    before = [line for line in lines if mark and line.end < mark.start]
    text = lines_rejoined(prose(view, below))
    above = [line for line in lines if line.is_head and not line.is_furniture]
    top = mark.start if mark else _first_heading(lines)
    above = [line for line in above if line.start < top]
    own_head = joined([furniture(view, lines), _lines(view, above)])
    document_head = joined(
        [
            furniture(view, document),
            _lines(view, [x for x in document if x.is_head and not x.is_furniture]),
        ]
    )
    number = Mark(mark.mark, view.place(mark.start, mark.end)) if mark else None
    return Item(text, own_head, _lines(view, before), document_head, _lines(view, document), number)


def _first_heading(lines: Sequence[Line]) -> int:
    """Return where the first section opens: below it, a body's name is a recipient."""
    for line in lines:
        if line.text and not line.is_head and heading_of(line.text):
            return line.start
    return lines[-1].end + 1 if lines else 0


def _lines(view: View, lines: Sequence[Line]) -> View:
    return joined(view.slice(x.start, min(x.end + 1, len(view.text))) for x in lines)
