"""Somebody says that a decision is in force, or was appealed: a version of the answer."""

from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.follow_up import messages_after_answer
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from core.answer import Answer, Stage
from core.deadline import local_day
from core.errors import NoMandateError, NotOpenError
from storage.answers import append_answer, has_recorded
from storage.mandates import has_mandate
from storage.outbox import plan_messages


class SettleForce(BaseModel):
    """Who says that which version of a member's answer has reached which stage."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    poll_id: int
    member: str
    version: int
    user_id: str
    stage: Stage
    gesture: str


def settle_force(desk: Desk, command: SettleForce) -> bool:
    """Append the answer at its new stage; False where it has changed since, and nothing is said.

    Raises: NoMandateError, NotOpenError, PollClosedError.
    """
    now = desk.now()
    with desk.database.transaction(command.workspace_id) as session:
        poll = poll_that_takes_answers(session, command.poll_id)
        before = load_poll_state(session, poll)
        member = before.recommendation.member(command.member)
        if not has_mandate(session, command.user_id, member.code, local_day(now)):
            raise NoMandateError(member.name)
        latest = _latest(before, command)
        if latest.version != command.version or has_recorded(session, command.gesture):
            return False
        answer = replace(
            latest,
            version=latest.version + 1,
            stage=command.stage,
            received_at=now,
            said_by=command.user_id,
            door="slack",
        )
        append_answer(session, poll.id, answer, command.gesture)
        after = before.with_answer(answer)
        messages = messages_after_answer(session, before, after, answer, local_day(now))
        plan_messages(session, messages, now)
    desk.wake()
    return True


def _latest(state: PollState, command: SettleForce) -> Answer:
    answer = state.answers.get(command.member)
    if answer is None:
        raise NotOpenError(state.recommendation.key)
    return answer
