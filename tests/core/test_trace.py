"""The steps to a share: what was read from where, the formula with its numbers, the result."""

from datetime import date
from fractions import Fraction

import pytest

from core.allocation import allocate, replay
from core.allocation.trace import (
    AmountStated,
    AtRate,
    BoundMet,
    Branch,
    ClassShare,
    DeclineApplied,
    EqualPart,
    FixedFee,
    Gap,
    Missing,
    PartTaken,
    PerInhabitant,
    RestTaken,
    Rounded,
    ScaledWithin,
    ShareRounded,
    ShareStated,
    Summed,
    TotalRead,
    WeightRead,
    WeightsSummed,
)
from core.costs import DeclineRule, Every, WhenSomeDecline
from core.keys import ByWeight, EqualParts, Rounding, RoundingMethod, RoundTo
from core.recommendation_file import shipped_recommendations
from core.register import shipped_register
from tests.core.agreement_made import NOWHERE, codes, made
from tests.core.agreement_text import MEMBERS, read, with_key

REGISTER = shipped_register()
VAXJO, LJUNGBY, ALVESTA = "0780", "0781", "0764"


def trace_of(key: str, name: str, level: str | None = None):
    held = shipped_recommendations()[key]
    return allocate(held, REGISTER, level=level).shares[held.find_member(name).key].trace


def steps(recommendation, code: str = VAXJO, **how):
    """Return a member's steps without the first, the total, and the last, the price."""
    return list(allocate(recommendation, REGISTER, **how).shares[code].trace[1:-1])


def test_norrtaljes_share_is_told_step_by_step():
    held = shipped_recommendations()["skl-2020"]
    counted = 10_230_185 - Fraction(2_098_499, 10)
    rate = 1_950_000_000 / counted

    assert trace_of("skl-2020", "Norrtälje") == (
        TotalRead(
            line="kunskapsstyrning",
            level="proposed",
            total_ore=1_950_000_000,
            at_most=True,
            every=Every.YEAR,
            source=held.sources["norrtalje"],
        ),
        WeightRead(
            weight="population", value=Fraction(61_769), on=date(2018, 12, 31), assumed=True
        ),
        WeightsSummed(
            weight="population",
            members=290,
            sum=Fraction(10_230_185),
            largest=("Stockholm", "Uppsala", "Malmö", "Göteborg"),
            largest_sum=Fraction(2_098_499),
            off=Fraction(1, 10),
            counted=counted,
        ),
        AtRate(rate_ore=rate, value=Fraction(61_769)),
        Rounded(
            exact_ore=61_769 * rate,
            to=RoundTo.KRONA,
            method=RoundingMethod.LARGEST_REMAINDER,
            down_ore=12_020_500,
            added_ore=0,
            raised=144,
            members=290,
            amount_ore=12_020_500,
        ),
        PerInhabitant(inhabitants=61_769, on=date(2018, 12, 31), assumed=True, rate_ore=rate),
    )


def test_one_of_the_four_largest_pays_nine_tenths_of_the_rate():
    step = next(step for step in trace_of("skl-2020", "Malmö") if isinstance(step, AtRate))

    assert (step.value, step.factor) == (339_313, Fraction(9, 10))


def test_habos_share_is_a_stated_one_of_the_level():
    held = shipped_recommendations()["fourum-2016"]
    source = held.sources["pm"]

    assert trace_of("fourum-2016", "Habo", "today") == (
        TotalRead(
            line="basfinansiering",
            level="today",
            level_title="Dagens nivå",
            total_ore=420_000_000,
            source=source,
        ),
        ShareStated(share=Fraction("0.0324"), based_on="skattekraftsandel 2015", source=source),
        PerInhabitant(
            inhabitants=10_969, on=date(2013, 9, 30), rate_ore=Fraction(13_608_000, 10_969)
        ),
    )


def test_council_bears_a_quarter_as_a_class():
    held = shipped_recommendations()["finsam-2014"]

    assert trace_of("finsam-2014", "Landstinget", "msf-first")[1:] == (
        ClassShare(name="Landsting", share=Fraction(1, 4), members=1),
        EqualPart(members=1),
        PerInhabitant(
            inhabitants=9_515,
            on=held.population.on,
            assumed=True,
            rate_ore=Fraction(25_000_000, 9_515),
        ),
    )


