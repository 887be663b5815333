"""The reminder plan: on which days those who owe an answer are reminded of a deadline.

A pure function of the deadline, the policy and the Swedish calendar. A step that falls on a
Saturday, a Sunday or a holiday moves to the working day before; two steps that meet on one day
become one, the one nearer to the deadline (15 June 2019 is a Saturday: "on the day" and "1 day
before" are both Friday 14 June, and one message goes out).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.workday import working_day_on_or_before


class ReminderPolicy(BaseModel):
    """When to remind: so many days before the deadline, at a time of day in a time zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days_before: tuple[int, ...] = (30, 14, 7, 3, 1, 0)
    at: time = time(9, 0)
    zone: str = "Europe/Stockholm"
    only_working_days: bool = Field(default=True)

    @field_validator("days_before")
    @classmethod
    def _are_distinct_and_not_negative(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if any(each < 0 for each in days):
            raise ValueError("days before the deadline are 0 or more")
        return tuple(sorted(set(days), reverse=True))

    @field_validator("zone")
    @classmethod
    def _is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("a time zone's name, such as Europe/Stockholm") from error
        return zone


DEFAULT_POLICY = ReminderPolicy()
EVIDENCE_DAYS = (7, 30)


@dataclass(frozen=True, order=True)
class PlannedStep:
    """One step of the plan: when it is due (UTC) and how many days before the deadline it is for.

    `days_before` names the step; `due_on` is the local day it goes out on.
    """

    due_at: datetime
    due_on: date
    days_before: int


@lru_cache(maxsize=256)
def reminder_plan(
    deadline: date, policy: ReminderPolicy = DEFAULT_POLICY
) -> tuple[PlannedStep, ...]:
    """Return the steps towards `deadline`, the earliest first, at most one a day."""
    by_day: dict[date, PlannedStep] = {}
    for days in sorted(policy.days_before, reverse=True):
        day = deadline - timedelta(days=days)
        if policy.only_working_days:
            day = working_day_on_or_before(day)
        by_day[day] = PlannedStep(local_moment(day, policy.at, policy.zone), day, days)
    return tuple(sorted(by_day.values()))


def evidence_requests(received_at: datetime) -> tuple[datetime, ...]:
    """Return the moments (UTC) at which missing evidence is asked for again: after 7 and 30 days.

    At the policy's time of day, on the working day on or before.
    """
    received = local_day(received_at)
    days = (working_day_on_or_before(received + timedelta(days=n)) for n in EVIDENCE_DAYS)
    return tuple(local_moment(day, DEFAULT_POLICY.at, DEFAULT_POLICY.zone) for day in days)


def remaining_steps(
    plan: Iterable[PlannedStep], after: datetime, taken: Collection[int] = ()
) -> tuple[PlannedStep, ...]:
    """Return the steps that are still to come after a moment (UTC).

    `taken` are the steps of an earlier version of the plan that went out already, by their days
    before the deadline: a deadline that moves asks for none of them again.
    """
    return tuple(step for step in plan if step.due_at > after and step.days_before not in taken)


def most_relevant(due: Iterable[PlannedStep]) -> PlannedStep | None:
    """Return the one step to take of several that are overdue: the latest; None if none is."""
    return max(due, default=None)


def is_past(deadline: date, now: datetime, zone: str = DEFAULT_POLICY.zone) -> bool:
    """Return whether the deadline's day is over in its time zone at a moment (UTC)."""
    return now.astimezone(ZoneInfo(zone)).date() > deadline


def local_moment(day: date, at: time, zone: str) -> datetime:
    """Return the moment (UTC) at which clocks in `zone` show that day and time.

    A time that summer time skips is read an hour later, one that happens twice the first time.
    """
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def local_day(moment: datetime, zone: str = DEFAULT_POLICY.zone) -> date:
    """Return the calendar day that a moment (UTC) falls on in `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()
