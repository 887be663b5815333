"""Polls: recommendations that were put to their members, their deadlines and reminder plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select, update

from core.deadline import PlannedStep
from storage.entries import CLOSED, DEADLINE, OPENED
from storage.ledger import record, record_of_poll
from storage.tables import DeadlineRow, PlanStepRow, PollRow, StepState


@dataclass(frozen=True)
class Poll:
    """A recommendation as it was opened: its text of that day, where its board is, and its dates.

    `deadline` is None where the source states none; `plan_version` is the deadline's version.
    """

    id: int
    workspace_id: str
    recommendation: str
    text: str
    channel_id: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    deadline: date | None
    plan_version: int

    @property
    def is_open(self) -> bool:
        """Return whether it still takes answers."""
        return self.closed_at is None


def poll_of(session: Session, recommendation: str) -> Poll | None:
    """Return the poll of a recommendation in this workspace, None if it was never opened."""
    return _first(session, select(PollRow).where(PollRow.recommendation == recommendation))


def poll_by_id(session: Session, poll_id: int) -> Poll | None:
    """Return a poll by its id, None if this workspace has no such poll."""
    return _first(session, select(PollRow).where(PollRow.id == poll_id))


def all_polls(session: Session) -> tuple[Poll, ...]:
    """Return every poll of this workspace, the one opened last first; two queries."""
    rows = session.exec(select(PollRow).order_by(col(PollRow.opened_at).desc())).all()
    deadlines = _latest_deadlines(session, [row.id for row in rows if row.id is not None])
    return tuple(_poll(row, deadlines) for row in rows)


def append_poll(
    session: Session, poll: PollRow, *, deadline: date | None, steps: Iterable[PlannedStep]
) -> Poll:
    """Append a poll with its deadline and the steps of its reminder plan."""
    session.add(poll)
    session.flush()
    assert poll.id is not None  # noqa: S101  # the flush gave it
    record(session, poll.recommendation, OPENED, [poll])
    append_deadline(
        session, poll.id, deadline=deadline, steps=steps, at=poll.opened_at, by=poll.opened_by
    )
    return _poll(poll, _latest_deadlines(session, [poll.id]))


def append_deadline(  # noqa: PLR0913  # the columns of one row
    session: Session,
    poll_id: int,
    *,
    deadline: date | None,
    steps: Iterable[PlannedStep],
    at: datetime,
    by: str,
) -> None:
    """Append a version of a poll's deadline and its plan; an older plan's steps are superseded."""
    known = _latest_deadlines(session, [poll_id]).get(poll_id)
    version = 1 if known is None else known.version + 1
    session.exec(
        update(PlanStepRow)
        .where(col(PlanStepRow.poll_id) == poll_id, col(PlanStepRow.state) == StepState.PLANNED)
        .values(state=StepState.SUPERSEDED)
    )
    row = DeadlineRow(
        poll_id=poll_id, version=version, deadline=deadline, recorded_at=at, recorded_by=by
    )
    session.add(row)
    session.add_all(
        PlanStepRow(
            poll_id=poll_id,
            plan_version=version,
            days_before=step.days_before,
            due_at=step.due_at,
            state=StepState.PLANNED,
        )
        for step in steps
    )
    session.flush()
    record_of_poll(session, poll_id, DEADLINE, row)


def deadline_known(session: Session, poll_id: int, known_at: datetime) -> date | None:
    """Return a poll's deadline as it had been set by a moment; one query."""
    row = session.exec(
        select(DeadlineRow)
        .where(DeadlineRow.poll_id == poll_id, col(DeadlineRow.recorded_at) <= known_at)
        .order_by(col(DeadlineRow.version).desc())
        .limit(1)
    ).first()
    return row.deadline if row else None


def append_step(session: Session, poll_id: int, plan_version: int, step: PlannedStep) -> None:
    """Append one more step to a poll's plan, unless the plan has it already."""
    known = session.exec(
        select(PlanStepRow.id).where(
            PlanStepRow.poll_id == poll_id,
            PlanStepRow.plan_version == plan_version,
            PlanStepRow.days_before == step.days_before,
        )
    ).first()
    if known is None:
        session.add(
            PlanStepRow(
                poll_id=poll_id,
                plan_version=plan_version,
                days_before=step.days_before,
                due_at=step.due_at,
                state=StepState.PLANNED,
            )
        )
        session.flush()


