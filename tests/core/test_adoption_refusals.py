"""Conditions that another's joining takes away: strata, contradictions, and polarity."""

import pytest

from core.adoption import Happening, MemberState, State, Support, Trend, resolve
from core.adoption.bounds import Silence
from core.adoption.circumstances import Circumstances
from core.adoption.knot import Knot
from core.adoption.polarity import NotMonotone, Objection, objections
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Base,
    Delayed,
    Latched,
    NotQuantified,
    NotStated,
    OutsideEvent,
    PriceAtLeast,
    PriceAtMost,
)
from tests.core.plain_reading import NO, SILENT, YES, named, provided, refused

SECURED, OPEN, OUT, HUMAN = MemberState


def unless(*members):
    """Return the standing: yes, unless any of these is in."""
    return provided(AllOf(conditions=tuple(refused(named(member)) for member in members)))


def states(standings):
    return tuple(resolve(standings, NotStated()).states.values())


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ({"a": unless("b"), "b": YES}, (OUT, SECURED)),
        ({"a": unless("b"), "b": NO}, (SECURED, OUT)),
        ({"a": unless("b"), "b": SILENT}, (OPEN, OPEN)),
        ({"a": unless("b"), "b": unless("c"), "c": YES}, (SECURED, OUT, SECURED)),
        (
            {"a": unless("b"), "b": unless("c"), "c": unless("d"), "d": NO},
            (SECURED, OUT, SECURED, OUT),
        ),
        ({"a": unless("b"), "b": unless("a")}, (HUMAN, HUMAN)),
        ({"a": unless("a")}, (HUMAN,)),
        ({"a": unless("b"), "b": unless("a"), "c": unless("a", "b")}, (HUMAN, HUMAN, HUMAN)),
        ({"a": unless("b"), "b": unless("a"), "c": YES}, (HUMAN, HUMAN, SECURED)),
        pytest.param(
            {"a": unless("b", "c"), "b": unless("a", "c"), "c": YES},
            (OUT, OUT, SECURED),
            id="a third settles a contradiction",
        ),
        pytest.param(
            {"a": unless("b", "c"), "b": unless("a", "c"), "c": SILENT},
            (HUMAN, HUMAN, OPEN),
            id="a third might, or might not, settle it",
        ),
        pytest.param(
            {"a": provided(refused(refused(named("b")))), "b": provided(named("a"))},
            (SECURED, SECURED),
            id="two refusals cancel out",
        ),
        pytest.param(
            {"a": provided(refused(AllOf(conditions=(refused(named("b")), refused(named("c"))))))}
            | {"b": provided(named("a")), "c": NO},
            (SECURED, SECURED, OUT),
            id="not (not b and not c) is b or c",
        ),
        pytest.param(
            {"a": unless("b"), "b": provided(AllOf(conditions=(refused(named("a")), named("c"))))}
            | {"c": NO},
            (SECURED, OUT, OUT),
            id="what has failed anyway contradicts nothing",
        ),
    ],
)
def test_refusals(standings, expected):
    assert states(standings) == expected


