"""Why a condition is met, open or impossible: typed reasons, one for each part of the condition.

Sentences are made elsewhere, from these alone. Members are named by code, in the order given.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.adoption.bounds import State
from core.condition import (
    Condition,
    Delayed,
    HigherDecision,
    Latched,
    Measure,
    NotQuantified,
    NotStated,
    OutsideEvent,
    PriceAtLeast,
    PriceAtMost,
)
from core.ruling import Ruling


@dataclass(frozen=True)
class Counted:
    """A number, a population or a cost to be reached: `have` for certain, `within_reach` at best.

    `awaited` may still join, `lost` can't any more; both weigh something.
    """

    condition: Condition
    state: State
    measure: Measure
    have: int
    within_reach: int
    need: int
    whole: int
    awaited: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def missing(self) -> int:
        """Return how much is missing until it is met for certain."""
        return max(0, self.need - self.have)

    @property
    def missing_share(self) -> Fraction:
        """Return what is missing as a share of the whole."""
        return Fraction(self.missing, self.whole) if self.whole else Fraction(0)


@dataclass(frozen=True)
class MembersNamed:
    """Certain members must be in: `awaited` aren't yet, `lost` can't be any more."""

    condition: Condition
    state: State
    awaited: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Outside:
    """An outside event or a higher decision: happened, awaited, or won't happen."""

    condition: OutsideEvent | HigherDecision
    state: State


@dataclass(frozen=True)
class AwaitsRuling:
    """Nobody has said how much is enough, or the source states no condition at all."""

    condition: NotQuantified | NotStated
    state: State


@dataclass(frozen=True)
class FiguresMissing:
    """A share or price can't be read: the weights of `members` aren't stated, or no price is."""

    condition: Condition
    state: State
    members: tuple[str, ...]


@dataclass(frozen=True)
class ByRuling:
    """A condition that isn't quantified, read as somebody ruled."""

    condition: NotQuantified | NotStated
    state: State
    ruling: Ruling
    part: "Reason"


@dataclass(frozen=True)
class DeclaredSo:
    """Somebody ruled that the condition is met, or isn't, without saying how much is enough."""

    condition: NotQuantified | NotStated
    state: State
    ruling: Ruling


@dataclass(frozen=True)
class PriceAsked:
    """A price against its limit: what it is with those who are in for certain, and at best.

    In öre, per member or per inhabitant as the condition says; None where no single member's is
    meant. `lost` can't join any more; where more adopters make it cheaper, that is what they cost.
    """

    condition: PriceAtMost | PriceAtLeast
    state: State
    member: str | None
    price_now: Fraction | None
    price_at_best: Fraction | None
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Combined:
    """Several parts, of which `need` must hold."""

    condition: Condition
    state: State
    need: int
    parts: tuple["Reason", ...]


@dataclass(frozen=True)
class Opposite:
    """The part must not hold."""

    condition: Condition
    state: State
    part: "Reason"


@dataclass(frozen=True)
class Waiting:
    """A delay after the part is met: met since, due on (None while that isn't known)."""

    condition: Delayed
    state: State
    since: date | None
    due_on: date | None
    part: "Reason"


@dataclass(frozen=True)
class Kept:
    """Met once and for all on `met_on` (None: not yet)."""

    condition: Latched
    state: State
    met_on: date | None
    part: "Reason"


Reason = (
    Counted
    | MembersNamed
    | Outside
    | AwaitsRuling
    | FiguresMissing
    | ByRuling
    | DeclaredSo
    | PriceAsked
    | Combined
    | Opposite
    | Waiting
    | Kept
)


def lost_in(reason: Reason) -> tuple[str, ...]:
    """Return the members without whom `reason` can't be met any more, each once, in order."""
    return tuple(dict.fromkeys(_lost_in(reason)))


def _lost_in(reason: Reason) -> tuple[str, ...]:
    if reason.state is not State.IMPOSSIBLE:
        return ()
    match reason:
        case Counted() | MembersNamed() | PriceAsked():
            return reason.lost
        case Combined():
            return tuple(code for part in reason.parts for code in _lost_in(part))
        case ByRuling() | Waiting() | Kept():
            return _lost_in(reason.part)
        case _:
            return ()
