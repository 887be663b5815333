"""resolve(): who stands, who falls, in which round and why, and what that means for the whole.

A member's answer may lean on the others' ("we are in if everybody is"): the reading is the
greatest fixed point, taken twice where answers are still awaited (seeds: Kronoberg 2018).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from core.adoption.ascent import ascend
from core.adoption.bounds import Outlook, Silence, State
from core.adoption.circumstances import Circumstances
from core.adoption.descent import STANDS, Descent
from core.adoption.knot import Knot, knots
from core.adoption.network import Network
from core.adoption.reason import Reason, lost_in
from core.adoption.setting import Setting
from core.adoption.strata import outlook
from core.adoption.suffice import Enough, enough, pivotal
from core.adoption.view import View
from core.answer import Says, Standing
from core.condition import Condition, NotStated


class MemberState(Enum):
    """Whether a member is in whatever comes, in some case, in none, or for a human to rule."""

    SECURED = "secured"
    OPEN = "open"
    IMPOSSIBLE = "impossible"
    UNDETERMINED = "undetermined"


class Support(Enum):
    """Whether those who stand do so on their own, or only because they lean on each other."""

    ALONE = "alone"
    TOGETHER = "together"


@dataclass(frozen=True)
class Fall:
    """When and why a member's proviso failed: in which round, and the state of its condition then.

    `because_of` are the members whose own fall, no or silence made it fail in this round.
    """

    round: int
    _member: int = field(repr=False, compare=False)
    _network: Network = field(repr=False, compare=False)
    _descent: Descent = field(repr=False, compare=False)

    @cached_property
    def reason(self) -> Reason:
        """Return why the proviso failed: the state of its parts when this round began."""
        proviso = self._network.proviso(self._member) or NotStated()
        code = self._network.setting.codes[self._member]
        return View(self._network, self._state_before).reason(proviso, code)

    @cached_property
    def because_of(self) -> tuple[str, ...]:
        """Return the members who made it fail in this round and not before."""
        index, fell = self._network.setting.index, self._descent.fell
        return tuple(code for code in lost_in(self.reason) if fell[index[code]] == self.round - 1)

    def _state_before(self, vertex: int) -> State:
        fell = self._descent.fell[vertex]
        return State.MET if fell == STANDS or fell >= self.round else State.IMPOSSIBLE


@dataclass(frozen=True)
class MemberReading:
    """How one member stands. `fall` where its proviso fails at best, or (open) at worst.

    `support` is None for a member that can't be in.
    """

    member: str
    says: Says
    state: MemberState
    support: Support | None
    fall: Fall | None


@dataclass(frozen=True)
class Reading:
    """How the recommendation's own condition stands, and why.

    `declined` and `fallen` made it impossible: those who said no (or, once it is closed, nothing),
    and those whose own proviso failed. `pivotal` decide alone, `enough` would do: see `suffice`.
    """

    state: State
    reason: Reason
    _network: Network = field(repr=False, compare=False)
    _outlook: Outlook = field(repr=False, compare=False)

    @cached_property
    def enough(self) -> Enough | None:
        """Return the fewest further members that would suffice; None if nobody's yes would."""
        return enough(self._network, self._outlook)

    @cached_property
    def pivotal(self) -> tuple[str, ...]:
        """Return the members without each of whom the condition would be lost."""
        return pivotal(self._network, self._outlook)

    @cached_property
    def declined(self) -> tuple[str, ...]:
        """Return who made it impossible by not saying yes."""
        return tuple(code for code in lost_in(self.reason) if not self._is_conditional(code))

    @cached_property
    def fallen(self) -> tuple[str, ...]:
        """Return who made it impossible because their own proviso failed."""
        return tuple(code for code in lost_in(self.reason) if self._is_conditional(code))

    def _is_conditional(self, code: str) -> bool:
        return self._network.setting.standings[code].says is Says.CONDITIONALLY_YES


