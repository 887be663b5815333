"""Several processes on PostgreSQL: Procrastinate wakes them, the outbox and its lock decide.

A periodic task looks where something is due and defers one job for each such workspace; the job's
queueing lock keeps the queue free of doubles. Nothing rests on the queue: a job that is lost, stuck
or run twice changes only when a sender wakes, since what is due is a row, and one sender at a time
works for a workspace (`storage.sending_lock`).
"""

import asyncio
import logging

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from bot.desk import Desk
from bot.post_office import DeliveryFor
from bot.usecases.find_work import look_for_work
from storage.connections import parse_url

LOGGER = logging.getLogger(__name__)
ENGINE = "procrastinate"
_AT_ONCE = 10
_RESTART_SECONDS = 2.0
_MINUTE = 60


class Workers:
    """One process at work; any number of processes may do the same."""

    def __init__(self, desk: Desk, delivery_for: DeliveryFor, every: float) -> None:
        self._desk = desk
        self._delivery_for = delivery_for
        self._every = max(1, round(every))
        self._app = App(connector=PsycopgConnector(conninfo=_address(desk.database.url)))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wakes: set[asyncio.Task[None]] = set()
        self._look = self._app.periodic(cron=_cron(self._every))(
            self._app.task(name="samtliga.look", queueing_lock="samtliga.look")(self._look_once)
        )
        self._drain = self._app.task(name="samtliga.drain")(self._drain_one)

    async def prepare(self) -> None:
        """Make Procrastinate's own tables where they aren't there yet."""
        async with self._app.open_async():
            if not await self._app.check_connection_async():
                await self._app.schema_manager.apply_schema_async()

    async def run(self, at_once: int = _AT_ONCE) -> None:
        """Work until cancelled; a database that goes away for a while is waited for."""
        self._loop = asyncio.get_running_loop()
        while True:
            try:
                async with self._app.open_async():
                    await self._app.run_worker_async(
                        concurrency=at_once,
                        delete_jobs="always",
                        install_signal_handlers=False,
                        fetch_job_polling_interval=min(5.0, float(self._every)),
                    )
                    return
            except (ConnectorException, OSError):
                LOGGER.exception("the queue's database is away; trying again")
                await asyncio.sleep(_RESTART_SECONDS)

    def wake(self) -> None:
        """Ask some worker to look now; may be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._begin_to_wake)

    def _begin_to_wake(self) -> None:
        task = asyncio.ensure_future(self._ask_to_look())
        self._wakes.add(task)
        task.add_done_callback(self._wakes.discard)

    async def _ask_to_look(self) -> None:
        try:
            await self._look.configure().defer_async(timestamp=0)
        except (AlreadyEnqueued, ConnectorException) as error:
            LOGGER.debug("not asked to look: %s", error)

    async def _look_once(self, timestamp: int) -> None:
        """Find the workspaces where something is due and defer a job for each."""
        del timestamp  # when it should have run; what counts is what is due now
        for workspace_id in await self._desk.run(look_for_work, ENGINE, self._every):
            await self._defer(workspace_id)

    async def _defer(self, workspace_id: str) -> None:
        try:
            await self._drain.configure(queueing_lock=f"drain:{workspace_id}").defer_async(
                workspace_id=workspace_id
            )
        except AlreadyEnqueued:
            LOGGER.debug("a sender for %s is asked for already", workspace_id)

    async def _drain_one(self, workspace_id: str) -> None:
        delivery = await self._delivery_for(workspace_id)
        if delivery is not None:
            await delivery.drain()


def _cron(every: int) -> str:
    """Return the crontab line, with seconds as Procrastinate's sixth field."""
    if every >= _MINUTE:
        return f"*/{min(every // _MINUTE, 59)} * * * *"
    return f"* * * * * */{every}"


def _address(url: str) -> str:
    parsed = parse_url(url).set(drivername="postgresql")
    return parsed.render_as_string(hide_password=False)
