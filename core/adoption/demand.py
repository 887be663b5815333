"""The rule of each kind of condition: what it asks for, in the few forms that can be solved.

This is the one place to look a rule up or to change it: one function for each kind, found in the
table at the end. The solver knows only the forms and no kinds.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from fractions import Fraction
from math import ceil, floor
from typing import Any

from core.adoption.circumstances import Happening, Trend
from core.adoption.setting import Setting
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
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
from core.ruling import Declared, ruling_on


class Leaf(Enum):
    """Something that doesn't depend on who is in: known, still to come, or for a human to rule.

    AVERTED is the opposite of AWAITED: true unless it comes.
    """

    TRUE = "true"
    FALSE = "false"
    AWAITED = "awaited"
    AVERTED = "averted"
    UNRULED = "unruled"


@dataclass(frozen=True)
class Tally:
    """Those who are in must weigh at least `need` of `whole`."""

    measure: Measure
    need: int
    whole: int


@dataclass(frozen=True)
class Named:
    """All of these members must be in."""

    members: tuple[str, ...]


@dataclass(frozen=True)
class Gate:
    """At least `need` of the parts must hold."""

    parts: tuple[Condition | Leaf, ...]
    need: int


@dataclass(frozen=True)
class Denied:
    """The part must not hold."""

    part: Condition


@dataclass(frozen=True)
class Priced:
    """A price must be on the right side of the limit; `sign` says how more members bear on it.

    +1: more members help, -1: more members hurt, 0: not declared, so it can only be read once it
    is known exactly who is in. `is_denied`: on the wrong side.
    """

    owner: str | None
    condition: PriceAtMost | PriceAtLeast
    sign: int
    is_denied: bool = False


OPPOSITE = {
    Leaf.TRUE: Leaf.FALSE,
    Leaf.FALSE: Leaf.TRUE,
    Leaf.AWAITED: Leaf.AVERTED,
    Leaf.AVERTED: Leaf.AWAITED,
    Leaf.UNRULED: Leaf.UNRULED,
}

Demand = Leaf | Tally | Named | Gate | Denied | Priced


def demand(condition: Condition, owner: str | None, setting: Setting) -> Demand:
    """Return what `condition` asks for; `owner` is the member whose proviso it is, if it is one."""
    return _RULES[type(condition)](condition, owner, setting)


def _all_members(condition: AllMembers, _owner: str | None, setting: Setting) -> Demand:
    """Ask for all of the base, less the refusals allowed for; nobody at all is never enough."""
    whole = setting.whole(Measure.MEMBERS, condition.base)
    return Tally(Measure.MEMBERS, max(1, whole - condition.but_at_most), whole)


def _at_least(condition: AtLeast, _owner: str | None, setting: Setting) -> Demand:
    return Tally(Measure.MEMBERS, condition.count, len(setting.codes))


def _at_least_share(condition: AtLeastShare, _owner: str | None, setting: Setting) -> Demand:
    """Ask for the smallest number that reaches (or, strictly, exceeds) the share of the base."""
    if setting.unstated(condition.of):
        return Leaf.UNRULED
    whole = setting.whole(condition.of, condition.base)
    exact = condition.share * whole
    need = floor(exact) + 1 if condition.strictly else ceil(exact)
    return Tally(condition.of, max(1, need), whole)


def _these_members(condition: TheseMembers, _owner: str | None, _setting: Setting) -> Demand:
    return Named(tuple(dict.fromkeys(condition.members)))


def _price(condition: PriceAtMost | PriceAtLeast, owner: str | None, setting: Setting) -> Demand:
    """Read a price that always stands at once; one that nobody has stated can't be read."""
    pricing = setting.known.pricing
    if pricing is None:
        return Leaf.UNRULED
    if pricing.trend is Trend.STANDS and owner is not None:
        price = price_of(condition, owner, frozenset({owner}), setting)
        if price is None:
            return Leaf.UNRULED
        return Leaf.TRUE if is_acceptable(condition, price) else Leaf.FALSE
    return Priced(owner, condition, _sign(condition, owner, pricing.trend))


def _outside(
    condition: OutsideEvent | HigherDecision, _owner: str | None, setting: Setting
) -> Demand:
    match setting.known.facts.get(condition.fact):
        case Happening.HAPPENED:
            return Leaf.TRUE
        case Happening.WONT_HAPPEN:
            return Leaf.FALSE
        case _:
            return Leaf.AWAITED


def _for_a_human(
    condition: NotQuantified | NotStated, _owner: str | None, setting: Setting
) -> Demand:
    """Ask for what somebody has ruled, or for nothing that the product may decide."""
    found = ruling_on(condition, setting.known.rulings, setting.known.as_of)
    if found is None:
        return Leaf.UNRULED
    if found.declared:
        return Leaf.TRUE if found.declared is Declared.MET else Leaf.FALSE
    return Gate((found.condition,), 1)