class Adoption:
    """Everything that follows from the answers as they are; details are worked out when asked."""

    def __init__(self, network: Network, condition: Condition, seen: Outlook) -> None:
        self.condition = condition
        self._network = network
        self._outlook = seen

    @cached_property
    def whole(self) -> Reading:
        """Return whether the recommendation's condition is met, and why."""
        state = self._outlook.state(self._network.whole)
        reason = self._view.reason(self.condition, None)
        return Reading(state, reason, self._network, self._outlook)

    @cached_property
    def _view(self) -> View:
        return View(self._network, self._outlook.state)

    @cached_property
    def members(self) -> Mapping[str, MemberReading]:
        """Return how each member stands, in the order given."""
        return _Members(self._network, self._outlook)

    @cached_property
    def states(self) -> Mapping[str, MemberState]:
        """Return only the state of each member, in the order given."""
        members = zip(self._network.setting.codes, self._view.member_states, strict=True)
        return {code: _STATES[state] for code, state in members}

    @cached_property
    def secured(self) -> frozenset[str]:
        """Return the members who are in whatever the others still say."""
        return self._standing_in(self._outlook.either.worst)

    @cached_property
    def possible(self) -> frozenset[str]:
        """Return the members who are in if all the rest goes well, the secured ones included."""
        return self._standing_in(self._outlook.either.best)

    def chain(self, member: str) -> tuple[str, ...]:
        """Return how it came that a member's proviso failed: itself, who made it, who made that.

        The last one fell through nobody else; where several did it, the first in order is named.
        """
        links = [member]
        while fall := self.members[links[-1]].fall:
            if not fall.because_of:
                break
            links.append(fall.because_of[0])
        return tuple(links)

    @cached_property
    def knots(self) -> tuple[Knot, ...]:
        """Return what a human must rule on, because answers contradict each other.

        Read with the silent as no, and with the silent as yes where that makes other knots.
        """
        seen: dict[tuple[object, object], Knot] = {}
        for silence, found in (
            (Silence.AS_NO, self._outlook.as_no),
            (Silence.AS_YES, self._outlook.as_yes),
        ):
            for knot in knots(self._network, found, silence):
                seen.setdefault((knot.members, knot.stable_sets), knot)
        return tuple(seen.values())

    def _standing_in(self, descent: Descent) -> frozenset[str]:
        codes = self._network.setting.codes
        return frozenset(codes[m] for m in range(self._network.size) if descent.stands(m))


class _Members(Mapping[str, MemberReading]):
    """The members' readings, each made when it is asked for."""

    def __init__(self, network: Network, seen: Outlook) -> None:
        self._network = network
        self._outlook = seen

    def __len__(self) -> int:
        return self._network.size

    def __iter__(self) -> Iterator[str]:
        return iter(self._network.setting.codes)

    def __getitem__(self, code: str) -> MemberReading:
        member = self._network.setting.index[code]
        state = _STATES[self._outlook.state(member)]
        says = self._network.setting.standings[code].says
        return MemberReading(code, says, state, self._support(member), self._fall(member))

    @cached_property
    def _alone(self) -> tuple[set[int], set[int]]:
        either = self._outlook.either
        worst = ascend(self._network, either.worst)
        return worst, worst if either.best is either.worst else ascend(self._network, either.best)

    def _support(self, member: int) -> Support | None:
        either = self._outlook.either
        if not either.best.stands(member):
            return None
        worst, best = self._alone
        alone = worst if either.worst.stands(member) else best
        return Support.ALONE if member in alone else Support.TOGETHER

    def _fall(self, member: int) -> Fall | None:
        either = self._outlook.either
        fallen_in = either.worst if either.best.stands(member) else either.best
        if fallen_in.stands(member) or self._network.proviso(member) is None:
            return None
        return Fall(fallen_in.fell[member], member, self._network, fallen_in)


_STATES = {
    State.MET: MemberState.SECURED,
    State.OPEN: MemberState.OPEN,
    State.IMPOSSIBLE: MemberState.IMPOSSIBLE,
    State.UNDETERMINED: MemberState.UNDETERMINED,
}


def resolve(
    standings: Mapping[str, Standing],
    condition: Condition,
    known: Circumstances | None = None,
) -> Adoption:
    """Return what follows from what each member says and from the recommendation's condition.

    `standings` has every member that is asked, silent ones included, in the order in which they
    are to be named. Linear in the size of all conditions together.

    Raises: ConditionMemberError if a condition names a member that isn't asked.
    """
    network = Network(Setting(standings, known or Circumstances()), condition)
    return Adoption(network, condition, outlook(network))
