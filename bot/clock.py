"""The only place that knows what time it is: everything else is given a moment."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time; the demo and the tests have one that can be set."""

    def now(self) -> datetime:
        """Return this moment, UTC-aware."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return this moment, UTC-aware."""
        return datetime.now(UTC)
