"""The few forms that every condition takes before it is solved; the solver knows only these."""

from dataclasses import dataclass
from enum import Enum

from core.condition import Condition, Measure, PriceAtLeast, PriceAtMost


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
    """The part must not hold: something counted or named, and so the same whoever asks for it."""

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
