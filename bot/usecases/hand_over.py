"""Handing over what somebody was to be asked, whose mandate has ended, to those who hold it now.

Evidence that is missing, a decision that should have gained force, a tabled question, a duty to
report back: each is the member's to answer, whoever speaks for it when the day comes.
"""

from bot.usecases.recheck import people_responsible
from bot.usecases.situation import Situation
from storage.outbox import Message, Recipient, plan_messages
from storage.tables import MessageKind, OutboxRow

_HANDED_OVER = frozenset(
    {
        MessageKind.EVIDENCE_REQUEST,
        MessageKind.DECISION_EXPECTED,
        MessageKind.FORCE_REQUEST,
        MessageKind.DUTY_REMINDER,
    }
)


def hand_over(row: OutboxRow, situation: Situation) -> None:
    """Write the same request, due as it was, to those who are asked for its member now.

    Nothing for other kinds: whom a reminder goes to is decided when its day comes.
    """
    if row.kind not in _HANDED_OVER or row.user_id is None:
        return
    people = situation.asked_now(row.member) or people_responsible(row, situation)
    plan_messages(situation.session, [_to(row, user_id) for user_id in people], situation.now)


def _to(row: OutboxRow, user_id: str) -> Message:
    return Message(
        key=f"{row.key.removesuffix(row.user_id or '')}{user_id}",
        kind=row.kind,
        poll_id=row.poll_id,
        to=Recipient(user_id=user_id),
        due_at=row.due_at,
        member=row.member,
        step=row.step,
        detail=row.detail,
    )
