"""Rounding as a key states it: the share's decimals first, then the amount to its unit.

With all amounts known, largest remainder gives amounts whose sum is the exact sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from core.allocation.apportion import each_alone, largest_remainder, rounded_half_up
from core.allocation.split import Split
from core.allocation.trace import Rounded, ShareRounded, Step
from core.keys import Rounding, RoundingMethod


@dataclass(frozen=True)
class RoundedSplit:
    """Whole amounts in öre beside the exact ones; None where an amount isn't known."""

    exact: Split
    amounts: Sequence[int | None]
    rounding: Rounding

    def explain(self, at: int) -> tuple[Step, ...]:
        """Return the steps to one member's whole amount; none for one that is whole already."""
        steps = self.exact.explain(at)
        amount, exact = self.amounts[at], self.exact.amount(at)
        if amount is None or exact is None or amount == exact:
            return steps
        unit = self.rounding.to.ore
        down = exact // unit * unit
        step = Rounded(
            exact_ore=exact,
            to=self.rounding.to,
            method=self.rounding.method,
            down_ore=down,
            added_ore=amount - down,
            raised=self._raised,
            members=len(self.exact.known),
            amount_ore=amount,
        )
        return (*steps, step)

    @cached_property
    def _raised(self) -> int:
        """Return how many amounts were rounded up."""
        step = self.exact.denominator
        return sum(
            amount * step > numerator
            for amount, numerator in zip(self.amounts, self.exact.numerators, strict=True)
            if amount is not None and numerator is not None
        )


def rounded(split: Split, rounding: Rounding, total: Fraction | None) -> RoundedSplit:
    """Return the amounts of a split brought to the unit; `total` is what was split, in öre."""
    exact = split
    if rounding.share_decimals is not None and total and split.is_complete:
        exact = _with_share_decimals(split, rounding.share_decimals, total)
    return RoundedSplit(exact, _amounts(exact, rounding), rounding)


def _amounts(split: Split, rounding: Rounding) -> Sequence[int | None]:
    known, denominator, unit = split.known, split.denominator, rounding.to.ore
    if rounding.method is RoundingMethod.EACH_ALONE:
        amounts = each_alone(known, denominator, unit)
    else:
        target = _target(split, known, unit)
        amounts = largest_remainder(known, denominator, unit, target)
    if split.is_complete:
        return amounts
    brought = iter(amounts)
    return [None if each is None else next(brought) for each in split.numerators]


def _target(split: Split, known: Sequence[int], unit: int) -> int:
    """Return what the amounts shall sum to: the exact sum if it is whole öre and complete."""
    whole, rest = divmod(sum(known), split.denominator)
    if split.is_complete and not rest:
        return whole
    return rounded_half_up(Fraction(sum(known), split.denominator), unit)


def _with_share_decimals(split: Split, decimals: int, total: Fraction) -> Split:
    """Return the split by shares of so many decimals that sum to what the exact shares do."""
    parts = 10**decimals
    share_step = total * split.denominator
    numerators = [numerator * parts * share_step.denominator for numerator in split.known]
    if not any(numerator % share_step.numerator for numerator in numerators):
        return split
    target = rounded_half_up(Fraction(sum(numerators), share_step.numerator), 1)
    shares = largest_remainder(numerators, share_step.numerator, 1, target)

    def explain(at: int) -> tuple[Step, ...]:
        exact = Fraction(numerators[at], share_step.numerator) / parts
        step = ShareRounded(
            exact=exact,
            decimals=decimals,
            share=Fraction(shares[at], parts),
            total_ore=int(total),
        )
        return (*split.explain(at), step)

    return Split(
        numerators=[share * total.numerator for share in shares],
        denominator=parts * total.denominator,
        explain=explain,
    )
