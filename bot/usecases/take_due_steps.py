"""Taking the steps of the reminder plans that are due: each once, each planning its reminders."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.poll_state import PollState, load_poll_state
from bot.usecases.recheck import members_owing
from core.deadline import RemindIn, local_day, next_chase
from storage.deputies import asked_first, deputies
from storage.mandates import Mandate, valid_mandates
from storage.outbox import Message, Recipient, plan_messages
from storage.polls import append_step, poll_by_id, settle_step, steps_due
from storage.tables import MessageKind, PlanStepRow, StepState


def take_due_steps(desk: Desk, workspace_id: str) -> int:
    """Take every step that is due in a workspace; return how many reminders were planned.

    Of several overdue steps of one poll only the latest is taken: after a stop of any length
    nobody gets more than one reminder for it.
    """
    now = desk.now()
    with desk.database.reading(workspace_id) as session:
        if not steps_due(session, now):
            return 0
    with desk.database.transaction(workspace_id) as session:
        return _take(session, now)


def _take(session: Session, now: datetime) -> int:
    planned = 0
    by_poll = sorted(steps_due(session, now), key=lambda step: (step.poll_id, step.due_at))
    for poll_id, steps in groupby(by_poll, key=lambda step: step.poll_id):
        *missed, latest = steps
        for step in missed:
            settle_step(session, step, StepState.SUPERSEDED)
        poll = poll_by_id(session, poll_id)
        if settle_step(session, latest, StepState.TAKEN) and poll is not None and poll.is_open:
            state = load_poll_state(session, poll)
            planned += plan_messages(session, list(_reminders(session, state, latest, now)), now)
            _plan_next_chase(session, state, latest, now)
    return planned


def _plan_next_chase(session: Session, state: PollState, step: PlanStepRow, now: datetime) -> None:
    """Plan the step after the last one of the plan, skipping those that a long stop has missed."""
    deadline = state.poll.deadline
    following = step.days_before
    while deadline is not None:
        chase = next_chase(deadline, following, state.recommendation.reminders)
        if chase is None:
            return
        if chase.due_at > now:
            append_step(session, step.poll_id, state.poll.plan_version, chase)
            return
        following = chase.days_before


def _reminders(
    session: Session, state: PollState, step: PlanStepRow, now: datetime
) -> Iterator[Message]:
    owing = members_owing(state)
    if owing and state.recommendation.reminders.to is RemindIn.CHANNEL:
        yield _channel_reminder(state, step)
        return
    for mandate in _reminded(session, state, now):
        if mandate.member in owing:
            yield Message(
                key=f"reminder:{step.poll_id}:p{step.plan_version}:d{step.days_before}"
                f":{mandate.member}:{mandate.user_id}",
                kind=MessageKind.REMINDER,
                poll_id=step.poll_id,
                to=Recipient(user_id=mandate.user_id),
                due_at=step.due_at,
                member=mandate.member,
                step=step.days_before,
            )


def _reminded(session: Session, state: PollState, now: datetime) -> tuple[Mandate, ...]:
    """Return who is reminded: those who are asked first, deputies once it is their turn."""
    mandates = valid_mandates(session, local_day(now))
    days = state.recommendation.reminders.deputy_after
    if days is not None and now >= state.poll.opened_at + timedelta(days=days):
        return mandates
    return asked_first(mandates, deputies(session))


def _channel_reminder(state: PollState, step: PlanStepRow) -> Message:
    return Message(
        key=f"reminder:{step.poll_id}:p{step.plan_version}:d{step.days_before}:channel",
        kind=MessageKind.CHANNEL_REMINDER,
        poll_id=step.poll_id,
        to=Recipient(channel_id=state.poll.channel_id),
        due_at=step.due_at,
        step=step.days_before,
    )