def test_ljungbys_amount_is_stated_and_nothing_is_computed():
    held = shipped_recommendations()["kronoberg-2018"]

    assert trace_of("kronoberg-2018", "Ljungby")[0] == AmountStated(
        amount_ore=28_960_000, based_on="andel skattekraft", source=held.sources["ljungby"]
    )


@pytest.mark.parametrize(
    ("key", "name", "level", "missing"),
    [
        ("kronoberg-2018", "Växjö", None, (Gap.AMOUNT, "", "andel skattekraft")),
        ("finsam-2014", "Markaryd", "msf-first", (Gap.CLASS_SHARE, "Kommuner", "")),
        ("finsam-2014", "Försäkringskassan", "msf-later", (Gap.CLASS_SHARE, "Staten", "")),
        ("finsam-2014", "Markaryd", None, (Gap.TOTAL, "", "")),
    ],
)
def test_share_that_isnt_stated_says_what_is_missing(key, name, level, missing):
    *before, step = trace_of(key, name, level)

    assert (step.what, step.name, step.based_on) == missing
    assert [each.kind for each in before] == ([] if level is None else ["total_read"])


def test_share_of_an_unstated_total_is_told_after_it():
    kinds = [step.kind for step in trace_of("finsam-2014", "Landstinget")]

    assert kinds == ["missing", "class_share"]


def test_column_is_read_with_its_title_date_and_source():
    held = read(
        rest="""
        [columns.skatt]
        title = "Skattekraft"
        on = 2025-01-01
        values = { "Växjö" = 2.5, "Ljungby" = 1.5, "Alvesta" = 1 }
        [[costs]]
        name = "drift"
        total_kr = 1_000
        key = { kind = "weight", weight = "skatt" }
        """
    )

    assert steps(held) == [
        WeightRead(
            weight="skatt",
            title="Skattekraft",
            value=Fraction("2.5"),
            on=date(2025, 1, 1),
            source=held.sources["brev"],
        ),
        WeightsSummed(weight="skatt", members=3, sum=Fraction(5), counted=Fraction(5)),
        AtRate(rate_ore=Fraction(20_000), value=Fraction("2.5")),
    ]


def test_discount_by_a_column_keeps_its_decimals():
    held = read(
        rest="""
        [columns.skatt]
        title = "Skattekraft"
        values = { "Växjö" = 2.5, "Ljungby" = 1.5, "Alvesta" = 1.25 }
        [[costs]]
        name = "drift"
        total_kr = 1_000
        key = { kind = "discount_for_largest", largest = 1, off = "20 %", weight = "skatt" }
        """
    )

    summed, at_rate = steps(held)[1:3]

    counted = Fraction("5.25") - Fraction("0.5")
    assert (summed.sum, summed.largest, summed.largest_sum, summed.counted) == (
        Fraction("5.25"),
        ("Växjö",),
        Fraction("2.5"),
        counted,
    )
    assert at_rate == AtRate(
        rate_ore=100_000 / counted, value=Fraction("2.5"), factor=Fraction(4, 5)
    )


def test_share_that_a_key_leaves_out_is_missing_with_its_ground():
    held = with_key('key = { kind = "shares", based_on = "skatt", shares = { "Växjö" = 1 } }')

    step = allocate(held, REGISTER).shares[LJUNGBY].trace[-1]

    assert step == Missing(what=Gap.SHARE, based_on="skatt", source=held.sources["brev"])


def test_member_of_no_class_is_missing_its_class():
    held = with_key(
        'key = { kind = "classes", classes = [{ name = "a", members = ["Växjö"], share = 1 }] }'
    )

    step = allocate(held, REGISTER).shares[LJUNGBY].trace[-1]

    assert step == Missing(what=Gap.CLASS_SHARE, source=held.sources["brev"])


def test_branches_are_only_summed_where_each_is_known():
    held = with_key(
        """
        [costs.key]
        kind = "parts"
        parts = [
            { name = "a", amount_kr = 400, key = { kind = "shares", shares = { "Växjö" = 1 } } },
            { name = "rest", key = { kind = "equal" } },
        ]
        """
    )

    kinds = [step.kind for step in allocate(held, REGISTER).shares[LJUNGBY].trace]

    assert kinds == ["total_read", "branch", "branch"]


