"""Rounding where the shares don't make a whole: what the amounts sum to then, in öre."""

from fractions import Fraction

import pytest

from core.allocation import KeyDoesNotFitError, allocate
from core.keys import Bounded, BoundPer, EqualParts, Rounding, StatedShares
from tests.core.agreement_made import NOWHERE, codes, made

ONE, TWO, THREE = codes(3)
TWO_THIRDS = {ONE: "1/3", TWO: "1/3", THREE: 0}


@pytest.mark.parametrize(
    ("shares", "total", "amounts"),
    [
        (TWO_THIRDS, 10_000, [3_400, 3_300, 0]),  # 66.67 kr together
        (TWO_THIRDS, 15_075, [5_050, 5_000, 0]),  # 100.50 kr together: whole öre stay exact
        ({ONE: "1/2"}, 10_100, [5_100, None, None]),  # 50.50 kr, and the others aren't stated
        ({ONE: "1/3", TWO: "1/3"}, 10_000, [3_400, 3_300, None]),
    ],
)
def test_shares_that_make_no_whole_are_rounded_to_what_they_sum_to(shares, total, amounts):
    found = allocate(made([1, 1, 1], StatedShares(shares=shares), total), NOWHERE).amounts

    assert list(found.values()) == amounts


def test_decimals_of_shares_that_make_no_whole_sum_to_what_they_make():
    key = StatedShares(shares=TWO_THIRDS, rounding=Rounding(share_decimals=2))

    shares = allocate(made([1, 1, 1], key, 10_000), NOWHERE).shares.values()

    # 66.67 % together, so 67 of a hundred
    assert [share.amount_ore for share in shares] == [3_400, 3_300, 0]
    assert [share.fraction for share in shares] == [Fraction("0.34"), Fraction("0.33"), 0]


def test_floor_per_inhabitant_asks_nothing_for_a_place_without_any():
    key = Bounded(floor_ore=500, per=BoundPer.INHABITANT, key=EqualParts())

    with pytest.raises(KeyDoesNotFitError) as caught:
        allocate(made([0, 30], key, 10_000), NOWHERE)

    assert (caught.value.needed_ore, caught.value.total_ore) == (15_000, 10_000)
