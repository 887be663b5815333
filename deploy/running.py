"""The commands that stay: the bot, and one more sender beside it."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.app import Samtliga, run_worker
from bot.settings import Settings
from bot.texts import texts_in
from deploy.offline import OperatorError


def run() -> None:
    """Run the bot until it is told to stop. Raises: OperatorError if Slack refuses the tokens."""
    _connected(_run)


def run_sender() -> None:
    """Send what is due until told to stop. Raises: OperatorError as `run`."""
    with contextlib.suppress(KeyboardInterrupt):
        _connected(run_worker)


def _connected(work: Callable[[Settings], Coroutine[None, None, None]]) -> None:
    """Run something that talks to Slack; what goes wrong with that is the operator's to mend."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = Settings()
    t = texts_in(settings.language)
    if not settings.slack_bot_token.get_secret_value():
        raise OperatorError(
            t("Two tokens are needed: SAMTLIGA_SLACK_BOT_TOKEN and SAMTLIGA_SLACK_APP_TOKEN.")
        )
    try:
        asyncio.run(work(settings))
    except SlackApiError as error:
        reason = error.response.get("error", "")
        raise OperatorError(t("Slack refused: {reason}.", reason=reason)) from error
    except ClientError as error:
        url = settings.slack_api_url
        raise OperatorError(t("Slack can’t be reached at {url}.", url=url)) from error


async def _run(settings: Settings) -> None:
    bot = await Samtliga.start(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    logging.getLogger(__name__).info("connected to workspace %s", bot.workspace_id)
    await stop.wait()
    await bot.stop()
