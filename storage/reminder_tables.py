"""The tables of reminding: wishes, deputies, duties that are done, remedies, and signs of life.

Like answers and mandates, wishes, deputies and duties are appended as versions; the latest counts.
"""

from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Index, SQLModel

from storage.columns import EnumValue, UtcMoment
from storage.tables import WorkspaceRow


class ReminderWishRow(WorkspaceRow, table=True):
    """A version of how often a person wants to be reminded, and until when not at all."""

    __tablename__: ClassVar[Any] = "reminder_wish"
    __table_args__ = (Index(None, "workspace_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: str = Field(max_length=32)
    days_between: int
    paused_until: date | None = None
    recorded_at: datetime = Field(sa_type=UtcMoment)


class DeputyRow(WorkspaceRow, table=True):
    """A version of whether a person who may answer for a member is asked only after others."""

    __tablename__: ClassVar[Any] = "deputy"
    __table_args__ = (Index(None, "workspace_id", "member"),)

    id: int | None = Field(default=None, primary_key=True)
    member: str = Field(max_length=64)
    user_id: str = Field(max_length=32)
    is_deputy: bool
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class DutyDoneRow(WorkspaceRow, table=True):
    """That a duty to report back, one of a recommendation's own, has been fulfilled."""

    __tablename__: ClassVar[Any] = "duty_done"
    __table_args__ = (UniqueConstraint("workspace_id", "poll_id", "duty"),)

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    duty: str = Field(max_length=64)
    done_on: date
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class RemedyAct(Enum):
    """What a coordinator did about messages that failed or are in doubt."""

    SENT_AGAIN = "sent_again"
    LEFT = "left"
    ARRIVED = "arrived"
    ASKED_INSTEAD = "asked_instead"


class RemedyRow(WorkspaceRow, table=True):
    """What a coordinator did about everything that was troubled to one recipient.

    `messages` are the rows of the outbox that it changed; `member` and `instead` say for whom
    somebody else is asked from now on, and who.
    """

    __tablename__: ClassVar[Any] = "remedy"

    id: int | None = Field(default=None, primary_key=True)
    act: RemedyAct = Field(sa_type=EnumValue(RemedyAct))
    recipient: str = Field(max_length=32)
    messages: list[int] = Field(sa_type=JSON)
    member: str | None = Field(default=None, max_length=64)
    instead: str | None = Field(default=None, max_length=32)
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class HeartbeatRow(SQLModel, table=True):
    """When an engine last looked for what is due, in all workspaces; one row for each engine."""

    __tablename__: ClassVar[Any] = "heartbeat"

    engine: str = Field(primary_key=True, max_length=32)
    beaten_at: datetime = Field(sa_type=UtcMoment)
    every_seconds: int