def steps_taken(session: Session, poll_id: int) -> frozenset[int]:
    """Return the steps of every version of a poll's plan that were taken, by days before."""
    return frozenset(
        session.exec(
            select(PlanStepRow.days_before).where(
                PlanStepRow.poll_id == poll_id, PlanStepRow.state == StepState.TAKEN
            )
        )
    )


def close_poll(session: Session, poll_id: int, *, at: datetime, by: str) -> bool:
    """Close a poll that is open; return whether this call was the one that closed it."""
    changed = session.exec(
        update(PollRow)
        .where(col(PollRow.id) == poll_id, col(PollRow.closed_at).is_(None))
        .values(closed_at=at, closed_by=by)
    )
    if changed.rowcount != 1:
        return False
    row = session.get_one(PollRow, poll_id, populate_existing=True)
    record(session, row.recommendation, CLOSED, [row])
    return True


def workspaces_with_steps_due(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the workspaces that have a step due; for a session across workspaces."""
    return tuple(
        session.exec(
            select(PlanStepRow.workspace_id)
            .where(
                col(PlanStepRow.state) == StepState.PLANNED,
                col(PlanStepRow.due_at) <= now,
            )
            .distinct()
        )
    )


def first_step(session: Session, after: datetime) -> datetime | None:
    """Return when the first step of a plan after a moment comes due; across workspaces."""
    return session.exec(
        select(func.min(PlanStepRow.due_at)).where(
            col(PlanStepRow.state) == StepState.PLANNED, col(PlanStepRow.due_at) > after
        )
    ).first()


def steps_due(session: Session, now: datetime) -> tuple[PlanStepRow, ...]:
    """Return the planned steps that are due, the earliest first."""
    return tuple(
        session.exec(
            select(PlanStepRow)
            .where(
                col(PlanStepRow.state) == StepState.PLANNED,
                col(PlanStepRow.due_at) <= now,
            )
            .order_by(col(PlanStepRow.due_at))
        )
    )


def next_steps(session: Session, after: datetime) -> tuple[PlanStepRow, ...]:
    """Return the planned steps after a moment, the earliest first."""
    return tuple(
        session.exec(
            select(PlanStepRow)
            .where(col(PlanStepRow.state) == StepState.PLANNED, col(PlanStepRow.due_at) > after)
            .order_by(col(PlanStepRow.due_at))
        )
    )


def settle_step(session: Session, step: PlanStepRow, state: StepState) -> bool:
    """Move a step out of `planned`; return whether this call did it, for only one may."""
    changed = session.exec(
        update(PlanStepRow)
        .where(col(PlanStepRow.id) == step.id, col(PlanStepRow.state) == StepState.PLANNED)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1


def _first(session: Session, statement: object) -> Poll | None:
    row: PollRow | None = session.exec(statement).first()  # type: ignore[call-overload]  # always a select of PollRow
    if row is None or row.id is None:
        return None
    return _poll(row, _latest_deadlines(session, [row.id]))


def _latest_deadlines(session: Session, poll_ids: list[int]) -> dict[int, DeadlineRow]:
    rows = session.exec(
        select(DeadlineRow)
        .where(col(DeadlineRow.poll_id).in_(poll_ids))
        .order_by(col(DeadlineRow.version))
    )
    return {row.poll_id: row for row in rows}


def _poll(row: PollRow, deadlines: dict[int, DeadlineRow]) -> Poll:
    assert row.id is not None  # noqa: S101  # it came from the database
    known = deadlines[row.id]
    return Poll(
        id=row.id,
        workspace_id=row.workspace_id,
        recommendation=row.recommendation,
        text=row.text,
        channel_id=row.channel_id,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        closed_at=row.closed_at,
        deadline=known.deadline,
        plan_version=known.version,
    )
