"""The language of conditions: what a file may say, exactly what it means, and back again."""

import json
import tomllib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.condition import (
    CONDITION,
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Base,
    Delayed,
    HigherDecision,
    Latched,
    Measure,
    Not,
    NotQuantified,
    NotStated,
    OutsideEvent,
    Per,
    PriceAtLeast,
    PriceAtMost,
    TheseMembers,
    exact_share,
    kronor_from_ore,
    ore_from_kronor,
)
from core.condition_file import toml_value
from tests.core.condition_strategies import searched

KINDS = [
    ('{ kind = "all_members" }', AllMembers()),
    (
        '{ kind = "all_members", but_at_most = 3, base = "answered" }',
        AllMembers(but_at_most=3, base=Base.ANSWERED),
    ),
    ('{ kind = "at_least", count = 6 }', AtLeast(count=6)),
    ('{ kind = "at_least_share", share = "4/5" }', AtLeastShare(share=Fraction(4, 5))),
    (
        '{ kind = "at_least_share", of = "population", share = "1/2", strictly = true }',
        AtLeastShare(of=Measure.POPULATION, share=Fraction(1, 2), strictly=True),
    ),
    ('{ kind = "these_members", members = ["0780"] }', TheseMembers(members=("0780",))),
    (
        '{ kind = "price_at_most", amount = 300000 }',
        PriceAtMost(amount_ore=30_000_000),
    ),
    (
        '{ kind = "price_at_least", per = "inhabitant", amount = "26.50" }',
        PriceAtLeast(amount_ore=2650, per=Per.INHABITANT),
    ),
    (
        '{ kind = "outside_event", event = "statsbidrag", description = "för 2014" }',
        OutsideEvent(event="statsbidrag", description="för 2014"),
    ),
    ('{ kind = "higher_decision", body = "budget 2019" }', HigherDecision(body="budget 2019")),
    (
        '{ kind = "not_quantified", words = "tillräckligt många" }',
        NotQuantified(words="tillräckligt många"),
    ),
    (
        '{ kind = "not_quantified", words = "till\\u007f \\"räckligt\\"" }',
        NotQuantified(words='till\x7f "räckligt"'),
    ),
    ('{ kind = "not_stated" }', NotStated()),
    (
        '{ kind = "all_of", conditions = [{ kind = "at_least", count = 55 }] }',
        AllOf(conditions=(AtLeast(count=55),)),
    ),
    (
        '{ kind = "any_of", conditions = [{ kind = "not_stated" }, { kind = "all_members" }] }',
        AnyOf(conditions=(NotStated(), AllMembers())),
    ),
    (
        '{ kind = "not", condition = { kind = "all_members" } }',
        Not(condition=AllMembers()),
    ),
    (
        '{ kind = "delayed", days = 30, condition = { kind = "all_members" } }',
        Delayed(days=30, condition=AllMembers()),
    ),
    (
        '{ kind = "latched", condition = { kind = "all_members" } }',
        Latched(condition=AllMembers()),
    ),
]


def from_toml(value):
    return CONDITION.validate_python(tomllib.loads(f"condition = {value}")["condition"])


@pytest.mark.parametrize(("written", "condition"), KINDS)
def test_every_kind_reads_from_toml_and_writes_the_same(written, condition):
    assert from_toml(written) == condition
    assert toml_value(condition) == written


def conditions():
    text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
        lambda each: each.strip()
    )
    share = st.fractions(0, 1).filter(bool)
    base = st.sampled_from(Base)
    ore = st.integers(0, 10**12)
    leaves = st.one_of(
        st.builds(AllMembers, but_at_most=st.integers(0, 290), base=base),
        st.builds(AtLeast, count=st.integers(1, 290)),
        st.builds(
            AtLeastShare,
            of=st.sampled_from(Measure),
            share=share,
            strictly=st.booleans(),
            base=base,
        ),
        st.builds(TheseMembers, members=st.lists(text, min_size=1, max_size=3).map(tuple)),
        st.builds(PriceAtMost, amount_ore=ore, per=st.sampled_from(Per)),
        st.builds(PriceAtLeast, amount_ore=ore, per=st.sampled_from(Per)),
        st.builds(OutsideEvent, event=text, description=text),
        st.builds(HigherDecision, body=text, description=text),
        st.builds(NotQuantified, words=text),
        st.just(NotStated()),
    )
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.builds(AllOf, conditions=st.lists(parts, min_size=1, max_size=3).map(tuple)),
            st.builds(AnyOf, conditions=st.lists(parts, min_size=1, max_size=3).map(tuple)),
            st.builds(Not, condition=parts),
            st.builds(Delayed, days=st.integers(1, 999), condition=parts),
            st.builds(Latched, condition=parts),
        ),
        max_leaves=6,
    )


@given(conditions())
@searched
def test_condition_survives_toml_and_json(condition):
    assert from_toml(toml_value(condition)) == condition
    assert CONDITION.validate_json(CONDITION.dump_json(condition)) == condition
    assert CONDITION.validate_python(CONDITION.dump_python(condition)) == condition