def test_a_long_chain_of_refusals_alternates_without_recursion():
    length = 5_000
    standings = {f"m{at}": unless(f"m{at + 1}") for at in range(length)} | {f"m{length}": YES}

    found = states(standings)

    assert found == (SECURED, OUT) * (length // 2) + (SECURED,)


def test_a_member_who_steps_back_for_another_falls_in_a_round_of_its_own():
    members = resolve({"a": unless("b"), "b": YES, "c": provided(named("a"))}, NotStated()).members

    assert (members["a"].fall.round, members["c"].fall.round) == (1, 2)
    assert members["a"].fall.reason.state is State.IMPOSSIBLE
    assert members["c"].fall.because_of == ("a",)
    assert members["b"].support is Support.ALONE


def sets(*members):
    return tuple(frozenset(each) for each in members)


@pytest.mark.parametrize(
    ("standings", "knots"),
    [
        ({"a": unless("b"), "b": YES}, []),
        ({"a": unless("b"), "b": unless("a")}, [(("a", "b"), sets("a", "b"))]),
        ({"a": unless("a")}, [(("a",), ())]),
        (
            {"a": unless("b"), "b": unless("a"), "c": unless("d"), "d": unless("c", "a")},
            [(("a", "b"), sets("a", "b")), (("c", "d"), sets("c", "d"))],
        ),
        pytest.param(
            {"a": unless("b"), "b": unless("c"), "c": unless("a")},
            [(("a", "b", "c"), ())],
            id="three in a ring have no stable outcome",
        ),
        pytest.param(
            {"a": unless("b"), "b": provided(AllOf(conditions=(refused(named("a")), named("c"))))}
            | {"c": provided(named("b"))},
            [(("a", "b", "c"), sets("a", "bc"))],
            id="partners stand together or not at all",
        ),
    ],
)
def test_knots_list_every_stable_outcome(standings, knots):
    found = resolve(standings, NotStated()).knots

    assert [(knot.members, knot.stable_sets) for knot in found] == knots


def test_a_large_knot_is_named_but_not_listed():
    ring = {f"m{at:02}": unless(f"m{(at + 1) % 13:02}") for at in range(13)}

    (knot,) = resolve(ring, NotStated()).knots

    assert knot == Knot(tuple(ring), Silence.AS_NO, None)


def test_the_largest_knot_that_is_listed_has_twelve():
    ring = {f"m{at:02}": unless(f"m{(at + 1) % 12:02}") for at in range(12)}

    (knot,) = resolve(ring, NotStated()).knots

    assert knot.stable_sets == (frozenset(list(ring)[::2]), frozenset(list(ring)[1::2]))


def test_a_knot_that_only_arises_if_a_silent_member_joins_says_so():
    in_c = named("c")
    standings = {
        "a": provided(AllOf(conditions=(refused(named("b")), in_c))),
        "b": provided(AllOf(conditions=(refused(named("a")), in_c))),
        "c": SILENT,
    }

    adoption = resolve(standings, NotStated())

    assert [(k.silence, k.stable_sets) for k in adoption.knots] == [
        (Silence.AS_YES, sets("a", "b"))
    ]
    assert tuple(adoption.states.values()) == (HUMAN, HUMAN, OPEN)


def test_a_knot_that_hangs_on_a_ruling_is_not_listed():
    unclear = NotQuantified(words="tillräckligt många")
    standings = {
        "a": provided(AllOf(conditions=(refused(named("b")), unclear))),
        "b": unless("a"),
    }

    (knot,) = resolve(standings, NotStated()).knots

    assert knot.stable_sets is None


def test_a_knot_hangs_on_an_event_as_it_is_read():
    event = OutsideEvent(event="statsbidrag")
    standings = {
        "a": provided(AllOf(conditions=(refused(named("b")), event))),
        "b": unless("a"),
    }

    adoption = resolve(standings, NotStated())

    assert [(k.silence, k.stable_sets) for k in adoption.knots] == [
        (Silence.AS_YES, sets("a", "b"))
    ]
    happened = Circumstances(facts={"statsbidrag": Happening.WONT_HAPPEN})
    assert resolve(standings, NotStated(), happened).knots == ()


def test_what_no_contradiction_can_change_is_still_settled():
    standings = {"a": unless("b"), "b": unless("a"), "c": YES, "d": YES, "e": NO}

    assert resolve(standings, AtLeast(count=2)).whole.state is State.MET
    assert resolve(standings, AtLeast(count=3)).whole.state is State.UNDETERMINED
    assert resolve(standings, AllMembers()).whole.state is State.IMPOSSIBLE


@pytest.mark.parametrize(
    ("condition", "trend", "expected"),
    [
        (AllMembers(), Trend.UNDECLARED, []),
        (refused(named("a")), Trend.STANDS, [(named("a"), Objection.REFUSAL)]),
        (refused(refused(named("a"))), Trend.STANDS, []),
        (refused(OutsideEvent(event="statsbidrag")), Trend.STANDS, []),
        (PriceAtMost(amount_ore=1), Trend.FALLS, []),
        (PriceAtMost(amount_ore=1), Trend.STANDS, []),
        (PriceAtMost(amount_ore=1), Trend.RISES, [(PriceAtMost(amount_ore=1), Objection.PRICE)]),
        (
            PriceAtMost(amount_ore=1),
            Trend.UNDECLARED,
            [(PriceAtMost(amount_ore=1), Objection.PRICE)],
        ),
        (PriceAtLeast(amount_ore=1), Trend.FALLS, [(PriceAtLeast(amount_ore=1), Objection.PRICE)]),
        (PriceAtLeast(amount_ore=1), Trend.RISES, []),
        (refused(PriceAtLeast(amount_ore=1)), Trend.FALLS, []),
        (
            refused(Latched(condition=AtLeast(count=2))),
            Trend.STANDS,
            [(AtLeast(count=2), Objection.REFUSAL)],
        ),
        (
            AtLeastShare(share="1/2", base=Base.ANSWERED),
            Trend.STANDS,
            [(AtLeastShare(share="1/2", base=Base.ANSWERED), Objection.ANSWERED_BASE)],
        ),
        (
            AllOf(conditions=(Latched(condition=PriceAtMost(amount_ore=1)), AllMembers())),
            Trend.FALLS,
            [],
        ),
        (
            refused(AllOf(conditions=(PriceAtMost(amount_ore=1), AtLeast(count=2)))),
            Trend.FALLS,
            [
                (PriceAtMost(amount_ore=1), Objection.PRICE),
                (AtLeast(count=2), Objection.REFUSAL),
            ],
        ),
        (
            AnyOf(
                conditions=(
                    AllMembers(base=Base.ANSWERED),
                    Delayed(days=1, condition=refused(AtLeast(count=2))),
                    Latched(condition=AtLeastShare(share="1/2")),
                )
            ),
            Trend.STANDS,
            [
                (AllMembers(base=Base.ANSWERED), Objection.ANSWERED_BASE),
                (AtLeast(count=2), Objection.REFUSAL),
            ],
        ),
    ],
)
def test_polarity_names_what_a_yes_could_take_away(condition, trend, expected):
    assert objections(condition, trend) == tuple(NotMonotone(*each) for each in expected)


@pytest.mark.parametrize("depth", [60, 61])
def test_deeply_nested_refusals_are_read_in_no_time(depth):
    condition = AtLeast(count=1)
    for _ in range(depth):
        condition = refused(AllOf(conditions=(condition,)))

    expected = State.MET if depth % 2 == 0 else State.IMPOSSIBLE
    assert resolve({"a": YES}, condition).whole.state is expected
