"""The headings of a minutes extract: what a line announces, and whose it is.

"Socialnämndens beslut", "Förslag till beslut", "Yrkanden", "Beslut: Enligt förslag",
"Kommunfullmäktige beslutar".
"""

import re
from dataclasses import dataclass

from core.minutes.bodies import BODY, NAME, body_name
from core.minutes.heading_words import HEADINGS, Kind
from core.minutes.pattern import any_of

_LONGEST = 110


@dataclass(frozen=True)
class Heading:
    """A heading: what it announces, whose ("Socialnämnden", "förvaltningen"), and what is inline.

    `inline` is the offset in the line where text of the section begins on the same line (the
    line's length if none does); with `is_sentence` the heading itself is part of that text
    ("Kommunfullmäktige beslutar").
    """

    kind: Kind
    owner: str
    inline: int
    is_sentence: bool = False


_LEADING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[A-ZÅÄÖ]))?")
_CUT = re.compile(r"\s*[:\t]\s*|\s{3,}|\s+[–-]\s+")
_ACTS = any_of(
    """
    beslutar|föreslår|har|antar|avslår|bifaller|godkänner|ställer|bordlägger|överlämnar
    återremitterar|noterar|lägger|avstår|avböjer|fastställer|beviljar
    """
)
_OPENS_TEXT = any_of(
    rf"""
    (?i:{NAME})\s+{_ACTS}
    [Aa]tt\s|Enligt\s|I\s+enlighet|Ärendet\s|Rekommendation|Förslaget\s|Inga?\b
    Bifall|Avslag|Bordl|Återrem
    \d\.\s
    """
)
_INLINE_NAMES = any_of(
    r"""
    [Bb]eslut|BESLUT|Förslag\s+till\s+beslut|Bakgrund|Beslutsunderlag|Yrkanden?|Beslutsgång
    Sammanfattning(?:\s+av\s+ärendet)?|Reservation(?:er)?
    Expedieras\s+till|Beslutet\s+skickas\s+till
    """
)
_INLINE_WORD = re.compile(rf"(?:{NAME}s\s+)?{_INLINE_NAMES}\s+(?={_OPENS_TEXT})")
_SENTENCE = re.compile(
    rf"(?P<owner>(?i:{NAME}))\s+(?i:(?P<decides>beslutar|beslutade|har\s+beslutat)"
    r"|föreslår|föreslås|hemställer|rekommenderar)\b"
)
_LEADS = r"(?:besluta(?:r|de)|har\s+beslutat|föreslår|föreslås|hemställer)"
_LEADS_ON = any_of(
    rf"""
    att\s+föreslå
    att|följande|besluta|enligt\s+följande
    för\s+(?:egen|sin)\s+del
    {NAME}
    """
)
_LEAD_IN = re.compile(rf"(?i:{NAME}\s+{_LEADS}(?:\s+{_LEADS_ON})*)\s*,?\s*:?")


def heading_of(text: str) -> Heading | None:
    """Return the heading that a line (without outer white space) is or begins with, or None."""
    leading = _LEADING.match(text)
    skip = leading.end() if leading else 0
    line = text[skip:].rstrip()
    is_sentence = line.endswith(".") and line.count(" ") > 1
    whole = None if is_sentence else _named(line.rstrip(":. "), len(text))
    if whole:
        return whole
    if _LEAD_IN.fullmatch(line):
        return _sentence(line)
    return _inline(line, skip)


def _named(words: str, inline: int) -> Heading | None:
    if not words[:1].isupper() or len(words) > _LONGEST:
        return None
    for kind, pattern in HEADINGS:
        if pattern.fullmatch(words):
            keeps = kind is Kind.RESERVATION and " " in words
            return Heading(kind, _owner(words), 0 if keeps else inline)
    return None


def _owner(words: str) -> str:
    """Return whose a section is: a body's name, or the first words in genitive, or nothing."""
    match = BODY.search(words)
    if match and (match["genitive"] or words[match.end() :].strip().startswith("före")):
        return body_name(match["name"])
    other = re.match(r"([\wåäö:.() -]+?)s\s+(?:\w*förslag|beslut|yrkande)", words, re.IGNORECASE)
    return other[1] if other else ""


def _sentence(line: str) -> Heading | None:
    match = _SENTENCE.match(line)
    if match is None:
        return None
    kind = Kind.DECISION if match["decides"] and "föreslå" not in line else Kind.PROPOSAL
    return Heading(kind, body_name(match["owner"]), 0, is_sentence=True)


def _inline(line: str, skip: int) -> Heading | None:
    """Return the heading of "Beslut: Enligt förslag" and "Beslut Socialnämnden antar ..."."""
    cut = _CUT.search(line)
    if cut and cut.start():
        named = _named(line[: cut.start()].rstrip(": "), skip + cut.end())
        if named:
            return named
    match = _INLINE_WORD.match(line)
    return _named(line[: match.end()].strip(), skip + match.end()) if match else None
