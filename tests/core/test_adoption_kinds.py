"""Each kind of condition as it is found in the wild, against a set of answers."""

from fractions import Fraction

import pytest

from core.adoption import Circumstances, ConditionMemberError, Happening, State, resolve
from core.adoption.reason import Combined, Counted, FiguresMissing, MembersNamed, Outside
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Base,
    HigherDecision,
    Measure,
    OutsideEvent,
    TheseMembers,
)
from tests.core.plain_reading import NO, SILENT, YES, provided, refused


def answers(yes=0, no=0, silent=0):
    """So many members of each answer: y0, y1, ..., n0, ..., s0, ..."""
    return {
        **{f"y{each}": YES for each in range(yes)},
        **{f"n{each}": NO for each in range(no)},
        **{f"s{each}": SILENT for each in range(silent)},
    }


def state(standings, condition, known=None):
    return resolve(standings, condition, known).whole.state


FOUR_FIFTHS = AtLeastShare(share=Fraction(4, 5))
MAJORITY = AtLeastShare(share=Fraction(1, 2), strictly=True)


@pytest.mark.parametrize(
    ("condition", "said", "expected"),
    [
        (AllMembers(), {"yes": 8}, State.MET),
        (AllMembers(), {"yes": 7, "silent": 1}, State.OPEN),
        (AllMembers(), {"yes": 7, "no": 1}, State.IMPOSSIBLE),
        (AllMembers(but_at_most=1), {"yes": 7, "no": 1}, State.MET),
        (AllMembers(but_at_most=1), {"yes": 6, "no": 2}, State.IMPOSSIBLE),
        (AllMembers(but_at_most=9), {"no": 8}, State.IMPOSSIBLE),
        (AtLeast(count=6), {"yes": 6, "no": 2}, State.MET),
        (AtLeast(count=6), {"yes": 5, "no": 2, "silent": 1}, State.OPEN),
        (AtLeast(count=6), {"yes": 5, "no": 3}, State.IMPOSSIBLE),
        (AtLeast(count=9), {"yes": 8}, State.IMPOSSIBLE),
        (FOUR_FIFTHS, {"yes": 232, "no": 58}, State.MET),
        (FOUR_FIFTHS, {"yes": 231, "no": 59}, State.IMPOSSIBLE),
        (FOUR_FIFTHS, {"yes": 231, "no": 17, "silent": 42}, State.OPEN),
        (MAJORITY, {"yes": 145, "no": 145}, State.IMPOSSIBLE),
        (MAJORITY, {"yes": 146, "no": 144}, State.MET),
        (AtLeastShare(share=Fraction(1, 2)), {"yes": 145, "no": 145}, State.MET),
        (TheseMembers(members=("y0", "s0")), {"yes": 1, "silent": 1}, State.OPEN),
        (TheseMembers(members=("y0", "y0")), {"yes": 1, "silent": 1}, State.MET),
        (TheseMembers(members=("y0", "n0")), {"yes": 1, "no": 1}, State.IMPOSSIBLE),
        (AnyOf(conditions=(AllMembers(), AtLeast(count=2))), {"yes": 2, "no": 1}, State.MET),
        (AllOf(conditions=(AllMembers(), AtLeast(count=2))), {"yes": 2, "no": 1}, State.IMPOSSIBLE),
        (refused(AtLeast(count=2)), {"yes": 1, "no": 1}, State.MET),
        (refused(AtLeast(count=2)), {"yes": 1, "silent": 1}, State.OPEN),
        (refused(AtLeast(count=2)), {"yes": 2}, State.IMPOSSIBLE),
        (refused(refused(AtLeast(count=2))), {"yes": 2}, State.MET),
    ],
)
def test_condition_against_answers(condition, said, expected):
    assert state(answers(**said), condition) is expected


@pytest.mark.parametrize(
    ("said", "is_closed", "expected"),
    [
        ({"yes": 10, "no": 2, "silent": 278}, False, State.OPEN),
        ({"yes": 10, "no": 2, "silent": 278}, True, State.MET),
        ({"yes": 9, "no": 3, "silent": 278}, True, State.IMPOSSIBLE),
        ({"silent": 290}, True, State.IMPOSSIBLE),
        ({"yes": 240, "silent": 50}, False, State.MET),
    ],
)
def test_base_of_those_who_answered_counts_once_no_more_answers_are_awaited(
    said, is_closed, expected
):
    condition = AtLeastShare(share=Fraction(4, 5), base=Base.ANSWERED)

    assert state(answers(**said), condition, Circumstances(is_closed=is_closed)) is expected


def test_base_of_all_counts_the_silent_even_after_closing():
    standings = answers(yes=10, no=2, silent=278)

    assert state(standings, FOUR_FIFTHS, Circumstances(is_closed=True)) is State.IMPOSSIBLE


def test_all_of_those_who_answered_leaves_the_silent_out():
    standings = answers(yes=5, silent=3)
    closed = Circumstances(is_closed=True)

    assert state(standings, AllMembers(base=Base.ANSWERED), closed) is State.MET
    assert state(standings, AllMembers(), closed) is State.IMPOSSIBLE


PARIS = AllOf(
    conditions=(
        AtLeast(count=55),
        AtLeastShare(of=Measure.COST, share=Fraction(55, 100)),
    )
)


