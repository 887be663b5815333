"""Allocating a cost: each key by example, rounding, declining members, years and levels."""
# ruff: noqa: E501  # decision tables read better with a row on a line

from fractions import Fraction

import pytest

from core.allocation import KeyDoesNotFitError, UnknownLevelError, allocate, replay
from core.costs import DeclineRule, WhenSomeDecline
from core.errors import NotAMemberError, PopulationUnknownError
from core.figure import NOT_STATED
from core.keys import (
    Bounded,
    ByParts,
    ByWeight,
    EqualParts,
    FixedPlusVariable,
    KeyPart,
    Rounding,
    RoundingMethod,
    RoundTo,
    StatedAmounts,
    StatedShares,
)
from core.recommendation import Population
from core.register import shipped_register
from tests.core.agreement_made import NOWHERE, codes, made
from tests.core.agreement_text import read, with_key

REGISTER = shipped_register()
VAXJO, LJUNGBY, ALVESTA = "0780", "0781", "0764"


def kronor(recommendation, **how):
    """Return whole kronor by code, None where nothing is stated; the sums are left to others."""
    amounts = allocate(recommendation, REGISTER, **how).amounts
    return {code: None if ore is None else Fraction(ore, 100) for code, ore in amounts.items()}


def in_order(weights, key, total_ore, **how):
    return list(allocate(made(weights, key, total_ore, **how), NOWHERE).amounts.values())


@pytest.mark.parametrize(
    ("key", "alvesta", "vaxjo", "ljungby"),
    [
        # a total of 1 000 kr among Alvesta, Växjö and Ljungby, by whole kronor
        ('key = { kind = "equal" }', 334, 333, 333),
        ('key = { kind = "equal", rounding = "ten" }', 340, 330, 330),
        ('key = { kind = "equal", rounding = "hundred" }', 400, 300, 300),
        ('key = { kind = "equal", rounding = "öre" }', Fraction("333.34"), Fraction("333.33"), Fraction("333.33")),
        ('key = { kind = "not_stated" }', None, None, None),
        ('key = { kind = "amounts", amounts_kr = { "Växjö" = 700 } }', None, 700, None),
        ('key = { kind = "amounts", amounts_kr = { "Växjö" = 700, "Ljungby" = "not stated", "Alvesta" = 0 } }', 0, 700, None),
        ('key = { kind = "shares", shares = { "Växjö" = 0.5, "Ljungby" = "1/3", "Alvesta" = "1/6" } }', 167, 500, 333),
        ('key = { kind = "shares", shares = { "Växjö" = 0.5 } }', None, 500, None),
        ('key = { kind = "fixed_plus_variable", fixed_kr = 100, variable = { kind = "shares", shares = { "Växjö" = 0.5, "Ljungby" = 0.5, "Alvesta" = 0 } } }', 100, 450, 450),
        ('key = { kind = "bounded", ceiling_kr = 400, key = { kind = "shares", shares = { "Växjö" = 0.8, "Ljungby" = 0.1, "Alvesta" = 0.1 } } }', 300, 400, 300),
        ('key = { kind = "bounded", floor_kr = 150, key = { kind = "shares", shares = { "Växjö" = 0.8, "Ljungby" = 0.1, "Alvesta" = 0.1 } } }', 150, 700, 150),
        ('key = { kind = "bounded", floor_kr = 150, ceiling_kr = 600, key = { kind = "shares", shares = { "Växjö" = 0.8, "Ljungby" = 0.15, "Alvesta" = 0.05 } } }', 150, 600, 250),
        ('key = { kind = "bounded", ceiling_kr = 300, key = { kind = "equal" } }', 300, 300, 300),
        ('key = { kind = "parts", parts = [{ name = "a", amount_kr = 400, key = { kind = "shares", shares = { "Växjö" = 1, "Ljungby" = 0, "Alvesta" = 0 } } }, { name = "rest", key = { kind = "equal" } }] }', 200, 600, 200),
        ('key = { kind = "classes", classes = [{ name = "a", members = ["Växjö"], share = "40 %" }, { name = "b", members = ["Ljungby", "Alvesta"], share = "60 %" }] }', 300, 400, 300),
        ('key = { kind = "shares", shares = { "Växjö" = 0.5, "Ljungby" = "not stated" } }', None, 500, None),
        ('key = { kind = "classes", classes = [{ name = "a", members = ["Växjö"], share = "40 %" }, { name = "b", members = ["Ljungby", "Alvesta"], share = "60 %", key = { kind = "shares", shares = { "Ljungby" = 0.7, "Alvesta" = 0.3 } } }] }', 180, 400, 420),
        ('key = { kind = "fixed_plus_variable", fixed_kr = 100, variable = { kind = "shares", shares = { "Växjö" = 0.5 } } }', None, 450, None),
        ('key = { kind = "bounded", ceiling_kr = 400, key = { kind = "shares", shares = { "Växjö" = 0.5 } } }', None, None, None),
        ('key = { kind = "parts", parts = [{ name = "a", amount_kr = 400, key = { kind = "shares", shares = { "Växjö" = 0.5 } } }, { name = "rest", key = { kind = "equal" } }] }', None, 400, None),
        ('key = { kind = "classes", classes = [{ name = "a", members = ["Växjö"], share = "25 %" }, { name = "b", members = ["Ljungby"], share = "not stated" }] }', None, 250, None),
    ],
)  # fmt: skip
def test_key_splits_the_total(key, alvesta, vaxjo, ljungby):
    held = with_key(key)

    shares = allocate(held, REGISTER).shares

    assert kronor(held) == {ALVESTA: alvesta, VAXJO: vaxjo, LJUNGBY: ljungby}
    assert [replay(share.trace) for share in shares.values()] == list(shares.amounts.values())


