"""The reminder plan: on which days those who owe an answer are reminded of a deadline.

A pure function of the deadline, the policy and the Swedish calendar. A step that falls on a
Saturday, a Sunday or a holiday moves to the working day before; two steps that meet on one day
become one, the one nearer to the deadline (15 June 2019 is a Saturday: "on the day" and "1 day
before" are both Friday 14 June, and one message goes out).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from core.figure import Written
from core.workday import working_day_on_or_after, working_day_on_or_before


class RemindIn(Enum):
    """Where a reminder goes: to each person who may answer, or once to the poll's channel."""

    DIRECT = "direct"
    CHANNEL = "channel"


class ReminderPolicy(Written):
    """When, where and whom to remind; an agreement file writes it as the table [reminders].

    So many days before the deadline and after it, then every so many days while an answer is
    owed (None: no more), at a time of day in a time zone. After `deputy_after` days of silence a
    member's deputy is asked, after `coordinator_after` the coordinator is told; None: never.
    """

    days_before: tuple[int, ...] = (30, 14, 7, 3, 1, 0)
    days_after: tuple[int, ...] = (1, 7, 30)
    then_every: Annotated[int, Field(gt=0)] | None = 30
    at: time = time(9, 0)
    zone: str = "Europe/Stockholm"
    only_working_days: bool = Field(default=True)
    to: RemindIn = RemindIn.DIRECT
    deputy_after: Annotated[int, Field(gt=0)] | None = 14
    coordinator_after: Annotated[int, Field(gt=0)] | None = None

    @field_validator("days_before")
    @classmethod
    def _are_distinct_and_not_negative(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if any(each < 0 for each in days):
            raise ValueError("days before the deadline are 0 or more")
        return tuple(sorted(set(days), reverse=True))

    @field_validator("days_after")
    @classmethod
    def _are_distinct_and_positive(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if any(each < 1 for each in days):
            raise ValueError("days after the deadline are 1 or more")
        return tuple(sorted(set(days)))

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

    `days_before` names the step, negative after the deadline; `due_on` is the local day it goes
    out on.
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


@lru_cache(maxsize=256)
def chase_plan(deadline: date, policy: ReminderPolicy = DEFAULT_POLICY) -> tuple[PlannedStep, ...]:
    """Return the steps after `deadline` for whoever still owes an answer, the earliest first."""
    return tuple(sorted({_step_after(deadline, days, policy) for days in policy.days_after}))


def next_chase(
    deadline: date, step: int, policy: ReminderPolicy = DEFAULT_POLICY
) -> PlannedStep | None:
    """Return the step after the plan's last one, None while there is a later one or never.

    `step` is the one that was taken, by its days before the deadline (so negative): reminders go
    on every `then_every` days, for a question must not be forgotten (seeds: Älmhult 2009).
    """
    last = max(policy.days_after, default=0)
    if policy.then_every is None or -step < last:
        return None
    return _step_after(deadline, -step + policy.then_every, policy)


def steps_to_come(
    deadline: date,
    after: datetime,
    policy: ReminderPolicy = DEFAULT_POLICY,
    taken: Collection[int] = (),
) -> tuple[PlannedStep, ...]:
    """Return the steps towards and after a deadline that are still to come after a moment (UTC).

    `taken` as in `remaining_steps`. Where all of them are past, the next one of those that go on
    while an answer is owed.
    """
    plan = (*reminder_plan(deadline, policy), *chase_plan(deadline, policy))
    coming = remaining_steps(plan, after, taken)
    if coming:
        return coming
    step = next_chase(deadline, -max(policy.days_after, default=0), policy)
    while step is not None and (step.due_at <= after or step.days_before in taken):
        step = next_chase(deadline, step.days_before, policy)
    return () if step is None else (step,)


def _step_after(deadline: date, days: int, policy: ReminderPolicy) -> PlannedStep:
    day = morning_on_or_after(deadline + timedelta(days=days), policy)
    return PlannedStep(day, local_day(day, policy.zone), -days)


def morning_on_or_after(day: date, policy: ReminderPolicy = DEFAULT_POLICY) -> datetime:
    """Return the moment (UTC) at the policy's time of day, on `day` or the next working day."""
    if policy.only_working_days:
        day = working_day_on_or_after(day)
    return local_moment(day, policy.at, policy.zone)


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
