"""Which engine wakes the senders: a setting, and nothing else depends on it.

"apscheduler" (the default) is one process. "procrastinate" is any number of them on PostgreSQL:
`samtliga run` listens and sends, each `samtliga worker` only sends.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Protocol

from bot.desk import Desk
from bot.post_office import DeliveryFor, PostOffice
from bot.scheduler import Ticker
from bot.settings import EngineKind
from bot.usecases.find_work import has_work

_LOOK_AGAIN = 0.05


class Engine(Protocol):
    """What wakes the senders."""

    def start(self) -> None:
        """Begin; what is due already is sent at once."""
        ...

    def wake(self) -> None:
        """Ask for a look now; may be called from any thread."""
        ...

    async def settled(self) -> None:
        """Wait until nothing is due and nobody sends."""
        ...

    async def stop(self) -> None:
        """Stop, in the middle of what is being done if it must be."""
        ...


async def make_engine(
    kind: EngineKind,
    desk: Desk,
    delivery_for: DeliveryFor,
    tick_seconds: float,
    serves: Iterable[str] | None = None,
) -> Engine:
    """Return the engine of a setting, ready to start; the second needs the extra `postgres`.

    `serves` are the workspaces that `delivery_for` knows; None: every one.
    """
    if kind is EngineKind.PROCRASTINATE:
        return await _Queue.make(desk, delivery_for, tick_seconds, serves)
    office = PostOffice(desk, delivery_for, kind.value, tick_seconds)
    return _InProcess(office, tick_seconds)


class _InProcess(Ticker):
    """The ticker and the senders that it wakes."""

    def __init__(self, office: PostOffice, tick_seconds: float) -> None:
        super().__init__(office.round, tick_seconds, office.settled, office.next_in)
        self._office = office

    async def stop(self) -> None:
        """Stop ticking, then the senders."""
        await super().stop()
        await self._office.stop()


class _Queue:
    """The Procrastinate worker of one process."""

    def __init__(self, desk: Desk, workers: "_Workers") -> None:
        self._desk = desk
        self._workers = workers
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def make(
        cls,
        desk: Desk,
        delivery_for: DeliveryFor,
        tick_seconds: float,
        serves: Iterable[str] | None,
    ) -> "_Queue":
        from bot.workers import Workers  # noqa: PLC0415  # an optional package

        workers = Workers(desk, delivery_for, tick_seconds, serves)
        await workers.prepare()
        return cls(desk, workers)

    def start(self) -> None:
        self._task = asyncio.create_task(self._workers.run())

    def wake(self) -> None:
        self._workers.wake()

    async def settled(self) -> None:
        while await self._desk.run(has_work):  # noqa: ASYNC110  # another process may do it
            await asyncio.sleep(_LOOK_AGAIN)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task


class _Workers(Protocol):
    async def run(self) -> None: ...

    def wake(self) -> None: ...
