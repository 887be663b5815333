"""Duties to report back: who owes what by when, open until somebody says that it is done.

Seeds: the report to kommunstyrelsens arbetsutskott that was due on 2009-05-01 (KS § 206,
2008-10-14, Dnr 2008/127) was never made, and nobody noticed for years. A duty therefore never
lapses by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import ClassVar

from core.answer import Evidence
from core.clause import Duty
from core.errors import SamtligaError


class DutyState(Enum):
    """How a duty stands on a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(eq=False)
class DutyAlreadyDoneError(SamtligaError):
    """The duty was done before; `done_on` says when."""

    code: ClassVar[str] = "duty_already_done"
    key: str
    done_on: date


@dataclass(frozen=True)
class OwedDuty:
    """Something somebody owes by a day: to whom, by which decision, and whether it is done.

    `due_on` is None where the source names no day: then it is open, and never overdue.
    """

    key: str
    owner: str
    owed_to: str
    what: str
    due_on: date | None
    imposed_by: Evidence | None = None
    done_on: date | None = None
    done_by: str = ""

    def state(self, on: date) -> DutyState:
        """Return how the duty stands on a day: what is done later was still owed then."""
        if self.done_on is not None and self.done_on <= on:
            return DutyState.DONE
        is_late = self.due_on is not None and on > self.due_on
        return DutyState.OVERDUE if is_late else DutyState.OPEN

    def days_overdue(self, on: date) -> int:
        """Return how many days after its due day it is owed; 0 if it isn't overdue."""
        if self.due_on is None or self.state(on) is not DutyState.OVERDUE:
            return 0
        return (on - self.due_on).days


def duty_of(key: str, stated: Duty) -> OwedDuty:
    """Return the duty that an agreement's document states ("Älmhult ... 2009-05-01")."""
    imposed = None
    if stated.decision and isinstance(stated.decided_on, date):
        body, _, number = stated.decision.partition("§")
        imposed = Evidence(body.strip(), stated.decided_on, f"§{number}", stated.case_number)
    return OwedDuty(
        key=key,
        owner=stated.owner,
        owed_to=stated.to,
        what=stated.what,
        due_on=stated.due,
        imposed_by=imposed,
        done_on=stated.done_on,
    )


def done(duty: OwedDuty, on: date, by: str) -> OwedDuty:
    """Return the duty as done on a day by a person or body.

    Raises: DutyAlreadyDoneError if it was done before.
    """
    if duty.done_on is not None:
        raise DutyAlreadyDoneError(duty.key, duty.done_on)
    return replace(duty, done_on=on, done_by=by)


def still_owed(duties: Iterable[OwedDuty], on: date) -> tuple[OwedDuty, ...]:
    """Return what is owed on a day, the longest overdue first, those without a day last."""
    owed = [duty for duty in duties if duty.state(on) is not DutyState.DONE]
    return tuple(sorted(owed, key=lambda d: (d.due_on is None, d.due_on or date.max, d.key)))
