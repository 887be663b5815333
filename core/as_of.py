"""What was known when: a member's answer as of a day and a moment of knowledge.

Every answer has three dates: decided, received, effective. "On 2019-06-15 as it was known then"
and "as it is known now" differ wherever a decision was told late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.answer import Answer
from core.deadline import DEFAULT_POLICY, local_day
from core.errors import NaiveTimeError


@dataclass(frozen=True)
class AnswerDates:
    """The three dates of an answer: decided, received (a Swedish day), effective."""

    decided: date | None
    received: date
    effective: date | None


def dates_of(answer: Answer) -> AnswerDates:
    """Return the three dates of an answer; without evidence `decided` is None.

    An answer without an effective date of its own takes effect when it was decided.
    """
    decided = answer.evidence.decided_on if answer.evidence else None
    return AnswerDates(decided, local_day(answer.received_at), answer.effective_on or decided)


def end_of(day: date) -> datetime:
    """Return the moment (UTC) when a day ends in Sweden: what was known then was known by then."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(DEFAULT_POLICY.zone))
    return midnight.astimezone(UTC)


@dataclass(frozen=True)
class AnswerAsOf:
    """What a member's answer was, and the versions before it that it replaced, oldest first."""

    answer: Answer | None
    replaced: tuple[Answer, ...]


def as_of(versions: Sequence[Answer], on: date, known_at: datetime) -> AnswerAsOf:
    """Return one member's answer as it stood on a day, by what was known at a moment.

    "On 2019-06-15 as it was known then" is that day's end as `known_at`; "as it is known now" is
    now: a decision of 10 June that was received in July counts in the second only. The highest
    version of what had happened by then (`said_on`) is the answer.

    Raises: NaiveTimeError if `known_at` has no time zone.
    """
    ordered = known(versions, on, known_at)
    return AnswerAsOf(ordered[-1] if ordered else None, tuple(ordered[:-1]))


def known(versions: Sequence[Answer], on: date, known_at: datetime) -> tuple[Answer, ...]:
    """Return the versions of what had happened by a day, as far as they had come by a moment.

    Raises: NaiveTimeError if `known_at` has no time zone.
    """
    if known_at.tzinfo is None:
        raise NaiveTimeError(known_at)
    found = (v for v in versions if v.received_at <= known_at and said_on(v) <= on)
    return tuple(sorted(found, key=lambda v: v.version))


def said_on(answer: Answer) -> date:
    """Return the day of what a version tells: its step's, its decision's, or when it came."""
    dates = dates_of(answer)
    return answer.step_on or dates.decided or dates.received
