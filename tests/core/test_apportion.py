"""Whole amounts from exact ones, and scaling within bounds, by example."""

from fractions import Fraction

import pytest

from core.allocation.apportion import each_alone, largest_remainder, rounded_half_up, scale_within

HUGE = 10**20


@pytest.mark.parametrize(
    ("numerators", "denominator", "unit", "target", "amounts"),
    [
        ([1, 1, 1], 3, 1, 1, [1, 0, 0]),
        ([5, 5, 5], 3, 1, 5, [2, 2, 1]),
        ([3, 5, 4], 4, 1, 3, [1, 1, 1]),
        ([1, 7, 4], 4, 1, 3, [0, 2, 1]),
        ([250, 250, 500], 1, 100, 1_000, [300, 200, 500]),
        ([250, 250, 510], 1, 100, 1_010, [300, 210, 500]),
        ([20, 260, 240], 1, 100, 520, [0, 300, 220]),
        ([199, 1], 1, 100, 200, [200, 0]),
        ([], 1, 100, 0, []),
        ([0, 0], 1, 1, 0, [0, 0]),
    ],
)
def test_largest_remainder(numerators, denominator, unit, target, amounts):
    assert largest_remainder(numerators, denominator, unit, target) == amounts


@pytest.mark.parametrize(
    ("numerators", "denominator", "unit", "amounts"),
    [
        ([149, 150, 151], 1, 100, [100, 200, 200]),
        ([1, 2, 3], 2, 1, [1, 1, 2]),
        ([1, 2, 4], 3, 1, [0, 1, 1]),
        ([], 1, 1, []),
    ],
)
def test_each_alone_rounds_a_half_upwards(numerators, denominator, unit, amounts):
    assert each_alone(numerators, denominator, unit) == amounts


@pytest.mark.parametrize(
    ("amount", "unit", "rounded"), [("149.99", 100, 100), ("150", 100, 200), ("2.5", 1, 3)]
)
def test_amount_is_rounded_half_up(amount, unit, rounded):
    assert rounded_half_up(Fraction(amount), unit) == rounded


@pytest.mark.parametrize(
    ("limits", "total", "amounts", "factor"),
    [
        (([1, 1], [0, 0], [None, None]), 10, [5, 5], 5),
        (([1, 3], [0, 0], [None, None]), 10, ["2.5", "7.5"], "2.5"),
        (([1, 3], [4, 0], [None, None]), 10, [4, 6], 2),
        (([1, 3], [0, 0], [None, 6]), 10, [4, 6], 4),
        (([1, 3], [0, 0], [3, 6]), 10, [3, 6], None),
        (([0, 3], [0, 0], [3, 6]), 10, [0, 6], None),
        (([1, 3], [0, 0], [3, 6]), 9, [3, 6], 3),
        (([1, 3], [4, 6], [None, None]), 10, [4, 6], 2),
        (([0, 1], [2, 0], [None, None]), 10, [2, 8], 8),
        (([0, 0], [2, 3], [None, None]), 10, [2, 3], None),
        (([1, 1], [5, 0], [5, None]), 10, [5, 5], 5),
        (([1, 1], [2, 2], [2, None]), 10, [2, 8], 8),
        (([1, 1], [0, 0], [None, None]), 0, [0, 0], 0),
        # two limits so close that only exact arithmetic keeps them apart
        (([999, 1_000], [0, 0], [1, 1]), "1.9995", ["0.9995", 1], Fraction(1_999, 1_998_000)),
        (
            ([HUGE - 1, HUGE], [0, 0], [1, 1]),
            1 + Fraction(2 * HUGE - 3, 2 * HUGE - 2),
            [Fraction(2 * HUGE - 3, 2 * HUGE - 2), 1],
            Fraction(2 * HUGE - 3, 2 * (HUGE - 1) ** 2),
        ),
        (
            ([HUGE - 1, HUGE], [1, 1], [None, None]),
            2 + Fraction(1, 2 * HUGE),
            [1, 1 + Fraction(1, 2 * HUGE)],
            (1 + Fraction(1, 2 * HUGE)) / HUGE,
        ),
    ],
)
def test_bases_are_scaled_within_bounds(limits, total, amounts, factor):
    scaled = scale_within(*limits, Fraction(total))

    found = [Fraction(each, scaled.denominator) for each in scaled.numerators]
    assert found == [Fraction(amount) for amount in amounts]
    assert scaled.factor == (None if factor is None else Fraction(factor))


def test_floors_beyond_the_total_cant_be_met():
    assert scale_within([1, 1], [6, 5], [None, None], Fraction(10)) is None
