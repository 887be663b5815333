"""What a coordinator does about troubled messages; each change names the states it starts from.

A press acts on everything that is troubled to one recipient, over agreements and beyond them, so
that its entry stands in the ledger of the workspace's people.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select, update

from storage.entries import PEOPLE, REMEDY
from storage.ledger import record
from storage.reminder_tables import RemedyAct, RemedyRow
from storage.tables import MessageState, OutboxRow


def send_again(session: Session, recipient: str, *, at: datetime, by: str) -> int:
    """Put a recipient's failed and doubtful messages back as planned; return how many."""
    changed = _change(
        session,
        _is_troubled(recipient),
        state=MessageState.PLANNED,
        attempts=0,
        needs_person=False,
        carried_by=None,
        reason="sent_again",
    )
    return _append(session, RemedyAct.SENT_AGAIN, recipient, changed, at=at, by=by)


def dismiss(session: Session, recipient: str, *, at: datetime, by: str) -> int:
    """Leave a recipient's failed and doubtful messages out; return how many."""
    changed = _leave(session, recipient, at=at, by=by)
    return _append(session, RemedyAct.LEFT, recipient, changed, at=at, by=by)


def confirm_arrival(session: Session, recipient: str, *, at: datetime, by: str) -> int:
    """Take a recipient's doubtful messages as sent, on a person's word; return how many."""
    changed = _change(
        session,
        _is_to(recipient) & col(OutboxRow.needs_person).is_(True),
        state=MessageState.SENT,
        needs_person=False,
        settled_at=at,
        reason=f"confirmed_by:{by}",
    )
    return _append(session, RemedyAct.ARRIVED, recipient, changed, at=at, by=by)


def replace_recipient(  # noqa: PLR0913  # the fields of one act
    session: Session, recipient: str, member: str, instead: str, *, at: datetime, by: str
) -> None:
    """Leave a recipient's troubled messages out, since somebody else is asked for the member."""
    row = RemedyRow(
        act=RemedyAct.ASKED_INSTEAD,
        recipient=recipient,
        messages=_leave(session, recipient, at=at, by=by),
        member=member,
        instead=instead,
        recorded_at=at,
        recorded_by=by,
    )
    _record(session, row)


def _leave(session: Session, recipient: str, *, at: datetime, by: str) -> list[int]:
    return _change(
        session,
        _is_troubled(recipient),
        state=MessageState.SKIPPED,
        needs_person=False,
        settled_at=at,
        reason=f"left_by:{by}",
    )


def _change(session: Session, which: ColumnElement[bool], **values: object) -> list[int]:
    """Change rows and return their ids; the workspace's lock keeps others from coming between."""
    found = session.exec(select(OutboxRow.id).where(which).order_by(col(OutboxRow.id)))
    changed = [row_id for row_id in found if row_id is not None]
    session.exec(
        update(OutboxRow).where(which).values(**values).execution_options(synchronize_session=False)
    )
    return changed


def _append(  # noqa: PLR0913  # the fields of one act
    session: Session, act: RemedyAct, recipient: str, changed: list[int], *, at: datetime, by: str
) -> int:
    """Record what was done, unless nothing was left to do; return how many messages changed."""
    if changed:
        row = RemedyRow(
            act=act, recipient=recipient, messages=changed, recorded_at=at, recorded_by=by
        )
        _record(session, row)
    return len(changed)


def _record(session: Session, row: RemedyRow) -> None:
    session.add(row)
    session.flush()
    record(session, PEOPLE, REMEDY, [row])


def _is_to(recipient: str) -> ColumnElement[bool]:
    return (col(OutboxRow.user_id) == recipient) | (col(OutboxRow.channel_id) == recipient)


def _is_troubled(recipient: str) -> ColumnElement[bool]:
    return _is_to(recipient) & or_(
        col(OutboxRow.state) == MessageState.FAILED, col(OutboxRow.needs_person).is_(True)
    )
