"""The reminder plan: days before the deadline, moved to working days, at 09:00 in Stockholm."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadline import (
    PlannedStep,
    ReminderPolicy,
    is_past,
    local_moment,
    remaining_steps,
    reminder_plan,
)
from core.workday import is_working_day, working_day_on_or_before


def test_plan_of_15_june_2019_reminds_on_working_days_only():
    plan = reminder_plan(date(2019, 6, 15))

    assert [(step.due_on.isoformat(), step.days_before) for step in plan] == [
        ("2019-05-16", 30),
        ("2019-05-31", 14),
        ("2019-06-07", 7),
        ("2019-06-12", 3),
        ("2019-06-14", 0),
    ]


def test_plan_steps_are_due_at_nine_in_stockholm_summer_and_winter():
    plan = reminder_plan(date(2019, 4, 10), ReminderPolicy(days_before=(30, 1)))

    assert [step.due_at for step in plan] == [
        datetime(2019, 3, 11, 8, 0, tzinfo=UTC),
        datetime(2019, 4, 9, 7, 0, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("holiday", "working_day_before"),
    [
        (date(2019, 6, 21), date(2019, 6, 20)),  # Midsummer Eve
        (date(2019, 12, 24), date(2019, 12, 23)),  # Christmas Eve
        (date(2019, 12, 26), date(2019, 12, 23)),
        (date(2020, 1, 1), date(2019, 12, 30)),  # New Year's Eve is off too
        (date(2019, 4, 22), date(2019, 4, 18)),  # Easter Monday to Maundy Thursday
        (date(2019, 6, 6), date(2019, 6, 5)),  # National Day
        (date(2019, 6, 15), date(2019, 6, 14)),
        (date(2019, 6, 14), date(2019, 6, 14)),
    ],
)
def test_working_day_on_or_before_skips_weekends_and_holidays(holiday, working_day_before):
    assert working_day_on_or_before(holiday) == working_day_before


@pytest.mark.parametrize("year", range(2012, 2033))
def test_plan_of_every_day_of_a_year_is_in_order_on_working_days_and_never_late(year):
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    for deadline in (day for day in days if day.year == year):
        plan = reminder_plan(deadline)
        on = [step.due_on for step in plan]
        assert on == sorted(set(on))
        assert all(is_working_day(day) for day in on)
        assert on[-1] == working_day_on_or_before(deadline)
        assert all(step.due_on <= deadline - timedelta(days=step.days_before) for step in plan)
        assert all(
            step.due_at.astimezone(ZoneInfo("Europe/Stockholm")).time() == time(9) for step in plan
        )


@given(st.dates(date(2012, 1, 1), date(2032, 12, 31)), st.times())
def test_local_moment_is_always_on_that_day_and_never_in_the_gap(day, at):
    moment = local_moment(day, at.replace(tzinfo=None), "Europe/Stockholm")

    shown = moment.astimezone(ZoneInfo("Europe/Stockholm"))
    assert shown.date() == day
    assert (
        timedelta() <= shown.replace(tzinfo=None) - datetime.combine(day, at) <= timedelta(hours=1)
    )


def test_time_that_happens_twice_is_taken_once_the_first_time():
    assert local_moment(date(2019, 10, 27), time(2, 30), "Europe/Stockholm") == datetime(
        2019, 10, 27, 0, 30, tzinfo=UTC
    )


def test_moved_deadline_never_asks_for_a_step_that_was_taken():
    moved = reminder_plan(date(2019, 8, 15))

    remaining = remaining_steps(moved, datetime(2019, 6, 10, tzinfo=UTC), taken={30, 14, 7})

    assert [step.days_before for step in remaining] == [3, 1, 0]


def test_deadline_is_past_only_when_its_day_is_over_in_stockholm():
    assert not is_past(date(2019, 6, 15), datetime(2019, 6, 15, 21, 59, tzinfo=UTC))
    assert is_past(date(2019, 6, 15), datetime(2019, 6, 15, 22, 0, tzinfo=UTC))


@pytest.mark.parametrize("policy", [{"days_before": (-1,)}, {"zone": "Europe/Ljungby"}])
def test_policy_refuses_what_cannot_be_planned(policy):
    with pytest.raises(ValueError, match=r"0 or more|time zone"):
        ReminderPolicy(**policy)


def test_steps_compare_by_when_they_are_due():
    plan = reminder_plan(date(2019, 6, 15))
    assert isinstance(plan[0], PlannedStep)
    assert sorted(plan, reverse=True) == list(plan)[::-1]
