"""What one stretch of a decision's text says: the outcome, or the proposal that it refers to."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.answer import Outcome
from core.body import kind_of_body
from core.minutes.act_words import Act
from core.minutes.bodies import BODY, NAME, body_name
from core.minutes.draft import Confidence, Place
from core.minutes.pattern import any_of
from core.minutes.statements import Statement, statements_of
from core.minutes.verbs import PROPOSES, Word, words_in
from core.minutes.view import View, joined

_OUTCOMES = {
    Act.ADOPT: Outcome.ADOPTS,
    Act.DECLINE: Outcome.DECLINES,
    Act.TABLE: Outcome.TABLED,
    Act.REFER_BACK: Outcome.REFERRED_BACK,
    Act.NOTE: Outcome.NOTED,
    Act.HAND_OVER: Outcome.NOTED,
    Act.STRIKE: Outcome.UNDECIDED,
}
_TOPIC = re.compile(
    any_of(
        """
        rekommendation|förslag|överenskomm|finansier|avtal|samverkan|förbund|motion
        stödfunktion|stödstruktur|kunskapsstyrning
        """
    ),
    re.IGNORECASE,
)
_SOURCES = any_of(
    r"""
    SKL|SKR|Region(?:en)?|Region\s+\w+|landstinget|staten|regeringen
    förbundet|styrgruppen|utredningen
    """
)
_FOREIGN = re.compile(rf"{_SOURCES}\s+$")
_BY = any_of(
    r"""
    enligt|i\s+enlighet\s+med|i\s+linje\s+med
    bif(?:all(?:er|a|s)?|öll)(?:\s+till)?
    antar|anta|godkänner|godkänna|fastställer|biträder|instämmer\s+i|tillstyrker
    avslår|avslå
    ställer\s+sig\s+bakom|ställa\s+sig\s+bakom
    """
)
_NOT_WHOSE = r"(?:och|samt|att|genom|enligt|med|förslag\w*|yrkande\w*)"
_WHAT = any_of(
    r"""
    (?:besluts)?förslag(?:et|en)?
    \w*yrkande(?:t|n)?
    rekommendation(?:en)?
    tjänsteskrivelse(?:n)?|skrivelse|tjänsteutlåtande(?:t)?
    """
)
_TO_WHOM = r"(?:beslut|(?:kommun|region)?(?:fullmäktige|styrelsen))"
_REFERENCE = re.compile(
    rf"\b{_BY}\s+(?P<whose>(?:(?!\b{_NOT_WHOSE}\b)[\wåäöÅÄÖ:.()-]+\s+){{0,7}}?)(?P<what>{_WHAT})"
    rf"(?P<about>\s+(?:till|om|avseende|angående|på)\s+(?!{_TO_WHOM}\b)\w+)?",
    re.IGNORECASE,
)
_FROM_OUTSIDE = re.compile(
    r"\b(?:SKL|SKR|Sveriges|Region|regionens|förbundet|styrgruppen|PKS|landstinget|rekommendation)",
    re.IGNORECASE,
)
_TO_HIGHER = re.compile(
    rf"\btill\s+(?:{NAME})\b(?![^.;\n]*\b(?:kännedom|information|återrapportering)\b)",
    re.IGNORECASE,
)
_MATTER = r"(?:ärendet|frågan|förslaget|rekommendationen|beslut|ställningstagande)"
_HANDED = re.compile(rf"\b(?:{_MATTER}|med\s+förslag|vidare)\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:protokoll\w*|beslutet\s+till|kännedom)\b", re.IGNORECASE)

_SAYS_OF = re.compile(
    rf"[\s\d.)•*–-]*(?:att\s+)?(?P<name>{NAME})\s+"
    r"(?:beslutar|antar|avslår|bifaller|fastställer|godkänner|ställer)",
    re.IGNORECASE,
)

Resolve = Callable[[str, str], "Verdict | None"]


@dataclass(frozen=True)
class Verdict:
    """What a text decides; `outcome` None if it decides nothing that can be told.

    `is_proposal`: it only proposes so to somebody. `text` is what was read.
    """

    outcome: Outcome | None
    place: Place
    confidence: Confidence
    is_proposal: bool
    text: View


@dataclass(frozen=True)
class _Candidate:
    statement: Statement
    word: Word
    is_proposal: bool

    @property
    def is_topical(self) -> bool:
        return _TOPIC.search(self.statement.plain) is not None


def verdict_of(view: View, *, own_rank: int, is_proposal: bool, resolve: Resolve) -> Verdict:
    """Return what a decision's or a proposal's text says.

    `own_rank` is the deciding body's rank (-1 if unknown): what it words for a higher body is a
    proposal. `resolve` finds the proposal or motion that "enligt ... förslag" means.
    """
    candidates, proposes = _candidates(view, own_rank=own_rank, is_proposal=is_proposal)
    chosen = _chosen(candidates)
    referred = _referred(view, chosen, resolve, is_proposal=proposes)
    if referred:
        return referred
    chosen = chosen or _handed_over(candidates)
    if chosen is None:
        return Verdict(None, view.place(0, len(view.text)), Confidence.UNCERTAIN, proposes, view)
    start = chosen.statement.start + chosen.word.start
    place = view.place(start, chosen.statement.start + chosen.word.end)
    sure = Confidence.LIKELY if chosen.word.is_weak else Confidence.STATED
    outcome = _OUTCOMES.get(chosen.word.act)
    return Verdict(outcome, place, sure, chosen.is_proposal, view)


def _candidates(view: View, *, own_rank: int, is_proposal: bool) -> tuple[list[_Candidate], bool]:
    """Return the deciding words with their stage, and whether the text proposes at all."""
    found: list[_Candidate] = []
    proposing = is_proposal
    has_proposed = is_proposal
    for statement in statements_of(view):
        at = _proposes_at(statement.plain)
        hands_over = _hands_over(statement.plain)
        if at is None and _decides_itself(statement.plain, own_rank) and not is_proposal:
            proposing = False
        is_for_higher = _is_for_higher(statement.plain, own_rank)
        for word in words_in(statement.plain):
            after_lead = at is not None and word.start >= at
            proposes = proposing or after_lead or hands_over or is_for_higher
            found.append(_Candidate(statement, word, proposes))
        proposing = proposing or at is not None or is_for_higher
        has_proposed = has_proposed or proposing or hands_over
    return found, has_proposed


def _proposes_at(plain: str) -> int | None:
    for match in PROPOSES.finditer(plain):
        before = plain[: match.start()]
        if _FOREIGN.search(before) or re.search(
            r"\b(?:anta|antar|bifalla|bifaller|enligt)\s+$", before
        ):
            continue
        return match.start()
    return None


def _hands_over(plain: str) -> bool:
    """Return whether the matter itself goes on to another body, not only its minutes."""
    for word in words_in(plain):
        after = plain[word.end :]
        if word.act is Act.HAND_OVER and _TO_HIGHER.search(after):
            return _HANDED.search(after) is not None and not _REPORT.search(after[:60])
    return False


def _decides_itself(plain: str, own_rank: int) -> bool:
    match = BODY.search(plain)
    if match is None or match["genitive"] or plain[: match.start()].strip(" \n\t.)-0123456789"):
        return False
    after = plain[match.end() :].lstrip()
    return re.match(r"beslutar|antar|avslår|bifaller|godkänner|ställer", after) is not None and (
        own_rank < 0 or rank_of(body_name(match["name"])) <= own_rank
    )


def _is_for_higher(plain: str, own_rank: int) -> bool:
    """Return whether the statement is worded for a body above the one that decides."""
    match = _SAYS_OF.match(plain)
    return match is not None and 0 <= own_rank < rank_of(body_name(match["name"]))


def rank_of(body: str) -> int:
    """Return the rank of a body by its name; a generic "nämnden" is a committee."""
    return kind_of_body(body).rank


def _chosen(candidates: list[_Candidate]) -> _Candidate | None:
    """Return the word that decides: open ends first, then yes or no on the topic, then notes."""
    firm = [c for c in candidates if not c.word.on_motion]
    ladders = (
        lambda c: c.word.act in {Act.TABLE, Act.REFER_BACK} and not c.word.is_weak,
        lambda c: c.word.act in {Act.ADOPT, Act.DECLINE} and not c.word.is_weak and c.is_topical,
        lambda c: c.word.act in {Act.ADOPT, Act.DECLINE} and not c.word.is_weak,
        lambda c: c.word.act in {Act.TABLE, Act.REFER_BACK},
        lambda c: c.word.act is Act.NOTE,
        lambda c: c.word.act in {Act.ADOPT, Act.DECLINE},
        lambda c: c.word.act is Act.STRIKE,
    )
    for fits in ladders:
        for candidate in firm:
            if fits(candidate):
                return candidate
    return None


def _handed_over(candidates: list[_Candidate]) -> _Candidate | None:
    """Return the word that hands the matter on, where nothing else is decided: that only notes."""
    return next((each for each in candidates if each.word.act is Act.HAND_OVER), None)


def _referred(
    view: View, chosen: _Candidate | None, resolve: Resolve, *, is_proposal: bool
) -> Verdict | None:
    """Return the verdict of the proposal that the text refers to, if that decides it."""
    if chosen and (
        chosen.word.act not in {Act.ADOPT, Act.DECLINE} or (chosen.is_proposal and not is_proposal)
    ):
        return None
    for statement in statements_of(view):
        match = _REFERENCE.search(statement.plain)
        if match is None or match["about"]:
            continue
        names_outside = _FROM_OUTSIDE.search(match["whose"] + match["what"]) is not None
        is_direct = chosen is not None and not _is_same(chosen, statement, match)
        if is_direct:
            continue
        place = view.place(statement.start + match.start(), statement.start + match.end())
        resolved = None if names_outside else resolve(match["whose"], match["what"])
        if resolved and resolved.outcome:
            outcome = (
                _against(resolved.outcome)
                if chosen and chosen.word.act is Act.DECLINE
                else resolved.outcome
            )
            return (
                Verdict(
                    outcome, place, Confidence.LIKELY, is_proposal, joined_text(view, resolved.text)
                )
                if outcome
                else None
            )
        if chosen is None and match["what"].lower().startswith(
            ("förslag", "beslutsförslag", "rekommendation", "tjänste", "skrivelse")
        ):
            sure = Confidence.LIKELY if names_outside else Confidence.UNCERTAIN
            return Verdict(Outcome.ADOPTS, place, sure, is_proposal, view)
    return None


def _is_same(chosen: _Candidate, statement: Statement, match: re.Match[str]) -> bool:
    """Return whether the deciding word is the one that opens the reference."""
    return (
        chosen.statement == statement and chosen.word.start <= match.start() + 1 <= chosen.word.end
    )


def _against(outcome: Outcome) -> Outcome | None:
    """Return what declining a proposal to do this means, None if it can't be told."""
    return Outcome.DECLINES if outcome is Outcome.ADOPTS else None


def joined_text(own: View, other: View) -> View:
    """Return a decision's own text and the proposal's that it adopts, as two paragraphs."""
    gap = View("\n\n", (own.ends[-1],) * 2, (own.ends[-1],) * 2) if own.ends else View("", (), ())
    return joined([own, gap, other])
