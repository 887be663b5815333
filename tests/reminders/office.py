"""A bot's sending half over a local workspace: people, mandates, a poll, and time that can pass."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from time import monotonic

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import col, func, select

from bot.catalogue import Catalogue, load_catalogue
from bot.delivery import Delivery
from bot.desk import Desk
from bot.directory import Directory
from bot.pace import Pace
from bot.usecases.open_poll import OpenPoll, open_poll
from bot.usecases.people import (
    OPERATOR,
    GrantMandate,
    appoint_coordinator,
    grant_mandates,
    register_workspace,
)
from bot.usecases.record_answer import EvidenceFields, RecordAnswer, record_answer
from core.answer import Outcome
from core.recommendation_file import read_recommendation
from core.register import shipped_register
from deploy.workspace import Hands, Limits, Message, StoryClock, Workspace
from storage.engine import Database
from storage.polls import Poll
from storage.tables import MessageKind, MessageState, OutboxRow, PlanStepRow, StepState
from tests.reminders.wire import DirectClient

START = datetime(2019, 5, 2, 7, tzinfo=UTC)
MANIFEST = json.loads(Path("deploy/manifest.json").read_text(encoding="utf-8"))
KRONOBERG = (
    "Alvesta",
    "Lessebo",
    "Ljungby",
    "Markaryd",
    "Tingsryd",
    "Uppvidinge",
    "Växjö",
    "Älmhult",
)

AGREEMENT = """
key = "{key}"
title = "Gemensam jour {key}"
question = "Ska kommunen vara med?"
recommended_by = "Region Kronoberg"
deadline = {deadline}
members = {members}
condition = {{ kind = "all_members" }}

[sources.letter]
title = "Skrivelse"

[[costs]]
name = "jour"
total_kr = 800_000
key = {{ kind = "equal" }}

