"""Everything that a member has said, version by version, and the life of its matter."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.poll_state import PollState, load_poll_state
from core.answer import Answer
from core.decision import Life
from core.errors import NotOpenError
from core.life import life_of
from core.recommendation import Member
from storage.polls import all_polls, poll_of
from storage.sharing import common_history


class LookUpHistory(BaseModel):
    """Whose history: a member, perhaps a recommendation's key last (else the one opened last)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    text: str


@dataclass(frozen=True)
class MemberHistory:
    """A member's versions, oldest first, and the steps that they tell."""

    state: PollState
    member: Member
    versions: tuple[Answer, ...]
    life: Life


def look_up_history(desk: Desk, command: LookUpHistory) -> MemberHistory:
    """Return a member's history in a poll.

    Raises: UnknownMemberError, NotAMemberError; NotOpenError if it hasn't been opened here.
    """
    name, _, last = command.text.strip().rpartition(" ")
    key, name = (last.casefold(), name) if desk.catalogue.has(last) else ("", command.text)
    with desk.database.reading(command.workspace_id) as session:
        polls = all_polls(session)
        poll = poll_of(session, key) if key else next(iter(polls), None)
        if poll is None:
            raise NotOpenError(key or next(iter(desk.catalogue.recommendations)))
        state = load_poll_state(session, poll)
        found = state.recommendation.find_member(name, desk.register)
        versions = common_history(session, poll.id).versions.get(found.key, ())
    return MemberHistory(state, state.recommendation.member(found.key), versions, life_of(versions))
