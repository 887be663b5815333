"""Workspaces with people, mandates and an open recommendation, straight through the use cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.catalogue import Catalogue, load_catalogue
from bot.desk import Desk
from bot.usecases.open_poll import OpenPoll, open_poll
from bot.usecases.people import (
    OPERATOR,
    GrantMandate,
    appoint_coordinator,
    grant_mandates,
    register_workspace,
)
from bot.usecases.record_answer import AnswerRecorded, EvidenceFields, RecordAnswer, record_answer
from core.answer import Outcome
from core.condition import Condition
from core.register import shipped_register
from storage.engine import Database
from storage.polls import Poll

KRONOBERG = "kronoberg-2018"
EIGHT = ("0760", "0761", "0763", "0764", "0765", "0767", "0780", "0781")
LJUNGBY = "0781"
DECIDED = EvidenceFields(
    body="Socialnämnden", decided_on=datetime(2017, 8, 23, tzinfo=UTC).date(), paragraph="Sn § 63"
)
_CATALOGUE: Catalogue = load_catalogue(shipped_register())


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    moment: datetime = datetime(2017, 9, 4, 7, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Scene:
    """A database with workspaces in it, and short ways to do what people do."""

    database: Database
    catalogue: Catalogue = _CATALOGUE
    clock: SetClock = field(default_factory=SetClock)
    gestures: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.desk = Desk(self.database, self.clock, shipped_register(), self.catalogue)

    def add_workspace(
        self, workspace: str = "T1", members: Sequence[str] = EIGHT, people: str = "U"
    ) -> str:
        """A workspace with a coordinator (C…) and one person (U0781…) for each member."""
        register_workspace(self.desk, workspace, f"Region {workspace}")
        appoint_coordinator(self.desk, workspace, f"C{workspace}", by=OPERATOR)
        grants = [GrantMandate(member=code, user_id=f"{people}{code}") for code in members]
        grant_mandates(self.desk, workspace, grants, by=OPERATOR)
        return workspace

    def open(self, workspace: str = "T1", recommendation: str = KRONOBERG) -> Poll:
        command = OpenPoll(
            workspace_id=workspace,
            recommendation=recommendation,
            channel_id="CHANNEL",
            user_id=f"C{workspace}",
        )
        return open_poll(self.desk, command)

    def answer(
        self,
        poll: Poll,
        member: str = LJUNGBY,
        outcome: Outcome = Outcome.ADOPTS,
        *,
        proviso: Condition | None = None,
        evidence: EvidenceFields = DECIDED,
        user: str | None = None,
        gesture: str | None = None,
    ) -> AnswerRecorded:
        self.clock.move(seconds=1)
        command = RecordAnswer(
            workspace_id=poll.workspace_id,
            poll_id=poll.id,
            member=member,
            user_id=user or f"U{member}",
            outcome=outcome,
            proviso=proviso,
            evidence=evidence,
            gesture=gesture or f"form:{next(self.gestures)}",
        )
        return record_answer(self.desk, command)
