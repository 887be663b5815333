"""The outbox: every message that follows from a change, from the plan to its outcome.

planned -> claimed (a lease) -> sent | failed | skipped | uncertain. A row changes state only from
the state it was read in, and nothing is deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from storage.tables import MessageKind, MessageState, OutboxRow

LEASE = timedelta(minutes=2)
_WAITING = {MessageState.PLANNED, MessageState.CLAIMED}


@dataclass(frozen=True)
class Recipient:
    """Who a message goes to: a person (as a direct message) or a channel."""

    user_id: str | None = None
    channel_id: str | None = None


@dataclass(frozen=True)
class Message:
    """What is to be said: the key makes it unique; the words are made when it is sent."""

    key: str
    kind: MessageKind
    poll_id: int
    to: Recipient
    due_at: datetime
    member: str | None = None
    step: int | None = None
    detail: str | None = None


def plan_messages(session: Session, messages: Sequence[Message], recorded_at: datetime) -> int:
    """Write messages that aren't planned yet; return how many were new. Two queries."""
    keys = [message.key for message in messages]
    known = set(session.exec(select(OutboxRow.key).where(col(OutboxRow.key).in_(keys))))
    new = {message.key: message for message in messages if message.key not in known}
    session.add_all(
        OutboxRow(
            key=message.key,
            kind=message.kind,
            poll_id=message.poll_id,
            member=message.member,
            user_id=message.to.user_id,
            channel_id=message.to.channel_id,
            step=message.step,
            detail=message.detail,
            due_at=message.due_at,
            recorded_at=recorded_at,
            state=MessageState.PLANNED,
        )
        for message in new.values()
    )
    session.flush()
    return len(new)


def workspaces_with_due(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the workspaces that have something to send; for a session across workspaces."""
    return tuple(session.exec(select(OutboxRow.workspace_id).where(_is_due(now)).distinct()))


def waiting_messages(session: Session, after: datetime) -> tuple[OutboxRow, ...]:
    """Return the planned messages that are due later than a moment, the earliest first."""
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(col(OutboxRow.state) == MessageState.PLANNED, col(OutboxRow.due_at) > after)
            .order_by(col(OutboxRow.due_at))
        )
    )


def expire_claims(session: Session, now: datetime, *, all_of_them: bool = False) -> None:
    """Make claims uncertain whose lease has run out (or all, when no other sender can be alive).

    Such a claim belongs to a sender that died between the claim and the outcome: whether Slack got
    the message isn't known, so it is looked for before anything is sent again.
    """
    is_over = [] if all_of_them else [col(OutboxRow.claimed_until) <= now]
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.state) == MessageState.CLAIMED, *is_over)
        .values(state=MessageState.UNCERTAIN, reason="sender_died", settled_at=now)
        .execution_options(synchronize_session=False)
    )


def claim_due(session: Session, now: datetime, limit: int) -> tuple[OutboxRow, ...]:
    """Claim the messages that are due, in the order they were written; the lease ends by itself."""
    rows = session.exec(
        select(OutboxRow).where(_is_due(now)).order_by(col(OutboxRow.id)).limit(limit)
    ).all()
    for row in rows:
        row.state = MessageState.CLAIMED
        row.claimed_until = now + LEASE
        row.attempts += 1
        session.add(row)
    session.flush()
    return tuple(rows)


def settle(  # noqa: PLR0913  # the columns of one outcome
    session: Session,
    row_id: int,
    state: MessageState,
    *,
    at: datetime,
    reason: str | None = None,
    sent: tuple[str, str] | None = None,
) -> bool:
    """Record what became of a claimed message; return False if it was no longer claimed.

    `sent` is Slack's (channel, ts), by which the message is found and updated later.
    """
    channel, ts = sent or (None, None)
    changed = session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id) == row_id, col(OutboxRow.state).in_(_SETTLED_FROM[state]))
        .values(
            state=state,
            reason=reason,
            sent_channel=channel,
            sent_ts=ts,
            settled_at=at,
            claimed_until=None,
        )
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1


def postpone(session: Session, row_id: int, until: datetime, reason: str) -> None:
    """Put a message back that certainly wasn't sent, to be tried again at a moment."""
    session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.id) == row_id,
            col(OutboxRow.state).in_({MessageState.CLAIMED, MessageState.UNCERTAIN}),
        )
        .values(state=MessageState.PLANNED, due_at=until, reason=reason, claimed_until=None)
        .execution_options(synchronize_session=False)
    )


def uncertain_messages(session: Session) -> tuple[OutboxRow, ...]:
    """Return the messages of which it isn't known whether they were sent."""
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(col(OutboxRow.state) == MessageState.UNCERTAIN)
            .order_by(col(OutboxRow.id))
        )
    )


def sent_place(
    session: Session, kind: MessageKind, poll_id: int, *, member: str | None, user_id: str | None
) -> tuple[str, str] | None:
    """Return where (channel, ts) a message of that kind stands, None if it hasn't been sent."""
    row = session.exec(
        select(OutboxRow)
        .where(
            OutboxRow.kind == kind,
            OutboxRow.poll_id == poll_id,
            OutboxRow.member == member,
            OutboxRow.user_id == user_id,
            OutboxRow.state == MessageState.SENT,
        )
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    ).first()
    if row is None or row.sent_channel is None or row.sent_ts is None:
        return None
    return row.sent_channel, row.sent_ts


def has_newer(session: Session, row: OutboxRow) -> bool:
    """Return whether a later message of the same kind for the same recipient still waits."""
    return (
        session.exec(
            select(OutboxRow.id)
            .where(
                OutboxRow.kind == row.kind,
                OutboxRow.poll_id == row.poll_id,
                OutboxRow.member == row.member,
                OutboxRow.user_id == row.user_id,
                col(OutboxRow.id) > row.id,
                col(OutboxRow.state).in_(_WAITING),
            )
            .limit(1)
        ).first()
        is not None
    )


def messages_of(session: Session, poll_id: int) -> tuple[OutboxRow, ...]:
    """Return every message of a poll, in the order they were written."""
    return tuple(
        session.exec(
            select(OutboxRow).where(OutboxRow.poll_id == poll_id).order_by(col(OutboxRow.id))
        )
    )


_SETTLED_FROM = {
    MessageState.SENT: {MessageState.CLAIMED, MessageState.UNCERTAIN},
    MessageState.FAILED: {MessageState.CLAIMED, MessageState.UNCERTAIN},
    MessageState.SKIPPED: {MessageState.CLAIMED},
    MessageState.UNCERTAIN: {MessageState.CLAIMED},
}


def _is_due(now: datetime) -> ColumnElement[bool]:
    return (col(OutboxRow.state) == MessageState.PLANNED) & (col(OutboxRow.due_at) <= now)
