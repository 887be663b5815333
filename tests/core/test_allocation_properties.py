"""What holds for every allocation: exact sums, no order, traces that compute the amount again."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from core.allocation import TRACE, allocate, replay
from core.allocation.apportion import each_alone, largest_remainder, scale_within
from core.costs import DeclineRule, WhenSomeDecline
from core.keys import (
    Bounded,
    BoundPer,
    ByClass,
    ByParts,
    ByWeight,
    DiscountForLargest,
    EqualParts,
    FixedPlusVariable,
    KeyPart,
    PartyClass,
    Rounding,
    RoundingMethod,
    RoundTo,
    StatedAmounts,
    StatedShares,
)
from tests.core.agreement_made import NOWHERE, codes, made

weights = st.lists(st.integers(0, 10_000_000), min_size=1, max_size=12).filter(any)
totals = st.integers(0, 10**12)
units = st.sampled_from(list(RoundTo))
rules = st.sampled_from(list(DeclineRule))


def roundings(*methods: RoundingMethod) -> st.SearchStrategy[Rounding]:
    return st.builds(
        Rounding,
        to=units,
        method=st.sampled_from(methods or tuple(RoundingMethod)),
        share_decimals=st.none() | st.integers(1, 6),
    )


@st.composite
def keys(draw: st.DrawFn, count: int, depth: int = 2):
    """Return any key that can split any total completely among so many members."""
    kind = draw(st.integers(0, 7 if depth else 3))
    inner = keys(count, depth - 1)
    parts = draw(st.lists(st.integers(0, 50), min_size=count, max_size=count))
    match kind:
        case 0:
            return ByWeight(weight=draw(st.sampled_from(["population", "weight"])))
        case 1:
            return EqualParts()
        case 2:
            off = draw(st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100))
            return DiscountForLargest(largest=draw(st.integers(1, count + 1)), off=off)
        case 3:
            return StatedShares(shares=_shares(parts))
        case 4:
            return FixedPlusVariable(fixed_ore=0, variable=draw(inner))
        case 5:
            per = draw(st.sampled_from(list(BoundPer)))
            return Bounded(floor_ore=0, ceiling_ore=10**13, per=per, key=draw(inner))
        case 6:
            first = KeyPart(name="first", amount_ore=0, key=draw(inner))
            return ByParts(parts=(first, KeyPart(name="rest", key=draw(inner))))
        case _:
            cut = draw(st.integers(1, count))
            named = codes(count)
            share = Fraction(1) if cut == count else Fraction(1, 3)
            classes = [PartyClass(name="a", members=tuple(named[:cut]), share=share)]
            if cut < count:
                rest = PartyClass(name="b", members=tuple(named[cut:]), share=1 - share)
                classes.append(rest)
            return ByClass(classes=tuple(classes))


def _shares(parts: list[int]) -> dict[str, Fraction]:
    parts = parts if any(parts) else [1] * len(parts)
    return {
        code: Fraction(part, sum(parts))
        for code, part in zip(codes(len(parts)), parts, strict=True)
    }


@st.composite
def agreements(draw: st.DrawFn, *methods: RoundingMethod):
    """Return weights, a key for them with its rounding, and a total."""
    drawn = draw(weights.map(lambda each: [weight or 1 for weight in each]))
    key = draw(keys(len(drawn)))
    rounding = draw(roundings(*methods))
    return drawn, key.model_copy(update={"rounding": rounding}), draw(totals)


@given(agreements(RoundingMethod.LARGEST_REMAINDER))
def test_sum_is_exact_for_any_key_weights_total_and_unit(agreement):
    drawn, key, total = agreement

    allocation = allocate(made(drawn, key, total), NOWHERE)

    assert sum(allocation.amounts.values()) == total
    assert (allocation.gap_ore, allocation.rounding_difference_ore) == (0, 0)


@given(agreements())
def test_order_of_the_members_changes_nothing(agreement):
    drawn, key, total = agreement

    forwards = allocate(made(drawn, key, total), NOWHERE)
    backwards = allocate(made(drawn, key, total, reverse=True), NOWHERE)

    assert forwards.amounts == backwards.amounts


@given(agreements())
def test_amount_is_computed_again_from_the_trace_alone(agreement):
    drawn, key, total = agreement

    shares = allocate(made(drawn, key, total), NOWHERE).shares

    for share in shares.values():
        assert replay(share.trace) == share.amount_ore


@given(agreements())
def test_trace_survives_a_round_trip_through_json(agreement):
    drawn, key, total = agreement

    share = allocate(made(drawn, key, total), NOWHERE).shares[codes(1)[0]]

    assert TRACE.validate_json(TRACE.dump_json(share.trace)) == share.trace


@given(agreements(), rules, st.none() | st.integers(0, 10**9), st.data())
def test_total_is_what_is_paid_plus_the_gap(agreement, rule, ceiling, data):
    drawn, key, total = agreement
    declining = WhenSomeDecline(rule=rule, ceiling_ore=ceiling)
    joined = data.draw(st.sets(st.sampled_from(codes(len(drawn)))))

    allocation = allocate(made(drawn, key, total, rule=declining), NOWHERE, adopters=joined)

    paid = allocation.allocated_ore
    assert set(allocation.amounts) == joined
    assert paid + allocation.gap_ore - allocation.rounding_difference_ore == allocation.total_ore
    for share in allocation.shares.values():
        assert replay(share.trace) == share.amount_ore


@given(agreements(RoundingMethod.LARGEST_REMAINDER), st.data())
def test_amounts_stand_whoever_declines(agreement, data):
    drawn, key, total = agreement
    joined = data.draw(st.sets(st.sampled_from(codes(len(drawn)))))

    everybody = allocate(made(drawn, key, total), NOWHERE).amounts
    some = allocate(made(drawn, key, total), NOWHERE, adopters=joined).amounts

    assert some == {code: amount for code, amount in everybody.items() if code in joined}


@given(weights, totals, units)
def test_amount_is_less_than_a_unit_from_the_exact_share(drawn, total, to):
    shares = allocate(made(drawn, ByWeight(rounding=Rounding(to=to)), total), NOWHERE).shares

    assert all(abs(share.amount_ore - share.exact_ore) < to.ore for share in shares.values())


@given(weights, totals)
def test_who_weighs_more_never_pays_less(drawn, total):
    amounts = list(allocate(made(drawn, ByWeight(), total - total % 100), NOWHERE).amounts.values())

    in_order = sorted(zip(drawn, amounts, strict=True))
    lighter = max((a for w, a in in_order if w == in_order[0][0]), default=0)
    heavier = min((a for w, a in in_order if w == in_order[-1][0]), default=0)

    assert in_order[0][0] == in_order[-1][0] or lighter <= heavier


@given(weights, st.integers(1, 10**12))
def test_fractions_sum_to_one(drawn, total):
    shares = allocate(made(drawn, ByWeight(), total), NOWHERE).shares

    assert sum(share.fraction for share in shares.values()) == 1


@given(st.lists(st.integers(0, 10**9) | st.none(), min_size=1, max_size=12))
def test_stated_amounts_are_kept_and_the_others_stay_unknown(amounts):
    stated = {
        code: amount
        for code, amount in zip(codes(len(amounts)), amounts, strict=True)
        if amount is not None
    }
    key = StatedAmounts(amounts_ore=stated, rounding=Rounding(to=RoundTo.ORE))

    found = allocate(made([1] * len(amounts), key, None), NOWHERE).amounts

    assert list(found.values()) == amounts


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.integers(1, 1000), units)
def test_largest_remainder_meets_any_whole_target(numerators, denominator, to):
    exact = Fraction(sum(numerators), denominator)
    target = int(exact) + (exact != int(exact))

    amounts = largest_remainder(numerators, denominator, to.ore, target)

    assert sum(amounts) == target
    assert all(amount >= 0 for amount in amounts)


@given(st.lists(st.integers(0, 10**6), max_size=20), st.integers(1, 1000), units)
def test_each_alone_is_at_most_half_a_unit_off(numerators, denominator, to):
    amounts = each_alone(numerators, denominator, to.ore)

    for numerator, amount in zip(numerators, amounts, strict=True):
        assert amount % to.ore == 0
        assert -to.ore <= 2 * (Fraction(numerator, denominator) - amount) < to.ore


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(0, 1000), st.integers(0, 100), st.none() | st.integers(0, 200)),
        min_size=1,
        max_size=10,
    ),
    st.fractions(0, 3000, max_denominator=10),
)
def test_scaling_is_one_factor_within_the_bounds(rows, total):
    bases = [base for base, _, _ in rows]
    floors = [floor if high is None else min(floor, high) for _, floor, high in rows]
    ceilings = [high for _, _, high in rows]

    scaled = scale_within(bases, floors, ceilings, total)

    if scaled is None:
        assert sum(floors) > total
        return
    amounts = [Fraction(each, scaled.denominator) for each in scaled.numerators]
    for base, low, high, amount in zip(bases, floors, ceilings, amounts, strict=True):
        limit = amount if high is None else high
        assert low <= amount <= max(limit, low)
        if base and low < amount < limit:
            assert amount == scaled.factor * base
    reachable = sum(
        low if not base else (total if high is None else high)
        for base, low, high in zip(bases, floors, ceilings, strict=True)
    )
    assert sum(amounts) == min(total, reachable)


@given(agreements(RoundingMethod.LARGEST_REMAINDER), st.integers(0, 10**6), st.data())
def test_fixed_fee_is_the_least_that_anybody_pays(agreement, fixed, data):
    drawn, variable, _ = agreement
    key = FixedPlusVariable(
        fixed_ore=fixed * 100, variable=variable.model_copy(update={"rounding": None})
    )
    total = data.draw(st.integers(fixed * 100 * len(drawn), 10**13))

    amounts = allocate(made(drawn, key, total), NOWHERE).amounts.values()

    assert sum(amounts) == total
    assert min(amounts) >= fixed * 100
