"""Outside money: what comes off each share, exactly, and only when somebody has decided it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.allocation import allocate
from core.answer import Evidence
from core.keys import ByWeight, Rounding, RoundTo
from core.recommendation_file import shipped_recommendations
from core.register import shipped_register
from core.settlement import (
    AmountsNotStatedError,
    NegativeMoneyError,
    SettlementKind,
    decided,
    settle,
)
from tests.core.agreement_made import NOWHERE, codes, made

REGISTER = shipped_register()
DECISION = Evidence("PKS", date(2016, 9, 1), "§ 12")


def fourum(level: str = "raised"):
    return allocate(shipped_recommendations()["fourum-2016"], REGISTER, level=level)


def test_state_grant_reduces_each_share_by_the_same_key():
    settlement = settle(fourum(), 210_000_000, "statsbidrag 2016")

    aneby = settlement.lines[0]
    assert (aneby.paid_ore, aneby.back_ore, aneby.left_ore, aneby.fraction) == (
        11_592_000,
        3_864_000,
        7_728_000,
        Fraction("0.0184"),
    )
    assert (settlement.used_ore, settlement.surplus_ore) == (210_000_000, 0)


def test_reduction_by_the_raise_leaves_todays_amounts():
    settlement = settle(fourum(), 210_000_000, "statsbidrag 2016")

    left = {line.member: line.left_ore for line in settlement.lines}

    assert left == fourum("today").amounts


def test_money_beyond_what_the_members_pay_is_a_surplus():
    settlement = settle(fourum(), 630_000_001, "statsbidrag 2016")

    assert (settlement.used_ore, settlement.surplus_ore) == (630_000_000, 1)
    assert {line.left_ore for line in settlement.lines} == {0}


def test_settlement_names_the_clause_that_allows_it():
    clause = settle(fourum(), 1, "statsbidrag").clause

    assert clause.kind.value == "clawback"


def test_settlement_of_an_agreement_without_such_a_clause_says_so():
    held = shipped_recommendations()["skl-2020"]

    assert settle(allocate(held, REGISTER), 100, "statsbidrag").clause is None


def test_decided_settlement_keeps_what_each_gets_and_its_decision():
    settled = decided(
        settle(fourum(), 210_000_000, "statsbidrag 2016", SettlementKind.REPAYMENT), DECISION
    )

    assert (settled.kind, settled.origin, settled.money_ore, settled.decision) == (
        SettlementKind.REPAYMENT, "statsbidrag 2016", 210_000_000, DECISION,
    )  # fmt: skip
    assert settled.back_ore["0604"] == 3_864_000
    assert sum(settled.back_ore.values()) == 210_000_000


def test_settlement_needs_everybodys_amount():
    allocation = allocate(shipped_recommendations()["kronoberg-2018"], REGISTER)

    with pytest.raises(AmountsNotStatedError) as caught:
        settle(allocation, 100, "statsbidrag")

    assert caught.value.recommendation == "kronoberg-2018"
    assert caught.value.members == ("0760", "0761", "0763", "0764", "0765", "0767", "0780")


def test_negative_money_is_an_error():
    with pytest.raises(NegativeMoneyError) as caught:
        settle(fourum(), -1, "statsbidrag")

    assert caught.value.money_ore == -1


def test_settlement_among_nobody_is_all_surplus():
    held = made([1], ByWeight(), 100)

    settlement = settle(allocate(held, NOWHERE, adopters=[]), 100, "statsbidrag")

    assert (settlement.lines, settlement.surplus_ore) == ((), 100)


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.sampled_from(list(RoundTo)),
    st.sampled_from(list(RoundTo)),
)
def test_settlement_sums_exactly_and_never_exceeds_what_is_paid(weights, total, money, unit, to):
    key = ByWeight(rounding=Rounding(to=unit))

    settlement = settle(allocate(made(weights, key, total), NOWHERE), money, "bidrag", to=to)

    assert settlement.used_ore == min(money, total)
    assert settlement.used_ore + settlement.surplus_ore == money
    assert all(0 <= line.back_ore <= line.paid_ore for line in settlement.lines)
    assert sum(line.paid_ore for line in settlement.lines) == total


def test_settlement_is_in_whole_kronor_where_the_amounts_are():
    allocation = allocate(made([1, 1, 1], ByWeight(), 30_000), NOWHERE)

    settlement = settle(allocation, 10_000, "bidrag")

    assert {line.member: line.back_ore for line in settlement.lines} == dict(
        zip(codes(3), [3_400, 3_300, 3_300], strict=True)
    )


@pytest.mark.parametrize("kind", list(SettlementKind))
def test_settlement_of_a_single_ore_goes_to_the_one_who_pays_it(kind):
    settlement = settle(allocate(made([1], ByWeight(), 1), NOWHERE), 1, "bidrag", kind)

    line = settlement.lines[0]
    assert (settlement.kind, line.back_ore, line.left_ore, line.fraction) == (kind, 1, 0, 1)
