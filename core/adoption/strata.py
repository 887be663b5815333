"""Conditions that somebody's joining can take away: "only if B is not in", a price not under X.

What doesn't depend on itself through such a condition is solved stratum by stratum. Where it does,
bounds are drawn closer from both sides until nothing moves; what then still differs has two stable
outcomes or none, and is left to a human.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.adoption.bounds import Bounds, Case, Outlook, Silence, case_of, descend, has_unknown
from core.adoption.descent import Descent
from core.adoption.form import Leaf, Priced
from core.adoption.graph import components
from core.adoption.network import Network, negatives
from core.adoption.price import Prices


def outlook(network: Network) -> Outlook:
    """Return the bounds of a network in all three readings, computing only those that differ."""
    leaves = set(network.leaves.values())
    is_plain = leaves.isdisjoint({Leaf.UNRULED, Leaf.AVERTED})
    if not is_plain or network.prices or network.denials:
        return Outlook(*(bounds(network, silence) for silence in Silence))
    worst = descend(network, case_of(Silence.AS_NO, is_best=False))
    best = worst
    if has_unknown(network):
        best = descend(network, case_of(Silence.AS_YES, is_best=True))
    return Outlook(Bounds(worst, worst), Bounds(best, best), Bounds(worst, best))


def bounds(network: Network, silence: Silence) -> Bounds:
    """Return what stands at worst and at best in one reading of the silent."""
    return between(network, case_of(silence, is_best=False), case_of(silence, is_best=True))


def between(network: Network, worst: Case, best: Case) -> Bounds:
    """Return what stands at worst and at best where the truth lies between two cases."""
    if against := negatives(network):
        found = _Strata(network, worst, best, against).solved()
        # Descended once more, with what was found to fail, so that rounds count from the start.
        worst = replace(worst, denied=_fallen(against, found.worst))
        best = replace(best, denied=_fallen(against, found.best))
    return Bounds(descend(network, worst), descend(network, best))


def _fallen(vertices: frozenset[int], descent: Descent) -> frozenset[int]:
    return frozenset(vertex for vertex in vertices if not descent.stands(vertex))


class _Strata:
    """One reading's bounds while they are drawn closer."""

    def __init__(self, network: Network, worst: Case, best: Case, against: frozenset[int]) -> None:
        self._network = network
        self._against = against
        self._floor = descend(network, replace(worst, denied=against))
        self._worst = descend(network, worst)
        self._best = descend(network, best)

    def solved(self) -> Bounds:
        """Go through the strata, each after those it rests on."""
        for stratum in components(self._network, self._is_unsettled):
            against = [vertex for vertex in stratum if vertex in self._against]
            if len(stratum) == 1:
                self._settle(against)
            elif against:
                self._close_in(against)
        return Bounds(self._worst, self._best)

    def _is_unsettled(self, vertex: int) -> bool:
        return self._best.stands(vertex) and not self._floor.stands(vertex)

    def _settle(self, against: list[int]) -> None:
        """Read vertices whose stratum lies below as it turned out to be, once and for all."""
        sides = (self._worst, self._best)
        worst = [vertex for vertex in against if not self._is_certain(vertex, *sides)]
        best = [vertex for vertex in against if not self._is_possible(vertex, *sides)]
        self._worst.drop(worst)
        self._best.drop(best)

    def _close_in(self, against: list[int]) -> None:
        """Draw the bounds of a stratum that rests on itself closer until nothing moves."""
        certain: set[int] = set()
        while True:
            low = self._worst.trial()
            low.drop(vertex for vertex in against if vertex not in certain)
            out = [
                vertex
                for vertex in against
                if self._best.stands(vertex) and not self._is_possible(vertex, low, self._best)
            ]
            self._best.drop(out)
            before = certain
            certain = {v for v in against if self._is_certain(v, low, self._best)}
            if not out and certain == before:
                break
        self._worst.drop(vertex for vertex in against if vertex not in certain)

    def _is_certain(self, vertex: int, worst: Descent, best: Descent) -> bool:
        if vertex in self._network.denials:
            return not best.stands(self._network.denials[vertex])
        return all(self._prices(vertex, worst, best))

    def _is_possible(self, vertex: int, worst: Descent, best: Descent) -> bool:
        if vertex in self._network.denials:
            return not worst.stands(self._network.denials[vertex])
        return any(self._prices(vertex, worst, best))

    def _prices(self, vertex: int, worst: Descent, best: Descent) -> Iterator[bool]:
        """Tell what speaks for and against a price: the two ends, or that they aren't known."""
        priced = self._network.prices[vertex]
        few, many = worst.members(), best.members()
        yield from _readings(priced, few, self._network)
        yield from _readings(priced, many, self._network)
        # With one other member in doubt the two ends are all there is; with more there is between.
        in_doubt = (few ^ many) - {priced.owner}
        if priced.sign == 0 and len(in_doubt) > 1:
            yield from (True, False)


def _readings(priced: Priced, adopters: frozenset[str], network: Network) -> tuple[bool, ...]:
    is_right = Prices(adopters, network.setting).are_right(priced)
    return (True, False) if is_right is None else (is_right,)
