"""The composition root: the running bot, put together from its parts."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import Delivery
from bot.desk import Desk, open_desk
from bot.directory import Directory
from bot.engine import Engine, make_engine
from bot.listeners import register
from bot.pace import Pace
from bot.post_office import DeliveryFor
from bot.settings import Settings
from bot.texts import texts_in
from bot.usecases.people import register_workspace
from core.workday import is_working_day

_CALL = aiohttp.ClientTimeout(total=30)
"""A call to Slack that hasn't been answered by then is in doubt: a claim is for longer than that.

Slack's client takes its own timeout for granted only where it makes the session itself.
"""


@dataclass
class Samtliga:
    """A bot that is connected to one workspace; `start` begins, `stop` ends it in order."""

    desk: Desk
    ticker: Engine
    delivery: Delivery
    handler: AsyncSocketModeHandler
    session: aiohttp.ClientSession
    workspace_id: str

    @classmethod
    async def start(cls, settings: Settings, clock: Clock | None = None) -> "Samtliga":
        """Connect to Slack and begin to tick.

        Raises: SlackApiError if Slack refuses the tokens; aiohttp.ClientError if it can't be
        reached; as `open_desk`.
        """
        desk = open_desk(settings, clock)
        session = aiohttp.ClientSession(timeout=_CALL)
        try:
            return await cls._connected(settings, desk, session)
        except BaseException:
            await session.close()
            desk.close()
            raise

    @classmethod
    async def _connected(
        cls, settings: Settings, desk: Desk, session: aiohttp.ClientSession
    ) -> "Samtliga":
        client = _client(settings, session)
        who = await client.auth_test()
        workspace_id = str(who["team_id"])
        await desk.run(register_workspace, workspace_id, str(who["team"]))
        await desk.run(_warm_up)
        directory = Directory(client)
        app = AsyncApp(client=client, process_before_response=True)
        register(app, desk, directory)
        delivery = _delivery(settings, desk, client, directory, workspace_id)
        ticker = await make_engine(
            settings.engine,
            desk,
            _only(workspace_id, delivery),
            settings.tick_seconds,
            (workspace_id,),
        )
        desk.wake = ticker.wake
        handler = AsyncSocketModeHandler(
            app, settings.slack_app_token.get_secret_value(), web_client=client
        )
        await delivery.begin()
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's adapter has no types
        ticker.start()
        return cls(desk, ticker, delivery, handler, session, workspace_id)

    async def stop(self) -> None:
        """Stop ticking, close the connections, let running use cases end."""
        await self.ticker.stop()
        await self.handler.close_async()  # type: ignore[no-untyped-call]  # as above
        await self.session.close()
        self.desk.close()


async def run_worker(settings: Settings) -> None:
    """Send, without listening, until cancelled: one more process beside `samtliga run`.

    Raises: as `Samtliga.start`.
    """
    desk = open_desk(settings)
    async with aiohttp.ClientSession(timeout=_CALL) as session:
        client = _client(settings, session)
        workspace_id = str((await client.auth_test())["team_id"])
        delivery = _delivery(settings, desk, client, Directory(client), workspace_id)
        engine = await make_engine(
            settings.engine,
            desk,
            _only(workspace_id, delivery),
            settings.tick_seconds,
            (workspace_id,),
        )
        engine.start()
        try:
            await asyncio.Event().wait()
        finally:
            await engine.stop()
            desk.close()


def _delivery(
    settings: Settings,
    desk: Desk,
    client: AsyncWebClient,
    directory: Directory,
    workspace_id: str,
) -> Delivery:
    """Return the sender of a workspace, at the settings' pace."""
    return Delivery(
        desk,
        client,
        directory,
        workspace_id,
        Pace(settings.seconds_between_posts, settings.posts_per_minute),
        timedelta(seconds=settings.trouble_seconds),
    )


def _only(workspace_id: str, delivery: Delivery) -> DeliveryFor:
    """Return the senders of a process that serves one workspace."""

    async def delivery_for(wanted: str) -> Delivery | None:
        return delivery if wanted == workspace_id else None

    return delivery_for


def _warm_up(desk: Desk) -> None:
    """Load what is heavy now, so that nobody's first click waits for it: a second, once."""
    is_working_day(desk.today())
    for language in ("sv", "en"):
        texts_in(language)


def _client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return the Web API's client: one shared session, and no automatic second try of anything."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[],
    )
