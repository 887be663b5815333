"""The two prices that agreements state most often: amounts that stand, and a total spread out."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from core.adoption.circumstances import Trend


@dataclass(frozen=True)
class StatedAmounts:
    """Everybody pays a stated amount in öre, whoever else joins (None: not stated)."""

    amounts_ore: Mapping[str, int | None]

    @property
    def trend(self) -> Trend:
        """Return that the amounts stand."""
        return Trend.STANDS

    def amount_ore(self, member: str, adopters: AbstractSet[str]) -> int | None:  # noqa: ARG002  # whoever joins
        """Return the stated amount."""
        return self.amounts_ore.get(member)


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

    def amount_ore(self, member: str, adopters: AbstractSet[str]) -> Fraction | None:
        """Return the member's part of the total, or None if it weighs nothing stated."""
        if member not in self.weights:
            return None
        together = sum(self.weights.get(code, 0) for code in adopters | {member})
        return Fraction(self.total_ore * self.weights[member], together) if together else None
