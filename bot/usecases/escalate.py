"""When nobody answers for a member: its deputy is asked, then the coordinators are told.

Written when a poll is opened, due after so many days of silence as the agreement's policy says, and
looked at again when due: who has answered by then isn't escalated. Nobody did this by hand, so a
deputy's question counts as a reminder: several to one person go out as one message, one a day.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.people import OPERATOR, require_coordinator
from bot.usecases.poll_state import PollState, load_poll_state
from core.deadline import local_day, morning_on_or_after
from core.errors import NoMandateError
from storage.deputies import append_deputy, asked_first, deputies
from storage.mandates import Mandate, coordinators, has_mandate, valid_mandates
from storage.outbox import Message, Recipient, plan_messages
from storage.polls import all_polls
from storage.sending import DEPUTY
from storage.tables import MessageKind


class AppointDeputy(BaseModel):
    """Who is, or is no longer, asked for a member only when others stay silent; on whose word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    member: str
    user_id: str
    by: str
    is_deputy: bool = True


def appoint_deputy(desk: Desk, command: AppointDeputy) -> str:
    """Make somebody with a mandate a member's deputy, in open polls too; return the member's code.

    Raises: NotCoordinatorError, UnknownMemberError; NoMandateError if the person may not answer
    for the member: being a deputy gives no right of its own.
    """
    now, today = desk.now(), desk.today()
    member = desk.member_code(command.member)
    with desk.database.transaction(command.workspace_id) as session:
        if command.by != OPERATOR:
            require_coordinator(session, command.by)
        if not has_mandate(session, command.user_id, member, today):
            raise NoMandateError(desk.member_name(member))
        append_deputy(
            session,
            member,
            command.user_id,
            is_deputy=command.is_deputy,
            recorded_at=now,
            recorded_by=command.by,
        )
        for poll in all_polls(session):
            if poll.is_open:
                state = load_poll_state(session, poll)
                plan_messages(session, list(escalations(session, state, now)), now)
    desk.wake()
    return member


def escalations(session: Session, state: PollState, now: datetime) -> Iterator[Message]:
    """Yield what is to be said when days have passed in silence: to deputies and coordinators."""
    policy = state.recommendation.reminders
    opened = local_day(state.poll.opened_at)
    if policy.deputy_after is not None:
        due = morning_on_or_after(opened + timedelta(days=policy.deputy_after), policy)
        for mandate in _deputies_of(session, state, local_day(now)):
            yield _deputy_question(state, mandate, due)
    if policy.coordinator_after is not None:
        due = morning_on_or_after(opened + timedelta(days=policy.coordinator_after), policy)
        for user_id in sorted(coordinators(session)):
            yield Message(
                key=f"silence:{state.poll.id}:{user_id}",
                kind=MessageKind.SILENCE_NOTICE,
                poll_id=state.poll.id,
                to=Recipient(user_id=user_id),
                due_at=due,
                step=policy.coordinator_after,
            )


def _deputies_of(session: Session, state: PollState, today: date) -> tuple[Mandate, ...]:
    mandates = valid_mandates(session, today)
    first = set(asked_first(mandates, deputies(session)))
    members = state.recommendation.members_by_code
    return tuple(m for m in mandates if m not in first and m.member in members)


def _deputy_question(state: PollState, mandate: Mandate, due_at: datetime) -> Message:
    return Message(
        key=f"question:{state.poll.id}:{mandate.member}:{mandate.user_id}",
        kind=MessageKind.QUESTION,
        poll_id=state.poll.id,
        to=Recipient(user_id=mandate.user_id),
        due_at=due_at,
        member=mandate.member,
        step=state.recommendation.reminders.deputy_after,
        detail=DEPUTY,
    )
