"""Settling outside money (state grants): what each member's share is reduced by, or gets back.

By the same key, since it goes in proportion to what each pays; the sum is exact. Nothing of it is
due until somebody has decided it (seeds: FoUrum 2016, "efter särskild prövning").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import ClassVar

from core.allocation import Allocation
from core.allocation.apportion import largest_remainder
from core.answer import Evidence
from core.clause import Clause, ClauseKind
from core.errors import SamtligaError
from core.keys import RoundTo
from core.recommendation import Recommendation


class SettlementKind(Enum):
    """Whether the members pay less (reduceras) or get money back (återbetalas)."""

    REDUCTION = "reduction"
    REPAYMENT = "repayment"


@dataclass(frozen=True)
class SettlementLine:
    """One member's part: what it pays or paid, what comes off, what remains; öre."""

    member: str
    paid_ore: int
    back_ore: int
    left_ore: int
    fraction: Fraction


@dataclass(frozen=True)
class Settlement:
    """Outside money split among the members, by what each pays.

    `used_ore` is what the members get, never more than they pay; `surplus_ore` is the rest of the
    money. `clause` is the agreement's own clause, None if it has none. It is only what would be:
    `decided` makes it due.
    """

    kind: SettlementKind
    origin: str
    money_ore: int
    lines: tuple[SettlementLine, ...]
    clause: Clause | None

    @property
    def used_ore(self) -> int:
        """Return what the members get together."""
        return sum(line.back_ore for line in self.lines)

    @property
    def surplus_ore(self) -> int:
        """Return the money that exceeds what the members pay."""
        return self.money_ore - self.used_ore


@dataclass(frozen=True)
class Settled:
    """A settlement as it was decided: what each member gets, in öre by code, whatever comes later.

    `decision` is the special examination's; without it there is nothing to remember.
    """

    kind: SettlementKind
    origin: str
    money_ore: int
    back_ore: Mapping[str, int]
    decision: Evidence


@dataclass(eq=False)
class AmountsNotStatedError(SamtligaError):
    """Money can't be split by what members pay, because for these members that isn't stated."""

    code: ClassVar[str] = "amounts_not_stated"
    recommendation: str
    members: tuple[str, ...]


@dataclass(eq=False)
class NegativeMoneyError(SamtligaError):
    """Outside money is an amount in öre that isn't negative."""

    code: ClassVar[str] = "negative_money"
    money_ore: int


def settle(
    allocation: Allocation,
    money_ore: int,
    origin: str,
    kind: SettlementKind = SettlementKind.REDUCTION,
    *,
    to: RoundTo = RoundTo.KRONA,
) -> Settlement:
    """Return what outside money from `origin` would mean for each member who pays.

    In proportion to the amounts of the allocation, by largest remainder to the unit `to` (to the
    öre where they aren't whole units themselves); what is less than a unit goes to one of them,
    so that the sum is exact and nobody gets more than they pay.

    Raises: AmountsNotStatedError if somebody's amount isn't stated; NegativeMoneyError.
    """
    if money_ore < 0:
        raise NegativeMoneyError(money_ore)
    paid = _paid(allocation)
    total = sum(paid.values())
    used = min(money_ore, total)
    numerators = [used * amount for amount in paid.values()]
    unit = 1 if any(amount % to.ore for amount in paid.values()) else to.ore
    back = largest_remainder(numerators, max(total, 1), unit, used)
    return Settlement(
        kind=kind,
        origin=origin,
        money_ore=money_ore,
        lines=tuple(
            SettlementLine(
                member=code,
                paid_ore=amount,
                back_ore=own,
                left_ore=amount - own,
                fraction=Fraction(amount, max(total, 1)),
            )
            for (code, amount), own in zip(paid.items(), back, strict=True)
        ),
        clause=clawback_clause(allocation.recommendation),
    )


def decided(settlement: Settlement, decision: Evidence) -> Settled:
    """Return the settlement as a decision makes it due."""
    back_ore = {line.member: line.back_ore for line in settlement.lines}
    return Settled(settlement.kind, settlement.origin, settlement.money_ore, back_ore, decision)


def clawback_clause(recommendation: Recommendation) -> Clause | None:
    """Return the clause that lets contributions be reduced or repaid; None if there is none."""
    clauses = (each for each in recommendation.clauses if each.kind is ClauseKind.CLAWBACK)
    return next(clauses, None)


def _paid(allocation: Allocation) -> Mapping[str, int]:
    missing = tuple(code for code, amount in allocation.amounts.items() if amount is None)
    if missing:
        raise AmountsNotStatedError(allocation.recommendation.key, missing)
    return {code: amount for code, amount in allocation.amounts.items() if amount is not None}
