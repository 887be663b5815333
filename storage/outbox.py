"""The outbox: every message that follows from a change, from the plan to its outcome.

planned -> claimed (a lease) -> sent | failed | skipped | uncertain. A row changes state only from
the state it was read in, and nothing is deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, func, select, update

from storage.tables import MessageKind, MessageState, OutboxRow

UPDATES = frozenset({MessageKind.QUESTION_UPDATE, MessageKind.BOARD_UPDATE})
"""What changes a message that stands already: it may be repeated, so it is never in doubt."""


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
    poll_id: int | None
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
    session.add_all(_row(message, recorded_at) for message in new.values())
    session.flush()
    return len(new)


def plan_messages_at(
    session: Session, messages: Mapping[str, Sequence[Message]], recorded_at: datetime
) -> None:
    """Write messages into the outboxes of several workspaces at once; across workspaces.

    As few queries as for one. A key that one of them has already is left as it is there.
    """
    keys = [message.key for each in messages.values() for message in each]
    known = set(
        session.exec(
            select(OutboxRow.workspace_id, OutboxRow.key).where(
                col(OutboxRow.workspace_id).in_(messages), col(OutboxRow.key).in_(keys)
            )
        )
    )
    session.add_all(
        _row(message, recorded_at, workspace_id)
        for workspace_id, each in messages.items()
        for message in each
        if (workspace_id, message.key) not in known
    )
    session.flush()


def _row(message: Message, recorded_at: datetime, workspace_id: str = "") -> OutboxRow:
    return OutboxRow(
        workspace_id=workspace_id,
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


def workspaces_with_due(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the workspaces that have something to send or to find out; across workspaces."""
    unsettled = (MessageState.PLANNED, MessageState.CLAIMED, MessageState.UNCERTAIN)
    return tuple(
        session.exec(
            select(OutboxRow.workspace_id)
            .where(
                col(OutboxRow.state).in_(unsettled),
                col(OutboxRow.due_at) <= now,
                col(OutboxRow.needs_person).is_(False),
            )
            .distinct()
        )
    )


def first_planned(session: Session, after: datetime) -> datetime | None:
    """Return when the first message after a moment comes due; across workspaces."""
    return session.exec(
        select(func.min(OutboxRow.due_at)).where(
            col(OutboxRow.state) == MessageState.PLANNED, col(OutboxRow.due_at) > after
        )
    ).first()


def waiting_messages(session: Session, after: datetime) -> tuple[OutboxRow, ...]:
    """Return the planned messages that are due later than a moment, the earliest first."""
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(col(OutboxRow.state) == MessageState.PLANNED, col(OutboxRow.due_at) > after)
            .order_by(col(OutboxRow.due_at))
        )
    )


def settle(  # noqa: PLR0913  # the columns of one outcome
    session: Session,
    row_id: int,
    state: MessageState,
    *,
    at: datetime,
    reason: str | None = None,
    sent: tuple[str, str] | None = None,
    needs_person: bool = False,
    claimed_at: datetime | None = None,
) -> bool:
    """Record what became of a claimed message and of those it carries.

    `sent` is Slack's (channel, ts), by which the message is found and updated later. `claimed_at`
    names the claim that it comes of. Returns False if that is no longer the claim, or its state
    none from which this outcome follows: then nothing changes.
    """
    channel, ts = sent or (None, None)
    changed = session.exec(
        update(OutboxRow)
        .where(
            _with_carried(row_id),
            col(OutboxRow.state).in_(_SETTLED_FROM[state]),
            *_of_claim(claimed_at),
        )
        .values(
            state=state,
            reason=reason,
            sent_channel=channel,
            sent_ts=ts,
            settled_at=at,
            claimed_until=None,
            needs_person=needs_person,
        )
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount > 0


def postpone(
    session: Session, row_id: int, reason: str, *, claimed_at: datetime, is_attempt: bool = True
) -> bool:
    """Put a message back that certainly wasn't sent by this claim, and those it carries.

    It stays due: how long a sender rests before the next attempt is the sender's to measure, in
    the seconds of Slack's machines, which may differ from the story's.
    """
    changed = session.exec(
        update(OutboxRow)
        .where(
            _with_carried(row_id),
            col(OutboxRow.state).in_((MessageState.CLAIMED, MessageState.UNCERTAIN)),
            *_of_claim(claimed_at),
        )
        .values(
            state=MessageState.PLANNED,
            reason=reason,
            claimed_until=None,
            carried_by=None,
            attempts=OutboxRow.attempts - (0 if is_attempt else 1),
        )
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount > 0


def put_off(session: Session, row: OutboxRow, until: datetime, reason: str) -> bool:
    """Make a message due later, and say why; False if it is no longer planned."""
    return change_planned(session, row, due_at=until, reason=reason)


def change_planned(session: Session, row: OutboxRow, **values: object) -> bool:
    """Change a message that was read as planned, the row in hand too.

    Returns False if it no longer is: somebody else has changed it since, and nothing changes.
    """
    changed = session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.id) == row.id, col(OutboxRow.state) == MessageState.PLANNED)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount == 0:
        return False
    for name, value in values.items():
        set_committed_value(row, name, value)
    return True


def message_by_id(session: Session, row_id: int) -> OutboxRow | None:
    """Return a message, None if this workspace has no such message."""
    return session.exec(select(OutboxRow).where(OutboxRow.id == row_id)).first()


def _of_claim(claimed_at: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return () if claimed_at is None else (col(OutboxRow.claimed_at) == claimed_at,)


def _with_carried(row_id: int) -> ColumnElement[bool]:
    return (col(OutboxRow.id) == row_id) | (col(OutboxRow.carried_by) == row_id)


_SETTLED_FROM = {
    MessageState.SENT: (MessageState.CLAIMED, MessageState.UNCERTAIN),
    MessageState.FAILED: (MessageState.CLAIMED, MessageState.UNCERTAIN),
    MessageState.SKIPPED: (MessageState.PLANNED, MessageState.CLAIMED),
    MessageState.UNCERTAIN: (MessageState.CLAIMED, MessageState.UNCERTAIN),
}
