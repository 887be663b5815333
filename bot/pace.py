"""Slack's pace in one workspace: a post a second in a channel, so many of each kind a minute.

Posts are spread evenly, so that the whole of the permitted pace is used and never exceeded, also
when another process takes over in the middle of a minute. Real seconds count here, not the
story's: Slack's limits are about its own machines.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from enum import Enum
from time import monotonic

_MINUTE = 60.0
_OTHERS_PER_POST = 0.2
"""Slack's tier 3 ("50+ a minute") beside its several hundred posts a minute: 48 beside 240."""
_OTHERS_AT_ONCE = 20.0
LONGEST_SILENCE = 90.0
"""Seconds: a longer Retry-After isn't waited for with claims and the workspace's lock in hand."""


class SilenceWantedError(Exception):
    """Slack wants longer silence than a sender waits for with claims in its hands."""


class Act(Enum):
    """What is counted apart: posts, updates of messages, and looking into a history."""

    POST = "post"
    UPDATE = "update"
    LOOK = "look"


class Pace:
    """Waits before a call until Slack permits it."""

    def __init__(
        self,
        seconds_between: float,
        per_minute: int,
        seconds: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._seconds_between = seconds_between
        self._per_minute = per_minute
        self._seconds = seconds
        self._sleep = sleep
        self._next_in: dict[str, float] = {}
        self._next_post = 0.0
        self._allowance: dict[Act, tuple[float, float]] = {}
        self._not_before = 0.0

    def wait_until(self, seconds_from_now: float) -> None:
        """Let nobody call for that long: Slack said Retry-After."""
        self._not_before = max(self._not_before, self._seconds() + seconds_from_now)

    def shut_for(self) -> float:
        """Return for how many seconds more Slack has asked us to be silent."""
        return max(0.0, self._not_before - self._seconds())

    def posts_in(self, seconds: float) -> int:
        """Return how many posts Slack permits in so many seconds."""
        return int(self._per_minute * seconds / _MINUTE)

    def recall(self, sent: Iterable[tuple[str, Act, float]]) -> None:
        """Count all that was sent lately, the oldest first, by whichever process.

        Channel, act, and how many seconds ago. What was counted before is in it: it goes.
        """
        now = self._seconds()
        self._next_in, self._next_post = {}, 0.0
        self._allowance.pop(Act.UPDATE, None)
        for channel, act, ago in sent:
            self._take(channel, act, now - ago)

    async def turn(self, channel: str, act: Act = Act.POST) -> None:
        """Wait for the turn of a channel, and take it. Raises: SilenceWantedError."""
        while (pause := self._pause(channel, act)) > 0:
            if self.shut_for() > LONGEST_SILENCE:
                raise SilenceWantedError
            await self._sleep(pause)
        self._take(channel, act, self._seconds())

    def _take(self, channel: str, act: Act, at: float) -> None:
        if act is Act.POST:
            self._take_post(channel, at)
        else:
            self._allowance[act] = (self._level(act, at) - 1, at)

    def _take_post(self, channel: str, at: float) -> None:
        self._next_in[channel] = max(self._next_in.get(channel, 0.0), at + self._seconds_between)
        # Counting from when the turn came, not from when it was taken, makes up for late waking.
        spacing = _MINUTE / self._per_minute
        self._next_post = max(self._next_post, at - spacing) + spacing
        if len(self._next_in) > self._per_minute:
            self._next_in = {each: due for each, due in self._next_in.items() if due > at}

    def _pause(self, channel: str, act: Act) -> float:
        now = self._seconds()
        if act is Act.POST:
            own = max(self._next_in.get(channel, now), self._next_post) - now
        else:
            per_second = self._per_minute * _OTHERS_PER_POST / _MINUTE
            own = max(0.0, 1 - self._level(act, now)) / per_second
        return max(self._not_before - now, own)

    def _level(self, act: Act, now: float) -> float:
        level, since = self._allowance.get(act, (_OTHERS_AT_ONCE, now))
        per_second = self._per_minute * _OTHERS_PER_POST / _MINUTE
        return min(_OTHERS_AT_ONCE, level + (now - since) * per_second)
