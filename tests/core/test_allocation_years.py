"""Which level and which year an allocation is of, and what the year's index does to its total."""

from fractions import Fraction

import pytest

from core.allocation import allocate, replay
from core.allocation.trace import Indexed
from core.register import shipped_register
from tests.core.agreement_text import read, with_key

REGISTER = shipped_register()
VAXJO = "0780"
EQUAL = 'key = { kind = "equal", rounding = "öre" }'
HALF_A_KRONA = '[[costs]]\nname = "drift"\ntotal_kr = 1_000.50\n'


@pytest.mark.parametrize(
    ("level", "found", "total"),
    [(None, "raised", 600_000), ("raised", "raised", 600_000), ("today", "today", 300_000)],
)
def test_allocation_says_which_level_it_is_of(level, found, total):
    held = read(
        rest="""
        [[costs]]
        name = "drift"
        key = { kind = "equal" }
        levels = [
            { name = "today", total_kr = 3_000 },
            { name = "raised", total_kr = 6_000, proposed = true },
        ]
        """
    )

    allocation = allocate(held, REGISTER, level=level)

    assert (allocation.level, allocation.total_ore) == (found, total)


@pytest.mark.parametrize(
    ("index", "year", "total"),
    [
        # a stated total of 1 000.50 kr is rounded to whole kronor only where it is adjusted
        ('{ kind = "index", name = "KPI", base_year = 2026, numbers = {} }', 2026, 100_050),
        ('{ kind = "percent", first_year = 2027, each_year = "2 %" }', 2026, 100_050),
        ('{ kind = "percent", first_year = 2027, each_year = "2 %" }', 2027, 102_100),
        ('{ kind = "percent", first_year = 2027, each_year = "100 %" }', 2027, 200_100),
    ],
)
def test_total_that_the_index_leaves_alone_is_the_stated_one(index, year, total):
    held = with_key(f"index = {index}\n{EQUAL}", cost=HALF_A_KRONA)

    assert allocate(held, REGISTER, year=year).total_ore == total


def test_index_may_take_the_whole_total_away():
    index = '{ kind = "percent", first_year = 2027, each_year = "-100 %" }'
    held = with_key(f"index = {index}\n{EQUAL}")

    share = allocate(held, REGISTER, year=2027).shares[VAXJO]

    assert share.trace[1] == Indexed(year=2027, factor=Fraction(0), total_ore=0)
    assert (share.amount_ore, replay(share.trace)) == (0, 0)


def test_year_without_an_index_adjusts_nothing():
    share = allocate(with_key(EQUAL), REGISTER, year=2027).shares[VAXJO]

    assert [step.kind for step in share.trace] == [
        "total_read",
        "equal_part",
        "rounded",
        "per_inhabitant",
    ]