def test_weight_may_be_a_column_of_the_file():
    held = read(
        rest="""
        [columns.skatt]
        title = "Skattekraft"
        values = { "Växjö" = 2.5, "Ljungby" = 1.5, "Alvesta" = 1 }
        [[costs]]
        name = "drift"
        total_kr = 1_000
        key = { kind = "weight", weight = "skatt" }
        """
    )

    assert kronor(held) == {ALVESTA: 200, VAXJO: 500, LJUNGBY: 300}


def test_weight_that_one_member_lacks_leaves_everybody_not_stated():
    held = read(
        rest="""
        [columns.skatt]
        title = "Skattekraft"
        values = { "Växjö" = 2.5, "Ljungby" = "not stated" }
        [[costs]]
        name = "drift"
        total_kr = 1_000
        key = { kind = "weight", weight = "skatt" }
        """
    )

    shares = allocate(held, REGISTER).shares

    missing = [share.trace[-1] for share in shares.values()]
    assert [share.amount_ore for share in shares.values()] == [None, None, None]
    assert {(step.what.value, step.name) for step in missing} == {("weight", "skatt")}


@pytest.mark.parametrize(
    ("bounds", "expected", "gap"),
    [
        # 1 000 kr in equal parts among places of 10, 20 and 70 inhabitants
        ("ceiling_kr = 8", [80, 160, 560], 200),
        ("ceiling_kr = 12", [120, 240, 640], 0),
        ("floor_kr = 8", [220, 220, 560], 0),
        ("floor_kr = 8\nceiling_kr = 20", [200, 240, 560], 0),
        ("floor_kr = 10", [100, 200, 700], 0),
        ("ceiling_kr = 10", [100, 200, 700], 0),
    ],
)
def test_bound_per_inhabitant_is_multiplied_by_the_inhabitants(bounds, expected, gap):
    held = with_key(
        f'[costs.key]\nkind = "bounded"\nper = "inhabitant"\n{bounds}\nkey = {{ kind = "equal" }}'
    )
    people = Population(on=held.population.on, values={ALVESTA: 10, VAXJO: 20, LJUNGBY: 70})
    held = held.model_copy(update={"population": people})

    allocation = allocate(held, REGISTER)

    assert list(kronor(held).values()) == expected
    assert allocation.gap_ore == gap * 100


@pytest.mark.parametrize(
    "bound", ["floor_kr = 1", "ceiling_kr = 1", "floor_kr = 1\nceiling_kr = 2"]
)
def test_bound_per_inhabitant_needs_everybodys_inhabitants(bound):
    held = with_key(
        f'[costs.key]\nkind = "bounded"\nper = "inhabitant"\n{bound}\nkey = {{ kind = "equal" }}',
        members='members = ["Växjö"]\n[[parties]]\nname = "Region Kronoberg"\n',
    )

    share = allocate(held, REGISTER).shares[VAXJO]

    step = share.trace[-1]
    assert (share.amount_ore, step.what.value, step.name, step.source.title) == (
        None,
        "weight",
        "population",
        "Brev",
    )


