"""What is under way: work that a test may wait for, and tasks that end with the server."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Iterator
from typing import Any

log = logging.getLogger(__name__)


class Activity:
    """Counts what is in flight, and keeps hold of background tasks."""

    def __init__(self) -> None:
        self._in_flight = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """Count something as in flight."""
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background; a failure is logged, not lost."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("Background work failed", exc_info=error)

    async def settled(self, quiet: float) -> None:
        """Return once nothing has been in flight for so many real seconds."""
        loop = asyncio.get_running_loop()
        since = loop.time()
        while loop.time() - since < quiet:
            await asyncio.sleep(quiet / 8)
            if self._in_flight:
                since = loop.time()

    async def close(self) -> None:
        """Cancel what is left."""
        left = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