def test_total_is_read_from_the_source_of_its_level():
    held = read(
        rest="""
        [sources.beslut]
        title = "Beslut"
        [[costs]]
        name = "start"
        every = "once"
        levels = [{ name = "x", total_kr = 1_000, source = "beslut" }]
        key = { kind = "equal" }
        """
    )

    step = allocate(held, REGISTER).shares[VAXJO].trace[0]

    assert (step.every, step.source.title) == (Every.ONCE, "Beslut")


def test_key_that_reaches_the_total_isnt_scaled_when_it_is_spread():
    held = made([1, 2, 7], ByWeight(), 900, rule=WhenSomeDecline(rule=DeclineRule.SPREAD))

    trace = allocate(held, NOWHERE, adopters=codes(2)).shares[codes(1)[0]].trace

    assert [step.kind for step in trace] == [
        "total_read",
        "decline_applied",
        "weight_read",
        "weights_summed",
        "at_rate",
        "per_inhabitant",
    ]


def test_population_of_the_document_is_read_from_its_source():
    read_step = trace_of("fourum-2016", "Habo")

    held = made([3, 1], ByWeight(), 100)
    step = allocate(held, NOWHERE).shares[codes(1)[0]].trace[1]

    assert read_step[0].source.published == date(2015, 4, 29)
    assert (step.source.title, step.value, step.assumed) == ("Made", 3, False)


def test_fixed_fee_and_the_rest_are_branches():
    held = with_key(
        'key = { kind = "fixed_plus_variable", fixed_kr = 100, variable = { kind = "equal" } }'
    )

    assert steps(held, LJUNGBY)[:3] == [
        Branch(name="fixed", steps=(FixedFee(amount_ore=10_000),)),
        Branch(
            name="variable",
            steps=(
                RestTaken(fixed_ore=10_000, members=3, amount_ore=Fraction(70_000)),
                EqualPart(members=3),
            ),
        ),
        Summed(amount_ore=Fraction(100_000, 3)),
    ]


def test_parts_are_branches_with_their_earmark():
    held = with_key(
        """
        [costs.key]
        kind = "parts"
        parts = [
            { name = "a", amount_kr = 300, earmarked_for = "IT", key = { kind = "equal" } },
            { name = "b", key = { kind = "equal" } },
        ]
        """
    )

    assert steps(held)[:3] == [
        Branch(
            name="a",
            steps=(
                PartTaken(name="a", amount_ore=Fraction(30_000), earmarked_for="IT"),
                EqualPart(members=3),
            ),
        ),
        Branch(
            name="b",
            steps=(PartTaken(name="b", amount_ore=Fraction(70_000)), EqualPart(members=3)),
        ),
        Summed(amount_ore=Fraction(100_000, 3)),
    ]


@pytest.mark.parametrize(
    ("code", "met", "bound"),
    [(VAXJO, BoundMet.CEILING, 60_000), (ALVESTA, BoundMet.FLOOR, 15_000), (LJUNGBY, None, None)],
)
def test_bound_is_told_where_it_is_met(code, met, bound):
    held = with_key(
        """
        [costs.key]
        kind = "bounded"
        floor_kr = 150
        ceiling_kr = 600
        key = { kind = "shares", shares = { "Växjö" = 0.8, "Ljungby" = 0.15, "Alvesta" = 0.05 } }
        """
    )

    assert steps(held, code)[1] == ScaledWithin(
        factor=Fraction(25_000, 15_000), met=met, bound_ore=bound
    )


def test_rounding_tells_what_was_added_and_to_how_many():
    held = with_key('key = { kind = "equal" }')

    assert steps(held, ALVESTA)[-1] == Rounded(
        exact_ore=Fraction(100_000, 3),
        to=RoundTo.KRONA,
        method=RoundingMethod.LARGEST_REMAINDER,
        down_ore=33_300,
        added_ore=100,
        raised=1,
        members=3,
        amount_ore=33_400,
    )


def test_share_decimals_are_told_with_the_exact_share():
    key = ByWeight(rounding=Rounding(share_decimals=2))

    trace = allocate(made([1, 1, 1], key, 1_000_000), NOWHERE).shares[codes(1)[0]].trace

    assert trace[4] == ShareRounded(
        exact=Fraction(1, 3), decimals=2, share=Fraction("0.34"), total_ore=1_000_000
    )


