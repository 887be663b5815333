"""Polarity: whether more yes answers can ever take a condition away, and through which part.

A condition is monotone if they can't. One that isn't may have two stable outcomes or none, once
answers hang on each other through it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from core.adoption.circumstances import Trend
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Base,
    Condition,
    Delayed,
    Latched,
    Not,
    PriceAtLeast,
    PriceAtMost,
    TheseMembers,
)


class Objection(Enum):
    """Why more yes answers may take a condition away."""

    REFUSAL = "refusal"
    PRICE = "price"
    ANSWERED_BASE = "answered_base"


@dataclass(frozen=True)
class NotMonotone:
    """A part of a condition, and why it isn't monotone."""

    part: Condition
    objection: Objection


def objections(condition: Condition, trend: Trend) -> tuple[NotMonotone, ...]:
    """Return every part through which a yes could do harm; empty: `condition` is monotone.

    `trend` is how the price moves with more members. Members who answer enlarge a base of "those
    who answered", so that an answer which then falls away may cost the share.
    """
    return tuple(_objections(condition, trend, is_refused=False))


def _objections(condition: Condition, trend: Trend, *, is_refused: bool) -> Iterator[NotMonotone]:
    match condition:
        case Not():
            yield from _objections(condition.condition, trend, is_refused=not is_refused)
        case AllOf() | AnyOf():
            for part in condition.conditions:
                yield from _objections(part, trend, is_refused=is_refused)
        case Delayed() | Latched():
            yield from _objections(condition.condition, trend, is_refused=is_refused)
        case PriceAtMost() | PriceAtLeast():
            wants_more = isinstance(condition, PriceAtMost) != is_refused
            helps = Trend.FALLS if wants_more else Trend.RISES
            if trend not in {helps, Trend.STANDS}:
                yield NotMonotone(condition, Objection.PRICE)
        case AllMembers() | AtLeast() | AtLeastShare() | TheseMembers():
            if is_refused:
                yield NotMonotone(condition, Objection.REFUSAL)
            if isinstance(condition, AllMembers | AtLeastShare) and condition.base is Base.ANSWERED:
                yield NotMonotone(condition, Objection.ANSWERED_BASE)
