"""Any key, and those that hold further keys: fixed fees, classes and parts.

`split` is the one door: it gives the exact amounts of `ground.codes`, in öre.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from core.allocation.bounds import within_bounds
from core.allocation.leaf import by_amounts, by_equal_parts, by_shares, by_weight
from core.allocation.split import Explain, Ground, Split, does_not_fit, missing
from core.allocation.trace import (
    Branch,
    ClassShare,
    FixedFee,
    Gap,
    Missing,
    PartTaken,
    RestTaken,
    Step,
    Summed,
)
from core.figure import NotStated
from core.keys import (
    AllocationKey,
    Bounded,
    ByClass,
    ByParts,
    ByWeight,
    DiscountForLargest,
    EqualParts,
    FixedPlusVariable,
    KeyNotStated,
    StatedAmounts,
    StatedShares,
)


def split(key: AllocationKey, ground: Ground) -> Split:
    """Return the exact amounts that a key gives.

    Raises: KeyDoesNotFitError if fixed fees, parts or floors exceed the total;
    PopulationUnknownError if the register has no population on the file's date.
    """
    if isinstance(key, StatedAmounts):
        return by_amounts(key, ground)
    if isinstance(key, KeyNotStated):
        return missing(ground, Gap.KEY)
    if ground.total is None:
        return missing(ground, Gap.TOTAL)
    return _of_total(key, ground, ground.total)


_OfTotal = (
    ByWeight
    | DiscountForLargest
    | EqualParts
    | StatedShares
    | ByClass
    | FixedPlusVariable
    | ByParts
    | Bounded
)


def _of_total(key: _OfTotal, ground: Ground, total: Fraction) -> Split:
    match key:
        case ByWeight() | DiscountForLargest():
            return by_weight(key, ground, total)
        case EqualParts():
            return by_equal_parts(ground, total)
        case StatedShares():
            return by_shares(key, ground, total)
        case ByClass():
            return _by_class(key, ground, total)
        case FixedPlusVariable():
            return _by_fixed_fee(key, ground, total)
        case ByParts():
            return _by_parts(key, ground, total)
        case Bounded():
            return within_bounds(key, split(key.key, ground), ground, total)


def is_scale_free(key: AllocationKey) -> bool:
    """Return whether a key's shares don't depend on the total."""
    if isinstance(key, ByClass):
        return all(is_scale_free(each.key) for each in key.classes)
    return isinstance(key, ByWeight | DiscountForLargest | EqualParts | StatedShares)


def _by_class(key: ByClass, ground: Ground, total: Fraction) -> Split:
    """Split the total by class, then each class's part among its members that take part."""
    place = {code: at for at, code in enumerate(ground.codes)}
    asked = frozenset(ground.everybody)
    in_class: dict[int, tuple[int, int]] = {}
    splits: list[Split] = []
    heads: list[tuple[ClassShare, ...]] = []
    for number, each in enumerate(key.classes):
        present = sorted(code for code in each.members if code in place)
        in_class |= {place[code]: (number, at) for at, code in enumerate(present)}
        inner = replace(ground, codes=present, everybody=sorted(asked.intersection(each.members)))
        if isinstance(each.share, NotStated):
            splits.append(missing(inner, Gap.CLASS_SHARE, each.name))
            heads.append(())
        else:
            splits.append(split(each.key, replace(inner, total=total * each.share)))
            heads.append((ClassShare(name=each.name, share=each.share, members=len(present)),))

    def explain(at: int) -> tuple[Step, ...]:
        if at not in in_class:
            return (Missing(what=Gap.CLASS_SHARE, source=ground.source),)
        number, inner_at = in_class[at]
        return (*heads[number], *splits[number].explain(inner_at))

    denominator = lcm(*(each.denominator for each in splits))
    numerators: list[int | None] = [None] * len(ground.codes)
    for at, (number, inner_at) in in_class.items():
        numerators[at] = _rescaled(splits[number], inner_at, denominator)
    return Split(numerators, denominator, explain)


def _rescaled(part: Split, at: int, denominator: int) -> int | None:
    numerator = part.numerators[at]
    return None if numerator is None else numerator * (denominator // part.denominator)


def _by_fixed_fee(key: FixedPlusVariable, ground: Ground, total: Fraction) -> Split:
    count = len(ground.codes)
    rest = total - key.fixed_ore * count
    if rest < 0:
        raise does_not_fit(key, ground, key.fixed_ore * count, total)
    variable = split(key.variable, replace(ground, total=rest))
    fee = FixedFee(amount_ore=key.fixed_ore)
    taken = RestTaken(fixed_ore=key.fixed_ore, members=count, amount_ore=rest)

    def explain(at: int) -> tuple[Step, ...]:
        more = variable.amount(at)
        branches = (
            Branch(name="fixed", steps=(fee,)),
            Branch(name="variable", steps=(taken, *variable.explain(at))),
        )
        return branches if more is None else (*branches, Summed(amount_ore=more + key.fixed_ore))

    fixed = key.fixed_ore * variable.denominator
    return Split(
        numerators=[None if each is None else each + fixed for each in variable.numerators],
        denominator=variable.denominator,
        explain=explain,
    )


def _by_parts(key: ByParts, ground: Ground, total: Fraction) -> Split:
    taken = sum(part.amount_ore or 0 for part in key.parts)
    if taken > total:
        raise does_not_fit(key, ground, taken, total)
    amounts = [
        total - taken if part.amount_ore is None else Fraction(part.amount_ore)
        for part in key.parts
    ]
    splits = [
        split(part.key, replace(ground, total=amount))
        for part, amount in zip(key.parts, amounts, strict=True)
    ]

    def explain(at: int) -> tuple[Step, ...]:
        branches = tuple(
            Branch(
                name=part.name,
                steps=(
                    PartTaken(name=part.name, amount_ore=amount, earmarked_for=part.earmarked_for),
                    *each.explain(at),
                ),
            )
            for part, amount, each in zip(key.parts, amounts, splits, strict=True)
        )
        whole = sum_of(splits, at)
        return branches if whole is None else (*branches, Summed(amount_ore=whole))

    return added(splits, explain)


def sum_of(splits: Sequence[Split], at: int) -> Fraction | None:
    """Return one member's amounts in several splits added up, None if one isn't known."""
    amounts = [each.amount(at) for each in splits]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None


def added(splits: Sequence[Split], explain: Explain) -> Split:
    """Return several splits of the same members added up."""
    denominator = lcm(*(each.denominator for each in splits))
    factors = [denominator // each.denominator for each in splits]
    numerators: list[int | None] = [
        sum(
            numerator * factor
            for numerator, factor in zip(row, factors, strict=True)
            if numerator is not None
        )
        if None not in row
        else None
        for row in zip(*(each.numerators for each in splits), strict=True)
    ]
    return Split(numerators, denominator, explain)
