"""The auditor: what should have happened by now and hasn't. Looks at the record, trusts no engine.

It finds what a promise to remind must never come to: a message that is due without an outcome, a
step that nobody took, a claim that outlived its sender, a doubt that nobody resolves, an engine
that has fallen silent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlmodel import Session, col, select

from bot.desk import Desk
from storage.heartbeats import heartbeats
from storage.tables import MessageState, OutboxRow, PlanStepRow, StepState

GRACE = timedelta(minutes=15)
"""How late something may be before it is a finding: trouble at Slack is waited out."""
_MISSED_BEATS = 5
_LONG_DOUBT = timedelta(days=7)


class Fault(Enum):
    """What can be wrong."""

    DUE_WITHOUT_OUTCOME = "due_without_outcome"
    STEP_NOT_TAKEN = "step_not_taken"
    STALE_CLAIM = "stale_claim"
    SENT_NOWHERE = "sent_nowhere"
    LONG_IN_DOUBT = "long_in_doubt"
    SILENT_ENGINE = "silent_engine"
    NO_ENGINE = "no_engine"


@dataclass(frozen=True)
class AuditFinding:
    """One thing that is wrong: where (a workspace, or nowhere in particular), what, since when."""

    fault: Fault
    workspace_id: str | None
    what: str
    since: datetime


def audit(desk: Desk, grace: timedelta = GRACE) -> tuple[AuditFinding, ...]:
    """Return everything that is wrong in any workspace, the oldest first."""
    now = desk.now()
    with desk.database.across_workspaces() as session:
        findings = [
            *_late_messages(session, now - grace),
            *_late_steps(session, now - grace),
            *_stale_claims(session, now - grace),
            *_sent_nowhere(session),
            *_long_in_doubt(session, now - _LONG_DOUBT),
            *_silent_engines(session, now),
        ]
    return tuple(sorted(findings, key=lambda finding: finding.since))


def _late_messages(session: Session, before: datetime) -> Iterator[AuditFinding]:
    rows = session.exec(
        select(OutboxRow).where(
            OutboxRow.state == MessageState.PLANNED, col(OutboxRow.due_at) < before
        )
    )
    for row in rows:
        yield AuditFinding(Fault.DUE_WITHOUT_OUTCOME, row.workspace_id, row.key, row.due_at)


def _late_steps(session: Session, before: datetime) -> Iterator[AuditFinding]:
    rows = session.exec(
        select(PlanStepRow).where(
            PlanStepRow.state == StepState.PLANNED, col(PlanStepRow.due_at) < before
        )
    )
    for row in rows:
        what = f"poll {row.poll_id}, plan {row.plan_version}, step {row.days_before}"
        yield AuditFinding(Fault.STEP_NOT_TAKEN, row.workspace_id, what, row.due_at)


def _stale_claims(session: Session, before: datetime) -> Iterator[AuditFinding]:
    rows = session.exec(
        select(OutboxRow).where(
            OutboxRow.state == MessageState.CLAIMED, col(OutboxRow.claimed_until) < before
        )
    )
    for row in rows:
        since = row.claimed_until or row.due_at
        yield AuditFinding(Fault.STALE_CLAIM, row.workspace_id, row.key, since)


def _sent_nowhere(session: Session) -> Iterator[AuditFinding]:
    """Yield what counts as sent although nobody knows where it stands, and nobody has said so."""
    rows = session.exec(
        select(OutboxRow).where(
            OutboxRow.state == MessageState.SENT,
            col(OutboxRow.sent_ts).is_(None),
            col(OutboxRow.reason).is_(None),
        )
    )
    for row in rows:
        since = row.settled_at or row.due_at
        yield AuditFinding(Fault.SENT_NOWHERE, row.workspace_id, row.key, since)


def _long_in_doubt(session: Session, before: datetime) -> Iterator[AuditFinding]:
    rows = session.exec(
        select(OutboxRow).where(
            OutboxRow.state == MessageState.UNCERTAIN, col(OutboxRow.settled_at) < before
        )
    )
    for row in rows:
        since = row.settled_at or row.due_at
        yield AuditFinding(Fault.LONG_IN_DOUBT, row.workspace_id, row.key, since)


def _silent_engines(session: Session, now: datetime) -> Iterator[AuditFinding]:
    known = heartbeats(session)
    alive = [
        each
        for each in known
        if now - each.beaten_at <= timedelta(seconds=each.every_seconds * _MISSED_BEATS)
    ]
    for each in known:
        if each not in alive and not alive:
            yield AuditFinding(Fault.SILENT_ENGINE, None, each.engine, each.beaten_at)
    if not known and session.exec(select(OutboxRow.id).limit(1)).first() is not None:
        yield AuditFinding(Fault.NO_ENGINE, None, "", now)
