"""Reading a condition over a set of adopters, as it is written: no fixed point, no rounds.

This is what a condition means; the rest of the room only finds sets that agree with it.
"""

from collections.abc import Set as AbstractSet
from functools import cache

from core.adoption.demand import demand
from core.adoption.form import Denied, Gate, Leaf, Named, Priced, Tally
from core.adoption.price import Prices
from core.adoption.setting import Setting
from core.condition import Condition, Measure


class Crowd:
    """Exactly these members are in; `awaited` says whether what is awaited has come, if known."""

    def __init__(
        self, adopters: AbstractSet[str], setting: Setting, *, awaited: bool | None = None
    ) -> None:
        self.adopters = adopters
        self._setting = setting
        self._leaves = {
            Leaf.TRUE: True,
            Leaf.FALSE: False,
            Leaf.AWAITED: awaited,
            Leaf.AVERTED: None if awaited is None else not awaited,
            Leaf.UNRULED: None,
        }
        self._weighs = cache(self._weigh)

    def holds(self, condition: Condition | Leaf, owner: str | None) -> bool | None:
        """Return whether `condition` holds with this crowd; None if nobody can tell yet."""
        wanted = (
            condition if isinstance(condition, Leaf) else demand(condition, owner, self._setting)
        )
        match wanted:
            case Leaf():
                return self._leaves[wanted]
            case Tally():
                return self._weighs(wanted.measure) >= wanted.need
            case Named():
                return self.adopters >= set(wanted.members)
            case Gate():
                return self._gate(wanted, owner)
            case Denied():
                return not self.holds(wanted.part, None)
            case Priced():
                return Prices(self.adopters, self._setting).are_right(wanted)

    def _gate(self, wanted: Gate, owner: str | None) -> bool | None:
        parts = [self.holds(part, owner) for part in wanted.parts]
        if parts.count(True) >= wanted.need:
            return True
        return None if parts.count(True) + parts.count(None) >= wanted.need else False

    def _weigh(self, measure: Measure) -> int:
        weights, index = self._setting.weights(measure), self._setting.index
        return sum(weights[index[code]] for code in self.adopters)
