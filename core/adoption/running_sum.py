"""One sum of members, population or cost, and every threshold that rests on it.

A sum that only falls, or only rises, passes each threshold once: however many conditions count the
same thing, a member who leaves costs one subtraction.
"""

from collections.abc import Iterable, Sequence

from core.adoption.network import Threshold


class RunningSum:
    """What the members who are in weigh together; `thresholds` come sorted, lowest first."""

    def __init__(self, weights: Sequence[int], thresholds: Sequence[Threshold], total: int) -> None:
        self._weights = weights
        self._thresholds = thresholds
        self._total = total
        self._low = 0
        self._high = len(thresholds)

    def is_done(self) -> bool:
        """Return whether every threshold has been passed."""
        return self._low == self._high

    def take(self, members: Iterable[int]) -> list[int]:
        """Take members out, and return the vertices whose threshold isn't reached any more."""
        weights, thresholds = self._weights, self._thresholds
        for member in members:
            self._total -= weights[member]
        missed = []
        while self._high > self._low and thresholds[self._high - 1].need > self._total:
            self._high -= 1
            missed.append(thresholds[self._high].vertex)
        return missed

    def add(self, members: Iterable[int]) -> list[int]:
        """Let members in, and return the vertices whose threshold is reached now."""
        weights, thresholds = self._weights, self._thresholds
        for member in members:
            self._total += weights[member]
        reached = []
        while self._low < self._high and thresholds[self._low].need <= self._total:
            reached.append(thresholds[self._low].vertex)
            self._low += 1
        return reached
