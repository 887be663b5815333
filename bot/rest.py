"""Who is left alone for a while after trouble, measured in real seconds beside the outbox's rows.

A row that Slack didn't take stays due: the story's clock may stand still while Slack's machines
recover. What is lost with the process is only the pause, so a new process tries a little sooner.
"""

from collections.abc import Callable

_LONGEST = 3600.0
_SHUT_OUT = 300.0
_MOST_DOUBLINGS = 10


class Rest:
    """Recipients and how long each rests; "" is the workspace as a whole."""

    def __init__(self, trouble_seconds: float, seconds: Callable[[], float]) -> None:
        self.trouble = trouble_seconds
        self._seconds = seconds
        self._until: dict[str, float] = {}

    def after_trouble(self, recipient: str, attempts: int) -> None:
        """Let a recipient rest, twice as long after each attempt, at most an hour."""
        doublings = min(max(attempts, 1) - 1, _MOST_DOUBLINGS)
        self.pause(recipient, min(self.trouble * 2**doublings, _LONGEST))

    def pause(self, recipient: str, seconds: float) -> None:
        """Let a recipient rest for so long."""
        self._until[recipient] = self._seconds() + seconds

    def shut_out(self) -> None:
        """Let the whole workspace rest: Slack doesn't know our installation any more."""
        self.pause("", max(_SHUT_OUT, self.trouble))

    def is_shut_out(self) -> bool:
        """Return whether the whole workspace rests."""
        return self._until.get("", 0.0) > self._seconds()

    def forget(self, recipient: str) -> None:
        """Let a recipient be written to again."""
        self._until.pop(recipient, None)

    def recipients(self) -> frozenset[str]:
        """Return who rests now."""
        now = self._seconds()
        self._until = {each: until for each, until in self._until.items() if until > now}
        return frozenset(each for each in self._until if each)

    def ends_in(self) -> float | None:
        """Return the seconds until the first rest ends, None if nobody rests."""
        now = self._seconds()
        left = [until - now for until in self._until.values() if until > now]
        return min(left, default=None)
