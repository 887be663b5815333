"""SIGKILL of `samtliga run` between a form's arrival, the commit and the acknowledgement.

Over Socket Mode, the one way that the product listens. The local workspace is in the test's
process, so the person and the sent forms outlive the bot. Slack never sends a form again by itself:
the person sees that it went wrong, the form still stands there, and they press again. Every life of
the bot prints its seed; SAMTLIGA_KILL_RUNS=100 plays as many.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random, randrange

import pytest
from sqlmodel import select

from bot.usecases.open_poll import OpenPoll, open_poll
from bot.usecases.people import (
    OPERATOR,
    GrantMandate,
    appoint_coordinator,
    grant_mandates,
    register_workspace,
)
from deploy.demo import manifest
from deploy.workspace import GestureError, Hands, Limits, StoryClock, Workspace
from storage.engine import Database
from storage.tables import AnswerRow
from storage.verification import verify_workspace
from tests.kill.record_nursery import POINTS, Death
from tests.scenarios.stage import KRONOBERG
from tests.storage.scene import Scene

RUNS = int(os.environ.get("SAMTLIGA_KILL_RUNS", str(len(POINTS))))
UNHURRIED = replace(Limits.off(), ack_seconds=30, trigger_seconds=30)
"""Slack lets an app open about one socket a minute; here a bot is born every few seconds."""

_ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.kill


@dataclass
class Wire:
    """A workspace with a question in it, and the bot's process, which lives and dies."""

    workspace: Workspace
    environment: dict[str, str]
    heads: dict[str, Hands]
    app_id: str
    buttons: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    nursery: asyncio.subprocess.Process | None = None
    bot: int = 0
    died: "asyncio.Task[int] | None" = None

    async def start(self, death: Death) -> None:
        """Let a bot be born that dies so, and wait until it listens."""
        if self.nursery is None:
            self.nursery = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.kill.wire_worker"),
                cwd=_ROOT,
                env=self.environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        assert self.nursery.stdin is not None
        self.nursery.stdin.write(f"{death.point}:{death.passing}\n".encode())
        self.bot = await self._told()
        self.died = asyncio.create_task(self._told())
        async with asyncio.timeout(60):
            while not self.workspace.sockets.connections(self.app_id):
                assert not self.died.done()
                await asyncio.sleep(0.02)

    async def _told(self) -> int:
        assert self.nursery is not None
        assert self.nursery.stdout is not None
        return int(await self.nursery.stdout.readline())

    async def end(self) -> None:
        """Leave no process behind."""
        if self.died is not None and not self.died.done():
            os.kill(self.bot, signal.SIGKILL)
            await self.died
        if self.nursery is not None:
            self.nursery.kill()
            await self.nursery.wait()

    async def open_form(self, member: str, paragraph: str) -> None:
        """Press "Ja" and fill the form in; the first screen's buttons stand there all the time."""
        hands = self.heads[member]
        async with asyncio.timeout(60):
            while not hands.direct_messages():
                await asyncio.sleep(0.05)
        question = hands.direct_messages()[0]
        self.buttons.setdefault(member, list(question.blocks))
        question.blocks = list(self.buttons[member])
        await hands.click(question, "Ja")
        view = hands.view
        assert view is not None
        for label, value in (
            ("Organ som beslutade", "Socialnämnden"),
            ("Beslutsdag", "2017-08-23"),
            ("Paragraf", paragraph),
        ):
            await hands.fill(view, label, value)

    async def submit(self, member: str) -> bool:
        """Send the form that is open; return whether it was acknowledged before the bot died."""
        assert self.died is not None
        sent = asyncio.ensure_future(self.heads[member].submit())
        try:
            await asyncio.wait({sent, self.died}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0.05)  # what the dying process had sent may still be read
            if not sent.done():
                return False
            with contextlib.suppress(GestureError):
                assert await sent is None
                return True
            return False
        finally:
            sent.cancel()


@pytest.fixture
async def wire(database: Database) -> AsyncIterator[Wire]:
    """The eight of Kronoberg have been asked; nobody listens yet."""
    clock = StoryClock(datetime.now(UTC), running=True)
    workspace = Workspace(clock=clock, team_name="Region Kronoberg", limits=UNHURRIED)
    app = workspace.install_app(manifest())
    maria = workspace.add_person("Maria Ek")
    people = {name: workspace.add_person(f"Chef {name}") for name in sorted(KRONOBERG)}
    channel = workspace.add_channel("forum", members=[maria, app.bot_user_id])
    _open(database, workspace.team.id, maria, people, channel)
    async with workspace.serve() as served:
        wire = Wire(
            workspace,
            {
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path]),
                "SAMTLIGA_DATABASE_URL": database.url,
                "SAMTLIGA_SLACK_API_URL": served.api_url,
                "SAMTLIGA_SLACK_BOT_TOKEN": app.bot_token,
                "SAMTLIGA_SLACK_APP_TOKEN": app.app_token,
                "SAMTLIGA_SECONDS_BETWEEN_POSTS": "0",
                "SAMTLIGA_POSTS_PER_MINUTE": "100000",
                "SAMTLIGA_TROUBLE_SECONDS": "0.2",
                "SAMTLIGA_TICK_SECONDS": "0.5",
            },
            {name: workspace.person(user) for name, user in people.items()},
            app.app_id,
        )
        yield wire
        await wire.end()


def _open(database: Database, team: str, maria: str, people: dict[str, str], channel: str) -> None:
    desk = Scene(database).desk
    register_workspace(desk, team, "Region Kronoberg")
    appoint_coordinator(desk, team, maria, by=OPERATOR)
    grants = [GrantMandate(member=name, user_id=user) for name, user in people.items()]
    grant_mandates(desk, team, grants, by=OPERATOR)
    command = OpenPoll(
        workspace_id=team, recommendation="kronoberg-2018", channel_id=channel, user_id=maria
    )
    open_poll(desk, command)


def stored(database: Database, team: str) -> Counter[str]:
    """How often each form's paragraph is in the record."""
    with database.reading(team) as session:
        return Counter(session.exec(select(AnswerRow.paragraph)).all())


async def test_form_that_was_acknowledged_is_stored_exactly_once_whenever_the_bot_is_killed(
    wire: Wire, database: Database
) -> None:
    team = wire.workspace.team.id
    acknowledged: set[str] = set()
    waiting: tuple[str, str] | None = None  # whose form stands there unanswered, and what it says
    forms = 0
    for life in range(RUNS):
        seed = randrange(2**32)
        random = Random(seed)
        death = Death(POINTS[life % len(POINTS)], random.randint(1, 2))
        print(f"life {life}: seed {seed}, {death}")  # noqa: T201  # shown where a run fails
        await wire.start(death)
        for _ in range(death.passing):
            if waiting is None:
                forms += 1
                waiting = (random.choice(sorted(wire.heads)), f"§ {forms}")
                await wire.open_form(*waiting)
            if await wire.submit(waiting[0]):
                acknowledged.add(waiting[1])
                waiting = None
        assert wire.died is not None
        async with asyncio.timeout(30):
            assert await wire.died == -signal.SIGKILL
        while wire.workspace.sockets.connections(wire.app_id):
            await asyncio.sleep(0.01)
        kept = stored(database, team)
        assert acknowledged <= {*kept}
        assert {*kept.values()} <= {1}
        assert verify_workspace(database, team).is_sound
    if waiting is not None:
        await wire.start(Death("never", 0))
        assert await wire.submit(waiting[0])
        acknowledged.add(waiting[1])
    assert stored(database, team) == Counter(f"§ {each}" for each in range(1, forms + 1))
    assert len(acknowledged) == forms
