"""How one member stands: on its own or together with others, and by what it fell."""

import pytest

from core.adoption import (
    Circumstances,
    Happening,
    MemberReading,
    MemberState,
    Support,
    resolve,
)
from core.adoption.pricing import Spread
from core.answer import Says
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    Latched,
    NotStated,
    OutsideEvent,
    PriceAtMost,
)
from tests.core.plain_reading import NO, SILENT, YES, named, provided, refused
from tests.core.test_adoption_prices import Undeclared

ALONE, TOGETHER = Support
EVENT = OutsideEvent(event="statsbidrag")
AT_MOST_450 = provided(PriceAtMost(amount_ore=450))


def members(standings, known=None):
    return resolve(standings, NotStated(), known).members


def supports(standings, known=None):
    return "".join(
        {ALONE: "a", TOGETHER: "t", None: "-"}[each.support]
        for each in members(standings, known).values()
    )


def test_a_member_is_read_with_its_code_and_what_it_says():
    found = members({"a": YES, "b": NO, "c": SILENT, "d": provided(named("a"))})

    assert list(found.values()) == [
        MemberReading("a", Says.YES, MemberState.SECURED, ALONE, None),
        MemberReading("b", Says.NO, MemberState.IMPOSSIBLE, None, None),
        MemberReading("c", Says.SILENT, MemberState.OPEN, ALONE, None),
        MemberReading("d", Says.CONDITIONALLY_YES, MemberState.SECURED, ALONE, None),
    ]


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        pytest.param({"a": provided(EVENT)}, "a", id="what has happened leans on nobody"),
        pytest.param({"a": provided(refused(named("b"))), "b": NO}, "a-", id="unless one is in"),
        pytest.param(
            {"a": provided(refused(AtLeast(count=2))), "b": NO}, "a-", id="unless there are two"
        ),
        pytest.param(
            {
                "a": provided(AnyOf(conditions=(named("b"), named("c")))),
                "b": provided(named("a")),
                "c": SILENT,
            },
            "tta",
            id="who is secured is read without those who may still join",
        ),
    ],
)
def test_who_leans_on_others(standings, expected):
    known = Circumstances(facts={EVENT.fact: Happening.HAPPENED})

    assert supports(standings, known) == expected


def test_counts_are_reached_beside_prices():
    known = Circumstances(pricing=Spread(900, {"a": 1, "b": 1, "c": 1}))

    assert supports({"a": AT_MOST_450, "b": YES, "c": provided(AtLeast(count=1))}, known) == "aaa"


@pytest.mark.parametrize(("pricing", "expected"), [(Spread, "ttt"), (Undeclared, "att")])
def test_a_price_of_undeclared_trend_is_read_once_it_is_known_who_is_in(pricing, expected):
    partners = {"b": provided(named("c")), "c": provided(named("b"))}
    known = Circumstances(pricing=pricing(900, {"a": 1, "b": 1, "c": 1}))

    assert supports({"a": AT_MOST_450} | partners, known) == expected


def test_who_cannot_be_in_at_best_fell_by_those_who_are_lost_at_best():
    fall = members({"a": provided(AllMembers()), "b": NO, "c": SILENT})["a"].fall

    assert (fall.round, fall.because_of) == (1, ("b",))


def test_who_is_open_would_fall_by_those_who_are_silent_too():
    fall = members({"a": provided(AllMembers()), "b": YES, "c": SILENT})["a"].fall

    assert (fall.round, fall.because_of) == (1, ("c",))


@pytest.mark.parametrize(
    ("proviso", "because_of"),
    [
        (AllOf(conditions=(named("b"), EVENT)), ("b",)),
        (Latched(condition=named("b")), ("b",)),
        (EVENT, ()),
        (refused(named("c")), ()),
    ],
)
def test_a_chain_ends_where_nobody_else_made_it_fail(proviso, because_of):
    known = Circumstances(facts={EVENT.fact: Happening.WONT_HAPPEN})
    adoption = resolve({"a": provided(proviso), "b": NO, "c": YES}, NotStated(), known)

    assert adoption.members["a"].fall.because_of == because_of
    assert adoption.chain("a") == ("a", *because_of)
