"""How a poll stood on a day: as it was known then, and as it is known now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.poll_state import PollState, recommendation_as_opened
from core.answer import Answer
from core.as_of import as_of, end_of
from core.deadline import local_day
from core.errors import SamtligaError
from storage.polls import deadline_known
from storage.sharing import History, common_history


@dataclass(eq=False)
class NoSuchPastError(SamtligaError):
    """A poll has no state on that day: it wasn't open yet, or the day hasn't come."""

    code: ClassVar[str] = "no_such_past"
    recommendation: str
    on: date
    opened_on: date
    today: date


class LookUpPast(BaseModel):
    """Which recommendation, and on which day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str
    on: date


@dataclass(frozen=True)
class Past:
    """A poll on a day; `told_later` are the members whose answer of that day came afterwards."""

    on: date
    known_then: PollState
    known_now: PollState

    @property
    def told_later(self) -> tuple[str, ...]:
        """Return the members whose answer that day is known otherwise now, in the poll's order."""
        then, now = self.known_then.answers, self.known_now.answers
        codes = self.known_now.recommendation.codes
        return tuple(code for code in codes if then.get(code) != now.get(code))


def look_up_past(desk: Desk, command: LookUpPast) -> Past:
    """Return how a poll stood on a day, twice: by what was known then, and by what is known now.

    Raises: UnknownRecommendationError, NotOpenError; NoSuchPastError.
    """
    lookup = LookUpStatus(workspace_id=command.workspace_id, recommendation=command.recommendation)
    state = look_up_status(desk, lookup)
    require_past(state, command.on, desk.today())
    then, now = min(end_of(command.on), desk.now()), desk.now()
    with desk.database.reading(command.workspace_id) as session:
        by_then = common_history(session, state.poll.id, known_at=then)
        by_now = common_history(session, state.poll.id)
        deadline = deadline_known(session, state.poll.id, then)
    poll = replace(state.poll, deadline=deadline, closed_at=_by(state.poll.closed_at, then))
    that_day = replace(
        state,
        poll=poll,
        recommendation=recommendation_as_opened(poll.text, poll.recommendation, deadline),
    )
    return Past(
        command.on,
        _known(that_day, by_then, command.on, then),
        _known(that_day, by_now, command.on, now),
    )


def require_past(state: PollState, on: date, today: date) -> None:
    """Refuse a day before the opening, or one that hasn't come. Raises: NoSuchPastError."""
    opened_on = local_day(state.poll.opened_at)
    if not opened_on <= on <= today:
        raise NoSuchPastError(state.recommendation.key, on, opened_on, today)


def _known(state: PollState, history: History, on: date, known_at: datetime) -> PollState:
    answers: Mapping[str, Answer] = {
        member: found
        for member, versions in history.versions.items()
        if (found := as_of(versions, on, known_at).answer) is not None
    }
    rulings = tuple(ruling for ruling in history.rulings if ruling.on <= on)
    return replace(state, answers=answers, rulings=rulings)


def _by(moment: datetime | None, known_at: datetime) -> datetime | None:
    return moment if moment is not None and moment <= known_at else None
