"""A trace with a step lost, or a factor of nothing: what can and can't be computed again."""

from fractions import Fraction

import pytest

from core.allocation import allocate, replay
from core.allocation.trace import ScaledWithin
from core.costs import DeclineRule, WhenSomeDecline
from core.keys import Bounded, ByWeight, StatedAmounts, StatedShares
from tests.core.agreement_made import NOWHERE, codes, made

SPREAD = WhenSomeDecline(rule=DeclineRule.SPREAD)


@pytest.mark.parametrize("lost", ["weight_read", "weights_summed"])
def test_trace_that_has_lost_a_weight_reaches_no_amount(lost):
    share = allocate(made([1, 3], ByWeight(), 40_000), NOWHERE).shares[codes(2)[1]]

    left = [step for step in share.trace if step.kind != lost]

    assert (replay(share.trace), replay(left)) == (30_000, 0)


def test_total_of_nothing_scales_a_stated_amount_to_nothing():
    one, two = codes(2)
    held = made([1, 1], StatedAmounts(amounts_ore={one: 500, two: 500}), 0, rule=SPREAD)

    share = allocate(held, NOWHERE, adopters=[one]).shares[one]

    assert ScaledWithin(factor=Fraction(0)) in share.trace
    assert (share.amount_ore, replay(share.trace)) == (0, 0)


def test_who_bears_nothing_has_nothing_to_scale_where_the_others_stand_at_a_ceiling():
    one, two = codes(2)
    key = Bounded(ceiling_ore=40_000, key=StatedShares(shares={one: 0, two: 1}))

    shares = allocate(made([1, 1], key, 100_000), NOWHERE).shares

    assert [share.amount_ore for share in shares.values()] == [0, 40_000]
    assert [replay(share.trace) for share in shares.values()] == [0, 40_000]
    assert shares[one].trace[2] == ScaledWithin(factor=None)
