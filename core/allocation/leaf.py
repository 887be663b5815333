"""The keys that stand alone: by weight, in equal parts, by stated shares, by stated amounts.

Each returns the exact amounts of `ground.codes` out of a total in öre.
"""

from fractions import Fraction
from functools import cache
from heapq import nlargest
from math import lcm

from core.allocation.split import Ground, Split, missing
from core.allocation.trace import (
    AmountStated,
    AtRate,
    EqualPart,
    Gap,
    Missing,
    ShareStated,
    Step,
    WeightsSummed,
)
from core.allocation.weights import Weights, weights_of
from core.figure import NotStated
from core.keys import ByWeight, DiscountForLargest, StatedAmounts, StatedShares


def by_weight(key: ByWeight | DiscountForLargest, ground: Ground, total: Fraction) -> Split:
    """Split in proportion to a weight, the largest of all members at a lower rate.

    Seeds: SKL's membership fee, rate = total / (N - 0.1 x N4).
    """
    weights = weights_of(key.weight, ground.recommendation, ground.register, ground.codes)
    whole = weights.whole
    if not any(whole):
        return missing(ground, Gap.WEIGHT, weights.name)
    if isinstance(key, ByWeight):
        return _at_one_rate(weights, whole, total)
    largest = _largest(key, ground, weights)
    if largest is None:
        return missing(ground, Gap.WEIGHT, weights.name)
    off = key.off
    less, full = off.denominator - off.numerator, off.denominator
    counted = [
        weight * (less if code in largest else full)
        for weight, code in zip(whole, ground.codes, strict=True)
    ]
    counted_sum = sum(counted)
    numerator = total.numerator
    rate = total / Fraction(counted_sum, full * weights.scale)
    summed = cache(lambda: _summed(weights, whole, key, ground, largest))

    def explain(at: int) -> tuple[Step, ...]:
        is_largest = ground.codes[at] in largest
        return (
            weights.read(at),
            summed(),
            AtRate(
                rate_ore=rate,
                value=Fraction(whole[at], weights.scale),
                factor=1 - off if is_largest else Fraction(1),
            ),
        )

    return Split(
        numerators=[numerator * each for each in counted],
        denominator=total.denominator * counted_sum,
        explain=explain,
    )


def _at_one_rate(weights: Weights, whole: list[int], total: Fraction) -> Split:
    weight_sum, numerator = sum(whole), total.numerator
    counted = Fraction(weight_sum, weights.scale)

    def explain(at: int) -> tuple[Step, ...]:
        summed = WeightsSummed(
            weight=weights.name, members=len(whole), sum=counted, counted=counted
        )
        value = Fraction(whole[at], weights.scale)
        return (weights.read(at), summed, AtRate(rate_ore=total / counted, value=value))

    return Split(
        numerators=[numerator * weight for weight in whole],
        denominator=total.denominator * weight_sum,
        explain=explain,
    )


def _largest(key: DiscountForLargest, ground: Ground, weights: Weights) -> frozenset[str] | None:
    """Return the codes of the largest of everybody who was asked; ties to the smaller code.

    None where the weight of somebody who declined isn't stated: it may be one of the largest.
    """
    if ground.codes is not ground.everybody:
        weights = weights_of(key.weight, ground.recommendation, ground.register, ground.everybody)
    whole = weights.whole
    if not whole:
        return None
    ranked = zip(whole, range(0, -len(whole), -1), strict=True)
    return frozenset(ground.everybody[-at] for _, at in nlargest(key.largest, ranked))


def _summed(
    weights: Weights,
    whole: list[int],
    key: DiscountForLargest,
    ground: Ground,
    largest: frozenset[str],
) -> WeightsSummed:
    those = [at for at, code in enumerate(ground.codes) if code in largest]
    sum_of_all = Fraction(sum(whole), weights.scale)
    sum_of_largest = Fraction(sum(whole[at] for at in those), weights.scale)
    members = ground.recommendation.members_by_code
    return WeightsSummed(
        weight=weights.name,
        members=len(whole),
        sum=sum_of_all,
        largest=tuple(members[ground.codes[at]].name for at in those),
        largest_sum=sum_of_largest,
        off=key.off,
        counted=sum_of_all - key.off * sum_of_largest,
    )


def by_equal_parts(ground: Ground, total: Fraction) -> Split:
    """Split in as many equal parts as there are members."""
    count = len(ground.codes)
    step = EqualPart(members=count)
    return Split([total.numerator] * count, total.denominator * max(count, 1), lambda _: (step,))


def by_shares(key: StatedShares, ground: Ground, total: Fraction) -> Split:
    """Split by the shares that the document states; the others' amounts are not stated."""
    shares = [key.shares.get(code) for code in ground.codes]
    known = [share if isinstance(share, Fraction) else None for share in shares]
    scale = lcm(*(share.denominator for share in known if share is not None))

    def explain(at: int) -> tuple[Step, ...]:
        share = known[at]
        if share is None:
            return (Missing(what=Gap.SHARE, based_on=key.based_on, source=ground.source),)
        return (ShareStated(share=share, based_on=key.based_on, source=ground.source),)

    return Split(
        numerators=[
            None if share is None else total.numerator * int(share * scale) for share in known
        ],
        denominator=total.denominator * scale,
        explain=explain,
    )


def by_amounts(key: StatedAmounts, ground: Ground) -> Split:
    """Take the amounts that the document states; those that it leaves out are not stated."""
    stated = [key.amounts_ore.get(code) for code in ground.codes]
    amounts = [None if isinstance(amount, NotStated) else amount for amount in stated]

    def explain(at: int) -> tuple[Step, ...]:
        amount = amounts[at]
        if amount is None:
            return (Missing(what=Gap.AMOUNT, based_on=key.based_on, source=ground.source),)
        return (AmountStated(amount_ore=amount, based_on=key.based_on, source=ground.source),)

    return Split(numerators=amounts, denominator=1, explain=explain)