def test_bound_per_inhabitant_takes_the_published_population():
    held = with_key(
        """
        [costs.key]
        kind = "bounded"
        per = "inhabitant"
        ceiling_kr = 0.01
        rounding = "öre"
        key = { kind = "shares", shares = { "Växjö" = 0, "Ljungby" = 1, "Alvesta" = 0 } }
        """
    )

    amounts = allocate(held, REGISTER).amounts

    assert amounts[LJUNGBY] == REGISTER.population(LJUNGBY, held.population.on)


@pytest.mark.parametrize(
    "key",
    [
        FixedPlusVariable(fixed_ore=10_000, variable=EqualParts()),
        ByParts(parts=(KeyPart(name="all", amount_ore=30_000, key=EqualParts()),)),
        Bounded(floor_ore=10_000, key=EqualParts()),
    ],
)
def test_key_may_ask_for_exactly_the_total(key):
    assert in_order([1, 1, 1], key, 30_000) == [10_000, 10_000, 10_000]


@pytest.mark.parametrize(
    ("key", "kind", "needed"),
    [
        ('kind = "fixed_plus_variable"\nfixed_kr = 400\nvariable = { kind = "equal" }', "fixed_plus_variable", 120_000),
        ('kind = "bounded"\nfloor_kr = 400\nkey = { kind = "equal" }', "bounded", 120_000),
        ('kind = "parts"\nparts = [{ name = "a", amount_kr = 1_001, key = { kind = "equal" } }]', "parts", 100_100),
    ],
)  # fmt: skip
def test_key_that_asks_for_more_than_the_total_is_an_error(key, kind, needed):
    with pytest.raises(KeyDoesNotFitError) as caught:
        allocate(with_key(f"[costs.key]\n{key}"), REGISTER)

    assert caught.value.details() == {
        "recommendation": "prov-2027",
        "kind": kind,
        "needed_ore": needed,
        "total_ore": 100_000,
    }


@pytest.mark.parametrize(
    ("total", "to", "amounts"),
    [
        # the sum is exact also where the total isn't a multiple of the unit
        (10_000, RoundTo.ORE, [3_334, 3_333, 3_333]),
        (10_000, RoundTo.KRONA, [3_400, 3_300, 3_300]),
        (10_050, RoundTo.KRONA, [3_400, 3_350, 3_300]),
        (10_050, RoundTo.TEN, [4_000, 3_050, 3_000]),
        (10_150, RoundTo.KRONA, [3_400, 3_400, 3_350]),
        (99, RoundTo.KRONA, [99, 0, 0]),
        (0, RoundTo.KRONA, [0, 0, 0]),
    ],
)
def test_largest_remainder_gives_ties_to_the_smaller_code(total, to, amounts):
    found = in_order([1, 1, 1], EqualParts(rounding=Rounding(to=to)), total)

    assert (found, sum(found)) == (amounts, total)


@pytest.mark.parametrize(
    ("weights", "amounts"),
    [
        ([1, 2, 4], [1_400, 2_900, 5_700]),  # 14.28, 28.57, 57.14: the second lost most
        ([4, 2, 1], [5_700, 2_900, 1_400]),
        ([0, 1, 2], [0, 3_300, 6_700]),
        ([1, 1, 2], [2_500, 2_500, 5_000]),
        ([1, 5, 1], [1_400, 7_200, 1_400]),  # 14.28, 71.43, 14.28
    ],
)
def test_largest_remainder_goes_to_who_lost_most(weights, amounts):
    assert in_order(weights, ByWeight(), 10_000) == amounts


@pytest.mark.parametrize(
    ("total", "amounts", "difference"),
    [
        (10_000, [3_300, 3_300, 3_300], -100),  # 33.33 each
        (20_000, [6_700, 6_700, 6_700], 100),  # 66.67 each
        (10_050, [3_400, 3_400, 3_400], 150),  # 33.50 each: a half goes up
        (9_900, [3_300, 3_300, 3_300], 0),
    ],
)
def test_each_alone_shows_the_difference_that_it_makes(total, amounts, difference):
    key = EqualParts(rounding=Rounding(method=RoundingMethod.EACH_ALONE))

    allocation = allocate(made([1, 1, 1], key, total), NOWHERE)

    assert list(allocation.amounts.values()) == amounts
    assert allocation.rounding_difference_ore == difference
    assert allocation.gap_ore == 0


def test_shares_are_brought_to_decimals_before_the_amounts():
    key = ByWeight(rounding=Rounding(share_decimals=2))

    shares = allocate(made([1, 1, 1], key, 1_000_000), NOWHERE).shares

    assert [(share.fraction, share.amount_ore) for share in shares.values()] == [
        (Fraction("0.34"), 340_000),
        (Fraction("0.33"), 330_000),
        (Fraction("0.33"), 330_000),
    ]


