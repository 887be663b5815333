"""The calendar of a Swedish office: which days somebody is there to read a reminder.

Saturdays, Sundays and public holidays are off, and so are the eves that offices keep: Midsummer
Eve, Christmas Eve and New Year's Eve (category `de_facto` of the holidays package).
"""

from datetime import date, timedelta
from functools import lru_cache

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Return whether Swedish offices are open on `day`."""
    return day.weekday() < _SATURDAY and day not in _holidays_of(day.year)


def working_day_on_or_before(day: date) -> date:
    """Return `day`, or the nearest working day before it: a reminder is never late."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_on_or_after(day: date) -> date:
    """Return `day`, or the nearest working day after it: what is owed is asked for in office."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415  # heavy; only needed once a date is asked for

    found = country_holidays("SE", years=year, categories=("public", "de_facto"))
    return frozenset(day for day in found if day.year == year)
