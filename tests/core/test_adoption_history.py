"""Since when: delays, latches, rulings and candidate thresholds over dated answers."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adoption import Circumstances, Happening, MemberState, Spell, State, resolve
from core.adoption.history import Answered, History, Reported, play, under
from core.adoption.reason import AwaitsRuling, ByRuling, Counted, DeclaredSo, Kept, Waiting
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Delayed,
    Latched,
    NotQuantified,
    NotStated,
    OutsideEvent,
)
from core.ruling import Declared, Ruling, ruled
from tests.core.condition_strategies import searched
from tests.core.plain_reading import NO, SILENT, YES, named, provided, refused

ENOUGH = NotQuantified(words="tillräckligt många")
NOTHING = Circumstances()


def june(day):
    return date(2019, 6, day)


def history(members, *events):
    return History(tuple(members), tuple(events))


def yes(member, day):
    return Answered(june(day), member, YES)


def no(member, day):
    return Answered(june(day), member, NO)


def share(written):
    return AtLeastShare(share=Fraction(written))


ARRIVING = history("abcde", yes("a", 1), yes("b", 3), yes("c", 3), yes("d", 7))


@pytest.mark.parametrize(
    ("as_of", "states"),
    [
        (31 - 1, (State.MET, State.MET, State.OPEN)),
        (7, (State.MET, State.MET, State.OPEN)),
        (6, (State.MET, State.OPEN, State.OPEN)),
        (2, (State.OPEN, State.OPEN, State.OPEN)),
    ],
)
def test_state_under_several_candidate_thresholds(as_of, states):
    candidates = (share("3/5"), share("4/5"), share("9/10"))

    found = under(candidates, ARRIVING, ENOUGH, NOTHING, june(as_of))

    assert tuple(each.ruled for each in found) == candidates
    assert tuple(each.played.adoption.whole.state for each in found) == states


def test_candidates_tell_since_when_and_how_many_more():
    at_60, at_80, at_90 = under(
        (share("3/5"), share("4/5"), share("9/10")), ARRIVING, ENOUGH, NOTHING, june(30)
    )

    assert (at_60.played.met_since, at_80.played.met_since) == (june(3), june(7))
    assert at_90.played.met_since is None
    reason = at_90.played.adoption.whole.reason
    assert isinstance(reason, ByRuling)
    assert isinstance(reason.part, Counted)
    assert (reason.part.missing, at_90.played.adoption.whole.enough.members) == (1, ("e",))


def test_met_since_starts_again_after_a_break():
    back_and_forth = history(
        "ab", yes("a", 1), yes("b", 2), Answered(june(5), "b", NO), yes("b", 9)
    )

    played = play(back_and_forth, AllMembers(), NOTHING, june(30))

    assert played.spell == Spell(june(2), june(9))
    assert play(back_and_forth, AllMembers(), NOTHING, june(6)).spell == Spell(june(2), None)
    assert play(back_and_forth, AllMembers(), NOTHING, june(1)).spell is None


def test_latched_stays_met_where_continuous_does_not():
    left = history("ab", yes("a", 1), yes("b", 2), no("b", 5))

    latched = play(left, Latched(condition=AllMembers()), NOTHING, june(30)).adoption.whole
    continuous = play(left, AllMembers(), NOTHING, june(30)).adoption.whole

    assert latched.state is State.MET
    assert isinstance(latched.reason, Kept)
    assert latched.reason.met_on == june(2)
    assert latched.reason.part.state is State.IMPOSSIBLE
    assert continuous.state is State.IMPOSSIBLE


@pytest.mark.parametrize(
    ("as_of", "state", "due_on"),
    [
        (1, State.OPEN, None),
        (2, State.OPEN, 12),
        (11, State.OPEN, 12),
        (12, State.MET, 12),
        (13, State.MET, 12),
    ],
)
def test_delay_runs_from_the_day_it_was_met(as_of, state, due_on):
    joined = history("ab", yes("a", 1), yes("b", 2))

    whole = play(
        joined, Delayed(days=10, condition=AllMembers()), NOTHING, june(as_of)
    ).adoption.whole

    assert whole.state is state
    assert isinstance(whole.reason, Waiting)
    assert whole.reason.due_on == (june(due_on) if due_on else None)


def test_delay_is_lost_if_it_does_not_last():
    left = history("ab", yes("a", 1), yes("b", 2), no("b", 5), yes("b", 8))
    delayed = Delayed(days=10, condition=AllMembers())

    assert play(left, delayed, NOTHING, june(6)).adoption.whole.state is State.IMPOSSIBLE
    assert play(left, delayed, NOTHING, june(17)).adoption.whole.state is State.OPEN
    assert play(left, delayed, NOTHING, june(18)).adoption.whole.state is State.MET


def test_in_force_thirty_days_after_and_for_good():
    left = history("ab", yes("a", 1), yes("b", 2), no("b", 20))
    in_force = Latched(condition=Delayed(days=10, condition=AllMembers()))

    played = play(left, in_force, NOTHING, june(30))

    assert played.adoption.whole.state is State.MET
    assert played.spell == Spell(june(12), june(12))


def test_delay_after_a_delay_adds_up():
    joined = history("a", yes("a", 1))
    twice = Delayed(days=3, condition=Delayed(days=4, condition=AllMembers()))

    assert play(joined, twice, NOTHING, june(7)).adoption.whole.state is State.OPEN
    assert play(joined, twice, NOTHING, june(8)).met_since == june(8)


def test_delay_inside_a_proviso_and_under_a_refusal():
    joined = history(
        "abc",
        yes("a", 1),
        Answered(june(1), "b", provided(Delayed(days=5, condition=named("a")))),
        Answered(june(1), "c", provided(refused(Delayed(days=5, condition=named("a"))))),
    )

    before = play(joined, NotStated(), NOTHING, june(5)).adoption.states
    after = play(joined, NotStated(), NOTHING, june(6)).adoption.states

    assert tuple(before.values()) == (MemberState.SECURED, MemberState.OPEN, MemberState.OPEN)
    assert tuple(after.values()) == (
        MemberState.SECURED,
        MemberState.SECURED,
        MemberState.IMPOSSIBLE,
    )


def test_delay_without_a_history_is_awaited():
    delayed = Delayed(days=1, condition=AllMembers())

    whole = resolve({"a": YES}, delayed).whole

    assert (whole.state, whole.reason.due_on) == (State.OPEN, None)


def test_events_are_known_from_the_day_they_were_reported():
    event = OutsideEvent(event="statsbidrag")
    reported = history("a", Reported(june(4), "statsbidrag", Happening.HAPPENED))

    assert play(reported, event, NOTHING, june(3)).adoption.whole.state is State.OPEN
    assert play(reported, event, NOTHING, june(4)).met_since == june(4)


def test_of_two_answers_on_one_day_the_last_counts():
    changed = history("a", yes("a", 1), no("a", 1))

    assert changed.standings(june(1)) == {"a": NO}
    assert changed.standings(june(1) - timedelta(days=1)) == {"a": SILENT}


def ruling(condition, day, **more):
    return Ruling(condition, by="SKR", on=june(day), decision="§ 12", **more)


@pytest.mark.parametrize(
    ("as_of", "state", "reason"),
    [
        (9, State.UNDETERMINED, AwaitsRuling),
        (10, State.MET, ByRuling),
        (20, State.OPEN, ByRuling),
    ],
)
def test_the_latest_ruling_counts_from_its_day(as_of, state, reason):
    known = Circumstances(rulings=(ruling(share("9/10"), 20), ruling(share("3/5"), 10)))

    whole = play(ARRIVING, ENOUGH, known, june(as_of)).adoption.whole

    assert (whole.state, type(whole.reason)) == (state, reason)


def test_a_later_ruling_is_applied_to_the_days_before_it():
    known = Circumstances(rulings=(ruling(share("3/5"), 20),))

    assert play(ARRIVING, ENOUGH, known, june(20)).met_since == june(3)
    assert play(ARRIVING, ENOUGH, known, june(19)).met_since is None


def test_of_two_rulings_on_one_day_the_last_counts():
    known = Circumstances(rulings=(ruling(share("9/10"), 10), ruling(share("3/5"), 10)))

    assert play(ARRIVING, ENOUGH, known, june(10)).adoption.whole.state is State.MET


@pytest.mark.parametrize(
    ("declared", "state"), [(Declared.MET, State.MET), (Declared.NOT_MET, State.IMPOSSIBLE)]
)
@pytest.mark.parametrize("condition", [ENOUGH, NotStated()])
def test_somebody_may_declare_it_met_without_a_figure(condition, declared, state):
    found = ruling(condition, 1, declared=declared)

    whole = resolve({"a": NO}, condition, Circumstances(rulings=(found,))).whole

    assert whole.state is state
    assert whole.reason == DeclaredSo(condition, state, found)


def test_a_ruling_may_be_about_certain_words_only():
    most = NotQuantified(words="merparten")
    known = Circumstances(rulings=(ruling(AtLeast(count=1), 1, words="merparten"),))

    assert resolve({"a": YES}, most, known).whole.state is State.MET
    assert resolve({"a": YES}, ENOUGH, known).whole.state is State.UNDETERMINED
    assert resolve({"a": YES}, NotStated(), known).whole.state is State.UNDETERMINED


def test_a_ruling_reaches_every_part_and_every_proviso():
    known = Circumstances(rulings=(ruling(AtLeast(count=2), 1),))
    standings = {"a": provided(ENOUGH), "b": provided(refused(ENOUGH)), "c": YES}

    assert tuple(resolve(standings, NotStated(), known).states.values()) == (
        MemberState.SECURED,
        MemberState.IMPOSSIBLE,
        MemberState.SECURED,
    )
    assert resolve({"a": provided(ENOUGH), "c": YES}, ENOUGH, known).whole.state is State.MET


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (ENOUGH, AtLeast(count=2)),
        (AllMembers(), AllMembers()),
        (
            AllOf(conditions=(ENOUGH, AllMembers())),
            AllOf(conditions=(AtLeast(count=2), AllMembers())),
        ),
        (AnyOf(conditions=(ENOUGH,)), AnyOf(conditions=(AtLeast(count=2),))),
        (refused(ENOUGH), refused(AtLeast(count=2))),
        (Delayed(days=1, condition=ENOUGH), Delayed(days=1, condition=AtLeast(count=2))),
        (Latched(condition=ENOUGH), Latched(condition=AtLeast(count=2))),
    ],
)
def test_ruled_shows_the_condition_with_what_was_fixed(condition, expected):
    rulings = (ruling(AtLeast(count=2), 5),)

    assert ruled(condition, rulings, june(5)) == expected
    assert ruled(condition, rulings, None) == expected
    assert ruled(condition, rulings, june(4)) == condition
    assert ruled(condition, (ruling(ENOUGH, 5, declared=Declared.MET),), None) == condition


def test_ruled_fixes_only_the_words_that_were_ruled_on():
    both = AllOf(conditions=(ENOUGH, NotQuantified(words="merparten")))

    found = ruled(both, (ruling(AtLeast(count=2), 5, words="merparten"),), None)

    assert found == AllOf(conditions=(ENOUGH, AtLeast(count=2)))


def test_a_delay_inside_a_ruling_is_reckoned_too():
    known = Circumstances(rulings=(ruling(Delayed(days=10, condition=AtLeast(count=1)), 1),))

    assert play(ARRIVING, ENOUGH, known, june(10)).adoption.whole.state is State.OPEN
    assert play(ARRIVING, ENOUGH, known, june(11)).met_since == june(11)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 30), st.booleans()), max_size=8))
@searched
def test_met_since_is_the_last_day_it_turned_met(said):
    events = [Answered(june(day), who, YES if says else NO) for who, day, says in said]
    played = play(history("abc", *events), AtLeast(count=2), NOTHING, june(30))

    met = [
        resolve(history("abc", *events).standings(june(day)), AtLeast(count=2)).whole.state
        is State.MET
        for day in range(1, 31)
    ]

    if not met[-1]:
        assert played.met_since is None
    else:
        broken = [day for day, is_met in enumerate(met, start=1) if not is_met]
        assert played.met_since == june(max(broken, default=0) + 1)
        assert played.spell.first == june(met.index(True) + 1)
