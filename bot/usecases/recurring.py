"""What goes on until somebody ends it: reminders of duties, and the coordinators' digest.

Each one that is due writes the one that follows, in the transaction in which it is claimed or left
out, so that no chain ends because a process did.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.usecases.poll_state import PollState
from bot.usecases.settle_messages import digests_of
from bot.usecases.situation import Situation
from core.clause import Duty
from core.deadline import local_day
from core.duty_plan import first_duty_reminder, next_duty_reminder
from storage.mandates import coordinators, mandate_holders
from storage.outbox import Message, Recipient, plan_messages
from storage.tables import MessageKind, OutboxRow

_WEEK = 7


def duty_of_row(state: PollState, key: str | None) -> Duty:
    """Return the duty of a recommendation that a message is about."""
    return state.recommendation.duties[int(key or 0)]


def first_duty_reminders(session: Session, state: PollState, now: datetime) -> list[Message]:
    """Return the first reminder of every duty that the recommendation says is still owed."""
    return [
        message
        for at, duty in enumerate(state.recommendation.duties)
        if duty.done_on is None
        for message in _duty_messages(
            session, state, str(at), first_duty_reminder(duty.due, now), now
        )
    ]


def next_digests(session: Session, now: datetime) -> list[Message]:
    """Return the coordinators' digests of the next Monday morning after a moment."""
    today = local_day(now)
    monday = today + timedelta(days=_WEEK - today.weekday())
    return digests_of(session, _noon(monday, now))


def plan_following(row: OutboxRow, situation: Situation) -> None:
    """Write the message that follows one of a chain; nothing for any other message."""
    session, now = situation.session, situation.now
    if row.kind is MessageKind.COORDINATOR_DIGEST and situation.open_polls:
        plan_messages(session, next_digests(session, now), now)
    if row.kind is MessageKind.DUTY_REMINDER:
        state = situation.state_of(row.poll_id)
        due_at = next_duty_reminder(duty_of_row(state, row.detail).due, now)
        following = list(_duty_messages(session, state, row.detail or "", due_at, now))
        plan_messages(session, following, now)


def _duty_messages(
    session: Session, state: PollState, key: str, due_at: datetime, now: datetime
) -> Iterator[Message]:
    """Yield a duty's reminder to those who may answer for its owner, else to the coordinators."""
    duty = duty_of_row(state, key)
    people = mandate_holders(session, duty.owner, local_day(now)) or sorted(coordinators(session))
    step = (local_day(due_at) - duty.due).days
    for user_id in people:
        yield Message(
            key=f"duty:{state.poll.id}:{key}:d{step}:{user_id}",
            kind=MessageKind.DUTY_REMINDER,
            poll_id=state.poll.id,
            to=Recipient(user_id=user_id),
            due_at=due_at,
            member=duty.owner,
            step=step,
            detail=key,
        )


def _noon(day: date, like: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=like.tzinfo)
