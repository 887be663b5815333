"""What a coordinator does to troubled messages; each change names the states it starts from."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, update

from storage.tables import MessageState, OutboxRow


def send_again(session: Session, recipient: str) -> int:
    """Put a recipient's failed and doubtful messages back as planned; return how many."""
    return _change(
        session,
        _is_troubled(recipient),
        state=MessageState.PLANNED,
        attempts=0,
        needs_person=False,
        carried_by=None,
        reason="sent_again",
    )


def dismiss(session: Session, recipient: str, *, at: datetime, by: str) -> int:
    """Leave a recipient's failed and doubtful messages out; return how many."""
    return _change(
        session,
        _is_troubled(recipient),
        state=MessageState.SKIPPED,
        needs_person=False,
        settled_at=at,
        reason=f"left_by:{by}",
    )


def confirm_arrival(session: Session, recipient: str, *, at: datetime, by: str) -> int:
    """Take a recipient's doubtful messages as sent, on a person's word; return how many."""
    return _change(
        session,
        _is_to(recipient) & col(OutboxRow.needs_person).is_(True),
        state=MessageState.SENT,
        needs_person=False,
        settled_at=at,
        reason=f"confirmed_by:{by}",
    )


def _change(session: Session, which: ColumnElement[bool], **values: object) -> int:
    changed = session.exec(
        update(OutboxRow).where(which).values(**values).execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)


def _is_to(recipient: str) -> ColumnElement[bool]:
    return (col(OutboxRow.user_id) == recipient) | (col(OutboxRow.channel_id) == recipient)


def _is_troubled(recipient: str) -> ColumnElement[bool]:
    return _is_to(recipient) & or_(
        col(OutboxRow.state) == MessageState.FAILED, col(OutboxRow.needs_person).is_(True)
    )
