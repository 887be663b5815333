"""A coordinator opens a recommendation: everyone with a mandate is asked, in one transaction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.escalate import escalations
from bot.usecases.people import require_coordinator
from bot.usecases.poll_state import load_poll_state
from bot.usecases.recurring import first_duty_reminders, next_digests
from core.deadline import local_day, steps_to_come
from core.errors import AlreadyOpenedError, NobodyToAskError
from core.recommendation import Recommendation
from storage.deputies import asked_first, deputies
from storage.mandates import valid_mandates
from storage.outbox import Message, Recipient, plan_messages
from storage.polls import Poll, append_poll, poll_of
from storage.tables import MessageKind, PollRow


class OpenPoll(BaseModel):
    """Who opens what, and in which channel the board is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str
    channel_id: str
    user_id: str


@dataclass(frozen=True)
class Opening:
    """What opening would do: who is asked for which member (user ids), and who can't be."""

    recommendation: Recommendation
    asked: Mapping[str, tuple[str, ...]]
    unasked: tuple[str, ...]


def preview_opening(desk: Desk, command: OpenPoll) -> Opening:
    """Return who would be written to; nothing is recorded.

    Raises: UnknownRecommendationError, NotCoordinatorError, AlreadyOpenedError, NobodyToAskError.
    """
    with desk.database.reading(command.workspace_id) as session:
        return _opening(session, desk, command)


def open_poll(desk: Desk, command: OpenPoll) -> Poll:
    """Open a recommendation: write the questions, the board and the reminder plan.

    Raises: as `preview_opening`.
    """
    now = desk.now()
    with desk.database.transaction(command.workspace_id) as session:
        opening = _opening(session, desk, command)
        deadline = opening.recommendation.deadline
        due = deadline if isinstance(deadline, date) else None
        poll = append_poll(
            session,
            PollRow(
                recommendation=opening.recommendation.key,
                text=desk.catalogue.texts[opening.recommendation.key],
                channel_id=command.channel_id,
                opened_at=now,
                opened_by=command.user_id,
            ),
            deadline=due,
            steps=steps_to_come(due, now, opening.recommendation.reminders) if due else (),
        )
        plan_messages(session, [_board(poll, now), *_questions(poll, opening, now)], now)
        state = load_poll_state(session, poll)
        later = (escalations(session, state, now), first_duty_reminders(session, state, now))
        plan_messages(session, [*later[0], *later[1], *next_digests(session, now)], now)
    desk.wake()
    return poll


def _opening(session: Session, desk: Desk, command: OpenPoll) -> Opening:
    recommendation = desk.catalogue.get(command.recommendation)
    require_coordinator(session, command.user_id)
    known = poll_of(session, recommendation.key)
    if known is not None:
        raise AlreadyOpenedError(recommendation.key, known.opened_at)
    asked = _asked(session, recommendation, local_day(desk.now()))
    if not asked:
        raise NobodyToAskError(recommendation.key)
    unasked = tuple(m.code for m in recommendation.members if m.code not in asked)
    return Opening(recommendation, asked, unasked)


def _asked(
    session: Session, recommendation: Recommendation, today: date
) -> dict[str, tuple[str, ...]]:
    asked: dict[str, tuple[str, ...]] = {}
    for mandate in asked_first(valid_mandates(session, today), deputies(session)):
        if mandate.member in recommendation.members_by_code:
            asked[mandate.member] = (*asked.get(mandate.member, ()), mandate.user_id)
    return asked


def _board(poll: Poll, now: datetime) -> Message:
    return Message(
        key=f"board:{poll.id}",
        kind=MessageKind.BOARD,
        poll_id=poll.id,
        to=Recipient(channel_id=poll.channel_id),
        due_at=now,
    )


def _questions(poll: Poll, opening: Opening, now: datetime) -> Iterator[Message]:
    for member, people in opening.asked.items():
        for user_id in people:
            yield Message(
                key=f"question:{poll.id}:{member}:{user_id}",
                kind=MessageKind.QUESTION,
                poll_id=poll.id,
                to=Recipient(user_id=user_id),
                due_at=now,
                member=member,
            )
