"""What a member pays given who joins, by the agreement's own key and rule: for price conditions.

Where the others' amounts stand, or the budget shrinks, a member pays the same whoever joins; where
the total is spread over those who joined, nobody pays more when one more joins.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from core.adoption import Pricing, Trend
from core.adoption.circumstances import AmountOre
from core.adoption.pricing import StatedAmounts
from core.allocation import Allocation, allocate
from core.costs import DeclineRule
from core.recommendation import Recommendation
from core.register import Register


def pricing_of(
    recommendation: Recommendation, allocation: Allocation, register: Register
) -> Pricing:
    """Return what everybody pays under a recommendation's rule for those who decline.

    `allocation` is the one in which everybody takes part.
    """
    if recommendation.when_some_decline.applied is DeclineRule.SPREAD:
        return SpreadByKey(recommendation, register)
    return StatedAmounts(allocation.amounts)


@dataclass(frozen=True)
class SpreadByKey:
    """The total spread over those who join, by the agreement's key; exact, before rounding."""

    recommendation: Recommendation
    register: Register

    @property
    def trend(self) -> Trend:
        """Return that the price falls, or at least doesn't rise."""
        return Trend.FALLS

    def among(self, adopters: AbstractSet[str]) -> AmountOre:
        """Return each member's exact part in öre beside exactly these adopters."""
        together = self._exact(frozenset(adopters)) if adopters else {}

        def amount_ore(member: str) -> Fraction | None:
            if member in adopters:
                return together.get(member)
            return self._exact(frozenset({*adopters, member})).get(member)

        return amount_ore

    def _exact(self, adopters: AbstractSet[str]) -> dict[str, Fraction | None]:
        shares = allocate(self.recommendation, self.register, adopters=adopters).shares
        return {code: shares[code].exact_ore for code in adopters}
