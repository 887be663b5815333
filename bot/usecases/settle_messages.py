"""What became of a message: sent, failed, in doubt, or to be tried again.

A message that failed for good, or that nobody can look for, is told to the coordinators the next
morning, with a remedy; it is never sent again blindly.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk
from core.deadline import local_day, morning_on_or_after
from storage.mandates import coordinators
from storage.outbox import Message, Recipient, plan_messages, postpone, settle
from storage.tables import MessageKind, MessageState

_ONE_DAY = timedelta(days=1)


def settle_message(  # noqa: PLR0913  # the fields of one outcome
    desk: Desk,
    workspace_id: str,
    row_id: int,
    outcome: MessageState,
    *,
    reason: str | None = None,
    claimed_at: datetime,
    sent: tuple[str, str] | None = None,
    needs_person: bool = False,
) -> None:
    """Record what became of a message and of those it carries, by the claim it comes of."""
    now = desk.now()
    with desk.database.transaction(workspace_id) as session:
        changed = settle(
            session,
            row_id,
            outcome,
            at=now,
            reason=reason,
            sent=sent,
            needs_person=needs_person,
            claimed_at=claimed_at,
        )
        if changed and (needs_person or outcome is MessageState.FAILED):
            plan_messages(session, digests_of(session, now + _ONE_DAY), now)


def postpone_message(  # noqa: PLR0913  # as above
    desk: Desk,
    workspace_id: str,
    row_id: int,
    *,
    reason: str,
    claimed_at: datetime,
    is_attempt: bool = True,
) -> None:
    """Put a message back that Slack certainly didn't take; it stays due.

    `is_attempt`: it counts towards giving up; a 429, which is about our pace, doesn't.
    """
    with desk.database.transaction(workspace_id) as session:
        postpone(session, row_id, reason, claimed_at=claimed_at, is_attempt=is_attempt)


def digests_of(session: Session, moment: datetime) -> list[Message]:
    """Return every coordinator's digest of the working morning on or after a moment's day."""
    due_at = morning_on_or_after(local_day(moment))
    return [
        Message(
            key=f"digest:{local_day(due_at)}:{user_id}",
            kind=MessageKind.COORDINATOR_DIGEST,
            poll_id=None,
            to=Recipient(user_id=user_id),
            due_at=due_at,
        )
        for user_id in sorted(coordinators(session))
    ]
