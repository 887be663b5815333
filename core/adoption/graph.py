"""Strata: which conditions rest on which, and which on each other (Tarjan, without recursion)."""

from collections.abc import Callable, Iterator

from core.adoption.network import NO_EDGE, Network


def components(network: Network, is_included: Callable[[int], bool]) -> list[list[int]]:
    """Return the vertices that rest on each other, grouped, each group after those it rests on.

    Only included vertices are looked at. Whatever counts members rests on all of them, which is
    one more vertex (numbered after the others) and may appear in a group.
    """
    return _Tarjan(Successors(network, is_included)).run()


class Successors:
    """What rests on a vertex, refusals and counts included."""

    def __init__(self, network: Network, is_included: Callable[[int], bool]) -> None:
        self._network = network
        self._is_included = is_included
        self.everybody = len(network.slack)
        self._denied_by: dict[int, list[int]] = {}
        for denial, child in network.denials.items():
            self._denied_by.setdefault(child, []).append(denial)
        counting = [t.vertex for found in network.thresholds.values() for t in found]
        self._counting = [v for v in [*counting, *network.prices] if is_included(v)]

    def included(self) -> Iterator[int]:
        """Yield every vertex that is looked at."""
        return (vertex for vertex in range(self.everybody) if self._is_included(vertex))

    def of(self, vertex: int) -> Iterator[int]:
        """Yield the included vertices that rest directly on `vertex`."""
        if vertex == self.everybody:
            yield from self._counting
            return
        network = self._network
        edge = network.first[vertex]
        while edge != NO_EDGE:
            if self._is_included(network.watcher[edge]):
                yield network.watcher[edge]
            edge = network.following[edge]
        yield from filter(self._is_included, self._denied_by.get(vertex, ()))
        if vertex < network.size and self._counting:
            yield self.everybody


class _Tarjan:
    def __init__(self, graph: Successors) -> None:
        self._graph = graph
        self._number: dict[int, int] = {}
        self._low: dict[int, int] = {}
        self._open: list[int] = []
        self._is_open: set[int] = set()
        self._groups: list[list[int]] = []

    def run(self) -> list[list[int]]:
        """Return the groups, those that others rest on first."""
        for vertex in self._graph.included():
            if vertex not in self._number:
                self._walk(vertex)
        self._groups.reverse()
        return self._groups

    def _walk(self, start: int) -> None:
        path = [(start, self._enter(start))]
        while path:
            vertex, successors = path[-1]
            following = next(successors, None)
            if following is None:
                path.pop()
                self._leave(vertex)
                if path:
                    parent = path[-1][0]
                    self._low[parent] = min(self._low[parent], self._low[vertex])
            elif following not in self._number:
                path.append((following, self._enter(following)))
            elif following in self._is_open:
                self._low[vertex] = min(self._low[vertex], self._number[following])

    def _enter(self, vertex: int) -> Iterator[int]:
        self._number[vertex] = self._low[vertex] = len(self._number)
        self._open.append(vertex)
        self._is_open.add(vertex)
        return self._graph.of(vertex)

    def _leave(self, vertex: int) -> None:
        if self._low[vertex] != self._number[vertex]:
            return
        group = [self._open.pop()]
        while group[-1] != vertex:
            group.append(self._open.pop())
        self._is_open.difference_update(group)
        self._groups.append(group)