@pytest.mark.parametrize(
    ("parties", "emissions_each", "expected"),
    [
        (55, 100, State.MET),
        (54, 150, State.OPEN),
        (60, 80, State.OPEN),
    ],
)
def test_paris_needs_55_parties_and_55_per_cent(parties, emissions_each, expected):
    standings = answers(yes=parties, silent=100 - parties)
    yes, rest = parties * emissions_each, 10_000 - parties * emissions_each
    weights = {code: emissions_each for code in standings if code.startswith("y")}
    silent = [code for code in standings if code.startswith("s")]
    weights |= dict.fromkeys(silent, 0) | {silent[0]: rest}

    whole = resolve(standings, PARIS, Circumstances(cost_ore=weights)).whole

    assert whole.state is expected
    assert isinstance(whole.reason, Combined)
    counts = [part.have for part in whole.reason.parts if isinstance(part, Counted)]
    assert counts == [parties, yes]


def test_ctbt_waits_for_its_44_and_for_nobody_else():
    annex = tuple(f"y{each}" for each in range(36)) + tuple(f"s{each}" for each in range(8))
    condition = TheseMembers(members=annex)

    whole = resolve(answers(yes=178, silent=10, no=8), condition).whole

    assert whole.state is State.OPEN
    assert whole.reason == MembersNamed(condition, State.OPEN, annex[36:], ())
    assert whole.enough.members == annex[36:]
    assert state(answers(yes=178, silent=18) | {"s0": NO}, condition) is State.IMPOSSIBLE


EU = AllOf(
    conditions=(
        AtLeastShare(share=Fraction(55, 100)),
        AnyOf(
            conditions=(
                AtLeastShare(of=Measure.POPULATION, share=Fraction(65, 100)),
                AllMembers(but_at_most=3),
            )
        ),
    )
)
"""The Council's qualified majority (TEU 16.4): a blocking minority must include at least four."""


@pytest.mark.parametrize(
    ("against", "expected"),
    [
        pytest.param({"n0": 500}, State.MET, id="one giant can't block"),
        pytest.param({"n0": 200, "n1": 200, "n2": 100}, State.MET, id="three giants can't"),
        pytest.param(
            {"n0": 150, "n1": 150, "n2": 100, "n3": 1}, State.IMPOSSIBLE, id="four can, above 35 %"
        ),
        pytest.param(
            {"n0": 100, "n1": 100, "n2": 100, "n3": 50}, State.MET, id="four with 35 % can't"
        ),
        pytest.param(
            {f"n{each}": 1 for each in range(13)}, State.IMPOSSIBLE, id="thirteen small ones of 27"
        ),
        pytest.param({f"n{each}": 1 for each in range(12)}, State.MET, id="twelve small ones"),
    ],
)
def test_eu_fails_only_if_at_least_four_block(against, expected):
    standings = answers(yes=27 - len(against), no=len(against))
    yes = 27 - len(against)
    rest, extra = divmod(1000 - sum(against.values()), yes)
    population = {f"y{each}": rest for each in range(yes)} | against
    population["y0"] += extra

    assert state(standings, EU, Circumstances(population=population)) is expected


@pytest.mark.parametrize(
    ("happening", "expected"),
    [
        (None, State.OPEN),
        (Happening.HAPPENED, State.MET),
        (Happening.WONT_HAPPEN, State.IMPOSSIBLE),
    ],
)
@pytest.mark.parametrize(
    "condition", [OutsideEvent(event="statsbidrag"), HigherDecision(body="statsbidrag")]
)
def test_outside_event_and_higher_decision(condition, happening, expected):
    facts = {"statsbidrag": happening} if happening else {}

    whole = resolve(answers(yes=1), condition, Circumstances(facts=facts)).whole

    assert whole.state is expected
    assert whole.reason == Outside(condition, expected)


@pytest.mark.parametrize(
    ("happening", "expected"),
    [
        (None, State.OPEN),
        (Happening.HAPPENED, State.IMPOSSIBLE),
        (Happening.WONT_HAPPEN, State.MET),
    ],
)
def test_unless_an_event_happens(happening, expected):
    facts = {"statsbidrag": happening} if happening else {}
    condition = refused(OutsideEvent(event="statsbidrag"))

    whole = resolve(answers(yes=1), condition, Circumstances(facts=facts)).whole

    assert whole.state is expected
    assert (
        whole.reason.part.state
        is {
            State.MET: State.IMPOSSIBLE,
            State.IMPOSSIBLE: State.MET,
            State.OPEN: State.OPEN,
        }[expected]
    )


def test_share_of_a_weight_that_is_not_stated_is_never_guessed():
    condition = AtLeastShare(of=Measure.POPULATION, share=Fraction(1, 2))
    known = Circumstances(population={"y0": 100, "y1": None})

    whole = resolve(answers(yes=3), condition, known).whole

    assert whole.state is State.UNDETERMINED
    assert whole.reason == FiguresMissing(condition, State.UNDETERMINED, ("y1", "y2"))


def test_missing_share_is_exact():
    reason = resolve(answers(yes=230, no=18, silent=42), FOUR_FIFTHS).whole.reason

    assert isinstance(reason, Counted)
    assert (reason.have, reason.within_reach, reason.need, reason.missing) == (230, 272, 232, 2)
    assert reason.missing_share == Fraction(2, 290)
    assert len(reason.awaited) == 42
    assert len(reason.lost) == 18


def test_a_member_who_is_not_asked_cannot_be_waited_for():
    with pytest.raises(ConditionMemberError) as refusal:
        resolve({"a": provided(TheseMembers(members=("b", "c"))), "b": YES}, AllMembers())

    assert refusal.value.member == "c"


def test_weight_of_nobody_lists_nobody():
    condition = AtLeastShare(of=Measure.POPULATION, share=Fraction(1, 2))
    known = Circumstances(population={"y0": 10, "s0": 10, "s1": 0})

    reason = resolve(answers(yes=1, silent=2), condition, known).whole.reason

    assert isinstance(reason, Counted)
    assert reason.awaited == ("s0",)
