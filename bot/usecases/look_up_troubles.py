"""The messages that need a coordinator's help, beyond those that a digest has room for."""

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.coordinator_digest import Trouble, troubles_in
from bot.usecases.people import require_coordinator
from bot.usecases.situation import Situation


class LookUpTroubles(BaseModel):
    """Who wants to see the troubles that come after which one (its `first`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    user_id: str
    after: int


def look_up_troubles(desk: Desk, command: LookUpTroubles) -> tuple[Trouble, ...]:
    """Return the troubles as they are now, the oldest first; none is passed over if others end.

    Raises: NotCoordinatorError.
    """
    with desk.database.reading(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        found = troubles_in(Situation(session, desk.now()))
    return tuple(trouble for trouble in found if trouble.first > command.after)
