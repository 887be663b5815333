"""The ticker's work: steps of reminder plans that are due become messages to those who owe one."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.poll_state import PollState, load_poll_state
from core.answer import owes_answer
from core.deadline import local_day
from storage.mandates import valid_mandates
from storage.outbox import Message, Recipient, plan_messages
from storage.polls import poll_by_id, settle_step, steps_due, workspaces_with_steps_due
from storage.tables import MessageKind, PlanStepRow, StepState


def take_due_steps(desk: Desk) -> int:
    """Take every step that is due, in every workspace; return how many reminders were planned.

    Of several overdue steps of one poll only the latest is taken: after a stop of any length
    nobody gets more than one reminder for it.
    """
    now = desk.now()
    with desk.database.across_workspaces() as session:
        waiting = workspaces_with_steps_due(session, now)
    planned = 0
    for workspace_id in waiting:
        with desk.database.transaction(workspace_id) as session:
            planned += _take_in_workspace(session, now)
    return planned


def _take_in_workspace(session: Session, now: datetime) -> int:
    planned = 0
    by_poll = sorted(steps_due(session, now), key=lambda step: (step.poll_id, step.due_at))
    for poll_id, steps in groupby(by_poll, key=lambda step: step.poll_id):
        *missed, latest = steps
        for step in missed:
            settle_step(session, step, StepState.SUPERSEDED)
        if settle_step(session, latest, StepState.TAKEN):
            messages = list(_reminders(session, poll_id, latest, now))
            planned += plan_messages(session, messages, now)
    return planned


def _reminders(
    session: Session, poll_id: int, step: PlanStepRow, now: datetime
) -> Iterator[Message]:
    poll = poll_by_id(session, poll_id)
    if poll is None or not poll.is_open:
        return
    owing = members_owing(load_poll_state(session, poll))
    for mandate in valid_mandates(session, local_day(now)):
        if mandate.member in owing:
            yield Message(
                key=f"reminder:{poll_id}:p{step.plan_version}:d{step.days_before}"
                f":{mandate.member}:{mandate.user_id}",
                kind=MessageKind.REMINDER,
                poll_id=poll_id,
                to=Recipient(user_id=mandate.user_id),
                due_at=step.due_at,
                member=mandate.member,
                step=step.days_before,
            )


def members_owing(state: PollState) -> frozenset[str]:
    """Return the members that still owe an answer."""
    recommendation = state.recommendation
    return frozenset(
        member.code
        for member in recommendation.members
        if owes_answer(state.answers.get(member.code), recommendation.binding_body(member.code))
    )
