"""Conditions as a graph: a vertex for each member and for each different condition.

Identical conditions are one vertex, and conditions that count share one running sum for each
measure, so that a member who leaves touches only what watches it. Sizes are linear in the size of
the conditions.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.adoption.circumstances import Watched
from core.adoption.demand import demand
from core.adoption.form import Demand, Denied, Gate, Leaf, Named, Priced, Tally
from core.adoption.setting import Setting
from core.answer import Says
from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Condition,
    HigherDecision,
    Measure,
    Not,
    NotQuantified,
    NotStated,
    OutsideEvent,
    TheseMembers,
)
from core.ruling import Ruling

NO_EDGE = -1


class Threshold(NamedTuple):
    """The vertex that holds while the sum of a measure is at least `need`."""

    need: int
    vertex: int


class Network:
    """The graph that one recommendation's answers make.

    A vertex holds while at most `slack` of its `inputs` fail. Members are the vertices below
    `size`. Edges lead from an input to those that watch it, as a linked list in flat arrays
    (`first`, `following`, `watcher`): a million members need no million lists. `whole` is the
    vertex of the recommendation's own condition; `watched` are others whose state is asked for.
    """

    def __init__(self, setting: Setting, whole: Condition, watched: Iterable[Watched] = ()) -> None:
        self.setting = setting
        self.size = len(setting.codes)
        self.slack = [0] * self.size
        self.inputs = [0] * self.size
        self.first = [NO_EDGE] * self.size
        self.following: list[int] = []
        self.watcher: list[int] = []
        self.leaves: dict[int, Leaf] = {}
        self.denials: dict[int, int] = {}
        self.refused: dict[int, Condition] = {}
        self.prices: dict[int, Priced] = {}
        self.thresholds: dict[Measure, list[Threshold]] = {}
        self.declined: list[int] = []
        self.silent: list[int] = []
        self._vertices: dict[object, int] = {}
        self._rulings = setting.known.rulings
        self._add_members()
        self.whole = self.vertex(whole, None)
        self.watched = {each: self.vertex(each[1], each[0]) for each in watched}
        for thresholds in self.thresholds.values():
            thresholds.sort()

    def vertex(self, condition: Condition, owner: str | None) -> int:
        """Return the vertex of a condition, made if it is new. One member is its own vertex."""
        if type(condition) is TheseMembers and len(condition.members) == 1:
            return self.setting.at(condition.members[0])
        key = (condition, owner if is_personal(condition, self._rulings) else None)
        found = self._vertices.get(key)
        if found is None:
            found = self._vertices[key] = self._make(demand(condition, owner, self.setting), owner)
        return found

    def proviso(self, member: int) -> Condition | None:
        """Return the condition in a member's answer; one that wasn't said is not stated."""
        standing = self.setting.standings[self.setting.codes[member]]
        if standing.says is not Says.CONDITIONALLY_YES:
            return None
        return standing.proviso or NotStated()

    def proviso_vertex(self, member: int) -> int:
        """Return the vertex of a member's proviso, or NO_EDGE if it has none."""
        proviso = self.proviso(member)
        return self.vertex(proviso, self.setting.codes[member]) if proviso else NO_EDGE

    def _add_members(self) -> None:
        codes, vertex, watch = self.setting.codes, self.vertex, self._watch
        for member, standing in enumerate(self.setting.standings.values()):
            if standing.says is Says.CONDITIONALLY_YES:
                watch(vertex(standing.proviso or NotStated(), codes[member]), member)
            elif standing.says is Says.NO:
                self.declined.append(member)
            elif standing.says is Says.SILENT:
                self.silent.append(member)

    def _watch(self, source: int, watcher: int) -> None:
        self.following.append(self.first[source])
        self.first[source] = len(self.watcher)
        self.watcher.append(watcher)
        self.inputs[watcher] += 1

    def _new(self, inputs: Sequence[int] = (), need: int = 0) -> int:
        vertex = len(self.slack)
        self.slack.append(len(inputs) - need)
        self.inputs.append(0)
        self.first.append(NO_EDGE)
        for source in inputs:
            self._watch(source, vertex)
        return vertex

    def _make(self, wanted: Demand, owner: str | None) -> int:
        match wanted:
            case Leaf():
                return self._leaf(wanted)
            case Tally():
                vertex = self._new()
                found = self.thresholds.setdefault(wanted.measure, [])
                found.append(Threshold(wanted.need, vertex))
                return vertex
            case Named():
                members = [self.setting.at(code) for code in wanted.members]
                return self._new(members, len(members))
            case Gate():
                return self._new([self._part(part, owner) for part in wanted.parts], wanted.need)
            case Denied():
                child = self.vertex(wanted.part, None)
                vertex = self._new()
                self.denials[vertex], self.refused[vertex] = child, wanted.part
                return vertex
            case Priced():
                vertex = self._new()
                self.prices[vertex] = wanted
                return vertex

    def _part(self, part: Condition | Leaf, owner: str | None) -> int:
        return self._leaf(part) if isinstance(part, Leaf) else self.vertex(part, owner)

    def _leaf(self, leaf: Leaf) -> int:
        if leaf not in self._vertices:
            self._vertices[leaf] = self._new()
            self.leaves[self._vertices[leaf]] = leaf
        return self._vertices[leaf]


def negatives(network: Network) -> frozenset[int]:
    """Return the vertices that hold unless others join: refusals, and prices that don't help."""
    prices = (vertex for vertex, priced in network.prices.items() if priced.sign <= 0)
    return frozenset([*network.denials, *prices])


def is_personal(condition: Condition, rulings: tuple[Ruling, ...]) -> bool:
    """Return whether a condition means something else for each member who sets it.

    A price is the answering member's own; a delay and a latch have a history of their own; a
    ruling may put either in the place of what isn't quantified.
    """
    if type(condition) in _THE_SAME_FOR_ALL:
        return False
    match condition:
        case NotQuantified() | NotStated():
            return bool(rulings)
        case Not():
            return is_personal(condition.condition, rulings)
        case AllOf() | AnyOf():
            return any(is_personal(part, rulings) for part in condition.conditions)
        case _:
            return True


_THE_SAME_FOR_ALL = frozenset(
    {AllMembers, AtLeast, AtLeastShare, TheseMembers, OutsideEvent, HigherDecision}
)
