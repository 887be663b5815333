"""The question to one member, for whoever may answer it: what a form is made from."""

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from core.errors import NoMandateError
from core.names import normalised
from core.recommendation import Member
from storage.mandates import has_mandate

_SUGGESTED = 30


class LookUpQuestion(BaseModel):
    """Which poll and member, and who wants to answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    poll_id: int
    member: str
    user_id: str


def look_up_question(desk: Desk, command: LookUpQuestion) -> PollState:
    """Return the state of a poll for somebody who is about to answer.

    Raises: NotOpenError, PollClosedError, NotAMemberError, NoMandateError.
    """
    with desk.database.reading(command.workspace_id) as session:
        poll = poll_that_takes_answers(session, command.poll_id)
        state = load_poll_state(session, poll)
        member = state.recommendation.member(command.member)
        if not has_mandate(session, command.user_id, member.code, desk.today()):
            raise NoMandateError(member.name)
        return state


def suggest_members(state: PollState, typed: str) -> tuple[Member, ...]:
    """Return the members whose names begin with, or else contain, what was typed."""
    wanted = normalised(typed)
    members = state.recommendation.members
    begin = [each for each in members if normalised(each.name).startswith(wanted)]
    contain = [each for each in members if wanted in normalised(each.name) and each not in begin]
    return tuple([*begin, *contain][:_SUGGESTED])
