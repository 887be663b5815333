"""Rulings on a poll: who fixed what "enough" means; appended as versions, all of them read."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from core.condition import Condition
from core.ruling import Ruling
from storage.entries import RULING
from storage.ledger import record_of_poll
from storage.record_tables import RulingRow

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def rulings_on(
    session: Session, poll_id: int, *, known_at: datetime | None = None
) -> tuple[Ruling, ...]:
    """Return a poll's rulings in the order in which they were recorded, the first one first.

    `known_at`: only those that had been recorded by that moment.
    """
    known = [] if known_at is None else [col(RulingRow.recorded_at) <= known_at]
    rows = session.exec(
        select(RulingRow)
        .where(RulingRow.poll_id == poll_id, *known)
        .order_by(col(RulingRow.version))
    )
    return tuple(_ruling(row) for row in rows)


def append_ruling(
    session: Session, poll_id: int, ruling: Ruling, *, recorded_at: datetime, recorded_by: str
) -> None:
    """Append a version of what was ruled, with its ledger entry."""
    latest = session.exec(
        select(func.max(RulingRow.version)).where(RulingRow.poll_id == poll_id)
    ).one()
    row = RulingRow(
        poll_id=poll_id,
        version=(latest or 0) + 1,
        condition=_CONDITION.dump_python(ruling.condition, mode="json"),
        declared=ruling.declared,
        ruled_by=ruling.by,
        ruled_on=ruling.on,
        decision=ruling.decision,
        reason=ruling.reason,
        words=ruling.words,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
    )
    session.add(row)
    session.flush()
    record_of_poll(session, poll_id, RULING, row)


def _ruling(row: RulingRow) -> Ruling:
    return Ruling(
        condition=_CONDITION.validate_python(row.condition),
        by=row.ruled_by,
        on=row.ruled_on,
        decision=row.decision,
        reason=row.reason,
        words=row.words,
        declared=row.declared,
    )
