"""Finding the words that decide: the decision's section, else a sentence, else the proposal.

Motions, reasons, earlier bodies' decisions and history never decide.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.minutes.bodies import BODY, NAME, body_name
from core.minutes.draft import Confidence, Found
from core.minutes.heading_words import Kind
from core.minutes.pattern import any_of
from core.minutes.proposals import resolver
from core.minutes.sections import Section
from core.minutes.statements import blanked
from core.minutes.verdict import Verdict, rank_of, verdict_of
from core.minutes.view import View

_VERBS = any_of(
    r"""
    besluta(?:r|de|t)|föreslår|föreslog|hemställer|rekommenderar|överlämna(?:r|de)
    antar|antog|bif(?:aller|öll)|godkän(?:ner|de)|fastställ(?:er|de)|bevilja(?:r|de)
    ställ(?:er|de)\s+sig|tillstyrk(?:er|te)|ansluter|anslöt|anslår|tillskjuter|deltar
    avsl(?:år|og)|avst(?:år|od)|avböj(?:er|de)|avstyrk(?:er|te)|avvisar|säger|kan\s+inte
    bordl(?:ägger|ade)|återremittera(?:r|de)
    notera(?:r|de)|antecknar|tackar|lägger|lade|tar|tog
    """
)
_SEAT = r"\s+(?:i|för)\s+[A-ZÅÄÖ][\wåäö-]+(?:\s+(?:kommun|stad))?"
_WHEN = r"(?:\s+har|,\s+den\s+[^,]{5,30},)?\s+"
_DAY = r"\d{4}-\d\d-\d\d,?\s+(?:§+\s*\d+,?\s+)?(?:har\s+)?"
_HOW = rf"(?:enhälligt\s+|den\s+[^.,]{{5,30}}\s+|vid\s+[^.,]{{5,60}}\s+|{_DAY})?"
_DECIDES = re.compile(
    any_of(
        rf"""
        (?P<name>(?<![\w-])(?i:{NAME}))(?:{_SEAT})?{_WHEN}{_HOW}{_VERBS}\b
        (?:beslutade|beslutar|beslöt)\s+(?P<name2>(?i:{NAME}))\b
        att\s+(?P<name3>(?i:{NAME}))\s+(?:beslutar|bifaller|avslår|antar)\b
        """
    )
)
_NEXT_POINT = r"(?:att\b|\d{1,2}[.)]|[-–•*])"
_SENTENCE_END = re.compile(
    rf"(?<=[^\W\d_]{{2}}[.!?])\s+(?=[A-ZÅÄÖ])|\n[ \t]*\n(?!\s*{_NEXT_POINT})"
)
_SAYS_MORE = re.compile(
    r"(?:Beslutet|Antagandet|Deltagandet|Medverkan|Kostnaden|Finansiering\w*)\b"
)
_MATTERS = any_of(
    r"""
    Ärendet|Förslaget|Rekommendationen|Informationen|Beslut|Motionen|Frågan|Kommunen
    [A-ZÅÄÖ][\wåäö-]+\s+kommun
    """
)
_OPENERS = any_of(
    rf"""
    (?i:{NAME})\s+\w
    [Aa]tt\s|Under\s+förutsättning
    (?:Bifall|Avslag|Bordlägg\w*|Återremiss)\b
    {_MATTERS}\s+(?=[a-zåäö])
    """
)
_BARE = re.compile(rf"^[ \t]*{_OPENERS}", re.MULTILINE)
_DEPTH = {Kind.HEAD: 2, Kind.PROCEDURE: 1, Kind.REASONS: 0}


@dataclass(frozen=True)
class Operative:
    """The verdict, the section's kind it came from, and who says it (empty if it doesn't say)."""

    verdict: Verdict
    kind: Kind
    speaker: Found[str] | None
    text: View


def same_body(one: str, other: str) -> bool:
    """Return whether two names may mean one body: "Nämnden" is any nämnd."""
    if not one or not other:
        return True
    a, b = one.casefold(), other.casefold()
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    stem = re.sub(r"(?:et|en)$", "", short)
    if short in {"nämnden", "nämnd"}:
        return "nämnd" in long.split()[-1] or long.startswith("nämnden")
    if "utskott" in short and " " not in short:
        return long.endswith((stem, short)) or (stem == "utskott" and "utskott" in long)
    return short == "fullmäktige" and long.endswith("fullmäktige")


def operative_of(sections: Sequence[Section], body: str) -> Operative | None:
    """Return what decides in one paragraph whose body is `body` (empty if the head has none)."""
    decisions = _own(sections, Kind.DECISION, body)
    read = [_from_section(section, sections, body) for section in decisions]
    for found in read:
        if found.verdict.outcome:
            return found
    if read and not _is_only_routine(read[0], sections):
        return read[0]
    proposed = _from_proposal(sections, body)
    if decisions and proposed:
        return proposed
    told = _from_sentence(sections, body) or proposed or _from_bare(sections, body)
    return told or (read[0] if read else None)


def _own(sections: Sequence[Section], kind: Kind, body: str) -> list[Section]:
    """Return the sections of a kind that belong to the body; all if none does."""
    every = [s for s in sections if s.kind is kind and s.text.text.strip()]
    own = [s for s in every if same_body(s.owner, body)]
    return own or every


def _rank(body: str) -> int:
    return rank_of(body) if body else -1


def _from_section(section: Section, sections: Sequence[Section], body: str) -> Operative:
    rest = [s for s in sections if s is not section]
    is_proposal = section.kind is Kind.PROPOSAL
    verdict = verdict_of(
        section.text, own_rank=_rank(body), is_proposal=is_proposal, resolve=resolver(rest)
    )
    return Operative(
        verdict, section.kind, _owner(section) or speaker_of(section.text), section.text
    )


def _owner(section: Section) -> Found[str] | None:
    """Return whose heading it is, if it names a body; it stands just above the section's text."""
    if not BODY.fullmatch(section.owner):
        return None
    return Found(section.owner, section.text.place(0, 0), Confidence.LIKELY)


