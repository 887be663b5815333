"""Somebody tells the next step of a member's matter: tabled, confirmed, in force, appealed.

A version of the answer, like everything else that is said. Which steps may follow, and on which
days, is `core.decision`'s.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.append_version import append_version
from bot.usecases.look_up_question import LookUpQuestion
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from bot.usecases.share_poll import check_invited
from core.deadline import local_day
from core.decision import Life, Step, Transition, advanced, in_force_from
from core.errors import NoMandateError
from core.life import life_of, told
from storage.answers import answer_history, has_recorded
from storage.mandates import has_mandate
from storage.sharing import host_of


class TellStep(BaseModel):
    """Who tells which step of a member's matter, and the day of it.

    Without a day: the first lawful one for gaining force, today for every other. `version` is the
    one that was seen; another that has come since isn't built upon.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    poll_id: int
    member: str
    version: int
    user_id: str
    step: Step
    on: date | None = None
    expected_on: date | None = None
    gesture: str


@dataclass(frozen=True)
class MatterSeen:
    """A member's matter as it stands: the poll, and the life that the answers tell."""

    state: PollState
    member: str
    life: Life

    @property
    def version(self) -> int:
        """Return the number of the latest version, 0 before the first."""
        answer = self.state.answers.get(self.member)
        return answer.version if answer else 0


def look_up_matter(desk: Desk, command: LookUpQuestion) -> MatterSeen:
    """Return a member's matter for somebody who is about to tell what happened to it.

    Raises: NotOpenError, PollClosedError, NotAMemberError, NoMandateError.
    """
    with desk.database.reading(command.workspace_id) as session:
        return _matter(session, command.poll_id, command.member, command.user_id, desk.today())


def tell_step(desk: Desk, command: TellStep) -> bool:
    """Append the version that tells the step; False where the answer has changed meanwhile.

    Raises: NoMandateError, NotOpenError, PollClosedError; IllegalTransitionError with the reason.
    """
    now = desk.now()
    with desk.database.transaction(command.workspace_id) as session:
        seen = _matter(session, command.poll_id, command.member, command.user_id, local_day(now))
        if seen.version != command.version or has_recorded(session, command.gesture):
            return False
        transition = Transition(
            command.step,
            command.on or _day(command.step, seen.life, local_day(now)),
            now,
            expected_on=command.expected_on,
        )
        advanced(seen.life, transition)
        latest = seen.state.answers.get(command.member)
        append_version(
            session,
            seen.state,
            told(latest, command.member, transition, command.user_id),
            command.gesture,
            host=host_of(session, command.poll_id),
            now=now,
        )
    desk.wake()
    return True


def _matter(session: Session, poll_id: int, member: str, user_id: str, today: date) -> MatterSeen:
    poll = poll_that_takes_answers(session, poll_id)
    state = load_poll_state(session, poll)
    asked = state.recommendation.member(member)
    if not has_mandate(session, user_id, asked.code, today):
        raise NoMandateError(asked.name)
    check_invited(host_of(session, poll.id), asked.code, asked.name)
    return MatterSeen(state, member, life_of(answer_history(session, poll.id, member)))


def _day(step: Step, life: Life, today: date) -> date:
    lawful = in_force_from(life) if step is Step.TAKE_FORCE else None
    return min(lawful or today, today)