def _all_of(condition: AllOf, _owner: str | None, _setting: Setting) -> Demand:
    return Gate(condition.conditions, len(condition.conditions))


def _any_of(condition: AnyOf, _owner: str | None, _setting: Setting) -> Demand:
    return Gate(condition.conditions, 1)


def _not(condition: Not, owner: str | None, setting: Setting) -> Demand:
    """Carry the refusal inwards to what is counted or named, so that two of them cancel out."""
    match inner := demand(condition.condition, owner, setting):
        case Leaf():
            return OPPOSITE[inner]
        case Denied():
            return demand(inner.part, owner, setting)
        case Gate():
            parts = tuple(
                OPPOSITE[part] if isinstance(part, Leaf) else Not(condition=part)
                for part in inner.parts
            )
            return Gate(parts, len(parts) - inner.need + 1)
        case Priced():
            return replace(inner, sign=-inner.sign, is_denied=not inner.is_denied)
        case _:
            return Denied(condition.condition)


def _delayed(condition: Delayed, owner: str | None, setting: Setting) -> Demand:
    """Ask that the inner condition holds, and has held for so many days."""
    as_of = setting.known.as_of
    spell = setting.known.spells.get((owner, condition.condition))
    since = spell.since if spell else None
    is_due = since and as_of and as_of - since >= timedelta(days=condition.days)
    return Gate((condition.condition, Leaf.TRUE if is_due else Leaf.AWAITED), 2)


def _latched(condition: Latched, owner: str | None, setting: Setting) -> Demand:
    """Ask that the inner condition holds, or was met once."""
    was_met = (owner, condition.condition) in setting.known.spells
    return Gate((condition.condition, Leaf.TRUE if was_met else Leaf.FALSE), 1)


def price_of(
    condition: PriceAtMost | PriceAtLeast, owner: str, adopters: AbstractSet[str], setting: Setting
) -> Fraction | None:
    """Return the owner's price in öre, per member or inhabitant, if it and `adopters` are in."""
    pricing = setting.known.pricing
    taking_part = adopters if owner in adopters else adopters | {owner}
    amount = pricing.amount_ore(owner, taking_part) if pricing else None
    if amount is None:
        return None
    if condition.per is Per.MEMBER:
        return Fraction(amount)
    inhabitants = setting.known.population.get(owner)
    return Fraction(amount) / inhabitants if inhabitants else None


def holds_for(priced: Priced, adopters: AbstractSet[str], setting: Setting) -> bool | None:
    """Return whether the price is right when exactly these have joined; None if it isn't stated.

    A member's own price is read as if that member had joined too. For the whole recommendation
    the price must be right for every adopter, and nobody at all is never enough.
    """
    owners = [priced.owner] if priced.owner else sorted(adopters)
    prices = [price_of(priced.condition, owner, adopters, setting) for owner in owners]
    known = [is_acceptable(priced.condition, price) for price in prices if price is not None]
    if not all(known):
        return priced.is_denied
    return None if len(known) < len(prices) else bool(prices) != priced.is_denied


def is_acceptable(condition: PriceAtMost | PriceAtLeast, price: Fraction) -> bool:
    """Return whether a price is on the right side of the limit; the limit itself is."""
    if isinstance(condition, PriceAtMost):
        return price <= condition.amount_ore
    return price >= condition.amount_ore


def _sign(condition: PriceAtMost | PriceAtLeast, owner: str | None, trend: Trend) -> int:
    """More members help where the price falls and must be low, or rises and must be high.

    Of the whole recommendation every adopter's price is asked, so that another adopter is one
    more price that may be wrong: that never helps.
    """
    signs = {Trend.FALLS: 1, Trend.STANDS: 0, Trend.RISES: -1, Trend.UNDECLARED: 0}
    sign = signs[trend] if isinstance(condition, PriceAtMost) else -signs[trend]
    if owner is None:
        return -1 if trend is Trend.STANDS or sign < 0 else 0
    return sign


_Rule = Callable[[Any, str | None, Setting], Demand]

_RULES: dict[type, _Rule] = {
    AllMembers: _all_members,
    AtLeast: _at_least,
    AtLeastShare: _at_least_share,
    TheseMembers: _these_members,
    PriceAtMost: _price,
    PriceAtLeast: _price,
    OutsideEvent: _outside,
    HigherDecision: _outside,
    NotQuantified: _for_a_human,
    NotStated: _for_a_human,
    AllOf: _all_of,
    AnyOf: _any_of,
    Not: _not,
    Delayed: _delayed,
    Latched: _latched,
}