def _is_only_routine(found: Operative, sections: Sequence[Section]) -> bool:
    """Return whether a decision says nothing on the matter while an own proposal follows it."""
    return any(s.kind is Kind.PROPOSAL and s.text.text.strip() for s in sections) and (
        len(found.text.text.strip()) < 200  # noqa: PLR2004  # "paragrafen justeras omedelbart"
    )


def _from_proposal(sections: Sequence[Section], body: str) -> Operative | None:
    proposals = _own(sections, Kind.PROPOSAL, body)
    read = [_from_section(section, sections, body) for section in proposals]
    return next((r for r in read if r.verdict.outcome), read[0] if read else None)


def speaker_of(view: View) -> Found[str] | None:
    """Return the body that a text begins with ("Socialnämnden antar ..."), or None."""
    match = _DECIDES.search(view.text)
    return _speaker(view, match) if match else None


def _speaker(view: View, match: re.Match[str]) -> Found[str]:
    group = next(name for name in ("name", "name2", "name3") if match[name])
    place = view.place(*match.span(group))
    return Found(body_name(match[group]), place, Confidence.LIKELY)


def _from_sentence(sections: Sequence[Section], body: str) -> Operative | None:
    """Return the decision that running text reports: "Kommunfullmäktige beslutade ... att ..."."""
    has_proposal = any(s.kind is Kind.PROPOSAL for s in sections)
    ranked: list[tuple[tuple[int, bool, int, int], Operative]] = []
    for section in sections:
        if section.kind not in _DEPTH or (section.kind is Kind.REASONS and has_proposal):
            continue
        for order, found in enumerate(_sentences(section, sections)):
            speaker = found.speaker.value if found.speaker else ""
            rank = _rank(speaker)
            is_own = bool(body) and same_body(speaker, body)
            key = (is_own * 4 + _DEPTH[section.kind], not found.verdict.is_proposal, rank, order)
            ranked.append((key, found))
    return max(ranked, key=lambda each: each[0])[1] if ranked else None


def _sentence_end(text: str, at: int) -> int:
    """Return where a decision's sentence ends; "Beslutet gäller ..." belongs to it."""
    end = _SENTENCE_END.search(text, at)
    while end and _SAYS_MORE.match(text, end.end()):
        end = _SENTENCE_END.search(text, end.end())
    return end.start() if end else len(text)


def _from_bare(sections: Sequence[Section], body: str) -> Operative | None:
    """Return the decision of a text that is nothing else: "Rekommendationen avslås." or "Bifall."""
    if any(s.kind is not Kind.HEAD for s in sections):
        return None
    view = sections[0].text
    match = _BARE.search(view.text)
    if match is None:
        return None
    text = view.slice(match.start(), len(view.text))
    verdict = verdict_of(text, own_rank=_rank(body), is_proposal=False, resolve=resolver(()))
    is_told = verdict.outcome or verdict.is_proposal or re.search(r"\bbeslutar\b", text.text)
    return Operative(verdict, Kind.HEAD, speaker_of(text), text) if is_told else None


def _sentences(section: Section, sections: Sequence[Section]) -> list[Operative]:
    found = []
    done = 0
    for match in _DECIDES.finditer(blanked(section.text.text)):
        if match.start() < done:
            continue
        done = _sentence_end(section.text.text, match.end())
        text = section.text.slice(match.start(), done)
        speaker = _speaker(section.text, match)
        rest = [s for s in sections if s is not section]
        verdict = verdict_of(
            text, own_rank=rank_of(speaker.value), is_proposal=False, resolve=resolver(rest)
        )
        if verdict.outcome:
            found.append(Operative(verdict, section.kind, speaker, text))
    return found
