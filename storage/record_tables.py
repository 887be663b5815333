"""The tables of the record proper: the ledger, rulings, who is behind a digest, current answers.

What `storage.tables` has is what happened; here is what makes it provable. Also who shares an
agreement with whom.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field, Index

from core.ruling import Declared
from core.settlement import SettlementKind
from storage.columns import EnumValue, UtcMoment
from storage.reminder_tables import DeputyRow, DutyDoneRow, RemedyRow, ReminderWishRow
from storage.tables import AnswerRow, CoordinatorRow, DeadlineRow, MandateRow, WorkspaceRow


class LedgerEntryRow(WorkspaceRow, table=True):
    """One entry of a ledger: its canonical text and the hash of it.

    `ledger` is the key of an agreement, or `@people` for a workspace's mandates and coordinators.
    """

    __tablename__: ClassVar[Any] = "ledger_entry"
    __table_args__ = (UniqueConstraint("workspace_id", "ledger", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    ledger: str = Field(max_length=64)
    sequence: int
    text: str
    hash: str = Field(max_length=64)


class PersonalTextRow(WorkspaceRow, table=True):
    """A personal text that entries name by digest only: SHA-256 of salt and text.

    No index on `text`: a reason may be longer than PostgreSQL's indices take, and there are few.

    Erased: `text` is a pseudonym, `salt` is gone (so that nobody can try names against the
    digest), and `role` says what remains of the person.
    """

    __tablename__: ClassVar[Any] = "personal_text"
    __table_args__ = (UniqueConstraint("workspace_id", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64)
    text: str
    salt: str | None = Field(default=None, max_length=32)
    role: str | None = None


class RulingRow(WorkspaceRow, table=True):
    """A version of what "enough" means for a poll, ruled by somebody; see `core.ruling`."""

    __tablename__: ClassVar[Any] = "ruling"
    __table_args__ = (UniqueConstraint("workspace_id", "poll_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    version: int
    condition: dict[str, Any] = Field(sa_type=JSON)
    declared: Declared | None = Field(default=None, sa_type=EnumValue(Declared))
    ruled_by: str
    ruled_on: date
    decision: str
    reason: str = ""
    words: str = ""
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class SettlementRow(WorkspaceRow, table=True):
    """Outside money that was decided to be settled among a poll's members, and what each gets.

    `back_ore` is öre by member code, as decided; computing it anew later alters nothing.
    """

    __tablename__: ClassVar[Any] = "settlement"
    __table_args__ = (UniqueConstraint("workspace_id", "poll_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    version: int
    kind: SettlementKind = Field(sa_type=EnumValue(SettlementKind))
    origin: str
    money_ore: int = Field(sa_type=BigInteger)
    back_ore: dict[str, int] = Field(sa_type=JSON)
    body: str
    decided_on: date
    paragraph: str
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str


class CurrentAnswerRow(WorkspaceRow, table=True):
    """Which version of a member's answer is the current one: a projection of the versions."""

    __tablename__: ClassVar[Any] = "current_answer"
    __table_args__ = (Index(None, "answer_id"),)

    poll_id: int = Field(primary_key=True, foreign_key="poll.id")
    member: str = Field(primary_key=True, max_length=64)
    version: int
    answer_id: int = Field(foreign_key="answer.id")


class InvitationRow(WorkspaceRow, table=True):
    """An invitation of another workspace to a poll, for some members; its code is used once.

    Only the code's hash is kept. `joined_by` is the workspace that used it.
    """

    __tablename__: ClassVar[Any] = "invitation"
    __table_args__ = (UniqueConstraint("code_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id")
    code_hash: str = Field(max_length=64)
    members: list[str] = Field(sa_type=JSON)
    expires_at: datetime = Field(sa_type=UtcMoment)
    recorded_at: datetime = Field(sa_type=UtcMoment)
    recorded_by: str
    joined_by: str | None = Field(default=None, max_length=32)
    joined_at: datetime | None = Field(default=None, sa_type=UtcMoment)


class GuestPollRow(WorkspaceRow, table=True):
    """A poll of this workspace that belongs to another's: answered here, collected there."""

    __tablename__: ClassVar[Any] = "guest_poll"
    __table_args__ = (UniqueConstraint("host_workspace_id", "host_poll_id", "workspace_id"),)

    poll_id: int = Field(primary_key=True, foreign_key="poll.id")
    host_workspace_id: str = Field(max_length=32, foreign_key="workspace.id")
    host_poll_id: int = Field(foreign_key="poll.id")
    members: list[str] = Field(sa_type=JSON)


APPEND_ONLY = (
    AnswerRow,
    DeadlineRow,
    MandateRow,
    CoordinatorRow,
    RulingRow,
    SettlementRow,
    DeputyRow,
    ReminderWishRow,
    DutyDoneRow,
    RemedyRow,
    LedgerEntryRow,
)
"""The tables whose rows are never altered and never deleted."""
