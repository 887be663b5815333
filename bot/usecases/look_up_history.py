"""Everything that a member has said, version by version, and the life of its matter.

On a day, twice: as it is known now, and as it was known then.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.look_up_past import require_past
from bot.usecases.poll_state import PollState, load_poll_state
from core.answer import Answer
from core.as_of import end_of, known
from core.decision import Life
from core.errors import NotOpenError
from core.life import life_of
from core.recommendation import Member
from storage.polls import all_polls, poll_of
from storage.sharing import common_history


class LookUpHistory(BaseModel):
    """Whose history: a member, perhaps a recommendation's key last (else the one opened last).

    `on`: what had happened by that day; None: everything.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    text: str
    on: date | None = None


@dataclass(frozen=True)
class Told:
    """What a member had said: its versions, oldest first, and the steps that they tell."""

    versions: tuple[Answer, ...]
    life: Life


@dataclass(frozen=True)
class MemberHistory:
    """A member's history, as it is known now; on a day, also as it was known then."""

    state: PollState
    member: Member
    told: Told
    on: date | None = None
    told_then: Told | None = None

    @property
    def was_known_then(self) -> bool:
        """Whether all that had happened by the day had been told by its end."""
        return self.told_then is None or self.told_then == self.told


def look_up_history(desk: Desk, command: LookUpHistory) -> MemberHistory:
    """Return a member's history in a poll.

    Raises: UnknownMemberError, NotAMemberError; NotOpenError if it hasn't been opened here;
    NoSuchPastError.
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
    member, on = state.recommendation.member(found.key), command.on
    if on is None:
        return MemberHistory(state, member, _told(versions))
    require_past(state, on, desk.today())
    then = min(end_of(on), desk.now())
    told_then = _told(known(versions, on, then))
    return MemberHistory(state, member, _told(known(versions, on, desk.now())), on, told_then)


def _told(versions: tuple[Answer, ...]) -> Told:
    return Told(versions, life_of(versions))
