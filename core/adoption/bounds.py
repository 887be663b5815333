"""How far the unknown reaches: what stands at worst and at best in one reading of the silent.

Members who haven't answered, events that haven't happened and conditions that nobody has ruled on
are each read as false at worst and true at best. A monotone network needs no more than that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from core.adoption.demand import Leaf
from core.adoption.descent import Descent
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
    return awaits_answers or Leaf.AWAITED in network.leaves.values()


def descend(
    network: Network, silence: Silence, *, is_best: bool, denied: Iterable[int] = ()
) -> Descent:
    """Return what stands when everything unknown is taken for the best, or for the worst.

    `silence` fixes those who haven't answered and what hasn't happened; what a human must rule is
    never fixed. `denied` are the vertices that others' joining has made fail.
    """
    is_yes = is_best if silence is Silence.EITHER else silence is Silence.AS_YES
    down = list(network.declined)
    if not is_yes or network.setting.known.is_closed:
        down += network.silent
    falls = {
        Leaf.TRUE: False,
        Leaf.FALSE: True,
        Leaf.AWAITED: not is_yes,
        Leaf.UNRULED: not is_best,
    }
    down += [vertex for vertex, leaf in network.leaves.items() if falls[leaf]]
    down += denied
    descent = Descent(network, is_best=is_best)
    descent.drop(down)
    return descent
