"""What a recommendation costs: lines with named levels, parts, earmarks, index and period.

Amounts are öre per year unless the line says once. A line's key (`core.keys`) says how it is split.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from core.figure import (
    NOT_STATED,
    Exact,
    ExactOrNotStated,
    NotStated,
    OpenEnded,
    Ore,
    OreOrNotStated,
    Written,
)
from core.keys import AllocationKey, KeyNotStated
from core.member import EACH_ONCE, MemberCode, SourceKey

PROPOSED = "proposed"
"""The name of the level of a cost line that has no named levels."""

_LEVEL_FIELDS = (
    "total_kr",
    "total_ore",
    "at_most",
    "parts",
    "earmarked",
    "stated_kr",
    "stated_ore",
)


class Part(Written):
    """A named part of a total, such as one of several services, or an earmark for another body."""

    name: str
    title: str = ""
    amount_ore: OreOrNotStated = NOT_STATED
    earmarked_for: str = ""


class Level(Written):
    """One named total of a cost line: "today" and "raised" are two levels of the same cost.

    `at_most`: the document calls the total a maximum. `parts` add up to the total, `earmarked`
    are taken out of it and needn't. `members`: whom this level concerns, all if left out.
    `stated_ore`: a table of amounts that the document gives at this level, to be compared.
    """

    name: str = PROPOSED
    title: str = ""
    total_ore: OreOrNotStated = NOT_STATED
    at_most: bool = False
    proposed: bool = False
    parts: tuple[Part, ...] = ()
    earmarked: tuple[Part, ...] = ()
    members: tuple[MemberCode, ...] | None = None
    stated_ore: Annotated[Mapping[MemberCode, Ore], EACH_ONCE] = {}
    source: SourceKey | None = None


class YearlyPercent(Written):
    """An index adjustment by a percentage a year, from `first_year` on; compounds each year."""

    kind: Literal["percent"] = "percent"
    first_year: int
    each_year: ExactOrNotStated = NOT_STATED
    years: Mapping[int, Exact] = {}

    @model_validator(mode="after")
    def _leaves_something(self) -> "YearlyPercent":
        changes = [self.each_year, *self.years.values()]
        if any(isinstance(change, Fraction) and change < -1 for change in changes):
            raise _allowed("index_below", "a change that isn't below -100 %")
        return self


class IndexNumbers(Written):
    """An adjustment by a stated index: the total of `base_year` times index / base index."""

    kind: Literal["index"] = "index"
    name: str
    base_year: int
    numbers: Mapping[int, Exact]

    @model_validator(mode="after")
    def _is_positive(self) -> "IndexNumbers":
        if any(number <= 0 for number in self.numbers.values()):
            raise _allowed("index_number", "index numbers above 0")
        return self


Index = Annotated[YearlyPercent | IndexNumbers, Field(discriminator="kind")]


class Every(Enum):
    """How often a cost is paid."""

    YEAR = "year"
    ONCE = "once"


class CostLine(Written):
    """One cost with one key. A file may write `total_kr` and `parts` right here: a single level."""

    name: str
    title: str = ""
    every: Every = Every.YEAR
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    key: AllocationKey = KeyNotStated()
    index: Index | None = None

    @classmethod
    def written_fields(cls) -> tuple[str, ...]:
        """Return the names that a file may use, those of a single level included."""
        single = tuple(name for name in _LEVEL_FIELDS if not name.endswith("_ore"))
        return (*super().written_fields(), *single)

    @model_validator(mode="before")
    @classmethod
    def _single_level(cls, given: object) -> object:
        if not isinstance(given, Mapping) or "levels" in given:
            return given
        rest = {name: value for name, value in given.items() if name not in _LEVEL_FIELDS}
        level = {name: value for name, value in given.items() if name in _LEVEL_FIELDS}
        return {**rest, "levels": [{**level, "proposed": True}]}

    @model_validator(mode="after")
    def _has_one_proposed_level(self) -> "CostLine":
        if len({level.name for level in self.levels}) < len(self.levels):
            raise _allowed("level_twice", "each level's name once")
        if len(self.levels) > 1 and sum(level.proposed for level in self.levels) != 1:
            raise _allowed("proposed_level", "exactly one level with proposed = true")
        return self

    @property
    def proposed_level(self) -> Level:
        """Return the level that is asked for."""
        return next((level for level in self.levels if level.proposed), self.levels[0])

    def level(self, name: str | None) -> Level:
        """Return the level of that name; the proposed one for None and for names it hasn't."""
        named = (level for level in self.levels if level.name == name)
        return next(named, self.proposed_level)


class DeclineRule(Enum):
    """What a member who declines means for the others."""

    AMOUNTS_STAND = "amounts_stand"
    SPREAD = "spread"
    BUDGET_SHRINKS = "budget_shrinks"


class WhenSomeDecline(Written):
    """What a decline means: a gap that is shown, more for the others, or a smaller budget.

    A total that is spread over those who joined may have a ceiling per member (`ceiling_kr`).
    Where the document is silent the others' amounts stand and the gap is shown.
    """

    rule: DeclineRule | NotStated = NOT_STATED
    ceiling_ore: Ore | None = None

    @property
    def applied(self) -> DeclineRule:
        """Return the rule that is used: amounts stand where nothing is stated."""
        return DeclineRule.AMOUNTS_STAND if isinstance(self.rule, NotStated) else self.rule


def _short_rule(value: object) -> object:
    return {"rule": value} if isinstance(value, str) else value


Declining = Annotated[WhenSomeDecline, BeforeValidator(_short_rule)]
"""A file may write just the rule, `when_some_decline = "spread"`."""


class Period(Written):
    """When it applies: first and last day. `end` may be open ("until further notice")."""

    start: date | NotStated = NOT_STATED
    end: date | OpenEnded | NotStated = NOT_STATED

    @model_validator(mode="after")
    def _ends_after_start(self) -> "Period":
        if isinstance(self.start, date) and isinstance(self.end, date) and self.end < self.start:
            raise _allowed("period", "an end that isn't before the start")
        return self


def _allowed(code: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{allowed}", {"allowed": allowed})
