"""Which body met and on which day, as a head, a label or the decision itself states it."""

import re
from collections.abc import Sequence
from datetime import date

from core.minutes.bodies import BODY, body_name, body_of_abbreviation, only_body
from core.minutes.dates import DateFound, dates_in, without_dates
from core.minutes.draft import Confidence, Found
from core.minutes.heading_words import Kind
from core.minutes.items import Mark
from core.minutes.municipalities import municipality_lines
from core.minutes.operative import Operative, same_body
from core.minutes.pattern import any_of
from core.minutes.sections import Section
from core.minutes.view import View

_LABEL_NAMES = any_of(
    r"""
    sammanträdes?datum|sammanträdesdag|mötesdatum|beslutsdatum|datum\s+för\s+beslut
    datum\s+för\s+sammanträdet?|tid\s+för\s+(?:mötet|sammanträdet)
    sammanträde|möte|plats\s+och\s+tid|tid\s+och\s+plats|delegationsbeslut
    """
)
_LABEL = re.compile(rf"\b{_LABEL_NAMES}(?![a-zåäö])[\s:]*(?P<rest>[^§]{{0,120}})", re.IGNORECASE)
_OTHERS = any_of(
    r"""
    just\w+|anslag\w*|ansl[aå]\w+|uppsättning\w*|nedtag\w*|överklag\w*
    utskrift\w*|utskriven|skickad|upprättad|ankom\w*|inkom\w*|senast
    """
)
_OTHER_DATE = re.compile(rf"\b{_OTHERS}\b", re.IGNORECASE)
_HEAD_LABELS = re.compile(
    r"\b(?:sammanträdesprotokoll|protokollsutdrag|protokoll|sida|sid|organ|sammanträdesdatum|utdrag"
    r"|ur|från|för|till)\b|\d+",
    re.IGNORECASE,
)
_MARK_LETTERS = re.compile(r"[A-Za-zÅÄÖåäö]{2,}")
_DECIDED = re.compile(
    r"\bbeslut\w*|\bsammanträd\w*|\bmöte\w*|\bden\b|\bantog\b|\bavslog\b", re.IGNORECASE
)


def body_of(head: View, mark: Mark | None, sections: Sequence[Section]) -> Found[str] | None:
    """Return the body that met: from the head, the paragraph's letters, the decision's heading."""
    headed = _head_bodies(head)
    letters = _MARK_LETTERS.search(re.sub("[Pp]aragraf", "", mark.mark)) if mark else None
    marked = body_of_abbreviation(letters.group()) if letters else None
    owners = [s.owner for s in sections if s.kind is Kind.DECISION and BODY.fullmatch(s.owner)]
    found = _most_specific(headed)
    if found and marked and not same_body(found.value, marked):
        if marked == "Arbetsutskottet":
            return Found(f"{found.value}s arbetsutskott", found.place, Confidence.LIKELY)
        return Found(marked, mark.place, Confidence.LIKELY) if mark else found
    if found and owners and not any(same_body(found.value, owner) for owner in owners):
        return None
    if found:
        return found
    return Found(marked, mark.place, Confidence.LIKELY) if mark and marked and not owners else None


def body_spoken(operative: Operative, head_body: Found[str] | None) -> Found[str] | None:
    """Return the body of the decision where the head has none: its heading's, or its subject."""
    return head_body or operative.speaker


def _head_bodies(head: View) -> list[Found[str]]:
    """Return the bodies that stand alone on a line of the head, beside date and municipality."""
    found = []
    at = 0
    for raw in head.text.split("\n"):
        plain = municipality_lines(without_dates(raw))
        plain = _HEAD_LABELS.sub(lambda m: " " * len(m.group()), plain)
        match = only_body(plain)
        if match:
            place = head.place(at + match.start("name"), at + match.end("name"))
            found.append(Found(body_name(match["name"]), place, Confidence.STATED))
        at += len(raw) + 1
    return found


def _most_specific(bodies: Sequence[Found[str]]) -> Found[str] | None:
    """Return the first body, or the part of it that stands below ("... arbetsutskott")."""
    if not bodies:
        return None
    first = bodies[0]
    parts = [b for b in bodies if b.value.startswith(f"{first.value}s ")]
    return parts[0] if parts else first


def meeting_date(
    head: View, whole: View, operative: Operative | None, *, is_proposal: bool
) -> Found[date] | None:
    """Return the day of the meeting; for a proposal outside a meeting the document's own date.

    A date in the reasons, of a letter or of another body's meeting is never taken.
    """
    return (
        _labelled(head)
        or _alone(head)
        or _labelled(whole)
        or (_in_decision(operative) if operative else None)
        or (_signed(whole) if is_proposal else None)
    )


def _found(view: View, hit: DateFound, at: int, confidence: Confidence) -> Found[date]:
    return Found(hit.on, view.place(at + hit.start, at + hit.end), confidence)


def _labelled(view: View) -> Found[date] | None:
    for match in _LABEL.finditer(view.text):
        is_line_start = not view.text[: match.start()].rpartition("\n")[2].strip(" \t|*")
        is_name = re.match(r"sammanträdes?da|mötesdatum|beslutsdatum", match.group(), re.IGNORECASE)
        hits = dates_in(match["rest"])
        if not hits or not (is_line_start or is_name):
            continue
        before = match["rest"][: hits[0].start]
        if _OTHER_DATE.search(before) or "." in before.strip(" .")[:40].replace("kl.", ""):
            continue
        return _found(view, hits[0], match.start("rest"), Confidence.STATED)
    return None


def _alone(head: View) -> Found[date] | None:
    """Return the date of the head's lines that hold nothing but body, date and municipality."""
    found = []
    at = 0
    for raw in head.text.split("\n"):
        hits = dates_in(raw)
        if len(hits) == 1 and not _OTHER_DATE.search(raw):
            found.append(_found(head, hits[0], at, Confidence.STATED))
        at += len(raw) + 1
    dates = {each.value for each in found}
    return found[0] if len(dates) == 1 else None


def _in_decision(operative: Operative) -> Found[date] | None:
    """Return the date in "beslutade den 21 maj 2019, § 45, att anta"."""
    if operative.kind in {Kind.DECISION, Kind.PROPOSAL}:
        return None
    text = operative.text.text
    before = re.split(r"\batt\b", text, maxsplit=1)[0]
    hits = dates_in(before)
    if len(hits) == 1 and _DECIDED.search(before):
        return _found(operative.text, hits[0], 0, Confidence.STATED)
    return None


def _signed(view: View) -> Found[date] | None:
    """Return the one date that stands alone on a line, as a document is dated."""
    found = []
    at = 0
    for raw in view.text.split("\n"):
        hits = dates_in(raw)
        rest = re.sub(
            r"\b(?:datum|den|tjänsteskrivelse)\b", "", without_dates(raw), flags=re.IGNORECASE
        )
        if len(hits) == 1 and not re.sub(r"[^\w]", "", rest):
            found.append(_found(view, hits[0], at, Confidence.LIKELY))
        at += len(raw) + 1
    return found[0] if len({each.value for each in found}) == 1 else None
