"""Floors and ceilings: everybody's amount by one factor, but nobody beyond a bound.

Used by the key that states bounds, and where a total is spread over those who joined.
"""

from collections.abc import Sequence
from fractions import Fraction

from core.allocation.apportion import Scaled, scale_within
from core.allocation.split import Ground, Split, does_not_fit, missing
from core.allocation.trace import BoundMet, Gap, Missing, ScaledWithin, Step
from core.allocation.weights import POPULATION, weights_of
from core.keys import Bounded, BoundPer


def within_bounds(key: Bounded, base: Split, ground: Ground, total: Fraction) -> Split:
    """Return the amounts of the inner key, `base`, brought within the bounds of `key`.

    Raises: KeyDoesNotFitError if the floors exceed the total.
    """
    floors = _bounds(key.floor_ore, key.per, ground)
    ceilings = _bounds(key.ceiling_ore, key.per, ground)
    if floors is None or ceilings is None:
        return missing(ground, Gap.WEIGHT, POPULATION)
    scaled = scaled_to(base, floors, ceilings, ground)
    if scaled is None:
        needed = sum(floor or 0 for floor in floors)
        raise does_not_fit(key, ground, needed, total)
    return scaled


def _bounds(ore: int | None, per: BoundPer, ground: Ground) -> list[int | None] | None:
    """Return a bound in öre for each member; None if it needs inhabitants that aren't known."""
    if ore is None or per is BoundPer.MEMBER:
        return [ore] * len(ground.codes)
    weights = weights_of(POPULATION, ground.recommendation, ground.register, ground.codes)
    whole = weights.whole
    return [ore * inhabitants for inhabitants in whole] if whole else None


def scaled_to(
    base: Split, floors: Sequence[int | None], ceilings: Sequence[int | None], ground: Ground
) -> Split | None:
    """Scale a split to the total within bounds in öre; None if the floors exceed the total.

    Where the total or somebody's base amount isn't stated, nobody's scaled amount is.
    """
    if ground.total is None:
        return missing(ground, Gap.TOTAL)
    if not base.is_complete:
        return _unknown(base, ground)
    lowest = [floor or 0 for floor in floors]
    scaled = scale_within(base.known, lowest, ceilings, ground.total)
    return None if scaled is None else _explained(base, scaled, floors, ceilings)


def _unknown(base: Split, ground: Ground) -> Split:
    """Return a split in which nobody's amount is known, because somebody's base isn't."""
    others = Missing(what=Gap.AMOUNT, name="others", source=ground.source)
    nobody: list[int | None] = [None] * len(base.numerators)

    def explain(at: int) -> tuple[Step, ...]:
        steps = base.explain(at)
        return steps if isinstance(steps[-1], Missing) else (*steps, others)

    return Split(nobody, 1, explain)


def _explained(
    base: Split, scaled: Scaled, floors: Sequence[int | None], ceilings: Sequence[int | None]
) -> Split:
    factor = None if scaled.factor is None else scaled.factor * base.denominator

    def explain(at: int) -> tuple[Step, ...]:
        amount = Fraction(scaled.numerators[at], scaled.denominator)
        met = bound = None
        if amount == ceilings[at]:
            met, bound = BoundMet.CEILING, ceilings[at]
        elif amount == floors[at]:
            met, bound = BoundMet.FLOOR, floors[at]
        return (*base.explain(at), ScaledWithin(factor=factor, met=met, bound_ore=bound))

    return Split(scaled.numerators, scaled.denominator, explain)
