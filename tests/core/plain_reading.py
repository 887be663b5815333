"""Conditions read the slow and obvious way, to hold the solver against: no graph, no counters.

Written from facts.md's list of kinds alone, and on purpose without anything from core.adoption.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, combinations, product

from core.answer import Because, Says, Standing
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Condition,
    Measure,
    Not,
    NotStated,
    OutsideEvent,
    PriceAtLeast,
    PriceAtMost,
    TheseMembers,
)

YES = Standing(Says.YES, Because.DECIDED)
NO = Standing(Says.NO, Because.DECIDED)
SILENT = Standing(Says.SILENT, Because.NO_ANSWER)


def provided(proviso: Condition) -> Standing:
    """Return the standing of a member whose yes has that proviso."""
    return Standing(Says.CONDITIONALLY_YES, Because.DECIDED, proviso)


def named(*members: str) -> TheseMembers:
    """Return the condition that these members are in."""
    return TheseMembers(members=members)


def refused(condition: Condition) -> Not:
    """Return the condition that the other one doesn't hold."""
    return Not(condition=condition)


@dataclass(frozen=True)
class World:
    """One way in which everything unknown has turned out."""

    standings: Mapping[str, Standing]
    population: Mapping[str, int] = field(default_factory=dict)
    cost: Mapping[str, int] = field(default_factory=dict)
    events: frozenset[str] = frozenset()
    price: Callable[[str, frozenset[str]], int] = lambda _member, _adopters: 0

    def holds(
        self,
        condition: Condition,
        owner: str | None,
        adopters: frozenset[str],
        against: frozenset[str] | None = None,
    ) -> bool:
        """Return whether a condition holds; what more adopters could spoil is read `against`."""
        against = adopters if against is None else against
        match condition:
            case AllMembers():
                return len(adopters) >= max(1, len(self.standings) - condition.but_at_most)
            case AtLeast():
                return len(adopters) >= condition.count
            case AtLeastShare():
                return self._has_share(condition, adopters)
            case TheseMembers():
                return set(condition.members) <= adopters
            case OutsideEvent():
                return condition.event in self.events
            case PriceAtMost() | PriceAtLeast():
                return self._is_priced(condition, str(owner), adopters, against)
            case AllOf():
                return all(self.holds(c, owner, adopters, against) for c in condition.conditions)
            case AnyOf():
                return any(self.holds(c, owner, adopters, against) for c in condition.conditions)
            case Not():
                return not self.holds(condition.condition, owner, against, adopters)
            case _:
                raise AssertionError(condition)

    def _is_priced(
        self,
        condition: PriceAtMost | PriceAtLeast,
        owner: str,
        adopters: frozenset[str],
        against: frozenset[str],
    ) -> bool:
        """Return whether a price that falls with every adopter is on the right side."""
        if isinstance(condition, PriceAtMost):
            return self.price(owner, adopters | {owner}) <= condition.amount_ore
        return self.price(owner, against | {owner}) >= condition.amount_ore

    def _has_share(self, condition: AtLeastShare, adopters: frozenset[str]) -> bool:
        weights = {
            Measure.MEMBERS: dict.fromkeys(self.standings, 1),
            Measure.POPULATION: self.population,
            Measure.COST: self.cost,
        }[condition.of]
        part = sum(weights[member] for member in adopters)
        wanted = condition.share * sum(weights.values())
        return part > 0 and (part > wanted if condition.strictly else part >= wanted)

    def joins(
        self, member: str, adopters: frozenset[str], against: frozenset[str] | None = None
    ) -> bool:
        """Return whether a member would be in beside these adopters."""
        standing = self.standings[member]
        if standing.says is Says.CONDITIONALLY_YES:
            return self.holds(standing.proviso or NotStated(), member, adopters, against)
        return standing.says is Says.YES

    def step(
        self, adopters: frozenset[str], against: frozenset[str] | None = None
    ) -> frozenset[str]:
        """Return who would be in, given who is."""
        return frozenset(m for m in self.standings if self.joins(m, adopters, against))

    def greatest(self, against: frozenset[str] | None = None) -> list[frozenset[str]]:
        """Return the rounds from everybody who might be in down to the fixed point."""
        rounds = [frozenset(m for m, s in self.standings.items() if s.says in WILLING)]
        while (after := self.step(rounds[-1], against)) != rounds[-1]:
            rounds.append(after)
        return rounds

    def stable(self) -> list[frozenset[str]]:
        """Return every set that is the greatest fixed point once refusals are read against it."""
        return [each for each in subsets(self.standings) if self.greatest(each)[-1] == each]

    def least(self) -> frozenset[str]:
        """Return the fixed point that is reached from nobody."""
        adopters: frozenset[str] = frozenset()
        while (after := self.step(adopters)) != adopters:
            adopters = after
        return adopters

    def fixed_points(self) -> list[frozenset[str]]:
        """Return every set that stays as it is, by trying all."""
        return [each for each in subsets(self.standings) if self.step(each) == each]


WILLING = {Says.YES, Says.CONDITIONALLY_YES}


def subsets(members: Mapping[str, object]) -> Iterator[frozenset[str]]:
    """Yield every subset."""
    sizes = (combinations(members, size) for size in range(len(members) + 1))
    return (frozenset(each) for each in chain.from_iterable(sizes))


def completions(world: World, events: frozenset[str]) -> Iterator[World]:
    """Yield every way in which the silent may answer and the events may turn out."""
    silent = [m for m, s in world.standings.items() if s.says is Says.SILENT]
    for answers in product((YES, NO), repeat=len(silent)):
        standings = {**world.standings, **dict(zip(silent, answers, strict=True))}
        for happened in subsets(dict.fromkeys(sorted(events))):
            yield World(standings, world.population, world.cost, happened, world.price)
