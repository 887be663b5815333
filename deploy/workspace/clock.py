"""Two kinds of time: the story's date, which anyone may move, and the pace that limits are kept by.

The story clock dates messages and is shown on the page. Rate limits, the three seconds for an
acknowledgement and trigger ids measure how fast an app answers, which a jump of the story to next
spring must not touch: they run on a `Pace`, real by default and virtual in tests.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

Listener = Callable[[], None]


class StoryClock:
    """The date and time in the story: it stands still, or runs in real speed."""

    def __init__(
        self,
        start: datetime,
        *,
        running: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if start.tzinfo is None:
            raise ValueError("A story starts at a moment with a time zone.")
        self._moment = start.astimezone(UTC)
        self._monotonic = monotonic
        self._since = monotonic() if running else None
        self._listeners: list[Listener] = []

    @property
    def running(self) -> bool:
        """Whether the story's time passes by itself."""
        return self._since is not None

    def now(self) -> datetime:
        """Give the story's moment, UTC-aware."""
        if self._since is None:
            return self._moment
        return self._moment + timedelta(seconds=self._monotonic() - self._since)

    def set(self, moment: datetime) -> None:
        """Jump to a moment. Raises ValueError if it has no time zone."""
        if moment.tzinfo is None:
            raise ValueError("A story moves to a moment with a time zone.")
        self._moment = moment.astimezone(UTC)
        if self._since is not None:
            self._since = self._monotonic()
        for listener in list(self._listeners):
            listener()

    def advance(self, step: timedelta) -> None:
        """Move on by a step."""
        self.set(self.now() + step)

    def play(self) -> None:
        """Let time pass in real speed."""
        self._moment, self._since = self.now(), self._monotonic()
        self.set(self._moment)

    def pause(self) -> None:
        """Stop at the present moment."""
        self._moment, self._since = self.now(), None
        self.set(self._moment)

    def subscribe(self, listener: Listener) -> Listener:
        """Call `listener` after each jump; the returned function ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end


class Pace(Protocol):
    """The time that limits are measured by, in seconds."""

    def monotonic(self) -> float:
        """Seconds since some moment; never backwards."""

    async def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""


class RealPace:
    """Seconds as they pass."""

    def monotonic(self) -> float:
        """Seconds by the machine's own clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep in real time."""
        await asyncio.sleep(seconds)


class VirtualPace:
    """Seconds that pass only when a test says so, so that five minutes take none."""

    def __init__(self) -> None:
        self._now = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        """Virtual seconds since the start."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Return once the virtual time has come."""
        if seconds <= 0:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._order), waiter))
        await waiter

    async def advance(self, seconds: float) -> None:
        """Let virtual seconds pass, waking each sleeper at its own moment."""
        await asyncio.sleep(0.02)  # real: what has just been started may yet fall asleep
        end = self._now + seconds
        while self._sleepers and self._sleepers[0][0] <= end:
            self._now, _, waiter = heapq.heappop(self._sleepers)
            if not waiter.done():
                waiter.set_result(None)
                await asyncio.sleep(0.02)  # and what was woken may use the loopback network
        self._now = end
        await asyncio.sleep(0.02)
