"""The stage of a scenario: the real bot in the local workspace, over its real protocols."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.app import Samtliga
from bot.settings import Settings
from bot.usecases.people import OPERATOR, GrantMandate, appoint_coordinator, grant_mandates
from core.register import shipped_register
from deploy.demo import manifest
from deploy.workspace import Hands, Limits, Message, StoryClock, Workspace

PATIENT = Limits(ack_seconds=30, trigger_seconds=30)
"""What people do is told here, not how fast a busy test machine is; Slack's own limit is 3 s."""

SEPTEMBER_2017 = datetime(2017, 9, 4, 7, 0, tzinfo=UTC)
KRONOBERG = {
    m.name: m.code for m in shipped_register().municipalities.values() if m.county_code == "07"
}


@dataclass
class Stage:
    """The people, the channel and the running bot of one scenario."""

    workspace: Workspace
    settings: Settings
    channel: str
    coordinator: str
    heads: dict[str, str] = field(default_factory=dict)
    bot: Samtliga | None = None

    @property
    def clock(self) -> StoryClock:
        return self.workspace.clock

    def head(self, name: str) -> Hands:
        """The head of social services of a municipality, by the municipality's name."""
        return self.workspace.person(self.heads[name])

    @property
    def maria(self) -> Hands:
        """The coordinator."""
        return self.workspace.person(self.coordinator)

    async def start(self) -> None:
        self.bot = await Samtliga.start(self.settings, self.clock)
        self.workspace.clock.subscribe(self.bot.ticker.wake)
        await self.quiet()

    async def stop(self) -> None:
        if self.bot is not None:
            await self.bot.stop()
            self.bot = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def quiet(self) -> None:
        """Wait until everything that follows from what was done has been delivered."""
        assert self.bot is not None
        await self.workspace.settled()
        await self.bot.ticker.settled()
        await self.workspace.settled()

    async def move_to(self, moment: datetime) -> None:
        self.clock.set(moment)
        await self.quiet()

    async def add_heads(self, names: list[str]) -> None:
        """Let heads of social services in, each with a mandate from the operator."""
        assert self.bot is not None
        for name in names:
            self.heads[name] = self.workspace.add_person(f"Chef {name}", title=name)
            self.workspace.team.channel(self.channel).members.append(self.heads[name])
        grants = [GrantMandate(member=name, user_id=self.heads[name]) for name in names]
        await self.bot.desk.run(grant_mandates, self.bot.workspace_id, grants, by=OPERATOR)

    async def command(self, hands: Hands, text: str) -> str:
        """Type a command in the channel; returns what its writer alone is shown."""
        before = len(hands.ephemerals(self.channel))
        await hands.command(text, channel=self.channel)
        await self.workspace.settled()
        shown = hands.ephemerals(self.channel)
        assert len(shown) == before + 1
        return shown[-1].plain()

    async def open(self, key: str) -> None:
        """Open a recommendation as the coordinator does: a command, then the button."""
        await self.command(self.maria, f"/samtliga öppna {key}")
        await self.maria.click(self.maria.ephemerals(self.channel)[-1], "Öppna och skicka")
        await self.quiet()

    async def answer(self, name: str, button: str, **fields: object) -> dict[str, str] | None:
        """Press a button under the question and send the form; returns what stands in red."""
        hands = self.head(name)
        await hands.click(self.question(name), button)
        errors = await hands.submit(None, fields)
        await self.quiet()
        return errors

    def question(self, name: str) -> Message:
        """The first message that somebody got: the question, as it stands now."""
        return self.head(name).direct_messages()[0]

    def board(self) -> str:
        """The coordinator's live message."""
        return self.maria.messages(self.channel, include_ephemeral=False)[0].plain()

    def told(self, name: str) -> list[str]:
        """Everything that somebody has been told directly."""
        return [message.plain() for message in self.head(name).direct_messages()]


@contextlib.asynccontextmanager
async def stage_at(moment: datetime, database_url: str, **settings: object) -> AsyncIterator[Stage]:
    """Set the stage at a moment: a workspace, a coordinator, a channel, the bot running."""
    workspace = Workspace(clock=StoryClock(moment), team_name="Region Kronoberg", limits=PATIENT)
    app = workspace.install_app(manifest())
    maria = workspace.add_person("Maria Ek", title="Samordnare")
    channel = workspace.add_channel("kommunalt-forum", members=[maria, app.bot_user_id])
    async with workspace.serve() as served:
        chosen = {
            "database_url": database_url,
            "slack_bot_token": SecretStr(app.bot_token),
            "slack_app_token": SecretStr(app.app_token),
            "slack_api_url": served.api_url,
            "tick_seconds": 3600,
            "seconds_between_posts": 0,
            "posts_per_minute": 100_000,
            "trouble_seconds": 0.2,
        }
        stage = Stage(workspace, Settings(**{**chosen, **settings}), channel, maria)
        await stage.start()
        assert stage.bot is not None
        await stage.bot.desk.run(appoint_coordinator, stage.bot.workspace_id, maria, by=OPERATOR)
        try:
            yield stage
        finally:
            await stage.stop()
