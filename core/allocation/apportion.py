"""Whole amounts from exact ones: integer arithmetic only, n log n at most, and sums that are exact.

Exact amounts come as integer numerators over one common denominator, in öre, in the order of the
members' codes: that order settles ties, so the result never depends on the order of a file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


def largest_remainder(
    numerators: Sequence[int], denominator: int, unit: int, target: int
) -> list[int]:
    """Return amounts in öre, multiples of `unit`, that sum to `target`.

    Everybody is rounded down; the units left over go one each to the largest remainders, ties to
    the one who stands first. If `target` isn't a multiple of the unit, what is less than a unit
    goes to the last of them, so that the sum is exact all the same.
    """
    step = denominator * unit
    amounts = [numerator // step * unit for numerator in numerators]
    units, residue = divmod(target - sum(amounts), unit)
    winners = units + bool(residue)
    if not winners:
        return amounts
    remainders = [numerator % step for numerator in numerators]
    cut = sorted(remainders)[-winners]
    above = [at for at, remainder in enumerate(remainders) if remainder > cut]
    at_cut = [at for at, remainder in enumerate(remainders) if remainder == cut]
    ties = at_cut[: winners - len(above)]
    for at in (*above, *ties):
        amounts[at] += unit
    if residue:
        amounts[ties[-1]] += residue - unit
    return amounts


def each_alone(numerators: Iterable[int], denominator: int, unit: int) -> list[int]:
    """Return amounts rounded each for itself to `unit` öre, a half upwards; the sum may differ."""
    step = 2 * denominator * unit
    half = denominator * unit
    return [(2 * numerator + half) // step * unit for numerator in numerators]


def rounded_half_up(amount: Fraction, unit: int) -> int:
    """Return the multiple of `unit` nearest to an amount, a half upwards."""
    return each_alone([amount.numerator], amount.denominator, unit)[0]


@dataclass(frozen=True)
class Scaled:
    """Amounts of which all but those at a bound are the same factor times their base.

    `factor` is None when everybody stands at a ceiling and the sum falls short of the total.
    """

    numerators: list[int]
    denominator: int
    factor: Fraction | None


@dataclass(frozen=True)
class _Segment:
    """The sum of all amounts as a line: `fixed` öre plus `slope` times the factor."""

    fixed: int
    slope: int


def scale_within(
    bases: Sequence[int], floors: Sequence[int], ceilings: Sequence[int | None], total: Fraction
) -> Scaled | None:
    """Scale `bases` by the one factor at which the sum is `total`, within floors and ceilings.

    The bounds are öre; the bases may be in any unit. Returns None if the floors alone exceed the
    total. A base of zero stays at its floor.
    """
    segment = _Segment(sum(floors), 0)
    if segment.fixed > total:
        return None
    factor: Fraction | None = None
    for _, base, bound, is_floor in _events(bases, floors, ceilings):
        if segment.fixed * base + segment.slope * bound >= total * base:
            factor = Fraction(bound, base)
            break
        sign = 1 if is_floor else -1
        segment = _Segment(segment.fixed - sign * bound, segment.slope + sign * base)
    if segment.slope:
        factor = (total - segment.fixed) / segment.slope
    return _clamped(bases, floors, ceilings, factor)


def _events(
    bases: Sequence[int], floors: Sequence[int], ceilings: Sequence[int | None]
) -> list[tuple[int, int, int, bool]]:
    """Return where a factor releases a floor or meets a ceiling, smallest factor first.

    The sort key is bound / base in whole numbers: two different ratios differ by more than the
    inverse of the largest base squared, so the scaled floor division keeps their order.
    """
    scale = max(bases, default=0) ** 2
    events = []
    for base, floor, ceiling in zip(bases, floors, ceilings, strict=True):
        if base:
            events.append((floor * scale // base, base, floor, True))
            if ceiling is not None:
                events.append((ceiling * scale // base, base, ceiling, False))
    return sorted(events)


def _clamped(
    bases: Sequence[int],
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    factor: Fraction | None,
) -> Scaled:
    denominator = factor.denominator if factor else 1
    numerators = []
    for base, floor, ceiling in zip(bases, floors, ceilings, strict=True):
        if not base:
            amount = floor * denominator
        elif factor is None:
            amount = floor if ceiling is None else ceiling
        else:
            amount = max(base * factor.numerator, floor * denominator)
            if ceiling is not None:
                amount = min(amount, ceiling * denominator)
        numerators.append(amount)
    return Scaled(numerators, denominator, factor)
