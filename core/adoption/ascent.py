"""The least fixed point: start from those who said yes without a proviso, and add who follows.

What is reached stands on its own; what only the greatest fixed point holds stands together.
"""

from core.adoption.descent import Descent
from core.adoption.network import NO_EDGE, Network
from core.adoption.price import Prices
from core.adoption.running_sum import RunningSum


def ascend(network: Network, reached_by: Descent) -> set[int]:
    """Return the vertices that hold without leaning on each other, out of those that stand."""
    return _Ascent(network, reached_by).climb()


class _Ascent:
    def __init__(self, network: Network, within: Descent) -> None:
        self._network = network
        self._lacks = {
            vertex: network.inputs[vertex] - network.slack[vertex]
            for vertex in range(len(network.slack))
            if within.stands(vertex)
        }
        standing = {
            measure: [threshold for threshold in found if within.stands(threshold.vertex)]
            for measure, found in network.thresholds.items()
        }
        self._sums = [
            RunningSum(network.setting.weights(measure), thresholds, 0)
            for measure, thresholds in standing.items()
        ]
        waiting = {each.vertex for thresholds in standing.values() for each in thresholds}
        self._prices = {v: p for v, p in network.prices.items() if p.sign > 0 and within.stands(v)}
        self._waiting = waiting | set(self._prices)
        self._in: set[str] = set()
        self._risen: set[int] = set()

    def climb(self) -> set[int]:
        """Raise what needs nothing, then what that is enough for, until nothing more rises."""
        wave = [v for v, lack in self._lacks.items() if lack == 0 and v not in self._waiting]
        wave += self._reached([])
        while wave:
            self._risen.update(wave)
            rising: list[int] = []
            for vertex in wave:
                self._raise_watchers(vertex, rising)
            rising += self._reached([v for v in wave if v < self._network.size])
            wave = rising
        return self._risen

    def _raise_watchers(self, vertex: int, rising: list[int]) -> None:
        network = self._network
        edge = network.first[vertex]
        while edge != NO_EDGE:
            watcher = network.watcher[edge]
            edge = network.following[edge]
            if watcher in self._lacks:
                self._lacks[watcher] -= 1
                if self._lacks[watcher] == 0:
                    rising.append(watcher)

    def _reached(self, members: list[int]) -> list[int]:
        """Add these members to the sums, and return the thresholds and prices now reached."""
        reached = []
        for each in self._sums:
            reached += each.add(members)
        if self._prices:
            self._in.update(self._network.setting.codes[member] for member in members)
            reached += self._cheap_enough()
        return reached

    def _cheap_enough(self) -> list[int]:
        """Return the prices that are right for their owner, if it joined those who are in."""
        prices = Prices(self._in, self._network.setting)
        cheap = [vertex for vertex, priced in self._prices.items() if prices.are_right(priced)]
        for vertex in cheap:
            del self._prices[vertex]
        return cheap