@pytest.mark.parametrize(
    ("rule", "amounts", "total", "gap"),
    [
        # 1 000 kr for weights 1, 2 and 7; the last declines
        (DeclineRule.AMOUNTS_STAND, [10_000, 20_000], 100_000, 70_000),
        (DeclineRule.SPREAD, [33_300, 66_700], 100_000, 0),
        (DeclineRule.BUDGET_SHRINKS, [10_000, 20_000], 30_000, 0),
    ],
)
def test_decline_means_what_the_agreement_says(rule, amounts, total, gap):
    held = made([1, 2, 7], ByWeight(), 100_000, rule=WhenSomeDecline(rule=rule))

    allocation = allocate(held, NOWHERE, adopters=codes(3)[:2])

    assert (
        list(allocation.amounts.values()),
        allocation.total_ore,
        allocation.gap_ore,
        allocation.declined,
    ) == (amounts, total, gap, (codes(3)[2],))


@pytest.mark.parametrize(
    ("ceiling", "amounts", "gap"),
    [
        (60_000, [40_000, 60_000], 0),
        (40_000, [40_000, 40_000], 20_000),
        (90_000, [33_300, 66_700], 0),
    ],
)
def test_spread_stops_at_the_ceiling(ceiling, amounts, gap):
    held = made(
        [1, 2, 7],
        ByWeight(),
        100_000,
        rule=WhenSomeDecline(rule=DeclineRule.SPREAD, ceiling_ore=ceiling),
    )

    allocation = allocate(held, NOWHERE, adopters=codes(3)[:2])

    assert (list(allocation.amounts.values()), allocation.gap_ore) == (amounts, gap)


def test_ceiling_of_spreading_doesnt_bind_while_everybody_joins():
    held = made(
        [1, 9],
        ByWeight(),
        100_000,
        rule=WhenSomeDecline(rule=DeclineRule.SPREAD, ceiling_ore=50_000),
    )

    assert list(allocate(held, NOWHERE).amounts.values()) == [10_000, 90_000]


def test_stated_shares_are_spread_in_proportion():
    held = with_key(
        'key = { kind = "shares", shares = { "Växjö" = 0.5, "Ljungby" = 0.3, "Alvesta" = 0.2 } }',
        members='members = ["Växjö", "Ljungby", "Alvesta"]\nwhen_some_decline = "spread"\n',
    )

    assert kronor(held, adopters=[VAXJO, LJUNGBY]) == {VAXJO: 625, LJUNGBY: 375}


@pytest.mark.parametrize("rule", ["spread", "budget_shrinks", "amounts_stand"])
def test_amounts_that_arent_stated_stay_so_when_somebody_declines(rule):
    held = with_key(
        'key = { kind = "amounts", amounts_kr = { "Växjö" = 700 } }',
        members=f'members = ["Växjö", "Ljungby", "Alvesta"]\nwhen_some_decline = "{rule}"\n',
    )

    allocation = allocate(held, REGISTER, adopters=[VAXJO, LJUNGBY])

    vaxjo = None if rule == "spread" else 70_000
    assert allocation.amounts == {VAXJO: vaxjo, LJUNGBY: None}
    assert allocation.gap_ore is NOT_STATED
    assert replay(allocation.shares[VAXJO].trace) == vaxjo


def test_the_largest_stay_the_largest_whoever_joins():
    held = with_key(
        'key = { kind = "discount_for_largest", largest = 1, off = "50 %", rounding = "öre" }',
        members='members = ["Växjö", "Ljungby", "Alvesta"]\nwhen_some_decline = "spread"\n',
    )

    shares = allocate(held, REGISTER, adopters=[LJUNGBY, ALVESTA]).shares

    assert shares[LJUNGBY].ore_per_inhabitant == shares[ALVESTA].ore_per_inhabitant


def test_the_largest_of_those_who_join_still_has_its_discount():
    held = with_key(
        'key = { kind = "discount_for_largest", largest = 1, off = "50 %", rounding = "öre" }',
        members='members = ["Växjö", "Ljungby", "Alvesta"]\nwhen_some_decline = "spread"\n',
    )

    shares = allocate(held, REGISTER, adopters=[LJUNGBY, VAXJO]).shares

    assert shares[VAXJO].ore_per_inhabitant * 2 == shares[LJUNGBY].ore_per_inhabitant


