"""Which messages follow from an answer; written into the outbox in the answer's transaction."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from bot.usecases.poll_state import PollState
from core.adoption import State
from core.answer import Answer
from core.deadline import evidence_requests
from storage.mandates import mandate_holders
from storage.outbox import Message, Recipient
from storage.tables import MessageKind

_WORTH_A_NOTICE = {State.MET, State.IMPOSSIBLE}


def messages_after_answer(
    session: Session, before: PollState, after: PollState, answer: Answer, today: date
) -> list[Message]:
    """Return what is to be said after an answer: to its member's people and to the channel."""
    holders = mandate_holders(session, answer.member, today)
    return [
        *(_question_update(after, answer, user_id) for user_id in holders),
        _board_update(after, answer),
        *_evidence_requests(after, answer),
        *_condition_notice(before, after, answer),
    ]


def _question_update(state: PollState, answer: Answer, user_id: str) -> Message:
    return Message(
        key=f"question:{state.poll.id}:{answer.member}:{user_id}:v{answer.version}",
        kind=MessageKind.QUESTION_UPDATE,
        poll_id=state.poll.id,
        to=Recipient(user_id=user_id),
        due_at=answer.received_at,
        member=answer.member,
    )


def _board_update(state: PollState, answer: Answer) -> Message:
    return Message(
        key=f"board:{state.poll.id}:{answer.member}:v{answer.version}",
        kind=MessageKind.BOARD_UPDATE,
        poll_id=state.poll.id,
        to=Recipient(channel_id=state.poll.channel_id),
        due_at=answer.received_at,
    )


def _evidence_requests(state: PollState, answer: Answer) -> Iterator[Message]:
    """Ask whoever answered for the evidence that was left for later."""
    if not answer.lacks_evidence:
        return
    for nth, due_at in enumerate(evidence_requests(answer.received_at), start=1):
        yield Message(
            key=f"evidence:{state.poll.id}:{answer.member}:v{answer.version}:{nth}",
            kind=MessageKind.EVIDENCE_REQUEST,
            poll_id=state.poll.id,
            to=Recipient(user_id=answer.said_by),
            due_at=due_at,
            member=answer.member,
            step=answer.version,
        )


def _condition_notice(before: PollState, after: PollState, answer: Answer) -> Iterator[Message]:
    """Tell the channel when the condition becomes met or impossible, or no longer is."""
    was, now = before.adoption.whole.state, after.adoption.whole.state
    if was is now or not {was, now} & _WORTH_A_NOTICE:
        return
    yield Message(
        key=f"condition:{after.poll.id}:{answer.member}:v{answer.version}",
        kind=MessageKind.CONDITION_NOTICE,
        poll_id=after.poll.id,
        to=Recipient(channel_id=after.poll.channel_id),
        due_at=answer.received_at,
        member=answer.member,
        detail=now.value,
    )
