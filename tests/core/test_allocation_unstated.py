"""What isn't stated is never a zero: not in a weight, a ranking, a scaling or a price."""

import pytest

from core.allocation import allocate
from core.allocation.trace import Gap, Missing
from core.allocation.weights import POPULATION, Weights, weights_of
from core.figure import NOT_STATED
from core.register import shipped_register
from tests.core.agreement_text import MEMBERS, read, with_key

REGISTER = shipped_register()
VAXJO, LJUNGBY, ALVESTA = "0780", "0781", "0764"
SPREAD = f'{MEMBERS}when_some_decline = "spread"\n'

BY_TAX = """
[columns.skatt]
title = "Skattekraft"
values = { "Ljungby" = 1.5, "Alvesta" = 1 }
[[costs]]
name = "drift"
total_kr = 1_000
"""


def without_population(key: str):
    return with_key(key).model_copy(update={"population": NOT_STATED})


def test_population_that_isnt_stated_gives_no_price_per_inhabitant():
    held = without_population('key = { kind = "equal", rounding = "öre" }')

    share = allocate(held, REGISTER).shares[VAXJO]

    assert (share.amount_ore, share.inhabitants, share.ore_per_inhabitant) == (33_333, None, None)
    assert [step.kind for step in share.trace] == ["total_read", "equal_part", "rounded"]


def test_population_that_isnt_stated_is_a_weight_that_nobody_has():
    held = without_population('key = { kind = "weight" }')

    share = allocate(held, REGISTER).shares[VAXJO]

    assert weights_of(POPULATION, held, REGISTER, [VAXJO, LJUNGBY]) == Weights(
        name="population", values=[None, None]
    )
    assert share.amount_ore is None
    assert share.trace[-1] == Missing(
        what=Gap.WEIGHT, name="population", source=held.sources["brev"]
    )


@pytest.mark.parametrize(
    ("key", "ljungby"),
    [
        # 1 000 kr by tax capacity 1.5 and 1; Växjö's isn't stated, and Växjö declines
        ('kind = "weight"', 60_000),
        ('kind = "discount_for_largest"\nlargest = 1\noff = "50 %"', None),
    ],
)
def test_who_declined_without_a_stated_weight_may_be_the_largest(key, ljungby):
    held = read(members=SPREAD, rest=f'{BY_TAX}[costs.key]\nweight = "skatt"\n{key}\n')

    share = allocate(held, REGISTER, adopters=[LJUNGBY, ALVESTA]).shares[LJUNGBY]

    assert share.amount_ore == ljungby
    assert (share.trace[-1] == missing_weight(held)) is (ljungby is None)


def missing_weight(held):
    return Missing(what=Gap.WEIGHT, name="skatt", source=held.sources["brev"])


def test_amount_isnt_spread_among_others_whose_amounts_arent_stated():
    held = with_key('key = { kind = "amounts", amounts_kr = { "Växjö" = 1_000 } }', members=SPREAD)

    allocation = allocate(held, REGISTER, adopters=[VAXJO, LJUNGBY])

    assert allocation.amounts == {LJUNGBY: None, VAXJO: None}


def test_agreement_without_any_cost_has_an_amount_for_none_of_those_who_joined():
    allocation = allocate(read(), REGISTER, adopters=[VAXJO])

    assert allocation.amounts == {VAXJO: None}
    assert allocation.declined == (ALVESTA, LJUNGBY)