def test_who_bears_nothing_bears_nothing_of_what_is_spread():
    one, two, three = codes(3)
    shares = {one: 0, two: "1/2", three: "1/2"}
    key = StatedShares(shares=shares, rounding=Rounding(to=RoundTo.ORE))
    held = made([1, 1, 1], key, 900, rule=WhenSomeDecline(rule=DeclineRule.SPREAD))

    assert allocate(held, NOWHERE, adopters=[one, two]).amounts == {one: 0, two: 900}


def test_spreading_a_total_that_isnt_stated_leaves_nothing_stated():
    one, two = codes(2)
    key = StatedAmounts(amounts_ore={one: 500, two: 500})
    held = made([1, 1], key, None, rule=WhenSomeDecline(rule=DeclineRule.SPREAD))

    share = allocate(held, NOWHERE, adopters=[one]).shares[one]

    step = share.trace[-1]
    assert (share.amount_ore, step.what.value, step.source.title) == (None, "total", "Made")


def test_discount_ties_go_to_the_smaller_code():
    held = with_key(
        'key = { kind = "discount_for_largest", largest = 1, off = "50 %" }',
    )
    people = Population(on=held.population.on, values={ALVESTA: 10, VAXJO: 10, LJUNGBY: 5})

    found = kronor(held.model_copy(update={"population": people}))

    assert found == {ALVESTA: 250, VAXJO: 500, LJUNGBY: 250}


def test_nobody_joined_leaves_the_whole_total_as_a_gap():
    held = made([1, 2], EqualParts(), 100_000)

    allocation = allocate(held, NOWHERE, adopters=[])

    assert (allocation.amounts, allocation.gap_ore) == ({}, 100_000)


def test_nobody_joined_leaves_a_shrinking_budget_empty():
    held = made(
        [1, 2], EqualParts(), 100_000, rule=WhenSomeDecline(rule=DeclineRule.BUDGET_SHRINKS)
    )

    allocation = allocate(held, NOWHERE, adopters=[])

    assert (allocation.total_ore, allocation.gap_ore) == (0, 0)


def test_nobody_joined_spreads_nothing():
    held = made([1, 2], ByWeight(), 100_000, rule=WhenSomeDecline(rule=DeclineRule.SPREAD))

    allocation = allocate(held, NOWHERE, adopters=[])

    assert (allocation.amounts, allocation.gap_ore) == ({}, 100_000)


def test_adopter_who_isnt_asked_is_an_error():
    with pytest.raises(NotAMemberError) as caught:
        allocate(made([1], EqualParts(), 1), NOWHERE, adopters=["0780"])

    assert caught.value.details() == {"member": "0780", "recommendation": "made"}


def test_unknown_level_is_an_error_that_lists_the_levels():
    with pytest.raises(UnknownLevelError) as caught:
        allocate(made([1], EqualParts(), 1), NOWHERE, level="raised")

    assert caught.value.details() == {"level": "raised", "known": ("proposed",)}


def test_population_of_an_unknown_date_is_an_error():
    held = with_key('key = { kind = "weight" }')
    people = held.population.model_copy(update={"on": held.population.on.replace(year=2020)})

    with pytest.raises(PopulationUnknownError):
        allocate(held.model_copy(update={"population": people}), REGISTER)


def test_party_without_inhabitants_cant_be_weighed_by_population():
    held = with_key(
        'key = { kind = "weight" }',
        members='members = ["Växjö"]\n[[parties]]\nname = "Region Kronoberg"\n',
    )

    assert kronor(held) == {VAXJO: None, "region-kronoberg": None}


def test_party_is_measured_by_the_inhabitants_of_the_municipalities():
    held = with_key(
        'key = { kind = "equal" }',
        members='members = ["Växjö", "Ljungby"]\n[[parties]]\nname = "Region Kronoberg"\n',
    )

    share = allocate(held, REGISTER).shares["region-kronoberg"]

    on = held.population.on
    everybody = REGISTER.population(VAXJO, on) + REGISTER.population(LJUNGBY, on)
    assert (share.inhabitants, share.ore_per_inhabitant) == (
        everybody,
        Fraction(100_000, 3) / everybody,
    )


