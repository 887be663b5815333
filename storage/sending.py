"""What a sender asks of the outbox: what is due and may be claimed, and what stands where.

States: planned -> claimed (for the length of a lease) -> sent | failed | uncertain, or back to
planned when Slack certainly took nothing; planned -> skipped. An uncertain message is looked for
in Slack's history: sent if it is there, planned again if it isn't, a person's to judge if nobody
can look. Every change of state names the states that it may start from.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select, update

from storage.outbox import UPDATES, change_planned
from storage.tables import MessageKind, MessageState, OutboxRow, Workspace

LEASE = timedelta(minutes=2)
NUDGES = frozenset(
    {
        MessageKind.REMINDER,
        MessageKind.EVIDENCE_REQUEST,
        MessageKind.DECISION_EXPECTED,
        MessageKind.FORCE_REQUEST,
        MessageKind.DUTY_REMINDER,
        MessageKind.SILENCE_NOTICE,
        MessageKind.COORDINATOR_DIGEST,
    }
)
"""What Samtliga writes to a person of its own accord: at most one message a day in all."""
DEPUTY = "deputy"
"""The detail of a question that a deputy gets because others are silent: it too counts as one.

Any other question is somebody's act, an opening by hand, and goes to its person at once.
"""

_ONE_A_DAY = (*NUDGES, MessageKind.QUESTION)
_AHEAD = (MessageState.PLANNED, MessageState.CLAIMED, MessageState.UNCERTAIN, MessageState.SENT)


def expire_claims(session: Session, now: datetime, *, all_of_them: bool = False) -> None:
    """End claims whose lease has run out (or all, when no other sender can be alive).

    Such a claim belongs to a sender that died between the claim and the outcome: whether Slack got
    a post isn't known, so it is looked for before anything is sent again; an update is repeated.
    """
    over = () if all_of_them else (col(OutboxRow.claimed_until) <= now,)
    is_dead = (col(OutboxRow.state) == MessageState.CLAIMED, *over)
    is_update = col(OutboxRow.kind).in_(UPDATES)
    for kind, values in (
        (is_update, {"state": MessageState.PLANNED}),
        (~is_update, {"state": MessageState.UNCERTAIN, "settled_at": now}),
    ):
        session.exec(
            update(OutboxRow)
            .where(*is_dead, kind)
            .values(reason="sender_died", claimed_until=None, **values)
            .execution_options(synchronize_session=False)
        )


def due_messages(
    session: Session, now: datetime, limit: int, *, not_to: Collection[str] = ()
) -> tuple[OutboxRow, ...]:
    """Return what is due, in the order it was written, leaving out some recipients.

    Left out are also those whose earlier message somebody has claimed, alive or not: until it is
    known whether that one arrived, a later one would overtake it.
    """
    elsewhere = (_recipient().not_in(not_to),) if not_to else ()
    earlier = aliased(OutboxRow)
    under_way = select(_recipient(earlier)).where(earlier.state == MessageState.CLAIMED)
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(_is_due(now), *elsewhere, _recipient().not_in(under_way))
            .order_by(col(OutboxRow.id))
            .limit(limit)
        )
    )


def is_nudge(row: OutboxRow) -> bool:
    """Return whether a message is one that Samtliga writes to a person of its own accord."""
    return row.user_id is not None and (
        row.kind in NUDGES or (row.kind is MessageKind.QUESTION and row.detail == DEPUTY)
    )


def due_nudges(session: Session, now: datetime, user_id: str) -> tuple[OutboxRow, ...]:
    """Return the reminders of every kind that one person is due."""
    as_deputy = (OutboxRow.kind == MessageKind.QUESTION) & (OutboxRow.detail == DEPUTY)
    counted = or_(col(OutboxRow.kind).in_(NUDGES), as_deputy)
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(_is_due(now), OutboxRow.user_id == user_id, counted)
            .order_by(col(OutboxRow.id))
        )
    )


def claim(
    session: Session, row: OutboxRow, now: datetime, lease: timedelta, carrier: OutboxRow | None
) -> bool:
    """Claim a planned message, alone or as one that another one carries; the lease ends itself.

    Returns False if it is no longer planned: then it isn't ours to send.
    """
    return change_planned(
        session,
        row,
        state=MessageState.CLAIMED,
        claimed_at=now,
        claimed_until=now + lease,
        carried_by=carrier.id if carrier else None,
        reason=None,
        attempts=row.attempts + 1,
    )


def uncertain_messages(session: Session) -> tuple[OutboxRow, ...]:
    """Return the messages of which it isn't known whether they were sent, and that may be found."""
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(
                OutboxRow.state == MessageState.UNCERTAIN,
                col(OutboxRow.needs_person).is_(False),
                col(OutboxRow.carried_by).is_(None),
            )
            .order_by(col(OutboxRow.id))
        )
    )


