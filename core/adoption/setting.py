"""The members in a fixed order, what each says, and what each weighs: the ground of one reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from core.adoption.circumstances import Circumstances
from core.answer import Says, Standing
from core.condition import Base, Measure
from core.errors import SamtligaError


@dataclass(eq=False)
class ConditionMemberError(SamtligaError):
    """A condition names a member that this recommendation doesn't ask."""

    code: ClassVar[str] = "condition_member"
    member: str


class Setting:
    """What the reading of every condition of one recommendation has in common."""

    def __init__(self, standings: Mapping[str, Standing], known: Circumstances) -> None:
        self.standings = standings
        self.known = known
        self.codes = list(standings)
        self.index = {code: at for at, code in enumerate(self.codes)}
        self._weights: dict[Measure, list[int]] = {}
        self._wholes: dict[tuple[Measure, Base], int] = {}

    def at(self, member: str) -> int:
        """Return the position of a member.

        Raises: ConditionMemberError if this recommendation doesn't ask it.
        """
        try:
            return self.index[member]
        except KeyError:
            raise ConditionMemberError(member) from None

    def weights(self, measure: Measure) -> list[int]:
        """Return what each member weighs, in order; 0 where it isn't stated (see `unstated`)."""
        found = self._weights.get(measure)
        if found is None:
            found = self._weights[measure] = self._weigh(self._stated(measure))
        return found

    def unstated(self, measure: Measure) -> tuple[str, ...]:
        """Return the members whose weight isn't stated."""
        stated = self._stated(measure)
        if stated is None:
            return ()
        return tuple(code for code in self.codes if stated.get(code) is None)

    def whole(self, measure: Measure, base: Base) -> int:
        """Return what the base weighs.

        Who hasn't answered still may, and then counts, so "those who answered" are all members
        until no more answers are awaited.
        """
        key = (measure, base)
        if key not in self._wholes:
            weights = self.weights(measure)
            counts_all = base is Base.ALL or not self.known.is_closed
            self._wholes[key] = sum(weights) if counts_all else self._answered(weights)
        return self._wholes[key]

    def _answered(self, weights: list[int]) -> int:
        standings = self.standings.values()
        return sum(
            weight
            for weight, standing in zip(weights, standings, strict=True)
            if standing.says is not Says.SILENT
        )

    def _stated(self, measure: Measure) -> Mapping[str, int | None] | None:
        if measure is Measure.MEMBERS:
            return None
        return self.known.population if measure is Measure.POPULATION else self.known.cost_ore

    def _weigh(self, stated: Mapping[str, int | None] | None) -> list[int]:
        if stated is None:
            return [1] * len(self.codes)
        return [stated.get(code) or 0 for code in self.codes]
