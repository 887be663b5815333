"""The lines of a text: which are running heads and feet of a page, which belong to a head.

A page's head in the middle of a sentence ("SAMMANTRÄDESPROTOKOLL 5(12)", "Sida 3 av 7", body and
date again, "Justerandes sign") is taken out of the prose, but kept: the date may stand only there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.minutes.bodies import BODY
from core.minutes.dates import without_dates
from core.minutes.municipalities import municipality_lines
from core.minutes.pattern import any_of
from core.minutes.view import View, joined

_PAGE = any_of(
    r"""
    (?:sida|sidan|sid\.?|blad|bladnr)\s*:?\s*(?:nr\s*)?\d+(?:\s*(?:av|of|/)\s*\d+|\s*\(\s*\d+\s*\))?
    \d+\s*\(\s*\d+\s*\)
    \(\d+\)
    """
)
_SIGNS = r"(?:justerandes?|ordf\.?|just\.?)"
_FURNITURE = re.compile(
    any_of(
        rf"""
        \b(?:sammanträdesprotokoll|protokollsutdrag|utdragsbestyrkande)\b
        {_PAGE}
        \bjusterand(?:es|e|as)\b[^.\n]{{0,12}}\bsign\w*
        \bjuster(?:ares?|ingssign)\b[^.\n]{{0,12}}sign\w*
        ^\W*(?:protokoll|sida|sid|sign|blad)\W*$
        \butdrag\s+ur\s+protokoll\b
        ^\W*{_SIGNS}(?:\s+sign\w*)?(?:\W+(?:justerandes?|sign\w*))*\W*$
        """
    ),
    re.IGNORECASE,
)
_LABELS = re.compile(
    any_of(
        r"""
        \b(?:sammanträdes?datum|sammanträdesdag|mötesdatum|datum|organ|instans|nämnd)\b
        \b(?:sida|sid|protokoll|blad|utdrag|signatur|sign|nr)\b
        \b(?:tjänsteskrivelse|tjänsteutlåtande|sammanträde|sammanträdet)\b
        \b(?:måndag|tisdag|onsdag|torsdag|fredag)(?:en)?\b
        \b(?:den|kl|klockan|från|för|ur|vid|i)\b
        """
    ),
    re.IGNORECASE,
)
_SENT_TO = re.compile(
    r"\b(?:skickas|sänds|expedier\w+|delge\w*|sändlista|kopia|utdrag)\b", re.IGNORECASE
)
_LISTED = re.compile(r"\btjänste\w+\s+(?:den|daterad)\b", re.IGNORECASE)
"""A document of the matter with its date, as a list of documents has it."""
_RECIPIENTS = 8
_LONGEST = 140


@dataclass(frozen=True)
class Line:
    """One line by its offsets in the view; `text` is without outer white space.

    `is_head` if nothing but body, date, municipality and labels stands there.
    """

    start: int
    end: int
    indent: int
    text: str
    is_furniture: bool
    is_head: bool

    @property
    def is_blank(self) -> bool:
        """Return whether nothing stands on the line."""
        return not self.text


def lines_of(view: View) -> tuple[Line, ...]:
    """Return the lines, with running heads marked as furniture, and what stands by them."""
    lines = []
    at = 0
    for raw in view.text.split("\n"):
        lines.append(_line(raw, at))
        at += len(raw) + 1
    return tuple(_spread(lines))


def prose(view: View, lines: Sequence[Line]) -> View:
    """Return the lines without furniture; a sentence that a page cut is in one piece again."""
    pieces: list[View] = []
    has_gap = False
    for line in lines:
        if line.is_furniture:
            has_gap = True
            continue
        if line.is_blank and has_gap:
            continue
        if has_gap and pieces and _continues(line.text):
            pieces = _without_trailing_blanks(pieces)
        elif has_gap and pieces:
            pieces.append(_break_after(view, line.start))
        has_gap = False
        pieces.append(view.slice(line.start, min(line.end + 1, len(view.text))))
    return joined(pieces)


def furniture(view: View, lines: Sequence[Line]) -> View:
    """Return only the running heads and feet."""
    return joined(
        view.slice(line.start, min(line.end + 1, len(view.text)))
        for line in lines
        if line.is_furniture
    )


def _line(raw: str, at: int) -> Line:
    text = raw.strip()
    is_short = 0 < len(text) <= _LONGEST
    is_head = is_short and _is_only_head(text)
    is_furniture = is_short and is_head and _FURNITURE.search(text) is not None
    indent = len(raw) - len(raw.lstrip())
    return Line(at, at + len(raw), indent, text, is_furniture, is_head)


def _is_only_head(text: str) -> bool:
    """Return whether only dates, bodies, municipalities and labels stand there."""
    if "§" in text or _LISTED.search(text):
        return False
    rest = municipality_lines(without_dates(text))
    rest = _FURNITURE.sub(" ", rest)
    rest = BODY.sub(lambda m: m.group() if m["genitive"] else " ", rest)
    rest = _LABELS.sub(" ", rest)
    return not re.search(r"[^\W_]", re.sub(r"\b\d{1,3}\b|\b\d\d[.:]\d\d\b", " ", rest))


def _spread(lines: list[Line]) -> list[Line]:
    """Mark head lines that stand beside furniture (at most one blank line between) as furniture."""
    marked = list(lines)
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        near = False
        blanks = 0
        for i in order:
            line = marked[i]
            if line.is_blank:
                blanks += 1
                near = near and blanks <= 1
                continue
            blanks = 0
            near = line.is_furniture or (near and line.is_head and not is_recipient(marked, i))
            if near and not line.is_furniture:
                marked[i] = replace(line, is_furniture=True)
    return marked


def is_recipient(lines: Sequence[Line], i: int) -> bool:
    """Return whether a body's name is one of those whom the decision is sent to."""
    for line in reversed(lines[max(0, i - _RECIPIENTS) : i]):
        if line.text and not line.is_head:
            return _SENT_TO.search(line.text) is not None
    return False


def _continues(text: str) -> bool:
    return text[:1].islower() and not re.match(r"att\b|[a-z]\)", text)


def _without_trailing_blanks(pieces: list[View]) -> list[View]:
    while pieces and not pieces[-1].text.strip():
        pieces = pieces[:-1]
    return pieces


def _break_after(view: View, at: int) -> View:
    """Return a line break that stands nowhere: the page's end."""
    return View("\n", (view.starts[at - 1],), (view.starts[at - 1],)) if at else View("", (), ())
