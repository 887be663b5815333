"""Somebody says that a report has been made: then nobody is reminded of it again."""

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.poll_state import load_poll_state
from core.clause import Duty
from core.deadline import local_day
from core.duty import DutyAlreadyDoneError
from core.errors import NoMandateError, NotOpenError
from storage.duties import append_duty_done, duties_done
from storage.mandates import coordinators, has_mandate
from storage.polls import poll_by_id


class FulfilDuty(BaseModel):
    """Who says that which duty of a poll's recommendation is done; `duty` counts from 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    poll_id: int
    duty: int
    user_id: str


def fulfil_duty(desk: Desk, command: FulfilDuty) -> Duty:
    """Record that the duty is done today.

    Raises: NotOpenError for an unknown poll or duty; NoMandateError for whoever is neither a
    coordinator nor has a mandate for the duty's owner; DutyAlreadyDoneError.
    """
    now = desk.now()
    today = local_day(now)
    with desk.database.transaction(command.workspace_id) as session:
        duty = _duty(session, command)
        may = command.user_id in coordinators(session)
        if not (may or has_mandate(session, command.user_id, duty.owner, today)):
            raise NoMandateError(desk.member_name(duty.owner))
        key = str(command.duty)
        known = duties_done(session, command.poll_id).get(key)
        if known is not None:
            raise DutyAlreadyDoneError(key, known.done_on)
        append_duty_done(
            session,
            command.poll_id,
            key,
            done_on=today,
            recorded_at=now,
            recorded_by=command.user_id,
        )
    return duty


def _duty(session: Session, command: FulfilDuty) -> Duty:
    poll = poll_by_id(session, command.poll_id)
    if poll is None:
        raise NotOpenError(str(command.poll_id))
    duties = load_poll_state(session, poll).recommendation.duties
    if not 0 <= command.duty < len(duties):
        raise NotOpenError(poll.recommendation)
    return duties[command.duty]
