"""Case numbers (diarienummer): "Dnr 2008/127", "SN16/103", "KS/2019:123", "3.1.1-234/2019".

Only the head of a paragraph states its own; a number in the history belongs to another matter.
"""

import re

from core.minutes.dates import dates_in
from core.minutes.draft import Confidence, Found
from core.minutes.pattern import any_of
from core.minutes.view import View

_LETTERS = r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,7}"
_PARTS = r"\d{1,6}(?:[.:/-]+\w+)+"
_PLAN = r"(?:[ \t](?:(?=\d{3}\b)\d{3}\b|[A-ZÅÄÖ]{2,4}-\d+))"
_LABELLED_NUMBER = any_of(
    rf"""
    \d{{4}}/[A-ZÅÄÖ]{{2,6}}\s?\d{{1,6}}(?:[ \t]\d{{3}}\b)?
    (?:(?:[A-ZÅÄÖ]{{2,4}}\s)?{_LETTERS}[ \t]?[-/.:\s]?[ \t]?)?{_PARTS}{_PLAN}?
    {_LETTERS}[\s-]?\d[\w./:-]*\d
    \d{{4,}}
    """
)
_LABELS = any_of(
    r"""
    dnr|d\.nr|diarium|ärendebeteckning|ärende-id|beteckning
    diarie-?\s?n(?:umme)?r|diarieför\w*
    ärende-?\s?n(?:umme)?r
    """
)
_LABEL = re.compile(
    rf"(?<!\w){_LABELS}\b\.?\s*[:\t]?\s*(?P<number>(?-i:{_LABELLED_NUMBER}))", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w/.:-])(?P<number>"
    rf"{_LETTERS}[ ]?[-/.]?[ ]?(?:19|20)\d\d[/:.-]\d{{1,6}}(?:[-/.:]\d+)*"  # SN 2019/11
    rf"|{_LETTERS}[ ]?[/-]?\d\d[/:-]\d{{1,5}}(?:[-/]\d+)?"  # SN16/103
    rf"|{_LETTERS}[ ]?\d{{3,5}}/(?:19|20)\d\d"  # KS 0231/2019
    r"|(?:19|20)\d\d[/:]\d{1,6}(?:[-.]\d+)*"  # 2019/123-730
    r"|[a-zåäö]{2,5}/(?:19|20)\d\d[:/]\d{1,6}"  # sn/2019:00061
    r"|(?:19|20)\d\d/[A-ZÅÄÖ]{2,6} \d{1,6}"  # 2019/ÄON 0144
    r"|\d\d/[A-ZÅÄÖ]{2,6}/\d{1,5}"  # 19/SAN/67
    r"|[A-Z]\d{3}-\d{4}/\d\d"  # N131-0234/19
    r"|\d\.\d(?:\.\d+)*\.?-\d+[/-](?:19|20)\d\d"  # 3.1.1-234/2019
    r"|0\d{3}/\d\d"  # 0123/19
    r")(?![\w/])"
)
_AFTER_NUMBER = re.compile(
    r"§\s*\d{1,4}\s*,?\s+\(?(?P<number>\d{2,4}/\d\d|[A-Z]\d{3}-\d{4}/\d\d)(?![\w/])"
)
_NOT_BEFORE = re.compile(r"(?:§+|\bnr|\bprop\.?|\bSOU|\bDs|\bSFS|\bcirkulär)\s*$", re.IGNORECASE)
_PROSE = 160
"""So far into a line, a number stands in running text."""
_SOURCES = re.compile(r"^(?:SOU|Ds|SFS|Prop|SKL|SOSFS|HSLF|SKR|RiR)\b", re.IGNORECASE)


def case_number_of(heads: View, rest: View) -> Found[str] | None:
    """Return the case number that a head states; else one on a labelled line of its own.

    The label ("Dnr") isn't part of the number.
    """
    for pattern in (_LABEL, _AFTER_NUMBER, _BARE):
        for match in pattern.finditer(heads.text):
            if not _is_another_matters(heads.text, match):
                return _found(heads, match, Confidence.STATED)
    for match in _LABEL.finditer(rest.text):
        if not rest.text[: match.start()].rpartition("\n")[2].strip():
            return _found(rest, match, Confidence.LIKELY)
    return None


def _is_another_matters(text: str, match: re.Match[str]) -> bool:
    """Return whether the number stands in prose, with an earlier decision, or is a source's."""
    line = text[: match.start()].rpartition("\n")[2]
    bracket = line.rpartition("(")[2] if line.count("(") > line.count(")") else ""
    is_earlier = "§" in bracket or bool(dates_in(bracket))
    is_source = _NOT_BEFORE.search(line) or _SOURCES.match(match["number"])
    return is_earlier or len(line) > _PROSE or bool(is_source)


def _found(view: View, match: re.Match[str], confidence: Confidence) -> Found[str]:
    number = " ".join(match["number"].split()).rstrip(".:,-")
    start = match.start("number")
    return Found(
        number, view.place(start, start + len(match["number"].rstrip(".:,- "))), confidence
    )
