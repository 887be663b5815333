"""Answers and lives as of a day, by what was known at a moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answer import Answer, Evidence, Outcome, Stage
from core.as_of import AnswerDates, as_of, dates_of, end_of, known
from core.decision import State
from core.errors import NaiveTimeError
from core.life import life_of


def an_answer(version, outcome, decided, received, **more):
    evidence = Evidence("Socialnämnden", decided, "Sn § 63") if decided else None
    return Answer("0781", version, outcome, received, "U1", evidence=evidence, **more)


DECLINED = an_answer(1, Outcome.DECLINES, date(2019, 5, 22), datetime(2019, 5, 28, 8, tzinfo=UTC))
ADOPTED = an_answer(2, Outcome.ADOPTS, date(2019, 6, 12), datetime(2019, 7, 1, 8, tzinfo=UTC))
VERSIONS = (DECLINED, ADOPTED)


@pytest.mark.parametrize(
    ("on", "known_at", "answer", "replaced"),
    [
        (date(2019, 5, 21), datetime(2019, 12, 1, tzinfo=UTC), None, ()),
        (date(2019, 5, 25), datetime(2019, 5, 25, 22, tzinfo=UTC), None, ()),
        (date(2019, 5, 25), datetime(2019, 12, 1, tzinfo=UTC), DECLINED, ()),
        (date(2019, 6, 15), datetime(2019, 6, 15, 22, tzinfo=UTC), DECLINED, ()),
        (date(2019, 6, 15), datetime(2019, 12, 1, tzinfo=UTC), ADOPTED, (DECLINED,)),
    ],
)
def test_as_of_reads_a_day_as_known_then_or_as_known_now(on, known_at, answer, replaced):
    reading = as_of(VERSIONS, on, known_at)

    assert (reading.answer, reading.replaced) == (answer, replaced)


def test_as_of_lets_a_later_version_correct_an_earlier_date():
    corrected = an_answer(2, Outcome.DECLINES, date(2019, 5, 20), datetime(2019, 6, 3, tzinfo=UTC))

    reading = as_of((DECLINED, corrected), date(2019, 6, 15), datetime(2020, 1, 1, tzinfo=UTC))

    assert reading.answer == corrected


def test_as_of_takes_an_answer_without_evidence_from_the_day_it_was_received():
    told = an_answer(1, Outcome.ADOPTS, None, datetime(2019, 6, 14, 22, 30, tzinfo=UTC))
    now = datetime(2020, 1, 1, tzinfo=UTC)

    assert as_of((told,), date(2019, 6, 14), now).answer is None
    assert as_of((told,), date(2019, 6, 15), now).answer == told  # 00:30 in Sweden


def test_dates_of_an_answer_are_decided_received_and_effective():
    answer = an_answer(
        1, Outcome.ADOPTS, date(2017, 10, 18), datetime(2017, 10, 25, 9, tzinfo=UTC),
        effective_on=date(2018, 1, 1),
    )  # fmt: skip

    assert dates_of(answer) == AnswerDates(date(2017, 10, 18), date(2017, 10, 25), date(2018, 1, 1))
    assert dates_of(DECLINED).effective == date(2019, 5, 22)


@pytest.mark.parametrize("read", [lambda at: as_of(VERSIONS, date(2019, 6, 1), at),
                                  lambda at: known(VERSIONS, date(2019, 6, 1), at)])  # fmt: skip
def test_as_of_refuses_a_moment_without_time_zone(read):
    with pytest.raises(NaiveTimeError):
        read(datetime(2019, 6, 1))  # noqa: DTZ001  # the point


def test_life_that_is_known_by_a_day_is_what_the_versions_known_then_tell():
    told = [
        an_answer(1, Outcome.ADOPTS, date(2019, 5, 2), datetime(2019, 5, 2, 9, tzinfo=UTC),
                  stage=Stage.PROPOSAL),
        an_answer(2, Outcome.ADOPTS, date(2019, 5, 22), datetime(2019, 5, 30, 9, tzinfo=UTC)),
    ]  # fmt: skip
    on = date(2019, 5, 26)

    then = life_of(known(told, on, end_of(on)))
    now = life_of(known(told, on, datetime(2019, 6, 1, tzinfo=UTC)))

    assert (then.state, now.state) == (State.PROPOSED, State.DECIDED)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    st.integers(0, 60), st.integers(0, 60), st.integers(0, 60),
)  # fmt: skip
def test_as_of_knows_more_the_later_one_asks(days, on, asked, later):
    start = date(2019, 5, 1)
    versions = [
        an_answer(
            i, Outcome.ADOPTS, start + timedelta(days=decided),
            datetime(2019, 5, 1, 12, tzinfo=UTC) + timedelta(days=received),
        )
        for i, (decided, received) in enumerate(days, 1)
    ]  # fmt: skip
    moments = [
        datetime(2019, 5, 1, 12, tzinfo=UTC) + timedelta(days=d) for d in sorted((asked, later))
    ]

    seen = [as_of(versions, start + timedelta(days=on), moment) for moment in moments]
    known = [{r.answer, *r.replaced} - {None} for r in seen]

    assert known[0] <= known[1]
