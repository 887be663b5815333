"""How far the unknown reaches: what stands at worst and at best in one reading of the silent.

Members who haven't answered, events that haven't happened and conditions that nobody has ruled on
are each read as false at worst and true at best. A monotone network needs no more than that.
"""

from dataclasses import dataclass
from enum import Enum

from core.adoption.descent import Descent
from core.adoption.form import Leaf
from core.adoption.network import Network


class State(Enum):
    """Whether something holds whatever comes, in some case, in none, or for a human to rule."""

    MET = "met"
    OPEN = "open"
    IMPOSSIBLE = "impossible"
    UNDETERMINED = "undetermined"


class Silence(Enum):
    """How those who haven't answered are read, and what hasn't happened yet."""

    AS_NO = "as_no"
    AS_YES = "as_yes"
    EITHER = "either"


@dataclass(frozen=True)
class Bounds:
    """What stands at worst and at best; the truth, whatever it will be, lies between."""

    worst: Descent
    best: Descent

    def is_settled(self, vertex: int) -> bool:
        """Return whether a vertex is the same at worst and at best."""
        return self.worst.stands(vertex) == self.best.stands(vertex)


@dataclass(frozen=True)
class Outlook:
    """The bounds when everybody silent says no, when all say yes, and over all cases between."""

    as_no: Bounds
    as_yes: Bounds
    either: Bounds

    def state(self, vertex: int) -> State:
        """Return what is known of a vertex.

        It is for a human to rule if even an answer from everybody wouldn't settle it.
        """
        if self.either.worst.stands(vertex):
            return State.MET
        if not self.either.best.stands(vertex):
            return State.IMPOSSIBLE
        if self.as_no.is_settled(vertex) and self.as_yes.is_settled(vertex):
            return State.OPEN
        return State.UNDETERMINED


def has_unknown(network: Network) -> bool:
    """Return whether anything may still come: an answer, an event."""
    awaits_answers = bool(network.silent) and not network.setting.known.is_closed
    return awaits_answers or not {Leaf.AWAITED, Leaf.AVERTED}.isdisjoint(network.leaves.values())


@dataclass(frozen=True)
class Case:
    """What is taken for granted of everything that isn't known.

    `is_best`: for the best or for the worst. `awaited_comes` None: that too.

    `joining` are silent members taken as yes although the others aren't; `denied` the vertices
    that others' joining has made fail.
    """

    silent_join: bool
    awaited_comes: bool | None
    is_best: bool
    joining: frozenset[int] = frozenset()
    denied: frozenset[int] = frozenset()


def case_of(silence: Silence, *, is_best: bool) -> Case:
    """Return the worst or the best case of a reading.

    `silence` fixes those who haven't answered and what hasn't happened; what a human must rule is
    never fixed.
    """
    if silence is Silence.EITHER:
        return Case(silent_join=is_best, awaited_comes=None, is_best=is_best)
    is_yes = silence is Silence.AS_YES
    return Case(silent_join=is_yes, awaited_comes=is_yes, is_best=is_best)


def descend(network: Network, case: Case) -> Descent:
    """Return what stands in a case: the greatest fixed point."""
    down = list(network.declined)
    if not case.silent_join or network.setting.known.is_closed:
        down += (member for member in network.silent if member not in case.joining)
    comes = case.awaited_comes
    falls = {
        Leaf.TRUE: False,
        Leaf.FALSE: True,
        Leaf.AWAITED: not (case.is_best if comes is None else comes),
        Leaf.AVERTED: not case.is_best if comes is None else comes,
        Leaf.UNRULED: not case.is_best,
    }
    down += [vertex for vertex, leaf in network.leaves.items() if falls[leaf]]
    down += case.denied
    descent = Descent(network, is_best=case.is_best)
    descent.drop(down)
    return descent
