"""What the reading is built of: shared vertices, strata, sums, and what may still come."""

import pytest

from core.adoption import Circumstances, Happening
from core.adoption.bounds import has_unknown
from core.adoption.graph import components
from core.adoption.network import Network, Threshold, is_personal
from core.adoption.price import Prices
from core.adoption.pricing import Spread
from core.adoption.running_sum import RunningSum
from core.adoption.setting import Setting
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Delayed,
    HigherDecision,
    Latched,
    NotQuantified,
    NotStated,
    OutsideEvent,
    PriceAtLeast,
    PriceAtMost,
)
from core.ruling import Ruling
from tests.core.plain_reading import NO, SILENT, YES, named, provided, refused
from tests.core.test_adoption_history import june

EVENT = OutsideEvent(event="statsbidrag")
PRICE = PriceAtMost(amount_ore=1)
RULINGS = (Ruling(PRICE, by="SKR", on=june(1), decision="§ 12"),)


def network(standings, condition, **known):
    return Network(Setting(standings, Circumstances(**known)), condition)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (AllMembers(), False),
        (AtLeast(count=1), False),
        (AtLeastShare(share="1/2"), False),
        (named("a"), False),
        (EVENT, False),
        (HigherDecision(body="fullmäktige"), False),
        (NotStated(), False),
        (NotQuantified(words="merparten"), False),
        (refused(AllMembers()), False),
        (AllOf(conditions=(AllMembers(), EVENT)), False),
        (AnyOf(conditions=(AllMembers(), EVENT)), False),
        (PRICE, True),
        (PriceAtLeast(amount_ore=1), True),
        (Delayed(days=1, condition=AllMembers()), True),
        (Latched(condition=AllMembers()), True),
        (refused(PRICE), True),
        (AllOf(conditions=(AllMembers(), PRICE)), True),
    ],
)
def test_a_condition_is_personal_if_it_means_something_else_for_each(condition, expected):
    assert is_personal(condition, ()) is expected


@pytest.mark.parametrize("condition", [NotStated(), NotQuantified(words="merparten")])
def test_what_somebody_may_have_ruled_a_price_is_personal(condition):
    assert is_personal(condition, RULINGS)
    assert is_personal(refused(condition), RULINGS)
    assert is_personal(AllOf(conditions=(AllMembers(), condition)), RULINGS)


@pytest.mark.parametrize(
    "condition", [AllMembers(), EVENT, refused(AllMembers()), NotQuantified(words="merparten")]
)
def test_what_two_members_ask_for_alike_is_one_vertex(condition):
    found = network({"a": provided(condition), "b": provided(condition)}, NotStated())

    assert found.proviso_vertex(0) == found.proviso_vertex(1)


def test_a_price_is_one_vertex_for_each_who_asks_for_it():
    standings = {"a": provided(PRICE), "b": provided(PRICE)}

    found = network(standings, NotStated(), pricing=Spread(2, {"a": 1, "b": 1}))

    assert found.proviso_vertex(0) != found.proviso_vertex(1)


def test_one_member_named_is_its_own_vertex():
    found = network({"a": YES, "b": NO}, named("b"))

    assert found.whole == 1


def test_only_what_is_looked_at_is_grouped():
    ring = {"a": provided(refused(named("b"))), "b": provided(refused(named("a")))}
    found = network(ring, AllMembers())

    everything = components(found, lambda _vertex: True)
    without_refusals = components(found, lambda vertex: vertex not in found.denials)

    assert {0, 1, *found.denials} in [set(group) for group in everything]
    assert [group for group in without_refusals if not found.denials.keys().isdisjoint(group)] == []


@pytest.mark.parametrize(
    ("standings", "condition", "known", "expected"),
    [
        ({"a": YES, "b": NO}, AllMembers(), {}, False),
        ({"a": YES, "b": SILENT}, AllMembers(), {}, True),
        ({"a": YES, "b": SILENT}, AllMembers(), {"is_closed": True}, False),
        ({"a": YES}, EVENT, {}, True),
        ({"a": YES}, refused(EVENT), {"is_closed": True}, True),
        ({"a": YES}, EVENT, {"facts": {"statsbidrag": Happening.HAPPENED}}, False),
        ({"a": YES}, NotStated(), {}, False),
    ],
)
def test_what_may_still_come_is_answers_and_events(standings, condition, known, expected):
    assert has_unknown(network(standings, condition, **known)) is expected


def test_a_falling_sum_passes_each_threshold_once():
    falling = RunningSum([1, 1, 1], [Threshold(1, 7), Threshold(3, 8)], 3)

    assert falling.take([0]) == [8]
    assert not falling.is_done()
    assert falling.take([1, 2]) == [7]
    assert falling.is_done()


def test_without_a_pricing_no_price_is_stated():
    prices = Prices(frozenset("a"), Setting({"a": YES}, Circumstances()))

    assert prices.price(PRICE, "a") is None
