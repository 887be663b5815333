"""Shares from year to year: the period, the index, and what is paid once."""

from fractions import Fraction

import pytest

from core.errors import NotAMemberError
from core.recommendation_file import shipped_recommendations
from core.register import shipped_register
from core.years import is_in_period, year_on_year
from tests.core.agreement_text import MEMBERS, read, with_key

REGISTER = shipped_register()
VAXJO = "0780"
INDEX = 'index = { kind = "percent", first_year = 2028, each_year = "10 %" }\n'
SHARES = 'key = { kind = "shares", shares = { "Växjö" = 1, "Ljungby" = 0, "Alvesta" = 0 } }\n'


def agreement(period: str, cost: str = INDEX + SHARES):
    return with_key(cost, members=f"{MEMBERS}period = {{ {period} }}\n")


@pytest.mark.parametrize(
    ("year", "this", "following", "change"),
    [
        # 1 000 kr from 2027 to 2029, ten per cent more from 2028 on
        (2026, 0, 100_000, None),
        (2027, 100_000, 110_000, Fraction(1, 10)),
        (2028, 110_000, 121_000, Fraction(1, 10)),
        (2029, 121_000, 0, Fraction(-1)),
    ],
)
def test_this_years_share_stands_beside_next_years(year, this, following, change):
    held = agreement("start = 2027-01-01, end = 2029-12-31")

    found = year_on_year(held, REGISTER, VAXJO, year)

    assert (found.this.amount_ore, found.next.amount_ore) == (this, following)
    assert (found.change_ore, found.change) == (following - this, change)
    assert (found.this.year, found.next.year) == (year, year + 1)
    assert [each.in_period for each in (found.this, found.next)] == [this > 0, following > 0]


def test_year_whose_index_isnt_stated_has_no_change():
    index = 'index = { kind = "percent", first_year = 2028 }\n'
    held = agreement("start = 2027-01-01, end = 2029-12-31", index + SHARES)

    found = year_on_year(held, REGISTER, VAXJO, 2027)

    assert (found.this.amount_ore, found.next.amount_ore) == (100_000, None)
    assert (found.change_ore, found.change) == (None, None)


@pytest.mark.parametrize(
    ("period", "year", "inside"),
    [
        ("start = 2027-07-01, end = 2029-06-30", 2026, False),
        ("start = 2027-07-01, end = 2029-06-30", 2027, True),
        ("start = 2027-07-01, end = 2029-06-30", 2029, True),
        ("start = 2027-07-01, end = 2029-06-30", 2030, False),
        ('start = 2027-07-01, end = "until further notice"', 2099, True),
        ('start = 2027-07-01, end = "until further notice"', 2026, False),
        ("start = 2027-07-01", 2026, False),
        ("start = 2027-07-01", 2027, True),
        ("start = 2027-07-01", 2028, None),
        ("end = 2029-06-30", 2030, False),
        ("end = 2029-06-30", 2029, None),
        ('end = "until further notice"', 2029, None),
        ("", 2029, None),
    ],
)
def test_year_is_in_the_period_or_not_or_nobody_says(period, year, inside):
    assert is_in_period(agreement(period), year) is inside


def test_what_is_paid_once_belongs_to_the_first_year():
    held = read(
        members=f"{MEMBERS}period = {{ start = 2027-01-01, end = 2030-12-31 }}\n",
        rest=f"""
        [[costs]]
        name = "start"
        every = "once"
        total_kr = 500
        {SHARES}
        [[costs]]
        name = "drift"
        total_kr = 1_000
        {SHARES}
        """,
    )

    found = year_on_year(held, REGISTER, VAXJO, 2027)

    assert (found.this.amount_ore, found.next.amount_ore) == (150_000, 100_000)


def test_share_of_2020_is_that_of_2021_where_nothing_is_indexed():
    held = shipped_recommendations()["skl-2020"]

    found = year_on_year(held, REGISTER, "0188", 2020)

    assert (found.this.amount_ore, found.change_ore) == (12_020_500, 0)


def test_share_after_the_last_year_is_nothing():
    held = shipped_recommendations()["skl-2020"]

    assert year_on_year(held, REGISTER, "0188", 2023).next.amount_ore == 0


def test_year_of_somebody_who_isnt_asked_is_an_error():
    held = shipped_recommendations()["fourum-2016"]

    with pytest.raises(NotAMemberError):
        year_on_year(held, REGISTER, "0188", 2016)
