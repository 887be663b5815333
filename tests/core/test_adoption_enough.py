"""What would be enough, who is pivotal, who made it impossible."""

from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given

from core.adoption import Circumstances, Happening, Spell, State, resolve
from core.adoption.suffice import Enough
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Latched,
    Measure,
    NotStated,
    OutsideEvent,
    TheseMembers,
)
from tests.core.condition_strategies import EVENTS, searched, worlds
from tests.core.plain_reading import NO, SILENT, YES, World, named, provided, refused

HALF_OF_ALL = AtLeastShare(of=Measure.POPULATION, share=Fraction(1, 2))
POPULATION = {"a": 50, "b": 30, "c": 10, "d": 10}


def whole(standings, condition, known=None):
    return resolve(standings, condition, known).whole


def silent(*members):
    return dict.fromkeys(members, SILENT)


@pytest.mark.parametrize(
    ("standings", "condition", "expected"),
    [
        ({"a": YES}, AllMembers(), Enough((), is_fewest=True)),
        ({"a": YES, "b": SILENT}, AllMembers(), Enough(("b",), is_fewest=True)),
        ({"a": NO, "b": SILENT}, AllMembers(), None),
        ({"a": SILENT, "b": SILENT}, NotStated(), None),
        (silent("d", "c", "b", "a"), HALF_OF_ALL, Enough(("a",), is_fewest=True)),
        ({"a": NO} | silent("d", "c", "b"), HALF_OF_ALL, Enough(("b", "d", "c"), is_fewest=True)),
        (silent("a", "b", "c", "d"), AtLeast(count=2), Enough(("a", "b"), is_fewest=True)),
        pytest.param(
            {"a": provided(AllMembers()), "b": SILENT},
            AllMembers(),
            Enough(("b",), is_fewest=True),
            id="who leans on the others isn't counted as further",
        ),
        pytest.param(
            silent("a", "b", "c", "d"),
            AnyOf(conditions=(AllMembers(), named("c"))),
            Enough(("c",), is_fewest=True),
            id="the shorter of two ways",
        ),
        pytest.param(
            silent("a", "b", "c"),
            AnyOf(conditions=(named("a", "b"), named("c"))),
            Enough(("c",), is_fewest=True),
            id="one who is named instead of two",
        ),
        pytest.param(
            silent("a", "b", "c"),
            AllOf(conditions=(refused(named("a")), AtLeast(count=2))),
            Enough(("b", "c"), is_fewest=True),
            id="but not with the one who mustn't",
        ),
        pytest.param(
            {"a": SILENT},
            AllOf(conditions=(AllMembers(), OutsideEvent(event="statsbidrag"))),
            Enough(("a",), is_fewest=True),
            id="if the event happens too",
        ),
        pytest.param(
            {"a": provided(NotStated()), "b": SILENT},
            AllOf(conditions=(refused(named("a")), named("b"))),
            None,
            id="nor if it hangs on a ruling whether the one who mustn't joins",
        ),
        pytest.param(
            {"a": provided(refused(named("b"))), "b": provided(refused(named("a"))), "c": SILENT},
            AllMembers(),
            None,
            id="nobody's yes unties a knot",
        ),
        (silent("a", "b", "c"), named("b"), Enough(("b",), is_fewest=True)),
        pytest.param(
            silent("a", "b"),
            AllOf(conditions=(named("a"), TheseMembers(members=("b",)))),
            Enough(("a", "b"), is_fewest=True),
            id="both named",
        ),
    ],
)
def test_fewest_further_members(standings, condition, expected):
    assert whole(standings, condition, Circumstances(population=POPULATION)).enough == expected


def test_after_closing_nobody_further_is_awaited():
    closed = Circumstances(is_closed=True)

    assert whole({"a": YES, "b": SILENT}, AllMembers(), closed).enough is None
    assert whole({"a": YES, "b": SILENT}, AtLeast(count=1), closed).enough == Enough(
        (), is_fewest=True
    )
    event = OutsideEvent(event="statsbidrag")
    assert whole({"a": YES, "b": SILENT}, event, closed).enough is None


def test_largest_first_over_many_members():
    standings = {f"s{each}": SILENT for each in range(290)}
    population = {code: 1000 + at for at, code in enumerate(standings)}

    found = whole(standings, HALF_OF_ALL, Circumstances(population=population)).enough

    assert found.is_fewest
    # The 136 largest have 166 124 of 331 905 inhabitants, the 135 largest only 164 970.
    assert found.members == tuple(f"s{each}" for each in range(289, 289 - 136, -1))


def test_too_many_ways_to_try_give_a_choice_that_no_member_can_be_left_out_of():
    standings = {f"s{each}": SILENT for each in range(30)}
    known = Circumstances(
        population={code: at for at, code in enumerate(standings)},
        cost_ore={code: 30 - at for at, code in enumerate(standings)},
    )
    condition = AllOf(conditions=(HALF_OF_ALL, AtLeastShare(of=Measure.COST, share=Fraction(1, 2))))

    found = whole(standings, condition, known).enough

    assert not found.is_fewest
    for left_out in found.members:
        said = dict.fromkeys(set(found.members) - {left_out}, YES)
        assert whole(dict.fromkeys(standings, NO) | said, condition, known).state is not State.MET
    said = dict.fromkeys(found.members, YES)
    assert whole(dict.fromkeys(standings, NO) | said, condition, known).state is State.MET


