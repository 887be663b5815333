"""Duties to report back: open until done, however long that takes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answer import Evidence
from core.clause import Duty
from core.duty import DutyAlreadyDoneError, DutyState, OwedDuty, done, duty_of, still_owed

IMPOSED = Evidence("KS", date(2008, 10, 14), "§ 206", "Dnr 2008/127")
REPORT = OwedDuty(
    key="finsam-report",
    owner="Socialförvaltningen",
    owed_to="Kommunstyrelsens arbetsutskott",
    what="Återrapportera om gemensam ingång",
    due_on=date(2009, 5, 1),
    imposed_by=IMPOSED,
)


@pytest.mark.parametrize(
    ("on", "state", "days"),
    [
        (date(2009, 4, 30), DutyState.OPEN, 0),
        (date(2009, 5, 1), DutyState.OPEN, 0),
        (date(2009, 5, 2), DutyState.OVERDUE, 1),
        (date(2012, 11, 1), DutyState.OVERDUE, 1280),
    ],
)
def test_forgotten_report_is_still_owed_years_later(on, state, days):
    assert (REPORT.state(on), REPORT.days_overdue(on)) == (state, days)
    assert still_owed([REPORT], on) == (REPORT,)


def test_duty_is_done_from_the_day_it_was_done_and_was_owed_before():
    reported = done(REPORT, date(2012, 11, 20), "Perarne Petersson")

    assert reported.state(date(2012, 11, 1)) is DutyState.OVERDUE
    assert reported.state(date(2012, 11, 20)) is DutyState.DONE
    assert still_owed([reported], date(2012, 11, 20)) == ()


def test_duty_cannot_be_done_twice():
    reported = done(REPORT, date(2012, 11, 20), "Perarne Petersson")

    with pytest.raises(DutyAlreadyDoneError):
        done(reported, date(2013, 1, 1), "någon annan")


def test_duty_without_a_day_is_owed_but_never_overdue():
    duty = OwedDuty("k", "Ekerö", "SKL", "utvärdera", None)

    assert (duty.state(date(2030, 1, 1)), duty.days_overdue(date(2030, 1, 1))) == (
        DutyState.OPEN,
        0,
    )


def test_duty_of_a_document_keeps_the_decision_that_imposed_it():
    stated = Duty(
        owner="0765",
        what=REPORT.what,
        to=REPORT.owed_to,
        due=date(2009, 5, 1),
        decision="KS § 206",
        decided_on=date(2008, 10, 14),
        case_number="Dnr 2008/127",
    )

    duty = duty_of("finsam-2014/0", stated)

    assert (duty.imposed_by, duty.due_on, duty.owner) == (IMPOSED, date(2009, 5, 1), "0765")


@given(st.lists(st.tuples(st.dates(), st.none() | st.dates()), max_size=8), st.dates())
def test_still_owed_lists_exactly_what_is_not_done_the_oldest_first(days, on):
    duties = [
        OwedDuty(str(i), "a", "b", "c", due, done_on=finished)
        for i, (due, finished) in enumerate(days)
    ]

    owed = still_owed(duties, on)

    assert {d.key for d in owed} == {d.key for d in duties if not d.done_on or d.done_on > on}
    assert [d.due_on for d in owed] == sorted(d.due_on for d in owed)
