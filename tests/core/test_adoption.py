"""Who stands and who falls: small cases whose outcome anybody can check by hand."""

import pytest

from core.adoption import Circumstances, MemberState, State, Support, resolve
from core.adoption.reason import AwaitsRuling, Counted
from core.answer import Because, Says, Standing
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Measure,
    NotQuantified,
    NotStated,
    TheseMembers,
)

YES = Standing(Says.YES, Because.DECIDED)
NO = Standing(Says.NO, Because.DECIDED)
SILENT = Standing(Says.SILENT, Because.NO_ANSWER)
EIGHT = ("0760", "0761", "0763", "0764", "0765", "0767", "0780", "0781")


def provided(proviso: Condition) -> Standing:
    return Standing(Says.CONDITIONALLY_YES, Because.DECIDED, proviso)


def eight(**said: Standing) -> dict[str, Standing]:
    """Kronoberg's eight, all saying yes but those named by "m0781"."""
    return {code: said.get(f"m{code}", YES) for code in EIGHT}


@pytest.mark.parametrize(
    ("said", "state", "missing", "awaited", "lost"),
    [
        pytest.param({}, State.MET, 0, (), (), id="everybody says yes"),
        pytest.param(
            {"m0781": provided(AllMembers())}, State.MET, 0, (), (), id="Ljungby if all do"
        ),
        pytest.param(
            {"m0781": provided(AllMembers()), "m0765": SILENT},
            State.OPEN,
            2,
            ("0765", "0781"),
            (),
            id="Älmhult silent, Ljungby waits for it",
        ),
        pytest.param(
            {"m0781": provided(AllMembers()), "m0765": NO},
            State.IMPOSSIBLE,
            2,
            (),
            ("0765", "0781"),
            id="Älmhult declines, Ljungby falls",
        ),
    ],
)
def test_all_members_reads_kronoberg(said, state, missing, awaited, lost):
    whole = resolve(eight(**said), AllMembers()).whole

    assert whole.state is state
    assert isinstance(whole.reason, Counted)
    assert whole.reason.measure is Measure.MEMBERS
    assert (whole.reason.need, whole.reason.missing) == (8, missing)
    assert (whole.reason.awaited, whole.reason.lost) == (awaited, lost)


def test_two_answers_that_wait_for_each_other_stand_together():
    standings = {
        "a": provided(TheseMembers(members=("b",))),
        "b": provided(TheseMembers(members=("a",))),
        "c": YES,
    }

    members = resolve(standings, AtLeast(count=3)).members

    assert {code: m.state for code, m in members.items()} == dict.fromkeys(
        standings, MemberState.SECURED
    )
    assert [m.support for m in members.values()] == [
        Support.TOGETHER,
        Support.TOGETHER,
        Support.ALONE,
    ]


@pytest.mark.parametrize(
    ("standings", "alone"),
    [
        ({"a": YES, "b": provided(AtLeast(count=1)), "c": provided(AtLeast(count=2))}, "abc"),
        ({"a": YES, "b": provided(AtLeast(count=2)), "c": provided(AtLeast(count=2))}, "a"),
        ({"a": YES, "b": YES, "c": provided(AllMembers())}, "ab"),
        ({"a": YES, "b": provided(TheseMembers(members=("a",))), "c": SILENT}, "abc"),
        ({"a": YES, "b": provided(TheseMembers(members=("a", "c"))), "c": YES}, "abc"),
        (
            {
                "a": YES,
                "b": provided(AnyOf(conditions=(AllMembers(), TheseMembers(members=("a",))))),
                "c": provided(AllOf(conditions=(AtLeast(count=2), AtLeast(count=1)))),
            },
            "abc",
        ),
    ],
)
def test_who_stands_without_leaning_on_each_other(standings, alone):
    members = resolve(standings, NotStated()).members

    found = {code for code, member in members.items() if member.support is Support.ALONE}
    assert found == set(alone)
    assert all(member.support for member in members.values())


def test_a_fall_carries_its_round_and_cause_through_a_chain():
    standings = {
        "a": provided(TheseMembers(members=("b",))),
        "b": provided(TheseMembers(members=("c",))),
        "c": provided(AtLeast(count=4)),
        "d": NO,
    }

    members = resolve(standings, NotStated()).members

    falls = {code: member.fall for code, member in members.items()}
    assert {code: (fall.round, fall.because_of) for code, fall in falls.items() if fall} == {
        "a": (3, ("b",)),
        "b": (2, ("c",)),
        "c": (1, ("d",)),
    }


@pytest.mark.parametrize("condition", [NotStated(), NotQuantified(words="tillräckligt många")])
def test_a_condition_nobody_has_fixed_is_for_a_human(condition):
    whole = resolve(eight(), condition, Circumstances()).whole

    assert whole.state is State.UNDETERMINED
    assert whole.reason == AwaitsRuling(condition, State.UNDETERMINED)
