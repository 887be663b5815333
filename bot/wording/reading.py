"""Where a condition stands, in words: met, open (what is missing), impossible (because of whom)."""

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bot.texts import Texts
from bot.wording.condition import condition_clause
from bot.wording.names import Names, listed
from core.adoption import Reading, State
from core.adoption.history import Candidate
from core.adoption.reason import (
    AwaitsRuling,
    ByRuling,
    Combined,
    Counted,
    DeclaredSo,
    FiguresMissing,
    Kept,
    MembersNamed,
    Opposite,
    Outside,
    PriceAsked,
    Reason,
    Waiting,
)
from core.condition import Measure, NotStated


def state_word(state: State, t: Texts) -> str:
    """Return the state in a word or two: "met", "open", "can no longer be met"."""
    return {
        State.MET: t("met"),
        State.OPEN: t("open"),
        State.IMPOSSIBLE: t("can no longer be met"),
        State.UNDETERMINED: t("for somebody to rule"),
    }[state]


def reading_sentence(
    reading: Reading, t: Texts, names: Names, leaning: Collection[str] = ()
) -> str:
    """Return where the condition of the whole stands, and why.

    `leaning` are the members that have said yes with a proviso: while it isn't met they don't
    count yet, but nobody is waiting for their answer, nor is it because of them that it fails.
    """
    reason = reading.reason
    if not isinstance(reason, Counted):
        return reason_sentence(reason, t, names)
    unbound = replace(
        reason,
        awaited=tuple(code for code in reason.awaited if code not in leaning),
        lost=tuple(code for code in reason.lost if code not in leaning) or reason.lost,
    )
    sentence = reason_sentence(unbound, t, names)
    leaned = [code for code in reason.awaited if code in leaning]
    if reason.state is not State.OPEN or not leaned:
        return sentence
    return t(
        "{sentence}. Yes with a proviso, which counts when the proviso is met: {who}",
        sentence=sentence,
        who=listed(leaned, names, t),
    )


def candidate_sentence(candidate: Candidate, t: Texts, names: Names) -> str:
    """Return how it would stand if that were enough: "met since 4 July 2019", "1 more needed"."""
    clause = condition_clause(candidate.ruled, t, names)
    adoption, since = candidate.played.adoption, candidate.played.met_since
    if since is not None:
        return t("If {clause}: met since {day}", clause=clause, day=t.day(since))
    if adoption.whole.state is State.IMPOSSIBLE:
        return t("If {clause}: can no longer be met", clause=clause)
    reason = adoption.whole.reason
    counted = reason.part if isinstance(reason, ByRuling) else reason
    if not isinstance(counted, Counted):
        return t("If {clause}: open", clause=clause)
    return t.plural(
        "If {clause}: {n} more is needed",
        "If {clause}: {n} more are needed",
        counted.missing,
        clause=clause,
    )


def reason_sentence(reason: Reason, t: Texts, names: Names) -> str:
    """Return one reason as a sentence without its full stop."""
    return _SENTENCES[type(reason)](reason, t, names)


def _counted(reason: Counted, t: Texts, names: Names) -> str:
    have, need = _measured(reason, reason.have, t), _measured(reason, reason.need, t)
    if reason.state is State.MET:
        return t("Met: {have}, and {need} was needed", have=have, need=need)
    if reason.state is State.IMPOSSIBLE:
        who = listed(reason.lost, names, t)
        if not reason.lost:
            return t("Can no longer be met: {need} is more than there are", need=need)
        return t("Can no longer be met, because of {who}", who=who)
    if not reason.awaited:
        return t("Open: {have} of {need} so far", have=have, need=need)
    return t(
        "Open: {have} of {need} so far. Awaited: {who}",
        have=have,
        need=need,
        who=listed(reason.awaited, names, t),
    )


def _measured(reason: Counted, amount: int, t: Texts) -> str:
    if reason.measure is Measure.POPULATION:
        return t.plural("{n} inhabitant", "{n} inhabitants", amount)
    if reason.measure is Measure.COST:
        return t("{share} of the cost", share=t.percent(Fraction(amount, reason.whole or 1)))
    return t.number(amount)


