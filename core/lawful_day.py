"""The days that the law counts between a decision and its force, and how long an appeal may come.

Swedish municipal law (kommunallagen 2017:725) 5:69, 8:12 and 13:5; last days that fall on a day off
move to the next working day (lag 1930:173 om beräkning av lagstadgad tid).
"""

from datetime import date, timedelta

from core.workday import is_working_day

CONFIRM_WITHIN = timedelta(days=14)
"""Minutes are confirmed at most 14 days after the meeting (kommunallagen 5:69)."""
ANNOUNCE_WITHIN = timedelta(days=2)
"""The confirmation is announced at most on the second day after it (kommunallagen 8:12)."""
APPEAL_WITHIN = timedelta(weeks=3)
"""An appeal comes in within three weeks of the announcement (kommunallagen 13:5)."""


def last_day_to_appeal(announced: date) -> date:
    """Return the last day of the three weeks; on a day off, the next working day (lag 1930:173)."""
    day = announced + APPEAL_WITHIN
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def expected_in_force(
    decided: date, confirmed: date | None = None, announced: date | None = None
) -> date:
    """Return the first day in force if nobody appeals: the day after the last day to appeal.

    Where a date isn't known yet, the latest lawful one counts: 14 days to confirm, two to
    announce. So the answer is exact once the announcement's date is known.
    """
    confirmed = confirmed or decided + CONFIRM_WITHIN
    announced = announced or confirmed + ANNOUNCE_WITHIN
    return last_day_to_appeal(announced) + timedelta(days=1)
