"""Which messages follow from an answer; written into the outbox in the answer's transaction."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from bot.usecases.poll_state import PollState
from core.adoption import State
from core.answer import DECIDED, Answer
from core.deadline import evidence_requests, local_day, morning_on_or_after
from core.life import force_expected
from storage.mandates import mandate_holders
from storage.outbox import Message, Recipient
from storage.polls import Poll
from storage.tables import MessageKind

_WORTH_A_NOTICE = {State.MET, State.IMPOSSIBLE}
_ONE_DAY = timedelta(days=1)
_SLACK_USER = re.compile(r"^[UW][A-Z0-9]{2,}$")


def messages_after_answer(
    session: Session, before: PollState, after: PollState, answer: Answer, today: date
) -> list[Message]:
    """Return what is to be said after an answer: to its member's people and to the channel."""
    holders = mandate_holders(session, answer.member, today)
    return [
        *updates_after_answer(after.poll, answer, holders, turn_between(before, after)),
        *_evidence_requests(after, answer, holders),
        *_decision_expected(after, answer, holders),
        *_force_requests(after, answer, holders),
    ]


def updates_after_answer(
    poll: Poll, answer: Answer, holders: Sequence[str], turn: State | None
) -> list[Message]:
    """Return what follows from an answer wherever it was given: nobody is asked for anything."""
    return [
        *(_question_update(poll, answer, user_id) for user_id in holders),
        _board_update(poll, answer),
        *([] if turn is None else [_condition_notice(poll, answer, turn)]),
    ]


def turn_between(before: PollState, after: PollState) -> State | None:
    """Return what the condition has become where it is now met or impossible, or no longer is."""
    was, now = before.adoption.whole.state, after.adoption.whole.state
    return None if was is now or not {was, now} & _WORTH_A_NOTICE else now


def _question_update(poll: Poll, answer: Answer, user_id: str) -> Message:
    return Message(
        key=f"question:{poll.id}:{answer.member}:{user_id}:v{answer.version}",
        kind=MessageKind.QUESTION_UPDATE,
        poll_id=poll.id,
        to=Recipient(user_id=user_id),
        due_at=answer.received_at,
        member=answer.member,
    )


def _board_update(poll: Poll, answer: Answer) -> Message:
    return Message(
        key=f"board:{poll.id}:{answer.member}:v{answer.version}",
        kind=MessageKind.BOARD_UPDATE,
        poll_id=poll.id,
        to=Recipient(channel_id=poll.channel_id),
        due_at=answer.received_at,
    )


def _evidence_requests(
    state: PollState, answer: Answer, holders: Sequence[str]
) -> Iterator[Message]:
    """Ask whoever answered for the evidence that was left for later."""
    if not answer.lacks_evidence:
        return
    for nth, due_at in enumerate(evidence_requests(answer.received_at), start=1):
        for user_id in _who_said(answer, holders):
            yield Message(
                key=f"evidence:{state.poll.id}:{answer.member}:v{answer.version}:{nth}:{user_id}",
                kind=MessageKind.EVIDENCE_REQUEST,
                poll_id=state.poll.id,
                to=Recipient(user_id=user_id),
                due_at=due_at,
                member=answer.member,
                step=answer.version,
            )


def _decision_expected(
    state: PollState, answer: Answer, holders: Sequence[str]
) -> Iterator[Message]:
    """Ask what was decided on the day that a tabled question was put off to."""
    if answer.expected_on is None or answer.outcome in DECIDED:
        return
    for user_id in holders:
        yield Message(
            key=f"expected:{state.poll.id}:{answer.member}:v{answer.version}:{user_id}",
            kind=MessageKind.DECISION_EXPECTED,
            poll_id=state.poll.id,
            to=Recipient(user_id=user_id),
            due_at=morning_on_or_after(answer.expected_on + _ONE_DAY),
            member=answer.member,
            step=answer.version,
        )


def _force_requests(state: PollState, answer: Answer, holders: Sequence[str]) -> Iterator[Message]:
    """Ask whether a yes has gained force, on the day when it should have at the latest."""
    day = force_expected(answer)
    if day is None:
        return
    tomorrow = local_day(answer.received_at) + _ONE_DAY
    for user_id in _who_said(answer, holders):
        yield Message(
            key=f"force:{state.poll.id}:{answer.member}:v{answer.version}:{user_id}",
            kind=MessageKind.FORCE_REQUEST,
            poll_id=state.poll.id,
            to=Recipient(user_id=user_id),
            due_at=morning_on_or_after(max(day, tomorrow)),
            member=answer.member,
            step=answer.version,
        )


def _who_said(answer: Answer, holders: Sequence[str]) -> Sequence[str]:
    """Return the person who answered; where it was nobody in Slack, those who may answer."""
    return (answer.said_by,) if _SLACK_USER.match(answer.said_by) else holders


def _condition_notice(poll: Poll, answer: Answer, state: State) -> Message:
    """Tell the channel what the condition has become."""
    return Message(
        key=f"condition:{poll.id}:{answer.member}:v{answer.version}",
        kind=MessageKind.CONDITION_NOTICE,
        poll_id=poll.id,
        to=Recipient(channel_id=poll.channel_id),
        due_at=answer.received_at,
        member=answer.member,
        detail=state.value,
    )
