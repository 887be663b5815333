"""What would be enough, and who decides it: the fewest further members, and the pivotal ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from core.adoption.bounds import Case, Outlook, State, descend
from core.adoption.network import NO_EDGE, Network, negatives
from core.adoption.strata import between
from core.condition import Measure

TRIED_UP_TO = 10
"""Out of how many members every combination is tried where no shorter way is known to be right."""


@dataclass(frozen=True)
class Enough:
    """Members whose yes would be enough, the others silent ones saying no; by code.

    `is_fewest`: no smaller number would do. Otherwise none of them can be left out, but another
    choice might be smaller. Outside events that are awaited are taken to happen.
    """

    members: tuple[str, ...]
    is_fewest: bool


def enough(network: Network, seen: Outlook) -> Enough | None:
    """Return the fewest further members that would suffice, or None if nobody's yes would.

    Largest first where population or cost counts. With conditions that others' joining can take
    away only small numbers are tried.
    """
    if seen.state(network.whole) is State.MET:
        return Enough((), is_fewest=True)
    if seen.state(network.whole) is State.IMPOSSIBLE or network.setting.known.is_closed:
        return None
    return _Search(network, seen).run()


def pivotal(network: Network, seen: Outlook) -> tuple[str, ...]:
    """Return the members who alone decide: the whole would be lost if one of them stayed out.

    While it is open these are the silent without whom it can't be met any more; once it is met,
    those who are in and whose leaving would undo it. Of a condition that others' joining can take
    away, refusals are read as they stand.
    """
    is_met = seen.either.worst.stands(network.whole)
    descent = seen.either.worst if is_met else seen.either.best
    asked = range(network.size) if is_met else network.silent
    if not descent.stands(network.whole):
        return ()
    alike: dict[tuple[int, ...], bool] = {}
    found = []
    for member in filter(descent.stands, asked):
        key = _likeness(network, member)
        if key not in alike or network.prices:
            trial = descent.trial()
            trial.drop([member])
            alike[key] = not trial.stands(network.whole)
        if alike[key]:
            found.append(member)
    return tuple(network.setting.codes[member] for member in found)


def _likeness(network: Network, member: int) -> tuple[int, ...]:
    """Return what tells a member apart: its weights, its proviso, and itself if it is named."""
    weights = (network.setting.weights(measure)[member] for measure in network.thresholds)
    is_named = network.first[member] != NO_EDGE or member == network.whole
    name = member if is_named else NO_EDGE
    return (name, network.proviso_vertex(member), *weights)


class _Search:
    def __init__(self, network: Network, seen: Outlook) -> None:
        self._network = network
        self._candidates = [m for m in network.silent if seen.either.best.stands(m)]
        codes = set(pivotal(network, seen))
        self._needed = [m for m in self._candidates if network.setting.codes[m] in codes]
        self._others = [m for m in self._candidates if m not in set(self._needed)]

    def run(self) -> Enough | None:
        """Return a smallest choice, by the shortest way that is known to be right."""
        has_refusals = bool(negatives(self._network))
        if not has_refusals and not self._suffices(self._candidates):
            return None
        if self._is_simple():
            return self._enough(self._largest_first(self._measures()[-1]), is_fewest=True)
        if len(self._others) <= TRIED_UP_TO:
            found = self._every_combination()
            return None if found is None else self._enough(found, is_fewest=True)
        if has_refusals:
            return None
        choices = [self._pruned(self._largest_first(measure)) for measure in self._measures()]
        fewest = min(range(len(choices)), key=lambda at: len(choices[at]))
        return self._enough(choices[fewest], is_fewest=False)

    def _enough(self, members: Iterable[int], *, is_fewest: bool) -> Enough:
        codes = self._network.setting.codes
        return Enough(tuple(codes[member] for member in members), is_fewest)

    def _suffices(self, members: Iterable[int]) -> bool:
        case = Case(
            silent_join=False, awaited_comes=True, is_best=False, joining=frozenset(members)
        )
        if negatives(self._network):
            found = between(self._network, case, replace(case, is_best=True)).worst
        else:
            found = descend(self._network, case)
        return found.stands(self._network.whole)

    def _measures(self) -> Sequence[Measure]:
        """Return the measures that anything is counted in, weights last; members if none is."""
        used = [measure for measure in Measure if measure in self._network.thresholds]
        return used or [Measure.MEMBERS]

    def _is_simple(self) -> bool:
        """Return whether of two members the heavier one is always at least as good.

        So it is if nobody who isn't needed anyway is named, and at most one weight counts.
        """
        is_named = any(self._network.first[member] != NO_EDGE for member in self._others)
        weights = [measure for measure in self._measures() if measure is not Measure.MEMBERS]
        return not (is_named or len(weights) > 1 or self._network.prices or self._network.denials)

    def _largest_first(self, measure: Measure) -> list[int]:
        """Return the needed, and as many of the others as it takes, the heaviest first."""
        weights = self._network.setting.weights(measure)
        order = sorted(self._others, key=lambda member: -weights[member])
        take = _first_true(
            len(order), lambda count: self._suffices([*self._needed, *order[:count]])
        )
        return sorted([*self._needed, *order[:take]], key=lambda member: -weights[member])

    def _pruned(self, members: list[int]) -> list[int]:
        """Leave out, lightest first, everybody without whom it is still enough."""
        kept = list(members)
        for member in reversed(members):
            fewer = [other for other in kept if other != member]
            if self._suffices(fewer):
                kept = fewer
        return kept

    def _every_combination(self) -> list[int] | None:
        """Return the first of the smallest choices, out of all; None if none will do."""
        for count in range(len(self._others) + 1):
            for chosen in combinations(self._others, count):
                if self._suffices([*self._needed, *chosen]):
                    return [*self._needed, *chosen]
        return None


def _first_true(up_to: int, holds: Callable[[int], bool]) -> int:
    """Return the smallest number for which `holds` is true, if it is true from there on."""
    low, high = 0, up_to
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
