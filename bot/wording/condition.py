"""Conditions and provisos as clauses: what must hold, after "on condition that …"."""

from collections.abc import Callable
from typing import Any

from bot.texts import Texts
from bot.wording.names import Names, listed
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Base,
    Condition,
    Delayed,
    HigherDecision,
    Latched,
    Measure,
    Not,
    NotQuantified,
    NotStated,
    OutsideEvent,
    Per,
    PriceAtLeast,
    PriceAtMost,
    TheseMembers,
)


def condition_clause(condition: Condition, t: Texts, names: Names) -> str:
    """Return a condition as a clause: "all members adopt", "at least 6 members adopt"."""
    return _CLAUSES[type(condition)](condition, t, names)


def _all_members(condition: AllMembers, t: Texts, _names: Names) -> str:
    if condition.but_at_most:
        return t("all members adopt, but for {n} at most", n=condition.but_at_most) + _base(
            condition.base, t
        )
    return t("all members adopt") + _base(condition.base, t)


def _at_least(condition: AtLeast, t: Texts, _names: Names) -> str:
    return t.plural("at least {n} member adopts", "at least {n} members adopt", condition.count)


def _at_least_share(condition: AtLeastShare, t: Texts, _names: Names) -> str:
    share = t.percent(condition.share, 0 if (condition.share * 100).denominator == 1 else 2)
    of = {
        Measure.MEMBERS: t("the members"),
        Measure.POPULATION: t("the inhabitants"),
        Measure.COST: t("the cost"),
    }[condition.of]
    clause = (
        t("members with more than {share} of {of} adopt", share=share, of=of)
        if condition.strictly
        else t("members with at least {share} of {of} adopt", share=share, of=of)
    )
    return clause + _base(condition.base, t)


def _these_members(condition: TheseMembers, t: Texts, names: Names) -> str:
    who = listed(condition.members, names, t)
    return t.plural("{who} adopts", "{who} adopt", len(condition.members), who=who)


def _price_at_most(condition: PriceAtMost, t: Texts, _names: Names) -> str:
    price = t.kronor(condition.amount_ore)
    if condition.per is Per.MEMBER:
        return t("the own share is at most {price}", price=price)
    return t("the price is at most {price} per inhabitant", price=price)


def _price_at_least(condition: PriceAtLeast, t: Texts, _names: Names) -> str:
    price = t.kronor(condition.amount_ore)
    if condition.per is Per.MEMBER:
        return t("the own share is at least {price}", price=price)
    return t("the price is at least {price} per inhabitant", price=price)


def _outside_event(condition: OutsideEvent, _t: Texts, _names: Names) -> str:
    return condition.description or condition.event


def _higher_decision(condition: HigherDecision, t: Texts, _names: Names) -> str:
    if condition.description:
        return t("{body} decides: {what}", body=condition.body, what=condition.description)
    return t("{body} decides so", body=condition.body)


def _not_quantified(condition: NotQuantified, t: Texts, _names: Names) -> str:
    return t("“{words}” (the document doesn’t say how many)", words=condition.words)


def _not_stated(_condition: NotStated, t: Texts, _names: Names) -> str:
    return t("not stated in the source")


def _all_of(condition: AllOf, t: Texts, names: Names) -> str:
    return t(" and ").join(condition_clause(each, t, names) for each in condition.conditions)


def _any_of(condition: AnyOf, t: Texts, names: Names) -> str:
    return t(" or ").join(condition_clause(each, t, names) for each in condition.conditions)


def _not(condition: Not, t: Texts, names: Names) -> str:
    return t("this doesn’t hold: {clause}", clause=condition_clause(condition.condition, t, names))


def _delayed(condition: Delayed, t: Texts, names: Names) -> str:
    clause = condition_clause(condition.condition, t, names)
    return t.plural(
        "{n} day has passed since this held: {clause}",
        "{n} days have passed since this held: {clause}",
        condition.days,
        clause=clause,
    )


def _latched(condition: Latched, t: Texts, names: Names) -> str:
    return t("this has held once: {clause}", clause=condition_clause(condition.condition, t, names))


def _base(base: Base, t: Texts) -> str:
    return t(" (of those who answered)") if base is Base.ANSWERED else ""


_Clause = Callable[[Any, Texts, Names], str]

_CLAUSES: dict[type, _Clause] = {
    AllMembers: _all_members,
    AtLeast: _at_least,
    AtLeastShare: _at_least_share,
    TheseMembers: _these_members,
    PriceAtMost: _price_at_most,
    PriceAtLeast: _price_at_least,
    OutsideEvent: _outside_event,
    HigherDecision: _higher_decision,
    NotQuantified: _not_quantified,
    NotStated: _not_stated,
    AllOf: _all_of,
    AnyOf: _any_of,
    Not: _not,
    Delayed: _delayed,
    Latched: _latched,
}
