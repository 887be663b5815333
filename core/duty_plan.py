"""When a duty to report back is reminded of: before its day, on it, and after it until it is done.

Seeds: Älmhult's report was due on 2009-05-01 and was forgotten for years; a duty never lapses.
"""

from datetime import date, datetime, timedelta

from core.deadline import DEFAULT_POLICY, ReminderPolicy, local_day, morning_on_or_after

DUTY_DAYS = (-30, -7, 0, 7, 30)
"""Days after the due day; negative ones are before it."""
DUTY_EVERY = 30
"""Days between two reminders after the last of those."""


def first_duty_reminder(
    due_on: date, now: datetime, policy: ReminderPolicy = DEFAULT_POLICY
) -> datetime:
    """Return when a duty that has just become known is first reminded of (UTC).

    One that is overdue already is reminded of on the next working morning.
    """
    today = local_day(now, policy.zone)
    if today > due_on:
        return morning_on_or_after(today + timedelta(days=1), policy)
    return next_duty_reminder(due_on, now, policy)


def next_duty_reminder(
    due_on: date, now: datetime, policy: ReminderPolicy = DEFAULT_POLICY
) -> datetime:
    """Return when a duty is reminded of next after a moment (UTC), as long as it is owed."""
    for days in DUTY_DAYS:
        moment = morning_on_or_after(due_on + timedelta(days=days), policy)
        if moment > now:
            return moment
    last = due_on + timedelta(days=DUTY_DAYS[-1])
    rounds = max(0, (local_day(now, policy.zone) - last).days) // DUTY_EVERY
    day = last + timedelta(days=rounds * DUTY_EVERY)
    while (moment := morning_on_or_after(day, policy)) <= now:
        day += timedelta(days=DUTY_EVERY)
    return moment