@pytest.mark.parametrize(("asked", "is_fewest"), [(10, True), (11, False)])
def test_every_combination_is_tried_out_of_ten_members_at_most(asked, is_fewest):
    standings = silent(*(f"s{each}" for each in range(asked)))
    pairs = AnyOf(conditions=(named("s0", "s1"), named("s2", "s3")))

    assert whole(standings, pairs).enough == Enough(("s0", "s1"), is_fewest)


@pytest.mark.parametrize("heavy", [Measure.POPULATION, Measure.COST])
def test_the_shorter_choice_counts_where_population_and_cost_lead_to_different_ones(heavy):
    standings = silent(*(f"s{each:02}" for each in range(20)))
    even = dict.fromkeys(standings, 1)
    uneven = even | {"s19": 100}
    known = Circumstances(
        population=uneven if heavy is Measure.POPULATION else even,
        cost_ore=uneven if heavy is Measure.COST else even,
    )
    either = AnyOf(conditions=(HALF_OF_ALL, AtLeastShare(of=Measure.COST, share=Fraction(1, 2))))

    assert whole(standings, either, known).enough == Enough(("s19",), is_fewest=False)


def test_an_event_that_will_not_happen_stands_in_nobodys_way():
    standings = silent(*(f"s{each:02}" for each in range(20)))
    unless = refused(OutsideEvent(event="statsbidrag"))
    known = Circumstances(facts={"statsbidrag": Happening.WONT_HAPPEN})

    found = whole(standings, AllOf(conditions=(unless, AtLeast(count=2))), known).enough

    assert found == Enough(("s00", "s01"), is_fewest=True)


@given(worlds(max_size=5))
@searched
def test_enough_is_the_smallest_choice_of_all(drawn):
    world, condition = drawn
    known = Circumstances(population=world.population, cost_ore=world.cost)
    reading = whole(world.standings, condition, known)
    asked = [member for member, standing in world.standings.items() if standing is SILENT]

    def is_met(chosen, events):
        said = {
            code: (YES if code in chosen else NO) if standing is SILENT else standing
            for code, standing in world.standings.items()
        }
        end = World(said, world.population, world.cost, events)
        return end.holds(condition, None, end.greatest()[-1])

    sizes = [
        size
        for size in range(len(asked) + 1)
        if any(is_met(chosen, frozenset(EVENTS)) for chosen in combinations(asked, size))
    ]

    if reading.state is State.MET:
        assert reading.enough == Enough((), is_fewest=True)
    elif not sizes:
        assert reading.enough is None
    else:
        assert reading.enough.is_fewest
        assert len(reading.enough.members) == sizes[0]
        assert is_met(reading.enough.members, frozenset(EVENTS))


@pytest.mark.parametrize(
    ("standings", "condition", "expected"),
    [
        ({"a": YES, "b": YES}, AllMembers(), ("a", "b")),
        ({"a": YES, "b": SILENT, "c": SILENT}, AllMembers(), ("b", "c")),
        ({"a": YES, "b": YES, "c": NO}, AtLeast(count=1), ()),
        ({"a": YES, "b": YES, "c": NO}, AtLeast(count=2), ("a", "b")),
        (dict.fromkeys("abcd", YES), HALF_OF_ALL, ()),
        ({"a": YES, "b": YES, "c": NO, "d": NO}, HALF_OF_ALL, ("a",)),
        ({"a": YES, "b": NO}, AllMembers(), ()),
        pytest.param(
            {"a": YES, "b": provided(named("a")), "c": YES, "d": NO},
            AtLeast(count=2),
            ("a",),
            id="who takes another along",
        ),
        pytest.param(
            {"a": provided(AtLeast(count=3)), "b": YES, "c": YES},
            AtLeast(count=2),
            ("b", "c"),
            id="who leaves without taking anybody along decides nothing",
        ),
        pytest.param(
            dict.fromkeys("abc", YES),
            AnyOf(conditions=(named("a", "b"), named("a", "c"))),
            ("a",),
            id="of those who are named only the one who is named twice",
        ),
    ],
)
def test_pivotal_members_alone_decide(standings, condition, expected):
    assert whole(standings, condition, Circumstances(population=POPULATION)).pivotal == expected


def test_of_two_who_ask_for_the_same_the_one_whose_latch_holds_leans_on_nobody():
    latched = provided(Latched(condition=AtLeast(count=3)))
    known = Circumstances(spells={("a", AtLeast(count=3)): Spell(date(2019, 6, 1), None)})

    found = whole({"a": latched, "b": latched, "c": YES}, AtLeast(count=2), known).pivotal

    assert found == ("a", "c")


@given(worlds(max_size=5, events=False))
@searched
def test_pivotal_is_who_changes_the_state_by_staying_out(drawn):
    world, condition = drawn
    known = Circumstances(population=world.population, cost_ore=world.cost)
    reading = whole(world.standings, condition, known)
    worse = {State.MET: State.MET, State.OPEN: State.IMPOSSIBLE}.get(reading.state)

    for member in world.standings:
        without = whole(world.standings | {member: NO}, condition, known).state
        is_asked = reading.state is State.MET or world.standings[member] is SILENT
        changes = without is not State.MET if worse is State.MET else without is worse
        assert (member in reading.pivotal) == bool(worse and is_asked and changes)


def test_who_made_it_impossible_is_told_apart_from_who_fell_with_it():
    standings = {"a": YES, "b": NO, "c": provided(named("b")), "d": provided(named("c"))}

    adoption = resolve(standings, AllMembers())

    assert adoption.whole.declined == ("b",)
    assert adoption.whole.fallen == ("c", "d")
    assert adoption.chain("d") == ("d", "c", "b")
    assert adoption.chain("a") == ("a",)
