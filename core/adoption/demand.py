"""The rule of each kind of condition: what it asks for, in the few forms that can be solved.

This is the one place to look a rule up or to change it: one function for each kind, found in the
table at the end.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import ceil, floor
from typing import Any

from core.adoption.circumstances import Happening, Trend
from core.adoption.form import OPPOSITE, Demand, Denied, Gate, Leaf, Named, Priced, Tally
from core.adoption.price import Prices, is_acceptable, sign_of
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
    PriceAtLeast,
    PriceAtMost,
    TheseMembers,
)
from core.ruling import Declared, ruling_on


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
        price = Prices(frozenset({owner}), setting).price(condition, owner)
        if price is None:
            return Leaf.UNRULED
        return Leaf.TRUE if is_acceptable(condition, price) else Leaf.FALSE
    return Priced(owner, condition, sign_of(condition, owner, pricing.trend))


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
    if isinstance(condition.condition, Not):
        return demand(condition.condition.condition, owner, setting)
    match inner := demand(condition.condition, owner, setting):
        case Leaf():
            return OPPOSITE[inner]
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
