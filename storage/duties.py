"""Duties to report back that have been fulfilled; those that aren't here are still owed."""

from datetime import date, datetime

from sqlmodel import Session, select

from storage.entries import DUTY_DONE
from storage.ledger import record_of_poll
from storage.reminder_tables import DutyDoneRow


def duties_done(session: Session, poll_id: int) -> dict[str, DutyDoneRow]:
    """Return the fulfilled duties of a poll's recommendation by their key."""
    rows = session.exec(select(DutyDoneRow).where(DutyDoneRow.poll_id == poll_id))
    return {row.duty: row for row in rows}


def append_duty_done(  # noqa: PLR0913  # the columns of one row
    session: Session,
    poll_id: int,
    duty: str,
    *,
    done_on: date,
    recorded_at: datetime,
    recorded_by: str,
) -> None:
    """Record that a duty is fulfilled; the database refuses a second time."""
    row = DutyDoneRow(
        poll_id=poll_id,
        duty=duty,
        done_on=done_on,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
    )
    session.add(row)
    session.flush()
    record_of_poll(session, poll_id, DUTY_DONE, row)