def latest_of(
    session: Session, kind: MessageKind, poll_id: int, *, member: str | None, user_id: str | None
) -> OutboxRow | None:
    """Return the latest message of a kind about a member to a person that isn't skipped."""
    return session.exec(
        select(OutboxRow)
        .where(
            OutboxRow.kind == kind,
            OutboxRow.poll_id == poll_id,
            OutboxRow.member == member,
            OutboxRow.user_id == user_id,
            col(OutboxRow.state).in_((*_AHEAD, MessageState.FAILED)),
        )
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    ).first()


def in_one_message(session: Session, row: OutboxRow) -> tuple[OutboxRow, ...]:
    """Return the messages that went out as one with a message, it among them, in their order."""
    carrier = row.carried_by or row.id
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(or_(OutboxRow.id == carrier, OutboxRow.carried_by == carrier))
            .order_by(col(OutboxRow.id))
        )
    )


def has_newer(session: Session, row: OutboxRow, now: datetime) -> bool:
    """Return whether a later message that is due too says the same better to the same recipient.

    What was sent before this one came due doesn't: Friday's digest isn't Monday's.
    """
    is_duty = row.kind is MessageKind.DUTY_REMINDER
    same_duty = (OutboxRow.detail == row.detail,) if is_duty else ()
    newer = select(OutboxRow.id).where(
        OutboxRow.kind == row.kind,
        OutboxRow.poll_id == row.poll_id,
        OutboxRow.member == row.member,
        OutboxRow.user_id == row.user_id,
        *same_duty,
        col(OutboxRow.id) > row.id,
        col(OutboxRow.due_at) <= now,
        col(OutboxRow.state).in_(_AHEAD),
        or_(OutboxRow.state != MessageState.SENT, col(OutboxRow.settled_at) >= row.due_at),
    )
    return session.exec(newer.limit(1)).first() is not None


def last_written_to(session: Session, user_id: str) -> datetime | None:
    """Return when a person last got a message that we wrote of our own accord, None if never."""
    return session.exec(
        select(OutboxRow.settled_at)
        .where(
            OutboxRow.user_id == user_id,
            col(OutboxRow.settled_at).is_not(None),
            OutboxRow.state == MessageState.SENT,
            col(OutboxRow.kind).in_(_ONE_A_DAY),
        )
        .order_by(col(OutboxRow.settled_at).desc())
        .limit(1)
    ).first()


def channel_with(session: Session, user_id: str) -> str | None:
    """Return the conversation in which a person got their latest message, None if never any."""
    return session.exec(
        select(OutboxRow.sent_channel)
        .where(
            OutboxRow.user_id == user_id,
            col(OutboxRow.settled_at).is_not(None),
            col(OutboxRow.sent_channel).is_not(None),
        )
        .order_by(col(OutboxRow.settled_at).desc())
        .limit(1)
    ).first()


def sent_since(session: Session, moment: datetime, limit: int) -> tuple[OutboxRow, ...]:
    """Return what was sent after a moment, the latest first: what Slack's pace counts."""
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(OutboxRow.state == MessageState.SENT, col(OutboxRow.settled_at) > moment)
            .order_by(col(OutboxRow.settled_at).desc())
            .limit(limit)
        )
    )


def silence(session: Session, workspace_id: str, until: datetime) -> None:
    """Remember that Slack wants nothing of us in a workspace until a moment."""
    session.exec(
        update(Workspace)
        .where(col(Workspace.id) == workspace_id)
        .values(silent_until=until)
        .execution_options(synchronize_session=False)
    )


def silent_until(session: Session, workspace_id: str) -> datetime | None:
    """Return until when Slack wanted silence last, None if it never did."""
    asked = select(Workspace.silent_until).where(col(Workspace.id) == workspace_id)
    return session.exec(asked).first()


def troubled_messages(session: Session) -> tuple[OutboxRow, ...]:
    """Return what failed for good or needs a person's judgement, oldest first."""
    return tuple(
        session.exec(
            select(OutboxRow)
            .where(
                or_(
                    col(OutboxRow.state) == MessageState.FAILED,
                    col(OutboxRow.needs_person).is_(True),
                ),
                col(OutboxRow.carried_by).is_(None),
            )
            .order_by(col(OutboxRow.id))
        )
    )


def _recipient(row: type[OutboxRow] = OutboxRow) -> ColumnElement[str]:
    return func.coalesce(row.user_id, row.channel_id, "")


def _is_due(now: datetime) -> ColumnElement[bool]:
    return (col(OutboxRow.state) == MessageState.PLANNED) & (col(OutboxRow.due_at) <= now)
