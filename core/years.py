"""A share from year to year: this year's beside next year's, within the period of the agreement.

A line that is paid once belongs to the first year; every other line to each year of the period.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.allocation import Share, allocate
from core.figure import OpenEnded
from core.recommendation import Recommendation
from core.register import Register


@dataclass(frozen=True)
class YearShare:
    """A member's share in one year; None outside the period. `in_period` is None if unstated."""

    year: int
    in_period: bool | None
    share: Share | None

    @property
    def amount_ore(self) -> int | None:
        """Return the whole amount in öre: 0 outside the period, None where it isn't stated."""
        if self.in_period is False:
            return 0
        return None if self.share is None else self.share.amount_ore


@dataclass(frozen=True)
class YearOnYear:
    """One year's share beside the next year's; the change is None where either isn't stated."""

    this: YearShare
    next: YearShare

    @property
    def change_ore(self) -> int | None:
        """Return next year's amount minus this year's."""
        if self.this.amount_ore is None or self.next.amount_ore is None:
            return None
        return self.next.amount_ore - self.this.amount_ore

    @property
    def change(self) -> Fraction | None:
        """Return the change as a fraction of this year's amount; None if that is nothing."""
        if self.change_ore is None or not self.this.amount_ore:
            return None
        return Fraction(self.change_ore, self.this.amount_ore)


def year_on_year(
    recommendation: Recommendation, register: Register, member: str, year: int
) -> YearOnYear:
    """Return what a member pays in a year and in the one after.

    Raises: NotAMemberError if the recommendation doesn't ask that member; what `allocate` raises.
    """
    return YearOnYear(
        this=share_in(recommendation, register, member, year),
        next=share_in(recommendation, register, member, year + 1),
    )


def share_in(
    recommendation: Recommendation, register: Register, member: str, year: int
) -> YearShare:
    """Return a member's share in one year.

    Raises: NotAMemberError if the recommendation doesn't ask that member; what `allocate` raises.
    """
    recommendation.member(member)
    in_period = is_in_period(recommendation, year)
    if in_period is False:
        return YearShare(year, in_period, None)
    shares = allocate(recommendation, register, year=year).shares
    return YearShare(year, in_period, shares.get(member))


def is_in_period(recommendation: Recommendation, year: int) -> bool | None:
    """Return whether any day of a year belongs to the period; None if the document leaves it open.

    A year before a stated start, or after a stated end, is outside even if the other isn't stated.
    """
    start, end = recommendation.period.start, recommendation.period.end
    if isinstance(start, date) and year < start.year:
        return False
    if isinstance(end, date) and year > end.year:
        return False
    is_stated = isinstance(start, date) and isinstance(end, date | OpenEnded)
    return True if is_stated or _is_first_year(recommendation, year) else None


def _is_first_year(recommendation: Recommendation, year: int) -> bool:
    start = recommendation.period.start
    return isinstance(start, date) and start.year == year
