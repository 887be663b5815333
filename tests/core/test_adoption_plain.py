"""What a condition means over a given set of adopters, and how a price bears on it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adoption import Circumstances, Happening, Spell, Trend, resolve
from core.adoption.plain import Crowd
from core.adoption.price import sign_of
from core.adoption.pricing import Spread, StatedAmounts
from core.adoption.setting import Setting
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Delayed,
    Latched,
    NotStated,
    OutsideEvent,
    PriceAtLeast,
    PriceAtMost,
)
from tests.core.condition_strategies import EVENTS, conditions, searched
from tests.core.plain_reading import NO, YES, World, refused, subsets

FOUR = dict.fromkeys("abcd", YES)
EVENT = OutsideEvent(event=EVENTS[0])


@given(
    conditions(4, monotone=False),
    st.sampled_from(list(subsets(FOUR))),
    st.sampled_from(list(subsets(dict.fromkeys(EVENTS)))),
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
)
@searched
def test_a_condition_means_what_it_says(condition, adopters, events, weights):
    population = dict(zip("abcd", weights, strict=True))
    world = World(FOUR, population, population, events)
    facts = {
        event: Happening.HAPPENED if event in events else Happening.WONT_HAPPEN for event in EVENTS
    }
    known = Circumstances(population=population, cost_ore=population, facts=facts)

    crowd = Crowd(adopters, Setting(FOUR, known))

    assert crowd.holds(condition, "a") is world.holds(condition, "a", adopters)


@pytest.mark.parametrize(
    ("condition", "awaited", "expected"),
    [
        (EVENT, None, None),
        (EVENT, True, True),
        (EVENT, False, False),
        (refused(EVENT), None, None),
        (refused(EVENT), True, False),
        (refused(EVENT), False, True),
        (NotStated(), True, None),
        (AnyOf(conditions=(NotStated(), AllMembers())), None, None),
        (AnyOf(conditions=(NotStated(), AtLeast(count=1))), None, True),
        (AllOf(conditions=(NotStated(), AtLeast(count=1))), None, None),
        (AllOf(conditions=(NotStated(), AllMembers())), None, False),
        (refused(AllOf(conditions=(NotStated(), AllMembers()))), None, True),
    ],
)
def test_what_nobody_knows_is_neither_true_nor_false(condition, awaited, expected):
    crowd = Crowd({"a"}, Setting(FOUR, Circumstances()), awaited=awaited)

    assert crowd.holds(condition, None) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Latched(condition=AtLeast(count=1)), True),
        (Latched(condition=AtLeast(count=2)), True),
        (Latched(condition=AtLeast(count=3)), False),
        (Delayed(days=5, condition=AtLeast(count=1)), True),
        (Delayed(days=6, condition=AtLeast(count=1)), None),
        (Delayed(days=5, condition=AtLeast(count=2)), False),
    ],
)
def test_delays_and_latches_are_read_with_the_spells_of_the_member_who_sets_them(
    condition, expected
):
    spells = {
        ("b", AtLeast(count=1)): Spell(date(2019, 6, 1), date(2019, 6, 1)),
        ("b", AtLeast(count=2)): Spell(date(2019, 6, 1), None),
    }
    known = Circumstances(as_of=date(2019, 6, 6), spells=spells)

    assert Crowd({"a"}, Setting(FOUR, known)).holds(condition, "b") is expected


@pytest.mark.parametrize(
    "condition",
    [
        PriceAtMost(amount_ore=300),
        AllOf(conditions=(PriceAtMost(amount_ore=300),)),
        AllOf(conditions=(AnyOf(conditions=(PriceAtMost(amount_ore=300), AllMembers())),)),
    ],
)
def test_a_price_is_that_of_the_member_who_asks(condition):
    known = Circumstances(pricing=StatedAmounts({"a": 300, "b": 301}))
    falling = Circumstances(pricing=Spread(900, {"a": 1, "b": 2}))

    for each in (known, falling):
        crowd = Crowd({"a", "b"}, Setting(FOUR, each))
        assert [crowd.holds(condition, member) for member in "ab"] == [True, False]


@pytest.mark.parametrize(
    ("trend", "own", "of_all"),
    [
        (Trend.FALLS, (1, -1), (0, -1)),
        (Trend.RISES, (-1, 1), (-1, 0)),
        (Trend.STANDS, (0, 0), (-1, -1)),
        (Trend.UNDECLARED, (0, 0), (0, 0)),
    ],
)
def test_how_more_members_bear_on_a_price(trend, own, of_all):
    limits = (PriceAtMost(amount_ore=1), PriceAtLeast(amount_ore=1))

    assert tuple(sign_of(limit, "a", trend) for limit in limits) == own
    assert tuple(sign_of(limit, None, trend) for limit in limits) == of_all


@pytest.mark.parametrize(
    ("condition", "need", "whole"),
    [
        (AllMembers(), 290, 290),
        (AllMembers(but_at_most=3), 287, 290),
        (AtLeast(count=6), 6, 290),
        (AtLeastShare(share="4/5"), 232, 290),
        (AtLeastShare(share="1/290"), 1, 290),
        (AtLeastShare(share="1/291"), 1, 290),
        (AtLeastShare(share="1/290", strictly=True), 2, 290),
        (AtLeastShare(share="100 %"), 290, 290),
    ],
)
def test_how_many_are_needed_of_how_many(condition, need, whole):
    standings = {f"m{at}": NO for at in range(290)}

    reason = resolve(standings, condition).whole.reason

    assert (reason.need, reason.whole) == (need, whole)
