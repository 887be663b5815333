"""The life of a matter, read from the versions of an answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.answer import Answer, Evidence, Outcome, Stage
from core.decision import Life, State, Step, Transition, refusal
from core.life import life_of, told

SN = Evidence("Socialnämnden", date(2017, 9, 27), "Sn § 63")


def noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=UTC)


def an_answer(version, received, outcome=Outcome.ADOPTS, **more):
    return Answer("0781", version, outcome, received, "U1", **more)


def steps_of(life):
    return [(each.step, each.on) for each in life.transitions]


def test_a_yes_with_its_steps_is_one_decision_and_what_followed():
    decided = an_answer(1, noon(2017, 9, 28), evidence=SN)
    confirmed = replace(decided, version=2, stage=Stage.CONFIRMED, step_on=date(2017, 10, 4))
    announced = replace(decided, version=3, stage=Stage.ANNOUNCED, step_on=date(2017, 10, 5))
    known = [
        replace(each, received_at=noon(2017, 11, n))
        for n, each in enumerate((confirmed, announced), 1)
    ]

    life = life_of([decided, *known])

    assert steps_of(life) == [
        (Step.DECIDE, date(2017, 9, 27)),
        (Step.CONFIRM, date(2017, 10, 4)),
        (Step.ANNOUNCE, date(2017, 10, 5)),
    ]
    assert [each.known_at.day for each in life.transitions] == [28, 1, 2]


def test_evidence_that_comes_later_belongs_to_the_same_decision():
    told_first = an_answer(1, noon(2017, 10, 20))
    with_evidence = an_answer(2, noon(2017, 10, 27), evidence=SN)

    assert steps_of(life_of([told_first, with_evidence])) == [(Step.DECIDE, SN.decided_on)]
    assert steps_of(life_of([told_first])) == [(Step.DECIDE, date(2017, 10, 20))]


def test_a_yes_without_evidence_can_still_gain_force():
    yes = an_answer(1, noon(2017, 10, 20))
    in_force = replace(yes, version=2, stage=Stage.IN_FORCE, step_on=date(2017, 12, 1),
                       received_at=noon(2017, 12, 2))  # fmt: skip

    assert steps_of(life_of([yes, in_force])) == [
        (Step.DECIDE, date(2017, 10, 20)),
        (Step.TAKE_FORCE, date(2017, 12, 1)),
    ]


def test_a_proposal_a_tabling_and_a_decision_follow_each_other():
    au = Evidence("Socialnämndens arbetsutskott", date(2019, 5, 2), "AU § 67")
    proposal = an_answer(1, noon(2019, 5, 6), evidence=au, stage=Stage.PROPOSAL)
    tabled = an_answer(2, noon(2019, 5, 20), Outcome.TABLED, step_on=date(2019, 5, 16),
                       expected_on=date(2019, 6, 12))  # fmt: skip
    kf = Evidence("Kommunfullmäktige", date(2019, 6, 17), "§ 125/2019")

    life = life_of([proposal, tabled])
    assert (life.state, life.expected_on) == (State.TABLED, date(2019, 6, 12))
    assert steps_of(life_of([proposal, tabled, an_answer(3, noon(2019, 6, 24), evidence=kf)])) == [
        (Step.PROPOSE, date(2019, 5, 2)),
        (Step.TABLE, date(2019, 5, 16)),
        (Step.DECIDE, date(2019, 6, 17)),
    ]


def test_a_later_decision_replaces_an_earlier_one_that_stays_visible():
    no = an_answer(1, noon(2019, 6, 1), Outcome.DECLINES, evidence=SN)
    yes = an_answer(2, noon(2019, 12, 1), evidence=replace(SN, decided_on=date(2019, 11, 20)))

    life = life_of([no, yes])

    assert (life.outcome, [each.outcome for each in life.replaced]) == (
        Outcome.ADOPTS,
        [Outcome.DECLINES],
    )


def test_a_date_that_was_wrong_is_corrected_by_the_version_that_is_told_later():
    wrong = an_answer(1, noon(2017, 10, 28), evidence=replace(SN, decided_on=date(2017, 10, 27)))
    right = an_answer(2, noon(2017, 10, 30), evidence=SN)

    assert steps_of(life_of([wrong, right])) == [(Step.DECIDE, date(2017, 9, 27))]


def test_not_decided_yet_and_an_indication_are_no_steps():
    undecided = an_answer(1, noon(2017, 9, 5), Outcome.UNDECIDED)
    hint = an_answer(2, noon(2017, 9, 6), stage=Stage.INDICATION)

    assert life_of([undecided, hint]) == Life()


def test_telling_a_step_keeps_what_was_decided():
    yes = an_answer(1, noon(2017, 9, 28), evidence=SN)
    step = Transition(Step.ANNOUNCE, date(2017, 10, 5), noon(2017, 10, 6))

    later = told(yes, "0781", step, "U2")

    assert (later.version, later.outcome, later.evidence, later.stage, later.step_on) == (
        2, Outcome.ADOPTS, SN, Stage.ANNOUNCED, date(2017, 10, 5),
    )  # fmt: skip
    assert (later.said_by, later.received_at) == ("U2", noon(2017, 10, 6))


def test_telling_that_a_matter_was_tabled_needs_no_answer_before():
    step = Transition(
        Step.TABLE, date(2019, 5, 16), noon(2019, 5, 20), expected_on=date(2019, 6, 1)
    )

    tabled = told(None, "0781", step, "U2")

    assert (tabled.version, tabled.outcome, tabled.step_on, tabled.expected_on) == (
        1, Outcome.TABLED, date(2019, 5, 16), date(2019, 6, 1),
    )  # fmt: skip


_TELLABLE = [step for step in Step if step not in {Step.PROPOSE, Step.DECIDE}]


@given(st.lists(st.tuples(st.sampled_from(_TELLABLE), st.integers(0, 60)), max_size=12))
def test_what_is_told_step_by_step_is_read_back_as_it_was_told(walk):
    versions = [an_answer(1, noon(2017, 9, 27), evidence=SN)]
    expected = life_of(versions).transitions
    day = SN.decided_on
    for step, later in walk:
        day += timedelta(days=later)
        transition = Transition(step, day, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        life = life_of(versions)
        if refusal(life, transition) is not None or versions[-1].outcome is not Outcome.ADOPTS:
            continue
        versions.append(told(versions[-1], "0781", transition, "U1"))
        expected = (*expected, transition)
        assert life_of(versions).transitions == expected
