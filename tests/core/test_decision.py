"""The life of a decision: a decision table of steps, the lawful days, and a random walk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.answer import DECIDED, Outcome, Stage
from core.body import BodyKind
from core.decision import (
    ALLOWED,
    LEADS_TO,
    IllegalTransitionError,
    Late,
    Life,
    Refusal,
    State,
    Step,
    Transition,
    advanced,
    in_force_from,
    lateness,
    refusal,
)
from core.errors import NaiveTimeError
from core.lawful_day import expected_in_force, last_day_to_appeal

DAY = date(2019, 5, 2)


def a_step(step, on=DAY, **more):
    if step is Step.DECIDE:
        more = {"body": "Socialnämnden", "outcome": Outcome.ADOPTS} | more
    known_at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Transition(step, on, more.pop("known_at", known_at), **more)


def lived(*steps):
    """A life of (step, days after DAY) pairs."""
    life = Life()
    for step, days in steps:
        life = advanced(life, a_step(step, DAY + timedelta(days=days)))
    return life


_ANNOUNCED = ((Step.DECIDE, 0), (Step.CONFIRM, 5), (Step.ANNOUNCE, 6))
_APPEALED = (*_ANNOUNCED, (Step.APPEAL, 20))
WAYS = {
    State.NEW: (),
    State.PROPOSED: ((Step.PROPOSE, 0),),
    State.TABLED: ((Step.TABLE, 0),),
    State.REFERRED_BACK: ((Step.REFER_BACK, 0),),
    State.DECIDED: _ANNOUNCED[:1],
    State.CONFIRMED: _ANNOUNCED[:2],
    State.ANNOUNCED: _ANNOUNCED,
    State.IN_FORCE: (*_ANNOUNCED, (Step.TAKE_FORCE, 40)),
    State.APPEALED: _APPEALED,
    State.UPHELD: (*_APPEALED, (Step.UPHOLD, 90)),
    State.ANNULLED: (*_APPEALED, (Step.ANNUL, 90)),
}
TABLE = {
    State.NEW: "propose table refer_back decide",
    State.PROPOSED: "propose table refer_back decide",
    State.TABLED: "propose table refer_back decide",
    State.REFERRED_BACK: "propose table refer_back decide",
    State.DECIDED: "confirm announce take_force appeal decide",
    State.CONFIRMED: "announce take_force appeal decide",
    State.ANNOUNCED: "take_force appeal decide",
    State.APPEALED: "uphold annul decide",
    State.IN_FORCE: "decide",
    State.UPHELD: "decide",
    State.ANNULLED: "propose table refer_back decide",
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_step_follows_only_where_the_table_allows_it(state, step):
    life = lived(*WAYS[state])
    assert life.state is state
    on = life.transitions[-1].on if life.transitions else DAY
    on += timedelta(days=30 if step is Step.TAKE_FORCE else 0)

    if step.value in TABLE[state].split():
        assert advanced(life, a_step(step, on)).state is LEADS_TO[step]
    else:
        with pytest.raises(IllegalTransitionError) as refused:
            advanced(life, a_step(step, on))
        assert refused.value.why is Refusal.NOT_AFTER_THIS_STATE
        assert refused.value.allowed == tuple(sorted(TABLE[state].split()))


@pytest.mark.parametrize(
    ("before", "transition", "why"),
    [
        (WAYS[State.TABLED], a_step(Step.DECIDE, DAY - timedelta(1)), Refusal.BEFORE_THE_LAST_STEP),
        ((), a_step(Step.TABLE, known_at=datetime(2019, 5, 1, 21, tzinfo=UTC)), Refusal.IN_FUTURE),
        ((), a_step(Step.DECIDE, outcome=None), Refusal.OUTCOME_MISSING),
        ((), a_step(Step.DECIDE, outcome=Outcome.TABLED), Refusal.OUTCOME_MISSING),
        ((), a_step(Step.DECIDE, body="Socialnämndens arbetsutskott"), Refusal.ONLY_PREPARES),
        ((), a_step(Step.TABLE, outcome=Outcome.ADOPTS), Refusal.OUTCOME_UNEXPECTED),
        ((), a_step(Step.TABLE, expected_on=DAY - timedelta(1)), Refusal.EXPECTED_IN_PAST),
        (
            WAYS[State.ANNOUNCED],
            a_step(Step.APPEAL, DAY + timedelta(days=28)),
            Refusal.APPEAL_TOO_LATE,
        ),
        (
            WAYS[State.ANNOUNCED],
            a_step(Step.TAKE_FORCE, DAY + timedelta(days=27)),
            Refusal.STILL_OPEN_TO_APPEAL,
        ),
        (
            WAYS[State.DECIDED],
            a_step(Step.TAKE_FORCE, DAY + timedelta(days=21)),
            Refusal.STILL_OPEN_TO_APPEAL,
        ),
    ],
)
def test_step_is_refused_with_its_reason(before, transition, why):
    with pytest.raises(IllegalTransitionError) as refused:
        advanced(lived(*before), transition)

    assert refused.value.why is why


def test_step_refuses_a_moment_without_time_zone():
    with pytest.raises(NaiveTimeError):
        advanced(Life(), a_step(Step.PROPOSE, known_at=datetime(2019, 5, 2, 12)))  # noqa: DTZ001  # the point


@pytest.mark.parametrize("step", [Step.TABLE, Step.REFER_BACK])
def test_open_end_keeps_the_question_open_with_a_new_expected_date(step):
    life = advanced(lived((Step.PROPOSE, 0)), a_step(step, expected_on=date(2019, 6, 12)))

    assert (life.outcome, life.decision, life.expected_on) == (
        Outcome.TABLED if step is Step.TABLE else Outcome.REFERRED_BACK,
        None,
        date(2019, 6, 12),
    )
    assert advanced(life, a_step(Step.DECIDE, date(2019, 6, 12))).expected_on is None


@pytest.mark.parametrize("reservations", [(), ("Bo Ek (M)",), ("Bo Ek (M)", "hela V-gruppen")])
@pytest.mark.parametrize("outcome", sorted(DECIDED, key=lambda o: o.value))
def test_reservation_never_alters_the_outcome(outcome, reservations):
    life = advanced(Life(), a_step(Step.DECIDE, outcome=outcome, reservations=reservations))

    assert (life.outcome, life.stage) == (outcome, Stage.DECISION)


def test_later_decision_replaces_an_earlier_one_and_keeps_it_visible():
    first = a_step(Step.DECIDE, outcome=Outcome.DECLINES)
    second = a_step(Step.DECIDE, DAY + timedelta(days=200), outcome=Outcome.ADOPTS)

    life = advanced(advanced(lived((Step.PROPOSE, 0)), first), second)

    assert (life.outcome, life.decision, life.replaced) == (Outcome.ADOPTS, second, (first,))


def test_annulled_decision_leaves_the_question_open_and_stays_visible():
    life = lived(*WAYS[State.ANNULLED])

    assert (life.outcome, life.decision, len(life.replaced)) == (None, None, 1)
    assert lived(*WAYS[State.ANNULLED], (Step.DECIDE, 120)).outcome is Outcome.ADOPTS


@pytest.mark.parametrize(
    ("body", "required", "binds"),
    [
        ("Socialnämnden", BodyKind.COMMITTEE, True),
        ("Socialnämnden", None, True),
        ("Socialnämnden", BodyKind.COUNCIL, False),
        ("Kommunfullmäktige", BodyKind.COUNCIL, True),
        ("Kommunfullmäktige", BodyKind.COMMITTEE, True),
        ("Kommunstyrelsen", BodyKind.COUNCIL, False),
    ],
)
def test_decision_binds_where_its_body_may_decide(body, required, binds):
    assert advanced(Life(), a_step(Step.DECIDE, body=body)).binds(required) is binds


def test_proposal_never_binds():
    assert lived((Step.PROPOSE, 0)).binds(None) is False


@pytest.mark.parametrize(
    ("announced", "last"),
    [
        (date(2019, 5, 8), date(2019, 5, 29)),
        (date(2019, 5, 15), date(2019, 6, 5)),
        (date(2019, 5, 16), date(2019, 6, 7)),  # 6 June is the national day
        (date(2019, 5, 31), date(2019, 6, 24)),  # 21 June is Midsummer Eve
        (date(2019, 12, 3), date(2019, 12, 27)),  # 24 December is Christmas Eve
        (date(2019, 5, 18), date(2019, 6, 10)),  # 8 June is a Saturday
    ],
)
def test_last_day_to_appeal_is_three_weeks_later_and_a_working_day(announced, last):
    assert last_day_to_appeal(announced) == last


@pytest.mark.parametrize(
    ("confirmed", "announced", "expected"),
    [
        (None, None, date(2019, 6, 11)),  # 18 May and three weeks: Saturday 8 June, so Monday
        (date(2019, 5, 7), None, date(2019, 6, 1)),  # 30 May is Ascension Day
        (date(2019, 5, 7), date(2019, 5, 8), date(2019, 5, 30)),
    ],
)
def test_expected_in_force_takes_the_latest_lawful_day_for_what_is_not_known(
    confirmed, announced, expected
):
    assert expected_in_force(DAY, confirmed, announced) == expected


@pytest.mark.parametrize(
    ("steps", "first_day"),
    [
        ((), None),
        (WAYS[State.TABLED], None),
        (WAYS[State.DECIDED], date(2019, 6, 11)),
        (((Step.DECIDE, 0), (Step.CONFIRM, 5)), date(2019, 6, 1)),
        (_ANNOUNCED, date(2019, 5, 30)),
        (((Step.DECIDE, 0), (Step.ANNOUNCE, 6)), date(2019, 5, 30)),
        (WAYS[State.IN_FORCE], DAY + timedelta(days=40)),
        (_APPEALED, None),
        (WAYS[State.UPHELD], None),
        ((*_ANNOUNCED, (Step.DECIDE, 30)), date(2019, 7, 9)),  # the old announcement is no more
    ],
)
def test_first_day_in_force_follows_from_the_steps_that_were_told(steps, first_day):
    assert in_force_from(lived(*steps)) == first_day


def test_appeal_is_never_too_late_where_nobody_told_of_the_announcement():
    appealed = lived((Step.DECIDE, 0), (Step.APPEAL, 200))

    assert appealed.state is State.APPEALED


def test_lateness_says_nothing_of_a_step_that_was_left_untold():
    assert lateness(lived((Step.DECIDE, 0), (Step.TAKE_FORCE, 60)), DAY + timedelta(days=90)) == ()


def test_lateness_tells_what_came_late_and_what_is_still_owed():
    life = lived((Step.DECIDE, 0), (Step.CONFIRM, 16))

    assert lateness(life, DAY + timedelta(days=25)) == (
        Late(Step.CONFIRM, DAY + timedelta(days=14), 2, is_taken=True),
        Late(Step.ANNOUNCE, DAY + timedelta(days=18), 7, is_taken=False),
    )


@given(st.integers(0, 14), st.integers(0, 2))
def test_lateness_is_empty_when_every_day_was_kept(confirm, announce):
    life = lived((Step.DECIDE, 0), (Step.CONFIRM, confirm), (Step.ANNOUNCE, confirm + announce))

    assert lateness(life, DAY + timedelta(days=400)) == ()


class Lives(RuleBasedStateMachine):
    """A random walk through a matter, beside a plain model of what must hold."""

    def __init__(self):
        super().__init__()
        self.life = Life()
        self.today = DAY
        self.stands = None
        self.visible = []

    @rule(days=st.integers(0, 40))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(step=st.sampled_from([s for s in Step if s is not Step.DECIDE]), late=st.booleans())
    def takes_a_step(self, step, late):
        on = self.today + timedelta(days=60 if late else 0)
        transition = a_step(step, on)
        why = refusal(self.life, transition)
        if why is not None:
            is_out_of_order = step not in ALLOWED[self.life.state]
            assert (why is Refusal.NOT_AFTER_THIS_STATE) is is_out_of_order
            with pytest.raises(IllegalTransitionError):
                advanced(self.life, transition)
            return
        after = advanced(self.life, transition)
        assert step in ALLOWED[self.life.state]
        self.life, self.today = after, on
        if step is Step.ANNUL:
            self.stands = None

    @precondition(lambda self: Step.DECIDE in ALLOWED[self.life.state])
    @rule(outcome=st.sampled_from(list(Outcome)), reserves=st.booleans())
    def decides(self, outcome, reserves):
        reservations = ("Bo Ek (M)",) if reserves else ()
        transition = a_step(Step.DECIDE, self.today, outcome=outcome, reservations=reservations)
        if outcome not in DECIDED:
            with pytest.raises(IllegalTransitionError):
                advanced(self.life, transition)
            return
        self.life = advanced(self.life, transition)
        self.stands = outcome
        self.visible.append(transition)

    @rule()
    def a_preparing_committee_cannot_decide(self):
        with pytest.raises(IllegalTransitionError):
            advanced(
                self.life, a_step(Step.DECIDE, self.today, body="Kommunstyrelsens arbetsutskott")
            )

    @invariant()
    def the_outcome_is_that_of_the_last_decision_that_stands(self):
        decision = self.life.decision
        assert (decision.outcome if decision else None) == self.stands

    @invariant()
    def no_decision_is_ever_lost(self):
        assert list(self.life.decisions) == self.visible

    @invariant()
    def days_never_run_backwards(self):
        days = [t.on for t in self.life.transitions]
        assert days == sorted(days)

    @invariant()
    def in_force_is_never_before_the_last_day_to_appeal(self):
        for before, after in zip(self.life.transitions, self.life.transitions[1:], strict=False):
            if after.step is Step.TAKE_FORCE:
                assert after.on > last_day_to_appeal(before.on)


TestLives = Lives.TestCase
