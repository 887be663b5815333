"""What a reading of conditions needs to know besides the answers: weights, prices, facts, rulings.

All of it comes in from outside; what isn't known is left out and never guessed.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Protocol

from core.condition import Condition
from core.ruling import Ruling


class Happening(Enum):
    """What is known of an outside event or a higher decision; one that isn't known is left out."""

    HAPPENED = "happened"
    WONT_HAPPEN = "wont_happen"


class Trend(Enum):
    """How a member's price moves when more members join, as the cost function declares it."""

    FALLS = "falls"
    STANDS = "stands"
    RISES = "rises"
    UNDECLARED = "undeclared"


class Pricing(Protocol):
    """What each member pays, given who has adopted."""

    @property
    def trend(self) -> Trend:
        """Return how the price moves with more adopters; it must hold for every member."""
        ...

    def among(self, adopters: AbstractSet[str]) -> "AmountOre":
        """Return what a member pays beside exactly these adopters, itself joining if it hasn't.

        In öre, or None if it isn't stated. Exact shares follow the trend; amounts that are rounded
        so that they sum up may break it by an öre. Asked anew in each round, so that what depends
        only on the adopters may be worked out once.
        """
        ...


AmountOre = Callable[[str], int | Fraction | None]
"""A member's price in öre, by its code."""


@dataclass(frozen=True)
class Spell:
    """When a condition was met: for the first time, and since when without a break (or None)."""

    first: date
    since: date | None


Watched = tuple[str | None, Condition]
"""A condition and whose it is: a member's proviso, or None for the whole recommendation's."""


@dataclass(frozen=True)
class Circumstances:
    """What is known as of a date.

    `population` and `cost_ore` weigh the members (None or left out: not stated). `facts` are keyed
    by the condition's `fact`. `is_closed`: no more answers are awaited, so silent members stay
    silent. `spells` tell for delayed and latched conditions since when their inner one is met.
    """

    population: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    cost_ore: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    pricing: Pricing | None = None
    facts: Mapping[str, Happening] = field(default_factory=lambda: MappingProxyType({}))
    rulings: tuple[Ruling, ...] = ()
    as_of: date | None = None
    is_closed: bool = False
    spells: Mapping[Watched, Spell] = field(default_factory=lambda: MappingProxyType({}))
