"""The greatest fixed point: start from every yes, remove those whose condition fails, repeat.

Round 0 are those who aren't in from the start; whoever falls in round r does so because of what
fell in round r - 1. The order inside a round changes nothing, and every edge is walked once.
"""

from collections.abc import Iterable
from copy import copy
from itertools import count

from core.adoption.network import NO_EDGE, Network
from core.adoption.price import Prices
from core.adoption.running_sum import RunningSum

STANDS = -1
"""The round of what never fell."""


class _Overlay(dict[int, int]):
    """Numbers by vertex that differ from those below."""

    def __init__(self, below: "Numbers") -> None:
        super().__init__()
        self._below = below

    def __missing__(self, vertex: int) -> int:
        return self._below[vertex]


Numbers = list[int] | dict[int, int]


class Descent:
    """What still stands in a network, and in which round the rest fell (`fell`, by vertex).

    `is_best`: a price that isn't stated is taken to be right; otherwise to be wrong.
    """

    def __init__(self, network: Network, *, is_best: bool) -> None:
        self.fell: Numbers = [STANDS] * len(network.slack)
        self._network = network
        self._is_best = is_best
        self._slack: Numbers = network.slack.copy()
        self._sums = [
            RunningSum(weights := network.setting.weights(measure), thresholds, sum(weights))
            for measure, thresholds in network.thresholds.items()
        ]
        self._prices = {v: price for v, price in network.prices.items() if price.sign > 0}
        self._standing = set(network.setting.codes) if self._prices else set()

    def trial(self) -> "Descent":
        """Return a descent that goes on from here and leaves this one as it is.

        It costs what it touches, not what there is.
        """
        other = copy(self)
        other.detach()
        return other

    def detach(self) -> None:
        """Share nothing that changes with the descent that this one was copied from."""
        self.fell, self._slack = _Overlay(self.fell), _Overlay(self._slack)
        self._sums = [copy(each) for each in self._sums]
        self._prices, self._standing = dict(self._prices), set(self._standing)

    def members(self) -> frozenset[str]:
        """Return the codes of the members that stand."""
        codes, fell = self._network.setting.codes, self.fell
        return frozenset(code for member, code in enumerate(codes) if fell[member] == STANDS)

    def stands(self, vertex: int) -> bool:
        """Return whether a vertex hasn't fallen."""
        return self.fell[vertex] == STANDS

    def drop(self, vertices: Iterable[int]) -> None:
        """Let these vertices fall in round 0, and in the rounds after it all that falls with them.

        A condition falls in the same round as what it rests on, a member in the one after.
        """
        fell, slack = self.fell, self._slack
        first, following, watcher = (
            self._network.first,
            self._network.following,
            self._network.watcher,
        )
        wave = self._marked(vertices, 0)
        for round_ in count():
            if self._sums or self._prices:
                wave += self._marked(self._missed(wave), round_)
            falling: list[int] = []
            for fallen in wave:  # conditions join the wave while it is walked
                edge = first[fallen]
                while edge != NO_EDGE:
                    vertex = watcher[edge]
                    edge = following[edge]
                    slack[vertex] -= 1
                    if slack[vertex] != -1 or fell[vertex] != STANDS:
                        continue
                    is_member = vertex < self._network.size
                    fell[vertex] = round_ + is_member
                    (falling if is_member else wave).append(vertex)
            if not falling:
                return
            wave = falling

    def _marked(self, vertices: Iterable[int], round_: int) -> list[int]:
        fell = self.fell
        marked = []
        for vertex in vertices:
            if fell[vertex] == STANDS:
                fell[vertex] = round_
                marked.append(vertex)
        return marked

    def _missed(self, wave: list[int]) -> list[int]:
        """Take those who fell out of the sums, and return the thresholds and prices now missed."""
        members = [vertex for vertex in wave if vertex < self._network.size]
        missed = []
        for each in self._sums:
            missed += each.take(members)
        if missed:
            self._sums = [each for each in self._sums if not each.is_done()]
        if self._prices:
            codes = self._network.setting.codes
            self._standing.difference_update(codes[member] for member in members)
            missed += self._too_dear()
        return missed

    def _too_dear(self) -> list[int]:
        prices = Prices(self._standing, self._network.setting)
        dear = []
        for vertex, priced in self._prices.items():
            is_right = prices.are_right(priced)
            if not (self._is_best if is_right is None else is_right):
                dear.append(vertex)
        for vertex in dear:
            del self._prices[vertex]
        return dear
