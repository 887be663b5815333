"""Cutting a decision's text into statements: numbered points, "att" clauses, sentences."""

import re
from dataclasses import dataclass
from itertools import pairwise

from core.minutes.pattern import any_of
from core.minutes.view import View

_POINT = re.compile(
    r"(?:(?<=\n)|^)[ \t]*(?:\d{1,2}[.):]\s+|[a-zåäö]\)\s+|[-–•*·]\s+|att\b)|\n[ \t]*\n"
    r"|(?<=[a-zåäö)\d][.!])\s+(?=[A-ZÅÄÖ](?!\.))",
)
_HANGING = any_of(
    """
    och|eller|samt|till|för|av|om|i|på|med|som|en|ett|den|det|de|genom|än|sig|från|under|efter|så
    förutsättning|villkor|förutsatt|innebär|innebärande|anser|bedömer
    """
)
_UNFINISHED = re.compile(rf"\b{_HANGING}$", re.IGNORECASE)
_QUOTED = re.compile(
    any_of(
        r"""
        "[^"\n]{3,300}"
        ”[^”]{3,300}”
        “[^”]{3,300}”
        »[^«»]{3,300}[«»]
        '[^'\n]{8,200}'
        """
    )
)
_BRACKETED = re.compile(r"\([^()]{0,200}\)")
_COUNTING = r"(?:samtliga|alla|övriga|minst|åtminstone|tillräckligt|merparten|flertalet|hälften)"
_DEED = r"(?:beslutet|deltagandet|medverkan|anslutningen|åtagandet|antagandet)"
_OPENS = any_of(
    rf"""
    förutsatt\s+(?:att|av)\b
    under\s+(?:den\s+)?(?:förutsättning(?:en)?|förutsättningarna)\s*,?\s*(?:att|av)\b
    (?:under|på|med)\s+(?:(?:det|följande|de)\s+)?villkor(?:et|en)?\s*:?\s*(?:att|av|om)\b
    (?:under|med)\s+förbehåll(?:et)?\s*(?:att|för|av|om)\b
    villkorat\s+(?:av|med)(?:\s+att)?\b
    med\s+reservation\s+för\s+att\b
    såvida\b|givet\s+att\b|för\s+det\s+fall\s+att\b|i\s+det\s+fall\b
    (?:endast|enbart|bara)\s+om\b|om\s+och\s+endast\s+om\b
    om\s+(?=(?:{_COUNTING}|en\s+majoritet|också|även)\b)
    {_DEED}\s+förutsätter(?:\s+dock)?\s+att\b
    gäller\s+(?:endast\s+)?om\b
    """
)
PROVISO = re.compile(rf"(?:,\s*)?(?:allt\s+)?\b{_OPENS}", re.IGNORECASE)
"""The words that open a proviso."""
_PROVISO_END = re.compile(
    r"(?<=[^\W\d_]{2})\.(?=\s|$)|;|\n[ \t]*\n|\n\s*(?:\d{1,2}[.)]|att\b|[-–•])|\Z"
)


@dataclass(frozen=True)
class Statement:
    """One point or sentence of a section; `plain` is its text with what isn't deciding blanked.

    Quotations, brackets and provisos are blanked in the same length, so offsets agree.
    """

    start: int
    end: int
    plain: str


def statements_of(view: View) -> tuple[Statement, ...]:
    """Return the statements of a section, in order, without empty ones."""
    plain = blanked(view.text)
    cuts = [0]
    for match in _POINT.finditer(view.text):
        before = view.text[cuts[-1] : match.start()].rstrip()
        if match.group().strip() == "att" and _UNFINISHED.search(before):
            continue
        cuts.append(match.start())
    cuts.append(len(view.text))
    return tuple(
        Statement(start, end, plain[start:end])
        for start, end in pairwise(cuts)
        if plain[start:end].strip(" \t\n\r.-–•*\x01") or view.text[start:end].strip()
    )


def blanked(text: str) -> str:
    """Return the text with quotations, brackets and provisos as spaces, in the same length."""
    for pattern in (_QUOTED, _BRACKETED):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    for start, end in proviso_spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def proviso_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the provisos stand, each to the end of its sentence or point."""
    spans: list[tuple[int, int]] = []
    for match in PROVISO.finditer(text):
        if spans and match.start() < spans[-1][1]:
            continue
        end = _PROVISO_END.search(text, match.end())
        stop = end.start() if end else len(text)
        if match.start() == 0 or text[: match.start()].rstrip()[-1:] in {"", ".", "\n", ":"}:
            stop = _comma_before_verb(text, match.end(), stop)
        start = match.start() + (len(match.group()) - len(match.group().lstrip(", \n")))
        spans.append((start, stop))
    return tuple(spans)


def _comma_before_verb(text: str, start: int, stop: int) -> int:
    """End a proviso that opens a sentence where its main clause begins."""
    comma = re.search(r",|\s(?=beslutar|antar|ställer\s+sig|bifaller|godkänner)", text[start:stop])
    return start + comma.start() if comma else stop
