"""How often people want to be reminded, and until when not at all: versions, the latest counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from storage.entries import PEOPLE, WISH
from storage.ledger import record
from storage.reminder_tables import ReminderWishRow


@dataclass(frozen=True)
class ReminderWish:
    """At most one message every `days_between` days, none before `paused_until`."""

    days_between: int = 1
    paused_until: date | None = None

    def is_paused(self, on: date) -> bool:
        """Return whether nothing may be sent on a day."""
        return self.paused_until is not None and on < self.paused_until


NO_WISH = ReminderWish()
"""What holds for whoever has said nothing: at most one message a day."""


def reminder_wishes(session: Session) -> Mapping[str, ReminderWish]:
    """Return the latest wish of everybody who has said one; one query."""
    newest = select(func.max(ReminderWishRow.id)).group_by(col(ReminderWishRow.user_id))
    rows = session.exec(select(ReminderWishRow).where(col(ReminderWishRow.id).in_(newest)))
    return {row.user_id: ReminderWish(row.days_between, row.paused_until) for row in rows}


def reminder_wish(session: Session, user_id: str) -> ReminderWish:
    """Return a person's latest wish."""
    row = session.exec(
        select(ReminderWishRow)
        .where(ReminderWishRow.user_id == user_id)
        .order_by(col(ReminderWishRow.id).desc())
        .limit(1)
    ).first()
    return NO_WISH if row is None else ReminderWish(row.days_between, row.paused_until)


def append_wish(
    session: Session, user_id: str, wish: ReminderWish, *, recorded_at: datetime
) -> None:
    """Append a version of a person's wish."""
    row = ReminderWishRow(
        user_id=user_id,
        days_between=wish.days_between,
        paused_until=wish.paused_until,
        recorded_at=recorded_at,
    )
    session.add(row)
    session.flush()
    record(session, PEOPLE, WISH, [row])
