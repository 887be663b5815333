"""The ticker: wakes now and then, when something comes due, and at once after a change.

The plan and the outbox decide.

APScheduler keeps nothing that matters: its jobs are in memory, a missed tick is caught up by the
next one, because what is due is a row and not a job.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock

LOGGER = logging.getLogger(__name__)
_SOON = 0.05
"""Seconds: a date job doesn't come sooner, whatever the clocks say."""


async def _nothing() -> None:
    """Wait for nothing: `work` has done everything when it returns."""


async def _never() -> float | None:
    """Know of nothing to come: the interval is enough."""
    return None


class Ticker:
    """Calls `work` every so many seconds and whenever it is woken; never twice at a time.

    `rest_of_work` waits for what `work` has begun and left running. `next_in` says in how many
    seconds there will be something to do: if that is before the next tick, a date job wakes then.
    """

    def __init__(
        self,
        work: Callable[[], Awaitable[None]],
        seconds: float,
        rest_of_work: Callable[[], Awaitable[None]] = _nothing,
        next_in: Callable[[], Awaitable[float | None]] = _never,
    ) -> None:
        self._work = work
        self._seconds = seconds
        self._rest_of_work = rest_of_work
        self._next_in = next_in
        self._woken = asyncio.Event()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def start(self) -> None:
        """Begin to tick; the first tick comes at once."""
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._run())
        self._scheduler.add_job(
            self.wake, "interval", seconds=self._seconds, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        self.wake()

    def wake(self) -> None:
        """Ask for a tick now; may be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ask)

    async def settled(self) -> None:
        """Wait until nothing is asked for and nothing is being done."""
        await asyncio.sleep(0)
        while True:
            await self._idle.wait()
            await self._rest_of_work()
            if self._idle.is_set():
                return

    async def stop(self) -> None:
        """Stop ticking, in the middle of what is being done if it must be."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _plan_next(self) -> None:
        seconds = await self._next_in()
        if seconds is not None and seconds < self._seconds:
            self._scheduler.add_job(
                self.wake,
                "date",
                run_date=SystemClock().now() + timedelta(seconds=max(seconds, _SOON)),
                id="due",
                replace_existing=True,
                misfire_grace_time=None,
            )

    def _ask(self) -> None:
        self._idle.clear()
        self._woken.set()

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._work()
                await self._plan_next()
            except Exception:  # the ticker outlives whatever goes wrong in one tick
                LOGGER.exception("a tick failed; the next one tries again")
            if not self._woken.is_set():
                self._idle.set()
