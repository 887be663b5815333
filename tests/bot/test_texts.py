"""Numbers, money and dates as a Swede and an English reader write them, exactly."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from bot.texts import texts_in

SV, EN = texts_in("sv-SE"), texts_in("en-GB")


@pytest.mark.parametrize(
    ("ore", "swedish", "english"),
    [
        (12_020_500, "120 205 kr", "120,205 kr"),
        (2_650, "26,50 kr", "26.50 kr"),
        (0, "0 kr", "0 kr"),
    ],
)
def test_amount_in_ore_is_said_in_kronor(ore, swedish, english):
    assert SV.kronor(ore).replace("\xa0", " ") == swedish
    assert EN.kronor(ore).replace("\xa0", " ") == english


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(245, 1950), "12,56 %"),
        (Fraction(1, 3), "33,33 %"),
        (Fraction(1, 1), "100,00 %"),
        (Fraction(5, 100_000), "0,01 %"),  # a half goes up
    ],
)
def test_share_is_rounded_half_up_without_a_float(share, said):
    assert SV.percent(share).replace("\xa0", " ") == said


def test_exact_decimals_are_kept():
    assert SV.number(Decimal("0.0184")) == "0,0184"
    assert SV.number(10_230_185).replace("\xa0", " ") == "10 230 185"


def test_deadline_is_said_with_its_weekday_and_moments_in_swedish_time():
    assert SV.weekday(date(2019, 6, 15)) == "lördag 15 juni 2019"
    assert SV.moment(datetime(2017, 9, 27, 12, 5, tzinfo=UTC)) == "27 sep. 2017 14:05"


@pytest.mark.parametrize(
    ("locale", "language"),
    [("sv-SE", "sv"), ("en-US", "en"), ("en_GB", "en"), ("fi-FI", "sv"), ("", "sv"), (None, "sv")],
)
def test_language_is_swedish_unless_slack_is_in_english(locale, language):
    assert texts_in(locale).language == language


def test_list_in_words():
    assert SV.listing(["Alvesta", "Lessebo", "Ljungby"]) == "Alvesta, Lessebo och Ljungby"
