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


def adjusted_total(line: CostLine, total_ore: int | None, year: int | None) -> int | None:
    """Return a total in öre as it is in a year, to whole kronor; unchanged without an index.

    None where the total or the year's adjustment isn't stated.
    """
    if total_ore is None or year is None or line.index is None:
        return total_ore
    factor = index_factor(line.index, year)
    if factor is None:
        return None
    return total_ore if factor == 1 else rounded_half_up(total_ore * factor, ORE_PER_KRONA)
