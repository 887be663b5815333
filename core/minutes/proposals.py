"""Finding the proposal or the motion that a decision means by "enligt ... förslag".

Minutes often decide by reference: the words of the decision stand under "Förslag till beslut", in
a motion ("Anna Ek (M) yrkar avslag"), or in a sentence about the arbetsutskott.
"""

import re
from collections.abc import Sequence

from core.minutes.bodies import BODY, NAME, body_name
from core.minutes.heading_words import Kind
from core.minutes.pattern import any_of
from core.minutes.sections import Section
from core.minutes.statements import statements_of
from core.minutes.verdict import Resolve, Verdict, verdict_of

_PERSON = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:[ -][A-ZÅÄÖ][a-zåäöé]+)*")
_MOVES = re.compile(r"\b(?:yrkar|yrkade|föreslår|föreslog|yrkande\w*\s*:|:)\s*", re.IGNORECASE)
_ANY = any_of(
    """
    ett|det|detta|eget|egna|sitt|liggande|föreliggande|framlagt|framlagda|upprättat|presenterat
    givet|lagt|ordförandens
    """
)
_NAMELESS = re.compile(rf"^\W*(?:{_ANY}\s*)*$", re.IGNORECASE)
_PROPOSERS = rf"(?:{NAME}|[Ff]örvaltningen|[Ss]ocialförvaltningen|\w+kontoret|[Oo]rdföranden)"
_PROPOSING = re.compile(rf"(?P<owner>{_PROPOSERS})\s+(?:föreslår|föreslog|har\s+föreslagit)\b")
_DEEPEST = 3


def resolver(sections: Sequence[Section], depth: int = 0) -> Resolve:
    """Return the function that finds what a reference means among these sections."""

    def resolve(whose: str, what: str) -> Verdict | None:
        if depth >= _DEEPEST:
            return None
        readers = (
            (_motion, _proposal, _sentence)
            if "yrkande" in what.casefold() or _is_person(whose)
            else (_proposal, _sentence, _motion)
        )
        for reader in readers:
            verdict = reader(sections, whose, depth)
            if verdict and verdict.outcome:
                return verdict
        return None

    return resolve


def _is_person(whose: str) -> bool:
    return any(not BODY.search(m.group()) for m in _PERSON.finditer(whose))


def _stem(owner: str) -> str:
    """Return the word that tells owners apart: "arbetsutskott", "förvaltning", "kommunstyrelse"."""
    words = re.findall(r"[\wåäö]+", owner.casefold())
    return re.sub(r"(?:ets|ens|et|en|s)$", "", words[-1]) if words else ""


def _proposal(sections: Sequence[Section], whose: str, depth: int) -> Verdict | None:
    """Return the verdict of the section of proposals that `whose` names, or of the only one."""
    proposals = [s for s in sections if s.kind is Kind.PROPOSAL and s.text.text.strip()]
    wanted = _stem(whose)
    named = [s for s in proposals if s.owner and wanted and wanted in s.owner.casefold()]
    unnamed = [s for s in proposals if not s.owner]
    if named or unnamed or _NAMELESS.match(whose):
        candidates = named or unnamed or proposals
    else:
        candidates = proposals if len(proposals) == 1 and not proposals[0].owner else []
    for section in candidates:
        rest = [s for s in sections if s is not section]
        verdict = _read(section, rest, depth)
        if verdict.outcome:
            return verdict
    return None


def _read(section: Section, rest: Sequence[Section], depth: int) -> Verdict:
    return verdict_of(
        section.text, own_rank=-1, is_proposal=True, resolve=resolver(rest, depth + 1)
    )


def _motion(sections: Sequence[Section], whose: str, depth: int) -> Verdict | None:
    """Return the verdict of the motion of the person named; of the only one if none is named."""
    motions = [
        (section, statement)
        for section in sections
        if section.kind in {Kind.MOTION, Kind.PROCEDURE}
        for statement in statements_of(section.text)
        if _MOVES.search(statement.plain)
    ]
    names = {name for m in _PERSON.finditer(whose) for name in m.group().rstrip("s").split()}
    chosen = [
        (section, statement)
        for section, statement in motions
        if any(name in section.text.text[statement.start : statement.end] for name in names)
    ]
    if not chosen and (names or len(motions) != 1):
        return None
    for section, statement in chosen or motions:
        move = _MOVES.search(statement.plain)
        start = statement.start + (move.end() if move else 0)
        moved = section.text.slice(start, statement.end)
        rest = [s for s in sections if s.kind is not Kind.MOTION]
        verdict = verdict_of(
            moved, own_rank=-1, is_proposal=False, resolve=resolver(rest, depth + 1)
        )
        if verdict.outcome:
            return verdict
    return None


def _sentence(sections: Sequence[Section], whose: str, depth: int) -> Verdict | None:
    """Return the verdict of "Arbetsutskottet föreslår att ..." in the reasons."""
    wanted = _stem(whose)
    for section in sections:
        if section.kind not in {Kind.REASONS, Kind.HEAD, Kind.PROCEDURE}:
            continue
        for statement in statements_of(section.text):
            match = _PROPOSING.search(statement.plain)
            if match and (not wanted or wanted in body_name(match["owner"]).casefold()):
                text = section.text.slice(statement.start + match.end(), statement.end)
                rest = [s for s in sections if s is not section]
                verdict = verdict_of(
                    text, own_rank=-1, is_proposal=True, resolve=resolver(rest, depth + 1)
                )
                if verdict.outcome:
                    return verdict
    return None
