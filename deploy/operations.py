"""The operator's commands: run the bot, bring the record up to date, appoint, give mandates."""

import asyncio
import contextlib
import csv
import logging
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.app import Samtliga, run_worker
from bot.settings import Settings
from bot.texts import Texts, texts_in
from bot.usecases.audit import audit as find_faults
from bot.usecases.people import OPERATOR, GrantMandate, appoint_coordinator, grant_mandates
from bot.wording.audit import finding_line
from deploy.offline import OperatorError, desk_over_record, only_workspace, read_text
from storage.engine import Database
from storage.schema import head_revision
from storage.schema import migrate as bring_up_to_date

__all__ = [
    "OperatorError",
    "appoint",
    "audit_lines",
    "import_mandates",
    "migrate",
    "run",
    "run_sender",
]


def run() -> None:
    """Run the bot until it is told to stop. Raises: OperatorError if Slack refuses the tokens."""
    _connected(_run)


def _connected(work: Callable[[Settings], Coroutine[None, None, None]]) -> None:
    """Run something that talks to Slack; what goes wrong with that is the operator's to mend."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings, t = Settings(), _texts()
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


def run_sender() -> None:
    """Send what is due until told to stop. Raises: OperatorError as `run`."""
    with contextlib.suppress(KeyboardInterrupt):
        _connected(run_worker)


def audit_lines() -> list[str]:
    """Return what should have happened by now and hasn't, a line each."""
    with desk_over_record(Settings()) as desk:
        return [finding_line(finding, _texts()) for finding in find_faults(desk)]


def appoint(user: str, workspace: str | None) -> str:
    """Appoint a coordinator, on the operator's word."""
    with desk_over_record(Settings()) as desk:
        appoint_coordinator(desk, only_workspace(desk, workspace), user, by=OPERATOR)
    return _texts()("{user} is now a coordinator.", user=user)


def import_mandates(file: Path, workspace: str | None) -> str:
    """Give the mandates of a CSV file (member,user), all or none of them."""
    rows = list(csv.DictReader(read_text(file).splitlines()))
    t = _texts()
    if not rows or not {"member", "user"} <= set(rows[0]):
        raise OperatorError(t("{file} needs the columns member and user.", file=file.name))
    grants = [GrantMandate(member=row["member"], user_id=row["user"].strip()) for row in rows]
    with desk_over_record(Settings()) as desk:
        given = grant_mandates(desk, only_workspace(desk, workspace), grants, by=OPERATOR)
    return t.plural("{n} mandate given.", "{n} mandates given.", len(given))


def migrate() -> str:
    """Bring the record's schema up to this version."""
    database = Database(Settings().database_url)
    try:
        bring_up_to_date(database)
    finally:
        database.close()
    return _texts()("The record has version {version}.", version=head_revision())


async def _run(settings: Settings) -> None:
    bot = await Samtliga.start(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    logging.getLogger(__name__).info("connected to workspace %s", bot.workspace_id)
    await stop.wait()
    await bot.stop()


def _texts() -> Texts:
    return texts_in(Settings().language)
