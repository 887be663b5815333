"""What a member pays given who joins, by the agreement's own rule for those who decline."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.adoption import Trend
from core.allocation import allocate
from core.costs import DeclineRule, WhenSomeDecline
from core.price_by_key import pricing_of
from core.recommendation_file import shipped_recommendations
from core.register import shipped_register

REGISTER = shipped_register()
FOURUM = shipped_recommendations()["fourum-2016"]
SPREAD = FOURUM.model_copy(update={"when_some_decline": WhenSomeDecline(rule=DeclineRule.SPREAD)})
ANEBY, EVERYBODY = "0604", frozenset(FOURUM.codes)


def test_price_stands_where_the_others_amounts_stand():
    pricing = pricing_of(FOURUM, allocate(FOURUM, REGISTER), REGISTER)

    assert pricing.trend is Trend.STANDS
    assert pricing.among(frozenset())(ANEBY) == pricing.among(EVERYBODY)(ANEBY) == 11_592_000


def test_total_that_is_spread_falls_on_those_who_join():
    pricing = pricing_of(SPREAD, allocate(SPREAD, REGISTER), REGISTER)

    assert pricing.trend is Trend.FALLS
    assert pricing.among(frozenset())(ANEBY) == 630_000_000
    assert pricing.among(EVERYBODY)(ANEBY) == Fraction(11_592_000)


@given(st.sets(st.sampled_from(sorted(EVERYBODY)), max_size=12), st.sampled_from(FOURUM.codes))
def test_nobody_pays_more_when_one_more_joins(adopters, newcomer):
    pricing = pricing_of(SPREAD, allocate(SPREAD, REGISTER), REGISTER)
    before, after = pricing.among(adopters), pricing.among(adopters | {newcomer})

    assert all(after(code) <= before(code) for code in adopters)
