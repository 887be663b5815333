"""How each member stands: secured, open or out, since which round and why, alone or together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from core.adoption.ascent import ascend
from core.adoption.bounds import Outlook, State
from core.adoption.descent import STANDS, Descent
from core.adoption.network import Network
from core.adoption.reason import Reason, lost_in
from core.adoption.view import View
from core.answer import Says
from core.condition import NotStated


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


class Members(Mapping[str, MemberReading]):
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
        state = MEMBER_STATES[self._outlook.state(member)]
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


MEMBER_STATES = {
    State.MET: MemberState.SECURED,
    State.OPEN: MemberState.OPEN,
    State.IMPOSSIBLE: MemberState.IMPOSSIBLE,
    State.UNDETERMINED: MemberState.UNDETERMINED,
}
