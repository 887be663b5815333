"""Knots in detail: which outcomes are listed, what they rest on, and when nobody can tell."""

from itertools import permutations

import pytest

from core.adoption import resolve
from core.adoption.bounds import Silence
from core.adoption.circumstances import Circumstances
from core.adoption.knot import Knot
from core.adoption.pricing import Spread
from core.condition import AllOf, AnyOf, AtLeast, NotQuantified, NotStated, PriceAtLeast
from tests.core.plain_reading import YES, named, provided, refused

ENOUGH = NotQuantified(words="tillräckligt många")
EITHER_OF_TWO = {"a": provided(refused(named("b"))), "b": provided(refused(named("a")))}


def all_of(*parts):
    return AllOf(conditions=parts)


def sets(*members):
    return tuple(frozenset(each) for each in members)


def listed(standings, condition=None, known=None):
    found = resolve(standings, condition or NotStated(), known).knots
    return [("".join(knot.members), knot.stable_sets) for knot in found]


def test_outcomes_are_those_of_every_outcome_of_the_knot_that_they_hang_on():
    standings = EITHER_OF_TWO | {
        "c": provided(refused(named("d"))),
        "d": provided(all_of(refused(named("c")), named("a"))),
    }

    assert listed(standings) == [("ab", sets("a", "b")), ("cd", sets("c", "d"))]


def test_knots_that_have_nothing_to_do_with_each_other_are_listed_however_many():
    standings = {}
    for one, other in ("ab", "cd", "ef", "gh", "ij", "kl", "mn"):
        standings[one] = provided(refused(named(other)))
        standings[other] = provided(refused(named(one)))

    found = dict(listed(standings))

    assert found == {pair: sets(*pair) for pair in ("ab", "cd", "ef", "gh", "ij", "kl", "mn")}


def test_partners_do_not_stay_out_where_they_could_stand_together():
    partners = {
        "c": provided(named("d")),
        "d": provided(all_of(named("c"), AnyOf(conditions=(named("a"), named("b"))))),
    }
    standings = partners | {
        "a": provided(all_of(refused(named("b")), named("c"))),
        "b": provided(all_of(refused(named("a")), named("c"))),
    }

    assert listed(standings) == [("cdab", sets("acd", "bcd"))]


def test_who_only_waits_for_a_ruling_is_no_knot():
    standings = {"a": provided(ENOUGH), "b": provided(refused(named("a")))}

    assert listed(standings) == []


@pytest.mark.parametrize(
    ("condition", "known"),
    [
        pytest.param(refused(AtLeast(count=2)), None, id="a count refused"),
        pytest.param(
            PriceAtLeast(amount_ore=1),
            Circumstances(pricing=Spread(100, {"c": 1})),
            id="a price that is stated of one only",
        ),
    ],
)
def test_what_the_whole_asks_ties_no_knot(condition, known):
    assert listed(EITHER_OF_TWO | {"c": YES}, condition, known) == [("ab", sets("a", "b"))]


def test_a_price_asked_of_the_whole_that_nobody_stated_ties_no_knot():
    known = Circumstances(pricing=Spread(100, {}))

    assert listed({"a": YES}, PriceAtLeast(amount_ore=1), known) == []


def test_a_knot_that_cannot_be_listed_says_who_and_in_which_reading():
    standings = {
        "a": provided(all_of(refused(named("b")), ENOUGH)),
        "b": provided(refused(named("a"))),
    }

    assert resolve(standings, NotStated()).knots == (Knot(("a", "b"), Silence.AS_NO, None),)


HANGING = {
    "c": provided(named("a")),
    "a": provided(named("b")),
    "b": provided(all_of(named("a"), ENOUGH, refused(named("c")))),
}
"""Ruled as met there is no stable outcome; ruled as not met, nobody is in."""


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_outcomes_that_a_ruling_would_change_are_not_listed_in_any_order(order):
    (knot,) = resolve({code: HANGING[code] for code in order}, NotStated()).knots

    assert knot == Knot(order, Silence.AS_NO, None)
