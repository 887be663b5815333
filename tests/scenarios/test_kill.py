"""The process is killed in the middle and started again: nothing is lost, nothing asked twice.

The bot runs as an operator runs it, `samtliga run` in a process of its own; the operator's commands
appoint the coordinator and give the mandates.
"""

import asyncio
import contextlib
import csv
import os
import signal
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest

from deploy.demo import manifest
from deploy.workspace import StoryClock, Workspace
from tests.scenarios.stage import KRONOBERG, PATIENT

pytestmark = pytest.mark.kill
_CODE = "from deploy.cli import main; main()"


@pytest.fixture
async def operators():
    """The operators of a test; whatever they started is gone when it ends, however it ends."""
    known = []
    yield known
    for operator in known:
        if operator.process is not None:
            await operator.kill()


class Operator:
    """Starts and kills the bot, and gives the operator's commands."""

    def __init__(self, folder, database_url, served, app):
        self.folder = folder
        self.app_id = app.app_id
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "SAMTLIGA_DATABASE_URL": database_url,
            "SAMTLIGA_SLACK_API_URL": served.api_url,
            "SAMTLIGA_SLACK_BOT_TOKEN": app.bot_token,
            "SAMTLIGA_SLACK_APP_TOKEN": app.app_token,
            "SAMTLIGA_SECONDS_BETWEEN_POSTS": "0",
            "SAMTLIGA_POSTS_PER_MINUTE": "100000",
            "SAMTLIGA_TROUBLE_SECONDS": "0.2",
            "SAMTLIGA_TICK_SECONDS": "0.2",
        }
        self.process = None

    async def command(self, *words):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _CODE, *words, env=self.environment, cwd=self.folder
        )
        assert await process.wait() == 0

    async def start(self, workspace):
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _CODE,
            "run",
            env=self.environment,
            cwd=self.folder,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(30):
            while not workspace.sockets.connections(self.app_id):
                await asyncio.sleep(0.02)

    async def kill(self, how=signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        await self.process.wait()


@pytest.mark.parametrize("posts_before_the_kill", [1, 4])
async def test_kill_while_the_questions_go_out_loses_and_repeats_nothing(
    tmp_path, database_url, operators, posts_before_the_kill
):
    clock = StoryClock(datetime.now(UTC), running=True)
    workspace = Workspace(clock=clock, team_name="Kronoberg", limits=PATIENT)
    app = workspace.install_app(manifest())
    maria = workspace.add_person("Maria Ek")
    heads = {name: workspace.add_person(f"Chef {name}") for name in KRONOBERG}
    channel = workspace.add_channel("forum", members=[maria, app.bot_user_id])
    async with workspace.serve() as served:
        operator = Operator(tmp_path, database_url, served, app)
        operators.append(operator)
        await operator.start(workspace)
        await operator.command("coordinator", maria)
        with (tmp_path / "uppdrag.csv").open("w", encoding="utf-8") as file:
            csv.writer(file).writerows([("member", "user"), *heads.items()])
        await operator.command("mandates", "uppdrag.csv")
        hands = workspace.person(maria)
        await hands.command("/samtliga öppna kronoberg-2018", channel=channel)
        await hands.click(hands.ephemerals(channel)[-1], "Öppna och skicka")

        def questions():
            return Counter(
                name
                for name, user in heads.items()
                for message in workspace.person(user).direct_messages()
                if "frågar" in message.plain()
            )

        while sum(questions().values()) < posts_before_the_kill:
            await asyncio.sleep(0)
        await operator.kill()
        await operator.start(workspace)
        async with asyncio.timeout(30):
            while len(questions()) < len(heads):
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)  # time in which something could be asked a second time
        await operator.kill(signal.SIGTERM)

        assert questions() == Counter(heads.keys())
        assert operator.process.returncode == 0
        boards = [m for m in hands.messages(channel, include_ephemeral=False) if m.user]
        assert len(boards) == 1