def test_json_holds_exact_fractions_in_text_and_money_in_ore():
    condition = AllOf(
        conditions=(AtLeastShare(share=Fraction(13, 20)), PriceAtMost(amount_ore=2650))
    )

    share, price = json.loads(CONDITION.dump_json(condition))["conditions"]

    assert share["share"] == "13/20"
    assert price["amount_ore"] == 2650


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("80 %", Fraction(4, 5)),
        ("80%", Fraction(4, 5)),
        ("12,56 %", Fraction(314, 2500)),
        ("12.56\N{NO-BREAK SPACE}%", Fraction(314, 2500)),
        ("2/3", Fraction(2, 3)),
        ("0.65", Fraction(13, 20)),
        (0.65, Fraction(13, 20)),
        (0.1, Fraction(1, 10)),
        ("100 %", Fraction(1)),
        (1, Fraction(1)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_share_is_exact(written, share):
    assert exact_share(written) == share


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (0, "a share is above 0 and at most 1 (or 100 %)"),
        (80, "a share is above 0 and at most 1 (or 100 %)"),
        ("101 %", "a share is above 0 and at most 1 (or 100 %)"),
        ("-1/2", "a share is above 0 and at most 1 (or 100 %)"),
        ("1/0", 'a share is written "80 %", "2/3" or "0.65"'),
        ("hälften", 'a share is written "80 %", "2/3" or "0.65"'),
        ("många", 'a share is written "80 %", "2/3" or "0.65"'),
        (True, 'a share is written "80 %", "2/3" or "0.65"'),
        (False, 'a share is written "80 %", "2/3" or "0.65"'),
        (None, 'a share is written "80 %", "2/3" or "0.65"'),
        ("", 'a share is written "80 %", "2/3" or "0.65"'),
        ("1e-1", 'a share is written "80 %", "2/3" or "0.65"'),
    ],
)
def test_share_that_is_none_is_refused(written, why):
    with pytest.raises(ValueError, match="share") as refused:
        exact_share(written)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        (300_000, 30_000_000),
        ("300 000", 30_000_000),
        ("26,50", 2650),
        ("26.5", 2650),
        (26.5, 2650),
        (1.95, 195),
        (0, 0),
    ],
)
def test_kronor_become_exact_ore(written, ore):
    assert ore_from_kronor(written) == ore


@pytest.mark.parametrize(
    "written", [-1, "1,955", "många", "NaN", "Infinity", True, "", "1e9", "_", "1_0"]
)
def test_kronor_that_are_none_are_refused(written):
    with pytest.raises(ValueError, match="amount") as refused:
        ore_from_kronor(written)

    assert str(refused.value) == 'an amount is written 300000 or "26,50", not negative'


@pytest.mark.parametrize(
    ("ore", "kronor"), [(0, 0), (30_000_000, 300_000), (2650, "26.50"), (5, "0.05"), (99, "0.99")]
)
def test_ore_are_written_as_kronor(ore, kronor):
    assert kronor_from_ore(ore) == kronor
    assert ore_from_kronor(kronor) == ore


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('{ kind = "most_members" }', "union_tag_invalid"),
        ("{ count = 6 }", "union_tag_not_found"),
        ('{ kind = "at_least" }', "missing"),
        ('{ kind = "at_least", count = 0 }', "greater_than_equal"),
        ('{ kind = "at_least", count = "6" }', "int_type"),
        ('{ kind = "at_least", count = true }', "int_type"),
        ('{ kind = "at_least", count = 6, base = "all" }', "extra_forbidden"),
        ('{ kind = "all_members", but_at_most = -1 }', "greater_than_equal"),
        ('{ kind = "at_least_share", share = 80 }', "value_error"),
        ('{ kind = "at_least_share", of = "land", share = 0.8 }', "enum"),
        ('{ kind = "these_members", members = [] }', "too_short"),
        ('{ kind = "these_members", members = [" ", "a"] }', "string_too_short"),
        ('{ kind = "price_at_most", amount = -1 }', "value_error"),
        ('{ kind = "price_at_most" }', "missing"),
        ('{ kind = "price_at_most", amount = 1, amount_ore = 100 }', "extra_forbidden"),
        ('{ kind = "not_quantified", words = "" }', "string_too_short"),
        ('{ kind = "all_of", conditions = [] }', "too_short"),
        (
            '{ kind = "delayed", days = 0, condition = { kind = "all_members" } }',
            "greater_than_equal",
        ),
    ],
)
def test_what_a_condition_cannot_say_is_refused(written, problem):
    with pytest.raises(ValidationError) as refused:
        from_toml(written)

    assert [error["type"] for error in refused.value.errors()] == [problem]


def test_a_condition_is_a_value():
    one, other = (AllOf(conditions=(AtLeast(count=6), AllMembers())) for _ in range(2))

    assert one == other
    assert len({one, other}) == 1
    with pytest.raises(ValidationError, match="frozen"):
        one.conditions = ()


@pytest.mark.parametrize(
    ("condition", "fact"),
    [
        (OutsideEvent(event="statsbidrag", description="för 2014"), "statsbidrag"),
        (HigherDecision(body="kommunfullmäktige"), "kommunfullmäktige"),
        (HigherDecision(body="budget", description="2019"), "budget: 2019"),
    ],
)
def test_a_fact_has_a_name_to_report_it_under(condition, fact):
    assert condition.fact == fact
