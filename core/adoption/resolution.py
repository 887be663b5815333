"""resolve(): who stands, who falls, in which round and why, and what that means for the whole.

A member's answer may lean on the others' ("we are in if everybody is"): the reading is the
greatest fixed point, taken twice where answers are still awaited (seeds: Kronoberg 2018).
"""

from collections.abc import Mapping
from functools import cached_property

from core.adoption.bounds import Outlook, Silence
from core.adoption.circumstances import Circumstances
from core.adoption.knot import Knot, knots
from core.adoption.member import MEMBER_STATES, MemberReading, Members, MemberState
from core.adoption.network import Network
from core.adoption.setting import Setting
from core.adoption.strata import outlook
from core.adoption.view import View
from core.adoption.whole import Reading
from core.answer import Standing
from core.condition import Condition


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
        return Members(self._network, self._outlook)

    @cached_property
    def states(self) -> Mapping[str, MemberState]:
        """Return only the state of each member, in the order given."""
        members = zip(self._network.setting.codes, self._view.member_states, strict=True)
        return {code: MEMBER_STATES[state] for code, state in members}

    @cached_property
    def secured(self) -> frozenset[str]:
        """Return the members who are in whatever the others still say."""
        return self._outlook.either.worst.members()

    @cached_property
    def possible(self) -> frozenset[str]:
        """Return the members who are in if all the rest goes well, the secured ones included."""
        return self._outlook.either.best.members()

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
