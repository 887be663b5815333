"""The tables. They hold no rules: what may stand in them is decided in `core` and the use cases.

Every row belongs to a workspace (a Slack team). What somebody said or decided is appended as a new
version (answers, mandates, deadlines) and never changed; what Samtliga itself has to do (steps of
a plan, messages) changes state.
"""

from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import JSON, MetaData, UniqueConstraint
from sqlmodel import Field, Index, SQLModel

from core.answer import Outcome, Stage
from storage.columns import EnumValue, UtcMoment

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


class WorkspaceRow(SQLModel):
    """What every row has: the workspace it belongs to.

    Nobody sets or asks for it: `storage.engine` stamps it on new rows and adds it to every query.
    """

    workspace_id: str = Field(
        default="", nullable=False, foreign_key="workspace.id", index=True, max_length=32
    )


class Workspace(SQLModel, table=True):
    """A Slack team that uses Samtliga.

    `silent_until`: Slack said Retry-After, and whichever process sends next keeps to it.
    """

    __tablename__: ClassVar[Any] = "workspace"

    id: str = Field(primary_key=True, max_length=32)
    name: str
    created_at: datetime = Field(sa_type=UtcMoment)
    silent_until: datetime | None = Field(default=None, sa_type=UtcMoment)


class CoordinatorRow(WorkspaceRow, table=True):
    """A version of whether a person may open and close recommendations; the latest counts."""

    __tablename__: ClassVar[Any] = "coordinator"

    id: int | None = Field(default=None, primary_key=True)
    user_id: str = Field(max_length=32)
    is_coordinator: bool
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class MandateRow(WorkspaceRow, table=True):
    """A version of who may answer for which member, from when to when; the latest counts."""

    __tablename__: ClassVar[Any] = "mandate"
    __table_args__ = (Index(None, "workspace_id", "member"), Index(None, "workspace_id", "user_id"))

    id: int | None = Field(default=None, primary_key=True)
    member: str = Field(max_length=64)
    user_id: str = Field(max_length=32)
    valid_from: date
    valid_to: date | None = None
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class PollRow(WorkspaceRow, table=True):
    """A recommendation that was put to its members, with its text as it stood that day."""

    __tablename__: ClassVar[Any] = "poll"
    __table_args__ = (UniqueConstraint("workspace_id", "recommendation"),)

    id: int | None = Field(default=None, primary_key=True)
    recommendation: str = Field(max_length=64)
    text: str
    channel_id: str = Field(max_length=32)
    opened_at: datetime = Field(sa_type=UtcMoment)
    opened_by: str
    closed_at: datetime | None = Field(default=None, sa_type=UtcMoment)
    closed_by: str | None = None


class DeadlineRow(WorkspaceRow, table=True):
    """A version of a poll's deadline, which is also the version of its reminder plan."""

    __tablename__: ClassVar[Any] = "deadline"
    __table_args__ = (UniqueConstraint("workspace_id", "poll_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    version: int
    deadline: date | None
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class AnswerRow(WorkspaceRow, table=True):
    """One version of one member's answer.

    `gesture` identifies the click or form that made it, so that a repeated delivery of the same
    gesture makes no second version.
    """

    __tablename__: ClassVar[Any] = "answer"
    __table_args__ = (
        UniqueConstraint("workspace_id", "poll_id", "member", "version"),
        UniqueConstraint("workspace_id", "gesture"),
    )

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    member: str = Field(max_length=64)
    version: int
    outcome: Outcome = Field(sa_type=EnumValue(Outcome))
    stage: Stage = Field(sa_type=EnumValue(Stage))
    proviso: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    body: str = ""
    decided_on: date | None = None
    paragraph: str = ""
    case_number: str = ""
    document: str = ""
    effective_on: date | None = None
    expected_on: date | None = None
    step_on: date | None = None
    received_at: datetime = Field(sa_type=UtcMoment)
    said_by: str
    door: str = Field(max_length=16)
    gesture: str = Field(max_length=128)


class StepState(Enum):
    """What became of a step of a reminder plan."""

    PLANNED = "planned"
    TAKEN = "taken"
    SUPERSEDED = "superseded"


class PlanStepRow(WorkspaceRow, table=True):
    """One step of a poll's reminder plan, due at a moment; taken once, by whoever comes first."""

    __tablename__: ClassVar[Any] = "plan_step"
    __table_args__ = (
        UniqueConstraint("workspace_id", "poll_id", "plan_version", "days_before"),
        Index(None, "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    plan_version: int
    days_before: int
    due_at: datetime = Field(sa_type=UtcMoment)
    state: StepState = Field(sa_type=EnumValue(StepState))


class MessageKind(Enum):
    """What a message is about; its words are made when it is sent, from the state of then."""

    QUESTION = "question"
    QUESTION_UPDATE = "question_update"
    BOARD = "board"
    BOARD_UPDATE = "board_update"
    REMINDER = "reminder"
    CHANNEL_REMINDER = "channel_reminder"
    EVIDENCE_REQUEST = "evidence_request"
    DECISION_EXPECTED = "decision_expected"
    FORCE_REQUEST = "force_request"
    DUTY_REMINDER = "duty_reminder"
    CONDITION_NOTICE = "condition_notice"
    SILENCE_NOTICE = "silence_notice"
    COORDINATOR_DIGEST = "coordinator_digest"


class MessageState(Enum):
    """How far a message has come on its way to Slack."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCERTAIN = "uncertain"


class OutboxRow(WorkspaceRow, table=True):
    """A message that follows from a change, written in the change's own transaction.

    `key` says what it is for (what, step, plan version, recipient) and is unique, so that nothing
    is asked twice. It goes to `user_id` as a direct message, or to `channel_id`. Reminders to one
    person that go out as one message have the row that carries it as their `carried_by`.
    `needs_person`: nobody can find out whether an uncertain one arrived; a coordinator must say.
    """

    __tablename__: ClassVar[Any] = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(None, "state", "due_at"),
        Index(None, "workspace_id", "state", "due_at"),
        Index(None, "workspace_id", "user_id", "settled_at"),
        Index(None, "workspace_id", "poll_id", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=160)
    kind: MessageKind = Field(sa_type=EnumValue(MessageKind))
    poll_id: int | None = Field(default=None, foreign_key="poll.id")
    member: str | None = Field(default=None, max_length=64)
    user_id: str | None = Field(default=None, max_length=32)
    channel_id: str | None = Field(default=None, max_length=32)
    step: int | None = None
    detail: str | None = Field(default=None, max_length=64)
    due_at: datetime = Field(sa_type=UtcMoment)
    recorded_at: datetime = Field(sa_type=UtcMoment)
    state: MessageState = Field(sa_type=EnumValue(MessageState))
    attempts: int = 0
    carried_by: int | None = None
    needs_person: bool = False
    claimed_at: datetime | None = Field(default=None, sa_type=UtcMoment)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcMoment)
    reason: str | None = None
    sent_channel: str | None = Field(default=None, max_length=32)
    sent_ts: str | None = Field(default=None, max_length=32)
    settled_at: datetime | None = Field(default=None, sa_type=UtcMoment)
