"""Knots: members whose answers contradict each other, so that a human must rule.

"A only if B is not in, B only if A is not" has two stable outcomes; "A only if A is not in" has
none. Where a knot is small its stable outcomes are listed; none is ever chosen here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress, product

from core.adoption.bounds import Bounds, Silence, case_of, descend
from core.adoption.graph import Successors, components
from core.adoption.network import Network, negatives
from core.adoption.plain import Crowd
from core.adoption.price import Prices
from core.condition import NotStated

LISTED_UP_TO = 12
"""How many members may take part in a knot whose stable sets are listed: 4 096 sets are tried."""


@dataclass(frozen=True)
class Knot:
    """Members who hang on each other's absence, in one reading of those who haven't answered.

    `stable_sets`: which of them are in, in each outcome that agrees with every answer; empty if
    there is none; None if they are too many to list or hang on something that isn't known.
    """

    members: tuple[str, ...]
    silence: Silence
    stable_sets: tuple[frozenset[str], ...] | None


def knots(network: Network, found: Bounds, silence: Silence) -> tuple[Knot, ...]:
    """Return the knots of one reading, those that others hang on first."""
    if not negatives(network):
        return ()
    graph = Successors(network, lambda vertex: not found.is_settled(vertex))
    groups = components(network, lambda vertex: not found.is_settled(vertex))
    tied = [at for at, group in enumerate(groups) if _is_knot(network, graph, set(group))]
    return tuple(_knot(network, found, silence, _Tie(graph, groups, at)) for at in tied)


@dataclass(frozen=True)
class _Tie:
    graph: Successors
    groups: list[list[int]]
    at: int

    def upstream(self) -> set[int]:
        """Return the vertices that the group at hand rests on, its own included."""
        found = set(self.groups[self.at])
        for group in reversed(self.groups[: self.at]):
            if any(not found.isdisjoint(self.graph.of(vertex)) for vertex in group):
                found.update(group)
        return found


def _is_knot(network: Network, graph: Successors, group: set[int]) -> bool:
    """Return whether a group rests on its own members' absence."""
    return any(
        network.denials.get(vertex, graph.everybody) in group
        for vertex in group & negatives(network)
    )


def _knot(network: Network, found: Bounds, silence: Silence, tie: _Tie) -> Knot:
    codes, size = network.setting.codes, network.size
    members = tuple(codes[v] for v in sorted(tie.groups[tie.at]) if v < size)
    free = tuple(codes[v] for v in sorted(tie.upstream()) if v < size)
    if len(free) > LISTED_UP_TO:
        return Knot(members, silence, None)
    try:
        outcomes = {
            outcome & frozenset(members) for outcome in _stable(network, found, silence, free)
        }
    except _UnknownError:
        return Knot(members, silence, None)
    return Knot(members, silence, tuple(sorted(outcomes, key=sorted)))


class _UnknownError(Exception):
    """An outcome hangs on something that nobody knows."""


def _stable(
    network: Network, found: Bounds, silence: Silence, free: tuple[str, ...]
) -> Iterator[frozenset[str]]:
    """Yield the sets of free members that agree with every answer, out of all sets."""
    settled = found.worst.members()
    for choice in product((False, True), repeat=len(free)):
        chosen = frozenset(compress(free, choice))
        crowd = Crowd(settled | chosen, network.setting, awaited=silence is Silence.AS_YES)
        if _agrees(network, crowd, free) and _is_greatest(network, crowd, silence, free):
            yield chosen


def _agrees(network: Network, crowd: Crowd, free: tuple[str, ...]) -> bool:
    """Return whether every free member's answer puts it where it is in this crowd.

    Raises: _UnknownError if none contradicts it, but of one nobody knows.
    """
    is_known = True
    for code in free:
        proviso = network.proviso(network.setting.index[code]) or NotStated()
        holds = crowd.holds(proviso, code)
        if holds is None:
            is_known = False
        elif holds != (code in crowd.adopters):
            return False
    if not is_known:
        raise _UnknownError
    return True


def _is_greatest(network: Network, crowd: Crowd, silence: Silence, free: tuple[str, ...]) -> bool:
    """Return whether nobody else would stand too, given which refusals hold with this crowd.

    Raises: _UnknownError if somebody would in one case, and in another wouldn't.
    """
    denied = [vertex for vertex, part in network.refused.items() if crowd.holds(part, None)]
    prices = Prices(crowd.adopters, network.setting)
    denied += [
        vertex
        for vertex in negatives(network) & network.prices.keys()
        if not prices.are_right(network.prices[vertex])
    ]
    inside = crowd.adopters & frozenset(free)
    worst, best = (
        descend(network, replace(case_of(silence, is_best=is_best), denied=frozenset(denied)))
        for is_best in (False, True)
    )
    if worst.members() & frozenset(free) != inside:
        return False
    if best.members() & frozenset(free) != inside:
        raise _UnknownError
    return True
