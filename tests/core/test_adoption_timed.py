"""Delays, latches and rulings wherever they stand: in parts, refusals, rulings, provisos."""

import pytest

from core.adoption import Circumstances, Happening, MemberState, State, resolve
from core.adoption.history import Answered, Reported, play, under
from core.adoption.pricing import Spread, StatedAmounts
from core.adoption.reason import ByRuling
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    Delayed,
    Latched,
    NotQuantified,
    NotStated,
    OutsideEvent,
    PriceAtMost,
)
from core.ruling import Ruling
from tests.core.plain_reading import NO, named, provided, refused
from tests.core.test_adoption_history import NOTHING, history, june, yes

SOME = NotQuantified(words="några")
MOST = NotQuantified(words="merparten")
TEN_DAYS = Delayed(days=10, condition=AtLeast(count=1))
FROM_THE_FIRST = history("ab", yes("a", 1), yes("b", 1))
RULED = Circumstances(
    rulings=(
        Ruling(TEN_DAYS, by="SKR", on=june(1), decision="§ 12", words="några"),
        Ruling(
            AllOf(conditions=(SOME, AllMembers())),
            by="SKR",
            on=june(1),
            decision="§ 13",
            words="merparten",
        ),
    )
)


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param(AllOf(conditions=(TEN_DAYS, AllMembers())), id="one of all"),
        pytest.param(AnyOf(conditions=(TEN_DAYS, AtLeast(count=9))), id="one of several"),
        pytest.param(refused(refused(TEN_DAYS)), id="twice refused"),
        pytest.param(SOME, id="by a ruling"),
        pytest.param(MOST, id="by a ruling on what a ruling says"),
        pytest.param(AllOf(conditions=(SOME, AllMembers())), id="by a ruling on a part"),
        pytest.param(refused(refused(SOME)), id="by a ruling, twice refused"),
        pytest.param(Latched(condition=SOME), id="by a ruling, for good"),
    ],
)
def test_a_delay_runs_wherever_it_stands(condition):
    assert play(FROM_THE_FIRST, condition, RULED, june(10)).met_since is None
    assert play(FROM_THE_FIRST, condition, RULED, june(11)).met_since == june(11)


def test_a_ruling_on_other_words_sets_no_delay_going():
    condition = NotQuantified(words="alla som vill")

    played = play(FROM_THE_FIRST, condition, RULED, june(30))

    assert played.adoption.whole.state is State.UNDETERMINED


def test_a_delay_on_a_price_in_a_proviso_runs_from_that_members_own_price():
    delayed = Delayed(days=10, condition=PriceAtMost(amount_ore=300))
    joined = history("ab", Answered(june(1), "a", provided(delayed)), yes("b", 1))
    known = Circumstances(pricing=Spread(900, {"a": 1, "b": 2}))

    before = play(joined, NotStated(), known, june(10)).adoption.states
    after = play(joined, NotStated(), known, june(11)).adoption.states

    assert (before["a"], after["a"]) == (MemberState.OPEN, MemberState.SECURED)


@pytest.mark.parametrize(
    "proviso", [SOME, AllOf(conditions=(SOME, AtLeast(count=1))), refused(refused(SOME))]
)
def test_a_price_that_somebody_ruled_is_each_members_own(proviso):
    found = Ruling(PriceAtMost(amount_ore=300), by="SKR", on=june(1), decision="§ 12")
    known = Circumstances(rulings=(found,), pricing=StatedAmounts({"a": 300, "b": 301}))

    states = resolve({"a": provided(proviso), "b": provided(proviso)}, NotStated(), known).states

    assert states == {"a": MemberState.SECURED, "b": MemberState.IMPOSSIBLE}


def test_a_latch_and_a_delay_that_rest_on_each_other_through_members_are_read_day_by_day():
    joined = history(
        "abc",
        Answered(june(1), "a", provided(Delayed(days=3, condition=named("b")))),
        Answered(june(1), "b", provided(Delayed(days=4, condition=named("c")))),
        yes("c", 1),
        Answered(june(20), "c", NO),
    )
    both = Latched(condition=named("a", "b"))

    assert play(joined, both, NOTHING, june(7)).met_since is None
    assert play(joined, both, NOTHING, june(8)).met_since == june(8)
    assert play(joined, both, NOTHING, june(30)).met_since == june(8)
    assert play(joined, named("a", "b"), NOTHING, june(30)).spell.first == june(8)
    assert play(joined, named("a", "b"), NOTHING, june(30)).met_since is None


@pytest.mark.parametrize(
    ("day", "state"), [(3, State.OPEN), (4, State.MET), (8, State.MET), (9, State.IMPOSSIBLE)]
)
def test_the_state_knows_of_the_events_reported_until_then(day, state):
    reported = history(
        "a",
        Reported(june(4), "statsbidrag", Happening.HAPPENED),
        Reported(june(9), "statsbidrag", Happening.WONT_HAPPEN),
    )

    played = play(reported, OutsideEvent(event="statsbidrag"), NOTHING, june(day))

    assert played.adoption.whole.state is state


def test_a_candidate_is_read_as_a_ruling_of_that_day_that_nobody_has_made():
    (candidate,) = under((AtLeast(count=1),), FROM_THE_FIRST, MOST, RULED, june(2))

    reason = candidate.played.adoption.whole.reason
    assert isinstance(reason, ByRuling)
    assert reason.ruling == Ruling(AtLeast(count=1), by="", on=june(2), decision="")
