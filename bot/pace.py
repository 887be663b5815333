"""Slack's pace: one post a second in a channel, and so many a minute in a workspace."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic

_MINUTE = 60.0


class Pace:
    """Waits before a post until Slack permits it.

    Real seconds count here, not the story's: Slack's limits are about its own machines.
    """

    def __init__(
        self,
        seconds_between: float,
        per_minute: int,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._seconds_between = seconds_between
        self._per_minute = per_minute
        self._seconds = seconds
        self._latest: dict[str, float] = {}
        self._recent: deque[float] = deque()
        self._not_before = 0.0

    def wait_until(self, seconds_from_now: float) -> None:
        """Let nobody post for that long: Slack said Retry-After."""
        self._not_before = max(self._not_before, self._seconds() + seconds_from_now)

    async def turn(self, channel: str) -> None:
        """Wait for the turn of a channel, and take it."""
        while (pause := self._pause(channel)) > 0:
            await asyncio.sleep(pause)
        now = self._seconds()
        self._latest[channel] = now
        self._recent.append(now)

    def _pause(self, channel: str) -> float:
        now = self._seconds()
        while self._recent and self._recent[0] <= now - _MINUTE:
            self._recent.popleft()
        full = len(self._recent) >= self._per_minute
        return max(
            self._not_before - now,
            self._latest.get(channel, now - self._seconds_between) + self._seconds_between - now,
            self._recent[0] + _MINUTE - now if full else 0.0,
        )