{reminders}
"""


def agreement(
    key: str = "jour-2019",
    deadline: str = "2019-06-14",
    members: tuple[str, ...] = KRONOBERG,
    reminders: str = "",
) -> str:
    """An agreement file with a deadline and, if given, a [reminders] table or [[duties]].

    Without members, all 290 are asked.
    """
    names = "[" + ", ".join(f'"{name}"' for name in members) + "]" if members else '"all"'
    return AGREEMENT.format(key=key, deadline=deadline, members=names, reminders=reminders)


@lru_cache(maxsize=32)
def catalogue_of(texts: tuple[str, ...]) -> Catalogue:
    shipped = load_catalogue(shipped_register())
    own = {
        r.key: (r, text)
        for text in texts
        for r in [read_recommendation(text, "own", shipped_register())]
    }
    return Catalogue(
        {**{key: r for key, (r, _) in own.items()}, **shipped.recommendations},
        {**{key: text for key, (_, text) in own.items()}, **shipped.texts},
    )


@dataclass(eq=False)
class Office:
    """One workspace with a coordinator and one person for each member."""

    database: Database
    agreements: tuple[str, ...] = (agreement(),)
    start: datetime = START
    limits: Limits | None = None
    seconds_between: float = 0.0
    per_minute: int = 1_000_000
    trouble: timedelta = timedelta(seconds=0.02)
    number: int = 1
    people: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clock = StoryClock(self.start)
        limits = self.limits or Limits.off()
        self.workspace = Workspace(clock=self.clock, team_name="Region 1", limits=limits)
        for number in range(2, self.number + 1):
            self.workspace.team = self.workspace.add_team(f"Region {number}")
        self.app = self.workspace.install_app(MANIFEST)
        self.maria = self.workspace.add_person("Maria Ek", title="Samordnare")
        self.desk = Desk(
            self.database, self.clock, shipped_register(), catalogue_of(self.agreements)
        )
        self.id = self.workspace.team.id
        register_workspace(self.desk, self.id, "Region Kronoberg")
        appoint_coordinator(self.desk, self.id, self.maria, by=OPERATOR)
        self.channel = self.workspace.add_channel(
            "socialchefer", members=[self.maria, self.app.bot_user_id]
        )
        self.delivery = self.new_delivery()

    def new_delivery(self, client: AsyncWebClient | None = None, **parts: object) -> Delivery:
        """A sender, as a new process would have: it remembers nothing."""
        client = client or DirectClient(self.workspace, self.app.bot_token)
        pace = Pace(self.seconds_between, self.per_minute)
        directory = Directory(client)
        return Delivery(
            self.desk, client, directory, self.id, pace, self.trouble, seconds=monotonic, **parts
        )

    def staff(self, *members: str) -> None:
        """Give each member one person."""
        for name in members:
            self.people[name] = self.workspace.add_person(f"Chef {name}")
        self.grant({name: self.people[name] for name in members})

    def grant(self, mandates: dict[str, str]) -> None:
        grants = [GrantMandate(member=name, user_id=user) for name, user in mandates.items()]
        grant_mandates(self.desk, self.id, grants, by=OPERATOR)

    def open(self, key: str = "jour-2019") -> Poll:
        return open_poll(
            self.desk,
            OpenPoll(
                workspace_id=self.id,
                recommendation=key,
                channel_id=self.channel,
                user_id=self.maria,
            ),
        )

    def answer(
        self,
        poll: Poll,
        member: str,
        outcome: Outcome = Outcome.ADOPTS,
        evidence: EvidenceFields | None = None,
        user: str | None = None,
        gesture: str | None = None,
    ) -> None:
        """Answer by form; another `gesture` is another form, the same one is the same again."""
        record_answer(
            self.desk,
            RecordAnswer(
                workspace_id=self.id,
                poll_id=poll.id,
                member=self.desk.member_code(member),
                user_id=user or self.people[member],
                outcome=outcome,
                evidence=evidence or EvidenceFields(),
                gesture=gesture or f"test:{member}:{self.clock.now().isoformat()}:{outcome.value}",
            ),
        )

    async def pass_time_until(self, moment: datetime) -> None:
        """Let time pass as it would: whatever comes due on the way is sent when it is due."""
        await self.delivery.drain()
        while (due := self.next_due()) is not None and due <= moment:
            self.clock.set(max(due, self.clock.now()))
            await self.delivery.drain()
        self.clock.set(moment)
        await self.delivery.drain()

    async def jump_to(self, moment: datetime) -> None:
        """Stop until a moment, as a process that was down, then catch up."""
        self.clock.set(moment)
        self.delivery = self.new_delivery()
        await self.delivery.drain()

    def next_due(self) -> datetime | None:
        now = self.clock.now()
        with self.database.reading(self.id) as session:
            moments = (
                session.exec(select(func.min(column)).where(planned, col(column) > now)).first()
                for column, planned in (
                    (OutboxRow.due_at, col(OutboxRow.state) == MessageState.PLANNED),
                    (PlanStepRow.due_at, col(PlanStepRow.state) == StepState.PLANNED),
                )
            )
            return min((each for each in moments if each is not None), default=None)

    def rows(self, kind: MessageKind | None = None) -> list[OutboxRow]:
        with self.database.reading(self.id) as session:
            rows = session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()
        return [row for row in rows if kind in {None, row.kind}]

    def outcomes(self, kind: MessageKind | None = None) -> dict[str, int]:
        """How many messages ended how: {"sent": 8, "skipped:has_answered": 1}."""
        return dict(
            Counter(
                row.state.value
                if row.state in {MessageState.SENT, MessageState.PLANNED}
                else f"{row.state.value}:{row.reason}"
                for row in self.rows(kind)
            )
        )

    def hands(self, member: str) -> Hands:
        return self.workspace.person(self.people.get(member, member))

    def inbox(self, member: str) -> list[Message]:
        """What stands in a person's conversation with the bot."""
        return self.hands(member).direct_messages()

    def texts(self, member: str) -> list[str]:
        return [message.text for message in self.inbox(member)]
