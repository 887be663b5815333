"""What an allocation gives: the sums, and each member's share, made when it is looked up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from core.allocation.line import LineAllocation, proportions
from core.allocation.nested import is_scale_free
from core.allocation.trace import (
    Branch,
    ClassShare,
    Gap,
    Missing,
    PerInhabitant,
    ShareStated,
    Step,
    Summed,
)
from core.allocation.weights import POPULATION, weights_of
from core.figure import NOT_STATED, NotStated
from core.member import Member, MemberKind
from core.recommendation import Population, Recommendation
from core.register import Register


@dataclass(frozen=True)
class Share:
    """A member's part of the cost; None is what the documents don't let one compute.

    `fraction` and `exact_ore` are exact, `amount_ore` is what is asked for. `inhabitants` are the
    member's own; for a party that isn't a municipality those of the municipalities that take part.
    """

    member: Member
    fraction: Fraction | None
    amount_ore: int | None
    exact_ore: Fraction | None
    inhabitants: int | None
    ore_per_inhabitant: Fraction | None
    explain: Callable[[], tuple[Step, ...]] = field(repr=False, compare=False)

    @cached_property
    def trace(self) -> tuple[Step, ...]:
        """Return how it came about: `core.allocation.replay` computes the amount again from it."""
        return self.explain()


@dataclass(frozen=True)
class Shares(Mapping[str, Share]):
    """The shares by member code, for those who pay; each is made when it is asked for."""

    recommendation: Recommendation
    populations: Register
    lines: Sequence[LineAllocation]
    amounts: Mapping[str, int | None]

    def __getitem__(self, code: str) -> Share:
        amount = self.amounts[code]
        exact = self._exact(code)
        inhabitants = self._inhabitants(code)
        rate = None if exact is None or not inhabitants else exact / inhabitants
        return Share(
            member=self.recommendation.member(code),
            fraction=self._fraction(code, exact),
            amount_ore=amount,
            exact_ore=exact,
            inhabitants=inhabitants,
            ore_per_inhabitant=rate,
            explain=lambda: self._trace(code, inhabitants, rate),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.amounts)

    def __len__(self) -> int:
        return len(self.amounts)

    def _of(self, code: str) -> list[LineAllocation]:
        return [line for line in self.lines if code in line.amounts]

    def _exact(self, code: str) -> Fraction | None:
        parts = [line.exact(code) for line in self._of(code)]
        known = [part for part in parts if part is not None]
        return sum(known, Fraction(0)) if known and len(known) == len(parts) else None

    def _fraction(self, code: str, exact: Fraction | None) -> Fraction | None:
        totals = [line.budget_ore for line in self.lines]
        total = sum(each for each in totals if each is not None)
        if exact is not None and None not in totals and total:
            return exact / total
        if len(self.lines) == 1 and is_scale_free(self.lines[0].line.key):
            line = self.lines[0]
            return proportions(line).amount(list(line.ground.codes).index(code))
        return None

    def _inhabitants(self, code: str) -> int | None:
        if self.recommendation.member(code).kind is MemberKind.MUNICIPALITY:
            return self._counted([code])
        return self.inhabitants_of_municipalities

    @cached_property
    def inhabitants_of_municipalities(self) -> int | None:
        """Return the inhabitants of all municipalities that pay; None where one isn't known."""
        members = self.recommendation.members_by_code
        kind = MemberKind.MUNICIPALITY
        return self._counted([code for code in self.amounts if members[code].kind is kind])

    def _counted(self, codes: Sequence[str]) -> int | None:
        whole = weights_of(POPULATION, self.recommendation, self.populations, codes).whole
        return sum(whole) if whole else None

    def _trace(self, code: str, inhabitants: int | None, rate: Fraction | None) -> tuple[Step, ...]:
        steps = self._steps(code)
        population = self.recommendation.population
        if rate is None or inhabitants is None or not isinstance(population, Population):
            return steps
        per_inhabitant = PerInhabitant(
            inhabitants=inhabitants,
            on=population.on,
            assumed=population.assumed,
            rate_ore=rate,
        )
        return (*steps, per_inhabitant)

    def _steps(self, code: str) -> tuple[Step, ...]:
        lines = self._of(code)
        if len(lines) == 1:
            return self._line_steps(lines[0], code)
        branches = tuple(
            Branch(name=each.line.name, title=each.line.title, steps=self._line_steps(each, code))
            for each in lines
        )
        amount = self.amounts[code]
        return branches if amount is None else (*branches, Summed(amount_ore=Fraction(amount)))

    def _line_steps(self, line: LineAllocation, code: str) -> tuple[Step, ...]:
        """Return a line's steps; where only the total isn't stated, the stated share as well."""
        steps = line.explain(code)
        last = steps[-1]
        if not isinstance(last, Missing) or last.what is not Gap.TOTAL:
            return steps
        if not is_scale_free(line.line.key):
            return steps
        shares = proportions(line).explain(list(line.ground.codes).index(code))
        return (*steps, *(step for step in shares if isinstance(step, ShareStated | ClassShare)))


@dataclass(frozen=True)
class Allocation:
    """A recommendation's cost, split: the shares of those who pay, and what adds up to what.

    total_ore = allocated_ore + gap_ore - rounding_difference_ore, wherever all is stated. The
    gap is what nobody pays; the rounding difference comes of amounts rounded each alone.
    """

    recommendation: Recommendation
    level: str
    declined: tuple[str, ...]
    shares: Shares

    @property
    def amounts(self) -> Mapping[str, int | None]:
        """Return the whole amounts in öre by code: the quick way to many of them."""
        return self.shares.amounts

    @property
    def at_most(self) -> bool:
        """Return whether a document calls any of the totals a maximum."""
        return any(line.level.at_most for line in self.shares.lines)

    @cached_property
    def total_ore(self) -> int | NotStated:
        """Return what it all costs: the stated totals, or the smaller budget if it shrinks."""
        return _sum(line.budget_ore for line in self.shares.lines)

    @cached_property
    def allocated_ore(self) -> int:
        """Return the sum of the amounts that are known."""
        return sum(line.allocated_ore for line in self.shares.lines)

    @cached_property
    def gap_ore(self) -> int | NotStated:
        """Return what nobody pays; NOT_STATED where an amount or a total isn't stated."""
        return _sum(line.gap_ore for line in self.shares.lines)

    @cached_property
    def rounding_difference_ore(self) -> int:
        """Return by how much amounts rounded each alone exceed the exact sum."""
        return sum(line.rounding_difference_ore for line in self.shares.lines)


def _sum(parts: Iterator[int | None]) -> int | NotStated:
    known = list(parts)
    whole = [part for part in known if part is not None]
    return sum(whole) if known and len(whole) == len(known) else NOT_STATED
