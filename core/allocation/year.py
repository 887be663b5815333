"""A cost line's total in a given year: the stated one, adjusted by the line's index."""

from fractions import Fraction

from core.allocation.apportion import rounded_half_up
from core.costs import CostLine, Index, YearlyPercent
from core.figure import ORE_PER_KRONA


def index_factor(index: Index, year: int) -> Fraction | None:
    """Return what the total is multiplied by in a year; None where that isn't stated.

    A percentage compounds from its first year on, a year of its own table going before the
    yearly one; index numbers are divided by the base year's.
    """
    if isinstance(index, YearlyPercent):
        return _compounded(index, year)
    base, number = index.numbers.get(index.base_year), index.numbers.get(year)
    if year == index.base_year:
        return Fraction(1)
    return None if not base or number is None else number / base


def _compounded(index: YearlyPercent, year: int) -> Fraction | None:
    factor = Fraction(1)
    for each in range(index.first_year, year + 1):
        percent = index.years.get(each, index.each_year)
        if not isinstance(percent, Fraction):
            return None
        factor *= 1 + percent
    return factor


def year_factor(line: CostLine, year: int | None) -> Fraction | None:
    """Return what a line's totals are multiplied by: one without an index or without a year.

    None where the year's adjustment isn't stated.
    """
    if line.index is None or year is None:
        return Fraction(1)
    return index_factor(line.index, year)


def adjusted_total(total_ore: int, factor: Fraction) -> int:
    """Return a total in öre times a factor, to whole kronor; as it is stated if that is one."""
    return total_ore if factor == 1 else rounded_half_up(total_ore * factor, ORE_PER_KRONA)