def _members_named(reason: MembersNamed, t: Texts, names: Names) -> str:
    if reason.state is State.MET:
        return t("Met: all who were named are in")
    if reason.state is State.IMPOSSIBLE:
        return t("Can no longer be met, because of {who}", who=listed(reason.lost, names, t))
    return t("Open: waiting for {who}", who=listed(reason.awaited, names, t))


def _outside(reason: Outside, t: Texts, names: Names) -> str:
    clause = condition_clause(reason.condition, t, names)
    if reason.state is State.MET:
        return t("Met: {clause}", clause=clause)
    if reason.state is State.IMPOSSIBLE:
        return t("Can no longer be met: this won’t happen: {clause}", clause=clause)
    return t("Open: waiting for this: {clause}", clause=clause)


def _awaits_ruling(reason: AwaitsRuling, t: Texts, names: Names) -> str:
    if isinstance(reason.condition, NotStated):
        return t("No condition is stated in the source")
    return t("For somebody to rule: {clause}", clause=condition_clause(reason.condition, t, names))


def _figures_missing(reason: FiguresMissing, t: Texts, names: Names) -> str:
    clause = condition_clause(reason.condition, t, names)
    return t("Can’t be told, since the figures aren’t stated: {clause}", clause=clause)


def _by_ruling(reason: ByRuling, t: Texts, names: Names) -> str:
    return t(
        "{reason} (ruled on {day}, {decision}: {clause})",
        reason=reason_sentence(reason.part, t, names),
        decision=reason.ruling.decision,
        day=t.day(reason.ruling.on),
        clause=condition_clause(reason.ruling.condition, t, names),
    )


def _declared_so(reason: DeclaredSo, t: Texts, names: Names) -> str:
    clause = condition_clause(reason.condition, t, names)
    return t(
        "{state}: {clause} (declared on {day}, {decision})",
        state=_headed(reason.state, t),
        clause=clause,
        day=t.day(reason.ruling.on),
        decision=reason.ruling.decision,
    )


def _price_asked(reason: PriceAsked, t: Texts, names: Names) -> str:
    clause = condition_clause(reason.condition, t, names)
    if reason.price_now is None:
        return f"{_headed(reason.state, t)}: {clause}"
    price = t.kronor_per(reason.price_now)
    return t(
        "{state}: {clause}; now {price}", state=_headed(reason.state, t), clause=clause, price=price
    )


def _combined(reason: Combined, t: Texts, names: Names) -> str:
    parts = "; ".join(reason_sentence(part, t, names) for part in reason.parts)
    if len(reason.parts) == 1:
        return parts
    every = reason.need == len(reason.parts)
    return (
        t("{state} (all of these): {parts}", state=_headed(reason.state, t), parts=parts)
        if every
        else t("{state} (one of these): {parts}", state=_headed(reason.state, t), parts=parts)
    )


def _opposite(reason: Opposite, t: Texts, names: Names) -> str:
    clause = condition_clause(reason.condition, t, names)
    return f"{_headed(reason.state, t)}: {clause}"


def _waiting(reason: Waiting, t: Texts, names: Names) -> str:
    inner = reason_sentence(reason.part, t, names)
    if reason.due_on is None:
        return inner
    return t("{inner}; takes effect on {day}", inner=inner, day=t.day(reason.due_on))


def _kept(reason: Kept, t: Texts, names: Names) -> str:
    if reason.met_on is None:
        return reason_sentence(reason.part, t, names)
    return t("Met since {day}, once and for all", day=t.day(reason.met_on))


def _headed(state: State, t: Texts) -> str:
    return {
        State.MET: t("Met"),
        State.OPEN: t("Open"),
        State.IMPOSSIBLE: t("Can no longer be met"),
        State.UNDETERMINED: t("For somebody to rule"),
    }[state]


_Sentence = Callable[[Any, Texts, Names], str]

_SENTENCES: dict[type, _Sentence] = {
    Counted: _counted,
    MembersNamed: _members_named,
    Outside: _outside,
    AwaitsRuling: _awaits_ruling,
    FiguresMissing: _figures_missing,
    ByRuling: _by_ruling,
    DeclaredSo: _declared_so,
    PriceAsked: _price_asked,
    Combined: _combined,
    Opposite: _opposite,
    Waiting: _waiting,
    Kept: _kept,
}