def test_share_that_has_the_decimals_already_isnt_rounded():
    key = ByWeight(rounding=Rounding(share_decimals=2))

    trace = allocate(made([1, 3], key, 1_000_000), NOWHERE).shares[codes(1)[0]].trace

    assert [step.kind for step in trace] == [
        "total_read",
        "weight_read",
        "weights_summed",
        "at_rate",
        "per_inhabitant",
    ]


@pytest.mark.parametrize(
    ("rule", "stated"), [(DeclineRule.SPREAD, True), (DeclineRule.BUDGET_SHRINKS, True)]
)
def test_decline_is_told_with_its_rule(rule, stated):
    held = made([1, 1, 1], EqualParts(), 900, rule=WhenSomeDecline(rule=rule, ceiling_ore=600))

    trace = allocate(held, NOWHERE, adopters=codes(2)).shares[codes(1)[0]].trace

    assert trace[1] == DeclineApplied(
        rule=rule, stated=stated, declined=1, total_ore=900, ceiling_ore=600
    )


def test_decline_without_a_rule_lets_the_amounts_stand():
    trace = (
        allocate(made([1, 1], EqualParts(), 900), NOWHERE, adopters=codes(1))
        .shares[codes(1)[0]]
        .trace
    )

    assert trace[1] == DeclineApplied(
        rule=DeclineRule.AMOUNTS_STAND, stated=False, declined=1, total_ore=900
    )


def test_lines_are_branches_that_are_summed():
    held = read(
        members=MEMBERS,
        rest="""
        [[costs]]
        name = "drift"
        title = "Drift"
        total_kr = 300
        key = { kind = "equal" }
        [[costs]]
        name = "start"
        total_kr = 600
        key = { kind = "equal" }
        """,
    )

    trace = allocate(held, REGISTER).shares[VAXJO].trace

    assert [
        (step.kind, getattr(step, "name", ""), getattr(step, "title", "")) for step in trace
    ] == [
        ("branch", "drift", "Drift"),
        ("branch", "start", ""),
        ("summed", "", ""),
        ("per_inhabitant", "", ""),
    ]
    assert trace[2].amount_ore == 30_000


def test_amount_that_cant_be_scaled_names_the_others():
    held = with_key(
        'key = { kind = "amounts", amounts_kr = { "Växjö" = 700 } }',
        members=f'{MEMBERS}when_some_decline = "spread"\n',
    )

    shares = allocate(held, REGISTER, adopters=[VAXJO, LJUNGBY]).shares

    brev = held.sources["brev"]
    assert shares[VAXJO].trace[-1] == Missing(what=Gap.AMOUNT, name="others", source=brev)
    assert shares[LJUNGBY].trace[2:] == (Missing(what=Gap.AMOUNT, source=brev),)


def test_replay_of_a_trace_that_lacks_something_is_none():
    assert replay(trace_of("kronoberg-2018", "Växjö")) is None


def test_replay_of_no_steps_is_where_it_started():
    assert replay([], Fraction(7)) == 7


def test_replay_sums_each_group_of_branches_by_itself():
    fee = Branch(name="fee", steps=(FixedFee(amount_ore=5),))
    twice = (fee, fee, Summed(amount_ore=10), fee, Summed(amount_ore=5))

    assert replay(twice) == 5


@pytest.mark.parametrize("name", ["Malmö", "Norrtälje"])
def test_replay_of_the_fee_model_is_the_amount(name):
    held = shipped_recommendations()["skl-2020"]
    share = allocate(held, REGISTER).shares[held.find_member(name).key]

    assert replay(share.trace) == share.amount_ore


def test_replay_of_share_decimals_is_the_amount():
    key = ByWeight(rounding=Rounding(share_decimals=2))

    share = allocate(made([1, 1, 1], key, 1_000_000), NOWHERE).shares[codes(1)[0]]

    assert replay(share.trace) == 340_000


def test_weight_of_nothing_is_read_as_nothing():
    share = allocate(made([0, 1], ByWeight(), 100), NOWHERE).shares[codes(1)[0]]

    assert (share.trace[1].value, share.amount_ore) == (0, 0)
