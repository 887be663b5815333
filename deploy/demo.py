"""The demo: the real bot in the local workspace, on a page, with a clock that can be moved.

The bot connects by the protocols it connects to Slack with; only the address and the clock differ.
"""

import asyncio
import contextlib
import json
import signal
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from pydantic import SecretStr

from bot.app import Samtliga
from bot.settings import Settings
from bot.texts import texts_in
from deploy.offline import OperatorError
from deploy.story import BEGINS, Story
from deploy.upcoming import what_comes_next
from deploy.workspace import Jump, Limits, PortTakenError, Served, StoryClock, Workspace

_PATIENT = Limits(ack_seconds=20, trigger_seconds=20)
"""A laptop that is busy with something else still shows the demo; Slack itself waits 3 s."""

_POSTS_PER_MINUTE = 100_000
"""Nobody waits for a limit on their own machine: 290 questions go out at once."""


def show_demo(port: int) -> None:
    """Show the demo until it is interrupted. Raises: OperatorError if the port is taken."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_show(port))


async def _show(port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    t = texts_in(None)
    try:
        async with running_demo(port, page=True) as (served, _bot, _story):
            print(t("Samtliga is on {url}. Stop it with Ctrl+C.", url=served.url), flush=True)  # noqa: T201  # a command's output
            await stop.wait()
    except PortTakenError as error:
        text = t("Port {port} is taken. Choose another: samtliga demo --port 8701", port=port)
        raise OperatorError(text) from error


@contextlib.asynccontextmanager
async def running_demo(
    port: int, *, page: bool, database_url: str | None = None
) -> AsyncIterator[tuple[Served, Samtliga, Story]]:
    """Serve the workspace and run the bot in it; the first question is open when this returns."""
    with tempfile.TemporaryDirectory(prefix="samtliga-demo-") as folder:
        clock = StoryClock(BEGINS, running=True)
        workspace = Workspace(clock=clock, team_name="Region Kronoberg", limits=_PATIENT)
        app = workspace.install_app(manifest())
        story = Story(workspace, app.bot_user_id)
        story.begin()
        async with workspace.serve(port=port, page=page) as served:
            settings = Settings(
                database_url=database_url or f"sqlite:///{Path(folder) / 'demo.sqlite3'}",
                slack_bot_token=SecretStr(app.bot_token),
                slack_app_token=SecretStr(app.app_token),
                slack_api_url=served.api_url,
                tick_seconds=2,
                seconds_between_posts=0,
                posts_per_minute=_POSTS_PER_MINUTE,
                trouble_seconds=1,
            )
            bot = await Samtliga.start(settings, clock)
            try:
                _connect(workspace, bot, story)
                await story.appoint(bot)
                await story.open_in_county(bot)
                yield served, bot, story
            finally:
                await bot.stop()


def manifest() -> dict[str, object]:
    """Return the app's manifest, the one that Slack is given too."""
    text = files("deploy").joinpath("manifest.json").read_text(encoding="utf-8")
    read: dict[str, object] = json.loads(text)
    return read


def _connect(workspace: Workspace, bot: Samtliga, story: Story) -> None:
    """Let the page know what comes next, and wake the bot when somebody moves the clock."""
    t = texts_in(None)
    workspace.clock.subscribe(bot.ticker.wake)

    def upcoming() -> list[tuple[datetime, str]]:
        return what_comes_next(bot.desk, bot.workspace_id, t)

    async def spring() -> None:
        await story.jump_to_spring(bot)

    workspace.upcoming = upcoming
    workspace.jumps.append(Jump(t("The spring of 2019: all 290"), spring))
