"""A coordinator records what "enough" means, and by which decision (fastställande)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.desk import Desk
from bot.usecases.guests import require_host, ruling_messages, tell_guests_of_ruling
from bot.usecases.people import require_coordinator
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from core.condition import AllMembers, AtLeast, AtLeastShare, Condition, NotQuantified, NotStated
from core.deadline import local_day
from core.errors import NotOpenError, SamtligaError
from core.ruling import Ruling
from storage.outbox import plan_messages
from storage.polls import poll_of
from storage.rulings import append_ruling

_SHARE = re.compile(r"^(\d+(?:[.,]\d+)?)\s*%$")
_ALL = {"alla", "samtliga", "all"}


@dataclass(eq=False)
class RulingUnclearError(SamtligaError):
    """The words don't say what is enough; `text` is what was written."""

    code: ClassVar[str] = "ruling_unclear"
    text: str


@dataclass(eq=False)
class NothingToRuleError(SamtligaError):
    """The source says exactly what its condition is, so there is nothing to rule."""

    code: ClassVar[str] = "nothing_to_rule"
    recommendation: str


class RecordRuling(BaseModel):
    """What is enough ("80 %", "260", "alla"), and by which decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str
    user_id: str
    enough: str
    decision: str


def record_ruling(desk: Desk, command: RecordRuling) -> PollState:
    """Record a ruling on a condition that the source doesn't quantify; the latest counts.

    Raises: UnknownRecommendationError, NotCoordinatorError, NotOpenError, PollClosedError,
    HostDecidesError, RulingUnclearError, NothingToRuleError.
    """
    now = desk.now()
    condition = read_enough(command.enough)
    if not command.decision.strip():
        raise RulingUnclearError(command.enough)
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        recommendation = desk.catalogue.get(command.recommendation)
        found = poll_of(session, recommendation.key)
        if found is None:
            raise NotOpenError(recommendation.key)
        poll = poll_that_takes_answers(session, found.id)
        require_host(session, poll)
        before = load_poll_state(session, poll)
        if not isinstance(before.recommendation.condition, NotQuantified | NotStated):
            raise NothingToRuleError(recommendation.key)
        ruling = Ruling(
            condition,
            by=command.user_id,
            on=local_day(now),
            decision=" ".join(command.decision.split()),
        )
        append_ruling(session, poll.id, ruling, recorded_at=now, recorded_by=command.user_id)
        after = load_poll_state(session, poll)
        was, is_now = before.adoption.whole.state, after.adoption.whole.state
        turn = None if was is is_now else is_now
        nth = len(after.rulings)
        plan_messages(session, ruling_messages(after.poll, nth, turn, now), now)
        tell_guests_of_ruling(session, after.poll, nth, turn, now)
    desk.wake()
    return after


def read_enough(text: str) -> Condition:
    """Return the condition that a person's words mean: "80 %", "260", "alla".

    Raises: RulingUnclearError.
    """
    words = text.strip().casefold()
    try:
        if words in _ALL:
            return AllMembers()
        if share := _SHARE.match(words):
            return AtLeastShare.model_validate({"share": f"{share[1]} %"})
        if words.isdecimal():
            return AtLeast(count=int(words))
    except ValidationError:
        raise RulingUnclearError(text) from None
    raise RulingUnclearError(text)
