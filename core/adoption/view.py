"""Reading the reasons: from the states of a network's vertices to the typed reasons of a condition.

The same reading serves the state as it is now and a past round of a descent.
"""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from core.adoption.bounds import State
from core.adoption.demand import demand
from core.adoption.form import Demand, Denied, Gate, Leaf, Named, Priced, Tally
from core.adoption.network import Network
from core.adoption.price import Prices
from core.adoption.reason import (
    AwaitsRuling,
    ByRuling,
    Combined,
    Counted,
    DeclaredSo,
    FiguresMissing,
    Kept,
    MembersNamed,
    Opposite,
    Outside,
    PriceAsked,
    Reason,
    Waiting,
)
from core.condition import (
    AtLeastShare,
    Condition,
    Delayed,
    HigherDecision,
    Latched,
    Not,
    NotQuantified,
    NotStated,
    OutsideEvent,
)
from core.ruling import ruling_on


@dataclass(frozen=True)
class View:
    """The state of every vertex at one moment."""

    network: Network
    state: Callable[[int], State]

    @cached_property
    def member_states(self) -> list[State]:
        """Return the state of every member, in order."""
        return [self.state(member) for member in range(self.network.size)]

    def reason(self, condition: Condition, owner: str | None) -> Reason:
        """Return why `condition`, set by `owner` or for the whole, is in the state it is in."""
        state = self.state(self.network.vertex(condition, owner))
        wanted: Demand = demand(condition, owner, self.network.setting)
        match wanted:
            case Tally():
                return self._counted(condition, state, wanted)
            case Named():
                members = [self.network.setting.at(code) for code in wanted.members]
                return MembersNamed(condition, state, *self._others(members))
            case Priced(is_denied=True):
                return Opposite(condition, state, self._priced(wanted, flipped(state)))
            case Priced():
                return self._priced(wanted, state)
            case Denied():
                return Opposite(condition, state, self.reason(wanted.part, None))
            case Leaf():
                return self._leaf(condition, state)
            case Gate():
                return self._gate(condition, state, wanted, owner)

    def members(self, *states: State) -> AbstractSet[str]:
        """Return the members in one of these states."""
        members = zip(self.network.setting.codes, self.member_states, strict=True)
        return {code for code, state in members if state in states}

    def _counted(self, condition: Condition, state: State, wanted: Tally) -> Counted:
        weights = self.network.setting.weights(wanted.measure)
        sums = dict.fromkeys(State, 0)
        for each, weight in zip(self.member_states, weights, strict=True):
            sums[each] += weight
        weighty = [member for member, weight in enumerate(weights) if weight]
        awaited, lost = self._others(weighty)
        return Counted(
            condition=condition,
            state=state,
            measure=wanted.measure,
            have=sums[State.MET],
            within_reach=sum(sums.values()) - sums[State.IMPOSSIBLE],
            need=wanted.need,
            whole=wanted.whole,
            awaited=awaited,
            lost=lost,
        )

    def _others(self, members: Iterable[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return those of `members` who may still join, and those who can't any more."""
        codes = self.network.setting.codes
        awaited, lost = [], []
        for member in members:
            state = self.member_states[member]
            if state is State.IMPOSSIBLE:
                lost.append(codes[member])
            elif state is not State.MET:
                awaited.append(codes[member])
        return tuple(awaited), tuple(lost)

    def _priced(self, wanted: Priced, state: State) -> PriceAsked:
        lost = self._others(range(self.network.size))[1] if wanted.sign > 0 else ()
        ends = (
            self.members(State.MET),
            self.members(State.MET, State.OPEN, State.UNDETERMINED),
        )
        now, at_best = (
            Prices(adopters, self.network.setting).price(wanted.condition, wanted.owner)
            if wanted.owner
            else None
            for adopters in ends
        )
        return PriceAsked(wanted.condition, state, wanted.owner, now, at_best, lost)

    def _leaf(self, condition: Condition, state: State) -> Reason:
        known = self.network.setting.known
        match condition:
            case Not():
                return Opposite(condition, state, self._leaf(condition.condition, flipped(state)))
            case OutsideEvent() | HigherDecision():
                return Outside(condition, state)
            case NotQuantified() | NotStated():
                if ruling := ruling_on(condition, known.rulings, known.as_of):
                    return DeclaredSo(condition, state, ruling)
                return AwaitsRuling(condition, state)
            case AtLeastShare():
                unstated = self.network.setting.unstated(condition.of)
                return FiguresMissing(condition, state, unstated)
            case _:
                return FiguresMissing(condition, state, ())

    def _gate(self, condition: Condition, state: State, wanted: Gate, owner: str | None) -> Reason:
        known = self.network.setting.known
        parts = tuple(self.reason(p, owner) for p in wanted.parts if not isinstance(p, Leaf))
        match condition:
            case NotQuantified() | NotStated():
                if ruling := ruling_on(condition, known.rulings, known.as_of):
                    return ByRuling(condition, state, ruling, parts[0])
            case Delayed():
                spell = known.spells.get((owner, condition.condition))
                since = spell.since if spell else None
                due_on = since + timedelta(days=condition.days) if since else None
                return Waiting(condition, state, since, due_on, parts[0])
            case Latched():
                spell = known.spells.get((owner, condition.condition))
                return Kept(condition, state, spell.first if spell else None, parts[0])
        return Combined(condition, state, wanted.need, parts)


def flipped(state: State) -> State:
    """Return the state of the opposite."""
    return {State.MET: State.IMPOSSIBLE, State.IMPOSSIBLE: State.MET}.get(state, state)
