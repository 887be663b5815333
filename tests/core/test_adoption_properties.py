"""What must hold of every set of answers: the solver against trying everything."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.adoption import Adoption, Circumstances, MemberState, State, Support, resolve
from core.answer import Says
from core.condition import Condition
from tests.core.condition_strategies import EVENTS, mentioned, searched, worlds
from tests.core.plain_reading import NO, SILENT, YES, World, completions


def read(world: World, condition: Condition) -> Adoption:
    return resolve(
        world.standings,
        condition,
        Circumstances(population=world.population, cost_ore=world.cost),
    )


def outcomes(world: World, condition: Condition) -> list[World]:
    provisos = [s.proviso for s in world.standings.values() if s.proviso]
    events = frozenset().union(*(mentioned(each) for each in [condition, *provisos]))
    return list(completions(world, events))


@given(worlds())
@searched
def test_secured_survives_and_impossible_excludes_every_completion(drawn):
    world, condition = drawn
    adoption = read(world, condition)

    ends = [each.greatest()[-1] for each in outcomes(world, condition)]

    assert adoption.secured == frozenset.intersection(*ends)
    assert adoption.possible == frozenset.union(*ends)


@given(worlds(max_size=10, events=False))
@settings(searched, max_examples=searched.max_examples // 4)
def test_ten_members_are_read_as_trying_everything_reads_them(drawn):
    world, condition = drawn
    adoption = read(world, condition)

    ends = [(each, each.greatest()[-1]) for each in outcomes(world, condition)]

    assert adoption.secured == frozenset.intersection(*(end for _, end in ends))
    assert adoption.possible == frozenset.union(*(end for _, end in ends))
    is_met = {each.holds(condition, None, end) for each, end in ends}
    assert (adoption.whole.state is State.MET) == (is_met == {True})
    assert (adoption.whole.state is State.IMPOSSIBLE) == (is_met == {False})


@given(worlds())
@searched
def test_the_whole_is_met_in_every_completion_or_impossible_in_all(drawn):
    world, condition = drawn

    holds = {
        each.holds(condition, None, each.greatest()[-1]) for each in outcomes(world, condition)
    }

    expected = {(True,): State.MET, (False,): State.IMPOSSIBLE}.get(tuple(holds), State.OPEN)
    assert read(world, condition).whole.state is expected


@given(worlds(events=False))
@searched
def test_rounds_are_those_of_removing_all_at_once(drawn):
    world, condition = drawn
    answered = World(
        {code: NO if s is SILENT else s for code, s in world.standings.items()},
        world.population,
        world.cost,
    )

    rounds = answered.greatest()

    expected = {
        code: next((at for at, left in enumerate(rounds) if code not in left), None)
        for code, standing in answered.standings.items()
        if standing.says is Says.CONDITIONALLY_YES
    }
    members = read(answered, condition).members
    assert {code: (f.round if (f := members[code].fall) else None) for code in expected} == expected


@given(worlds(events=False))
@searched
def test_greatest_fixed_point_contains_every_other_and_least_is_in_all(drawn):
    world, condition = drawn
    answered = World(
        {code: NO if s is SILENT else s for code, s in world.standings.items()},
        world.population,
        world.cost,
    )
    adoption = read(answered, condition)
    alone = frozenset(
        code for code, member in adoption.members.items() if member.support is Support.ALONE
    )

    fixed = answered.fixed_points()

    assert adoption.secured == frozenset.union(*fixed)
    assert adoption.secured in fixed
    assert alone == frozenset.intersection(*fixed) == answered.least()


@given(worlds(), st.data())
@searched
def test_adding_a_yes_never_takes_a_monotone_condition_away(drawn, data):
    world, condition = drawn
    joining = data.draw(st.sampled_from(sorted(world.standings)))
    more = World({**world.standings, joining: YES}, world.population, world.cost)

    before, after = read(world, condition), read(more, condition)

    assert before.secured <= after.secured
    assert before.possible <= after.possible
    order = [State.IMPOSSIBLE, State.OPEN, State.MET]
    assert order.index(before.whole.state) <= order.index(after.whole.state)


@given(worlds(monotone=False), st.randoms(use_true_random=False))
@searched
def test_the_order_of_members_changes_nothing(drawn, random):
    world, condition = drawn
    shuffled = list(world.standings.items())
    random.shuffle(shuffled)
    again = World(dict(shuffled), world.population, world.cost)

    one, other = read(world, condition), read(again, condition)

    assert one.whole.state is other.whole.state
    assert {m: (r.state, r.support, r.fall and r.fall.round) for m, r in one.members.items()} == {
        m: (r.state, r.support, r.fall and r.fall.round) for m, r in other.members.items()
    }


@given(worlds(monotone=False))
@searched
def test_refusals_never_promise_more_than_every_stable_outcome_keeps(drawn):
    world, condition = drawn
    adoption = read(world, condition)

    for each in outcomes(world, condition):
        for stable in each.stable():
            assert adoption.secured <= stable <= adoption.possible
            if adoption.whole.state in {State.MET, State.IMPOSSIBLE}:
                is_met = each.holds(condition, None, stable)
                assert is_met == (adoption.whole.state is State.MET)


@given(worlds(monotone=False))
@searched
def test_what_is_not_left_to_a_human_has_one_outcome(drawn):
    world, condition = drawn
    adoption = read(world, condition)
    states = {member.state for member in adoption.members.values()}

    if MemberState.UNDETERMINED not in states and not adoption.knots:
        for answer in (YES, NO):
            standings = {c: answer if s is SILENT else s for c, s in world.standings.items()}
            events = frozenset(EVENTS) if answer is YES else frozenset()
            end = World(standings, world.population, world.cost, events)
            assert len(end.stable()) == 1


@given(worlds(monotone=False, events=False))
@searched
def test_knots_list_the_stable_outcomes_and_all_of_them(drawn):
    world, condition = drawn
    standings = {code: NO if s is SILENT else s for code, s in world.standings.items()}
    answered = World(standings, world.population, world.cost)

    knots = read(answered, condition).knots

    outcomes_of_all = answered.stable()
    for knot in knots:
        assert knot.stable_sets is not None
        for outcome in outcomes_of_all:
            assert outcome & frozenset(knot.members) in knot.stable_sets
    if len(knots) == 1:
        assert bool(knots[0].stable_sets) == bool(outcomes_of_all)