def test_cost_lines_are_rounded_each_and_added_up():
    held = read(
        rest="""
        [[costs]]
        name = "drift"
        total_kr = 1_000
        key = { kind = "equal" }
        [[costs]]
        name = "start"
        total_kr = 500
        key = { kind = "shares", shares = { "Växjö" = 1, "Ljungby" = 0, "Alvesta" = 0 } }
        """
    )

    allocation = allocate(held, REGISTER)

    assert kronor(held) == {ALVESTA: 334, VAXJO: 833, LJUNGBY: 333}
    assert replay(allocation.shares[VAXJO].trace) == 83_300
    assert allocation.total_ore == allocation.allocated_ore == 150_000
    share = allocation.shares[VAXJO]
    assert share.fraction == (Fraction(1_000, 3) + 500) / 1_500
    assert [step.kind for step in share.trace] == ["branch", "branch", "summed", "per_inhabitant"]


def test_cost_line_that_isnt_stated_leaves_the_sum_not_stated():
    held = read(
        rest="""
        [[costs]]
        name = "drift"
        total_kr = 1_000
        key = { kind = "equal" }
        [[costs]]
        name = "start"
        key = { kind = "equal" }
        """
    )

    allocation = allocate(held, REGISTER)

    assert kronor(held) == {ALVESTA: None, VAXJO: None, LJUNGBY: None}
    assert (allocation.total_ore, allocation.shares[VAXJO].fraction) == (NOT_STATED, None)
    assert replay(allocation.shares[VAXJO].trace) is None


def test_share_of_a_total_that_isnt_stated_is_still_a_share():
    share = allocate(made([1, 3], ByWeight(), None), NOWHERE).shares[codes(2)[1]]

    assert (share.fraction, share.amount_ore, share.trace[0].what.value) == (
        Fraction(3, 4),
        None,
        "total",
    )


def test_amounts_without_a_total_are_no_shares_of_it():
    key = StatedAmounts(amounts_ore={codes(2)[0]: 500})

    shares = allocate(made([1, 3], key, None), NOWHERE).shares

    assert [(share.fraction, share.amount_ore) for share in shares.values()] == [
        (None, 500),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("index", "year", "total"),
    [
        ('{ kind = "percent", first_year = 2027, each_year = "2 %" }', 2026, 1_000),
        ('{ kind = "percent", first_year = 2027, each_year = "2 %" }', 2027, 1_020),
        ('{ kind = "percent", first_year = 2027, each_year = "2 %" }', 2028, 1_040),  # 1 040.40
        ('{ kind = "percent", first_year = 2027, each_year = "2 %", years = { 2028 = "10 %" } }', 2028, 1_122),
        ('{ kind = "percent", first_year = 2027, years = { 2027 = "10 %" } }', 2027, 1_100),
        ('{ kind = "percent", first_year = 2027, years = { 2027 = "10 %" } }', 2028, NOT_STATED),
        ('{ kind = "percent", first_year = 2027 }', 2027, NOT_STATED),
        ('{ kind = "index", name = "KPI", base_year = 2026, numbers = { 2026 = 200, 2027 = 205 } }', 2027, 1_025),
        ('{ kind = "index", name = "KPI", base_year = 2026, numbers = { 2026 = 200, 2027 = 205 } }', 2026, 1_000),
        ('{ kind = "index", name = "KPI", base_year = 2026, numbers = { 2026 = 200, 2027 = 205 } }', 2028, NOT_STATED),
        ('{ kind = "index", name = "KPI", base_year = 2026, numbers = { 2027 = 205 } }', 2027, NOT_STATED),
    ],
)  # fmt: skip
def test_total_follows_the_index_of_its_line(index, year, total):
    held = with_key(f'index = {index}\nkey = {{ kind = "equal" }}')

    found = allocate(held, REGISTER, year=year).total_ore

    assert found == (total if total is NOT_STATED else total * 100)


def test_index_doesnt_apply_without_a_year():
    index = '{ kind = "percent", first_year = 2000, each_year = "2 %" }'
    held = with_key(f'index = {index}\nkey = {{ kind = "equal" }}')

    assert allocate(held, REGISTER).total_ore == 100_000


def test_trace_tells_the_year_and_its_factor():
    index = '{ kind = "percent", first_year = 2027, each_year = "2 %" }'
    held = with_key(f'index = {index}\nkey = {{ kind = "equal" }}')

    step = allocate(held, REGISTER, year=2028).shares[VAXJO].trace[1]

    assert (step.kind, step.year, step.factor, step.total_ore) == (
        "indexed",
        2028,
        Fraction("1.0404"),
        104_000,
    )


def test_agreement_without_any_cost_has_an_amount_for_nobody():
    allocation = allocate(read(), shipped_register())

    assert set(allocation.amounts.values()) == {None}
    assert allocation.shares["0781"].amount_ore is None
    assert allocation.shares["0781"].trace == ()
