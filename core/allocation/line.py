"""One cost line: its total at a level and in a year, split by its key and rounded.

What members who declined mean is applied here: the amounts stand, are spread, or the budget
shrinks by what they would have paid.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from core.allocation.apportion import rounded_half_up
from core.allocation.bounds import scaled_to
from core.allocation.nested import split
from core.allocation.rounding import RoundedSplit, rounded
from core.allocation.split import Ground, Split
from core.allocation.trace import DeclineApplied, Indexed, Step, TotalRead
from core.allocation.year import adjusted_total, year_factor
from core.costs import CostLine, DeclineRule, Level
from core.figure import NotStated
from core.keys import Rounding, RoundingMethod
from core.recommendation import Recommendation
from core.register import Register


@dataclass(frozen=True)
class LineAllocation:
    """A cost line split among `codes`, those who pay it, sorted.

    `result` may also hold those who declined, where the others' amounts stand; `total_ore` is
    what was split, None where it isn't stated.
    """

    line: CostLine
    level: Level
    ground: Ground
    codes: Sequence[str]
    total_ore: int | None
    result: RoundedSplit
    head: tuple[Step, ...]
    rule: DeclineRule

    @cached_property
    def amounts(self) -> Mapping[str, int | None]:
        """Return the whole amounts in öre of those who pay."""
        every = dict(zip(self.ground.codes, self.result.amounts, strict=True))
        return (
            every if len(every) == len(self.codes) else {code: every[code] for code in self.codes}
        )

    def exact(self, code: str) -> Fraction | None:
        """Return a member's exact amount in öre, before rounding to the unit."""
        return self.result.exact.amount(self._place[code])

    def explain(self, code: str) -> tuple[Step, ...]:
        """Return the steps to a member's amount for this line."""
        return (*self.head, *self.result.explain(self._place[code]))

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {code: at for at, code in enumerate(self.ground.codes)}

    @cached_property
    def allocated_ore(self) -> int:
        """Return the sum of the amounts that are known."""
        return sum(amount for amount in self.amounts.values() if amount is not None)

    @property
    def _has_shrunk(self) -> bool:
        is_smaller = len(self.codes) < len(self.ground.everybody)
        return is_smaller and self.rule is DeclineRule.BUDGET_SHRINKS

    @property
    def budget_ore(self) -> int | None:
        """Return what the line costs now: the total, or the smaller budget; None if not stated."""
        if self._has_shrunk:
            return self.allocated_ore if None not in self.amounts.values() else None
        return self.total_ore

    @property
    def rounding_difference_ore(self) -> int:
        """Return by how much amounts that are rounded each alone exceed the exact sum.

        A budget that shrinks to what is paid has no difference to show.
        """
        if self.result.rounding.method is not RoundingMethod.EACH_ALONE or self._has_shrunk:
            return 0
        exact = Fraction(sum(self.result.exact.known), self.result.exact.denominator)
        whole = [amount for amount in self.result.amounts if amount is not None]
        return sum(whole) - rounded_half_up(exact, 1)

    @property
    def gap_ore(self) -> int | None:
        """Return what nobody pays of the budget; None where an amount isn't stated."""
        if self.budget_ore is None or None in self.amounts.values():
            return None
        return self.budget_ore - self.allocated_ore + self.rounding_difference_ore


@dataclass(frozen=True)
class Scope:
    """Which allocation is asked for: level, those who joined (None: everybody), and year."""

    recommendation: Recommendation
    register: Register
    level: str | None = None
    joined: Collection[str] | None = None
    year: int | None = None


def allocate_line(line: CostLine, scope: Scope) -> LineAllocation:
    """Return one cost line split among those who joined, of those whom its level concerns."""
    recommendation, level = scope.recommendation, line.level(scope.level)
    joined = scope.joined
    everybody = _concerned(recommendation, level)
    codes = everybody if joined is None else [code for code in everybody if code in joined]
    factor = year_factor(line, scope.year)
    stated = _stated(level.total_ore)
    total = None if stated is None or factor is None else adjusted_total(stated, factor)
    rule = recommendation.when_some_decline.applied
    is_spread = rule is DeclineRule.SPREAD and len(codes) < len(everybody)
    ground = Ground(
        recommendation=recommendation,
        register=scope.register,
        codes=codes if is_spread else everybody,
        everybody=everybody,
        total=None if total is None else Fraction(total),
        source=recommendation.source(level.source),
    )
    exact = split(line.key, ground)
    if is_spread:
        exact = _spread(exact, ground)
    head = _total_steps(line, level, scope, factor)
    return LineAllocation(
        line=line,
        level=level,
        ground=ground,
        codes=codes,
        total_ore=total,
        result=rounded(exact, line.key.rounding or Rounding(), ground.total),
        head=(*head, *_decline_steps(recommendation, total, len(everybody) - len(codes))),
        rule=rule,
    )


def _concerned(recommendation: Recommendation, level: Level) -> Sequence[str]:
    return recommendation.codes if level.members is None else sorted(level.members)


def _stated(value: int | NotStated) -> int | None:
    return None if isinstance(value, NotStated) else value


def _spread(base: Split, ground: Ground) -> Split:
    """Return the amounts of those who joined, scaled so that together they bear the total."""
    ceiling = ground.recommendation.when_some_decline.ceiling_ore
    reached = Fraction(sum(base.known), base.denominator) if base.is_complete else None
    if ceiling is None and reached is not None and reached == ground.total:
        return base
    count = len(ground.codes)
    scaled = scaled_to(base, [None] * count, [ceiling] * count, ground)
    return base if scaled is None else scaled


def _total_steps(
    line: CostLine, level: Level, scope: Scope, factor: Fraction | None
) -> tuple[Step, ...]:
    """Return the steps to the total, which are the same for every member."""
    stated = _stated(level.total_ore)
    if stated is None:
        return ()
    read = TotalRead(
        line=line.name,
        level=level.name,
        level_title=level.title,
        total_ore=stated,
        at_most=level.at_most,
        every=line.every,
        source=scope.recommendation.source(level.source),
    )
    if line.index is None or scope.year is None or factor is None:
        return (read,)
    total = adjusted_total(stated, factor)
    return (read, Indexed(year=scope.year, factor=factor, total_ore=total))


def _decline_steps(
    recommendation: Recommendation, total: int | None, declined: int
) -> tuple[Step, ...]:
    if not declined:
        return ()
    rule = recommendation.when_some_decline
    step = DeclineApplied(
        rule=rule.applied,
        stated=not isinstance(rule.rule, NotStated),
        declined=declined,
        total_ore=total,
        ceiling_ore=rule.ceiling_ore,
    )
    return (step,)


def proportions(line: LineAllocation) -> Split:
    """Return the split of one öre by a line's key: the shares where the total isn't stated."""
    return split(line.line.key, replace(line.ground, total=Fraction(1)))
