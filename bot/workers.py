"""Several processes on PostgreSQL: Procrastinate wakes them, the outbox and its lock decide.

A periodic task looks where something is due and defers one job for each such workspace, in a queue
of the workspace's own; the job's queueing lock keeps the queue free of doubles. A job sets the
workspace's sender to work and soon gives its place to the next, however long the sender takes.

Nothing rests on the queue: a job that is lost, stuck or run twice changes only when a sender wakes,
since what is due is a row, and one sender at a time works for a workspace (`storage.sending_lock`).
"""

import asyncio
import logging
from collections.abc import Iterable

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, AppNotOpen, ConnectorException

from bot.desk import Desk
from bot.post_office import DeliveryFor, PostOffice
from bot.usecases.find_work import look_for_work
from storage.connections import parse_url

LOGGER = logging.getLogger(__name__)
ENGINE = "procrastinate"
_AT_ONCE = 10
_HELD_SECONDS = 3.0
"""For so long a job keeps its place: work is shared among the processes, and none stands still."""
_LOOKING = "samtliga"
_FIRST = 10
_RESTART_SECONDS = 2.0
_MINUTE = 60


class Workers:
    """One process at work; any number of processes may do the same.

    `serves` are the workspaces whose senders it has; None: every one's.
    """

    def __init__(
        self,
        desk: Desk,
        delivery_for: DeliveryFor,
        every: float,
        serves: Iterable[str] | None = None,
    ) -> None:
        self._desk = desk
        self._office = PostOffice(desk, delivery_for, ENGINE, every)
        self._queues = None if serves is None else [_LOOKING, *map(_queue_of, serves)]
        self._every = max(1, round(every))
        self._app = App(connector=PsycopgConnector(conninfo=_address(desk.database.url)))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wakes: set[asyncio.Task[None]] = set()
        self._look = self._app.periodic(cron=_cron(self._every))(
            self._app.task(
                name="samtliga.look", queue=_LOOKING, priority=_FIRST, queueing_lock="samtliga.look"
            )(self._look_once)
        )
        self._drain = self._app.task(name="samtliga.drain")(self._drain_one)

    async def prepare(self) -> None:
        """Make Procrastinate's own tables where they aren't there yet."""
        async with self._app.open_async():
            if not await self._app.check_connection_async():
                await self._app.schema_manager.apply_schema_async()

    async def run(self, at_once: int = _AT_ONCE) -> None:
        """Work until cancelled, whatever happens to the queue: it is begun again.

        Procrastinate's worker also ends by itself, without an error, when a task beside it fails.
        """
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                try:
                    await self._work(at_once)
                except Exception:
                    LOGGER.exception("the queue's worker failed")
                LOGGER.warning("the queue's worker has ended; it is begun again")
                await asyncio.sleep(_RESTART_SECONDS)
        finally:
            await self._office.stop()

    async def _work(self, at_once: int) -> None:
        async with self._app.open_async():
            await self._ask_to_look()
            await self._app.run_worker_async(
                queues=self._queues,  # type: ignore[arg-type]  # None is every queue
                concurrency=at_once,
                delete_jobs="always",
                install_signal_handlers=False,
                fetch_job_polling_interval=min(5.0, float(self._every)),
            )

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
        except (AlreadyEnqueued, AppNotOpen, ConnectorException) as error:
            LOGGER.debug("not asked to look: %s", error)

    async def _look_once(self, timestamp: int) -> None:
        """Find the workspaces where something is due and defer a job for each."""
        del timestamp  # when it should have run; what counts is what is due now
        for workspace_id in await self._desk.run(look_for_work, ENGINE, self._every):
            await self._defer(workspace_id)

    async def _defer(self, workspace_id: str) -> None:
        try:
            job = self._drain.configure(
                queue=_queue_of(workspace_id), queueing_lock=f"drain:{workspace_id}"
            )
            await job.defer_async(workspace_id=workspace_id)
        except AlreadyEnqueued:
            LOGGER.debug("a sender for %s is asked for already", workspace_id)

    async def _drain_one(self, workspace_id: str) -> None:
        begun = self._office.set_to_work(workspace_id)
        if begun is not None:
            await asyncio.wait({begun}, timeout=_HELD_SECONDS)


def _queue_of(workspace_id: str) -> str:
    return f"workspace:{workspace_id}"


def _cron(every: int) -> str:
    """Return the crontab line, with seconds as Procrastinate's sixth field."""
    if every >= _MINUTE:
        return f"*/{min(every // _MINUTE, 59)} * * * *"
    return f"* * * * * */{every}"


def _address(url: str) -> str:
    parsed = parse_url(url).set(drivername="postgresql")
    return parsed.render_as_string(hide_password=False)
