"""The two prices that agreements state most often: amounts that stand, and a total spread out."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from core.adoption.circumstances import AmountOre, Trend


@dataclass(frozen=True)
class StatedAmounts:
    """Everybody pays a stated amount in öre, whoever else joins (None: not stated)."""

    amounts_ore: Mapping[str, int | None]

    @property
    def trend(self) -> Trend:
        """Return that the amounts stand."""
        return Trend.STANDS

    def among(self, adopters: AbstractSet[str]) -> AmountOre:  # noqa: ARG002  # whoever joins
        """Return the stated amounts."""
        return self.amounts_ore.get


@dataclass(frozen=True)
class Spread:
    """A total in öre is spread over those who join, by weight; nobody pays more for more members.

    Exact: no rounding to whole öre, so that a limit is compared with what the key says.
    """

    total_ore: int
    weights: Mapping[str, int]

    @property
    def trend(self) -> Trend:
        """Return that the price falls."""
        return Trend.FALLS

    def among(self, adopters: AbstractSet[str]) -> AmountOre:
        """Return each member's part of the total; None for one whose weight isn't stated."""
        together = sum(self.weights.get(code, 0) for code in adopters)

        def amount_ore(member: str) -> Fraction | None:
            weight = self.weights.get(member)
            if weight is None:
                return None
            whole = together if member in adopters else together + weight
            return Fraction(self.total_ore * weight, whole) if whole else None

        return amount_ore
