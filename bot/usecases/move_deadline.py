"""A coordinator moves a deadline: a new version of the plan, in which no step is taken twice."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.guests import move_at_guest, require_host
from bot.usecases.people import require_coordinator
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from core.deadline import local_day, steps_to_come
from core.errors import NotOpenError
from storage.engine import beside
from storage.mandates import valid_mandates
from storage.outbox import Message, Recipient, plan_messages
from storage.polls import append_deadline, poll_by_id, poll_of, steps_taken
from storage.sharing import guests_of
from storage.tables import MessageKind


class MoveDeadline(BaseModel):
    """Who moves which recommendation's deadline to which day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str
    deadline: date
    user_id: str


def move_deadline(desk: Desk, command: MoveDeadline) -> PollState:
    """Append a version of the deadline; every question and the board show the new day.

    In the workspaces that joined too, each with a plan of its own.

    Reminders that wait are left out as superseded when the new plan's come due; steps that were
    taken before aren't taken again.

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
        policy = load_poll_state(session, poll).recommendation.reminders
        taken = steps_taken(session, poll.id)
        append_deadline(
            session,
            poll.id,
            deadline=command.deadline,
            steps=steps_to_come(command.deadline, now, policy, taken),
            at=now,
            by=command.user_id,
        )
        moved = poll_by_id(session, poll.id)
        assert moved is not None  # noqa: S101  # it was there a line ago, in this transaction
        state = load_poll_state(session, moved)
        _tell(session, state, now)
        for guest in guests_of(session, poll.id):
            with beside(session, guest.workspace_id) as there:
                theirs = move_at_guest(there, guest, moved, policy, now)
                _tell(there, load_poll_state(there, theirs), now)
    desk.wake()
    return state


def _tell(session: Session, state: PollState, now: datetime) -> None:
    people = [
        (mandate.member, mandate.user_id)
        for mandate in valid_mandates(session, local_day(now))
        if mandate.member in state.recommendation.members_by_code
    ]
    plan_messages(session, _updates(state, people), now)


def _updates(state: PollState, people: list[tuple[str, str]]) -> list[Message]:
    """Return the updates of what stands already: nobody gets a new message for a moved day."""
    poll = state.poll
    board = Message(
        key=f"board:{poll.id}:p{poll.plan_version}",
        kind=MessageKind.BOARD_UPDATE,
        poll_id=poll.id,
        to=Recipient(channel_id=poll.channel_id),
        due_at=poll.opened_at,
    )
    questions = [
        Message(
            key=f"question:{poll.id}:{member}:{user_id}:p{poll.plan_version}",
            kind=MessageKind.QUESTION_UPDATE,
            poll_id=poll.id,
            to=Recipient(user_id=user_id),
            due_at=poll.opened_at,
            member=member,
        )
        for member, user_id in people
    ]
    return [board, *questions]
