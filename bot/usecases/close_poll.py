"""A coordinator closes a recommendation: no more answers, no more reminders."""

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.guests import require_host
from bot.usecases.people import require_coordinator
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from bot.usecases.share_poll import close_at_guests, messages_after_closing
from core.errors import NotOpenError
from storage.outbox import plan_messages
from storage.polls import close_poll as settle_as_closed
from storage.polls import poll_by_id, poll_of


class ClosePoll(BaseModel):
    """Who closes which recommendation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str
    user_id: str


def close_poll(desk: Desk, command: ClosePoll) -> PollState:
    """Close a recommendation; everybody's question and the board say so afterwards.

    Raises: UnknownRecommendationError, NotCoordinatorError, NotOpenError, PollClosedError,
    HostDecidesError.
    """
    now = desk.now()
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        recommendation = desk.catalogue.get(command.recommendation)
        found = poll_of(session, recommendation.key)
        if found is None:
            raise NotOpenError(recommendation.key)
        poll = poll_that_takes_answers(session, found.id)
        require_host(session, poll)
        settle_as_closed(session, poll.id, at=now, by=command.user_id)
        closed = poll_by_id(session, poll.id)
        assert closed is not None  # noqa: S101  # it was there a line ago, in this transaction
        state = load_poll_state(session, closed)
        plan_messages(session, messages_after_closing(session, state, now), now)
        close_at_guests(session, poll.id, host=command.workspace_id, at=now)
    desk.wake()
    return state
