"""Who pays what: `allocate` applies a recommendation's keys to its members.

Exact shares, whole amounts whose sum is the total, and for each member the steps to its amount.
What the documents don't state stays None: it is never a zero.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from core.allocation.line import LineAllocation, Scope, allocate_line
from core.allocation.replay import replay
from core.allocation.result import Allocation, Share, Shares
from core.allocation.split import KeyDoesNotFitError
from core.allocation.trace import TRACE, Step
from core.costs import CostLine, Every
from core.errors import NotAMemberError, SamtligaError
from core.figure import NotStated
from core.recommendation import Recommendation
from core.register import Register

__all__ = [
    "TRACE",
    "Allocation",
    "KeyDoesNotFitError",
    "Share",
    "Shares",
    "Step",
    "UnknownLevelError",
    "allocate",
    "replay",
]


@dataclass(eq=False)
class UnknownLevelError(SamtligaError):
    """No cost line of the recommendation has a level of that name; `known` lists them."""

    code: ClassVar[str] = "unknown_level"
    level: str
    known: tuple[str, ...]


def allocate(
    recommendation: Recommendation,
    register: Register,
    *,
    level: str | None = None,
    adopters: Collection[str] | None = None,
    year: int | None = None,
) -> Allocation:
    """Return every member's share of a recommendation's cost.

    `level` names a level of the cost ("today"), the proposed one if None. `adopters` are the
    codes of those who join; what the others' absence means is the agreement's own rule, and None
    means everybody. With a `year` the totals are adjusted by the lines' index, and a line that is
    paid once belongs to the first year of the period.

    Raises: KeyDoesNotFitError if fixed fees, parts or floors exceed a total;
    PopulationUnknownError if the register has no population on the file's date;
    NotAMemberError for an adopter who isn't asked; UnknownLevelError.
    """
    joined = None if adopters is None else frozenset(adopters)
    for code in joined or ():
        if code not in recommendation.members_by_code:
            raise NotAMemberError(code, recommendation.key)
    known = recommendation.levels
    if level is not None and level not in known:
        raise UnknownLevelError(level, known)
    scope = Scope(recommendation, register, level, joined, year)
    lines = [allocate_line(line, scope) for line in _paid_in(recommendation, year)]
    return Allocation(
        recommendation=recommendation,
        level=level or recommendation.proposed_level,
        declined=_declined(recommendation, joined),
        shares=Shares(recommendation, register, lines, _amounts(recommendation, joined, lines)),
    )


def _paid_in(recommendation: Recommendation, year: int | None) -> tuple[CostLine, ...]:
    start = recommendation.period.start
    if year is None or isinstance(start, NotStated) or start.year == year:
        return recommendation.costs
    return tuple(line for line in recommendation.costs if line.every is Every.YEAR)


def _declined(recommendation: Recommendation, joined: frozenset[str] | None) -> tuple[str, ...]:
    if joined is None:
        return ()
    return tuple(code for code in recommendation.codes if code not in joined)


def _amounts(
    recommendation: Recommendation, joined: Collection[str] | None, lines: Sequence[LineAllocation]
) -> Mapping[str, int | None]:
    """Return each member's amounts of all lines added up; None where one isn't stated.

    An agreement that states no cost at all has an amount for nobody: None, never zero.
    """
    if not lines:
        codes = recommendation.codes
        return {code: None for code in codes if joined is None or code in joined}
    if len(lines) == 1:
        return lines[0].amounts
    summed: dict[str, int | None] = {}
    for line in lines:
        for code, amount in line.amounts.items():
            earlier = summed.get(code, 0)
            summed[code] = None if earlier is None or amount is None else earlier + amount
    return dict(sorted(summed.items()))
