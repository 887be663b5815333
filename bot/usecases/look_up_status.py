"""Who has answered what, and where the condition stands: `/samtliga status kronoberg-2018`."""

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.poll_state import PollState, find_state
from core.errors import NotOpenError
from storage.polls import all_polls


class LookUpStatus(BaseModel):
    """Which recommendation; without a key the one that was opened last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str = ""


def look_up_status(desk: Desk, command: LookUpStatus) -> PollState:
    """Return the state of a recommendation's poll.

    Raises: UnknownRecommendationError; NotOpenError if it hasn't been opened in this workspace.
    """
    with desk.database.reading(command.workspace_id) as session:
        key = command.recommendation.strip()
        if not key:
            polls = all_polls(session)
            if not polls:
                raise NotOpenError(next(iter(desk.catalogue.recommendations)))
            key = polls[0].recommendation
        state = find_state(session, key.casefold())
        if state is None:
            raise NotOpenError(desk.catalogue.get(key).key)
        return state
