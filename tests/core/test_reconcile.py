"""Stated against computed figures, and the findings of `check`."""
# ruff: noqa: E501  # decision tables read better with a row on a line

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reconcile import (
    AgreesExactly,
    AgreesWhenRounded,
    Differs,
    Gravity,
    ShareAgreesWhenRounded,
    ShareDiffers,
    check,
    compare,
    reconcile,
    reconcile_share,
)
from core.register import shipped_register
from tests.core.agreement_text import COST, read, with_key

REGISTER = shipped_register()


def found(recommendation, *kinds):
    """Return the findings but silences, or those of the kinds named, as their own fields."""
    return [
        {name: value for name, value in finding if name not in {"kind", "gravity"}}
        for finding in check(recommendation, REGISTER)
        if (finding.kind in kinds if kinds else finding.kind != "silent")
    ]


@pytest.mark.parametrize(
    ("stated", "computed", "verdict"),
    [
        (950_000, 950_000, AgreesExactly()),
        (950_000, 950_700, AgreesWhenRounded(10_000)),  # Ekerö
        (12_000_000, 12_020_500, AgreesWhenRounded(100_000)),  # Norrtälje
        (195, Fraction("194.6"), AgreesWhenRounded(1)),  # 1.95 kr
        (950_000, 931_300, Differs(Fraction(18_700), Fraction(187, 9_313))),
        (1_800_000, 1_510_300, Differs(Fraction(289_700), Fraction(2_897, 15_103))),
        (100, 50, Differs(Fraction(50), Fraction(1))),
        (50, 100, Differs(Fraction(-50), Fraction(-1, 2))),
        (1_000, 950, AgreesWhenRounded(100)),  # a half rounds upwards
        (1_000, 949, Differs(Fraction(51), Fraction(51, 949))),
        (1_000, 1_049, AgreesWhenRounded(100)),
        (1_000, 1_050, Differs(Fraction(-50), Fraction(-1, 21))),
        (10, 9, Differs(Fraction(1), Fraction(1, 9))),  # one digit isn't a rounding
        (10, Fraction("9.5"), AgreesWhenRounded(1)),
        (9, Fraction("9.2"), Differs(Fraction("-0.2"), Fraction(-1, 46))),
        (0, 0, AgreesExactly()),
        (0, 40, Differs(Fraction(-40), Fraction(-1))),
        (40, 0, Differs(Fraction(40), None)),
    ],
)
def test_amount_agrees_exactly_or_rounded_or_differs(stated, computed, verdict):
    assert reconcile(stated, computed) == verdict


@pytest.mark.parametrize(
    ("stated", "computed", "verdict"),
    [
        ("0.25", "0.25", AgreesExactly()),
        ("0.1256", "49/390", ShareAgreesWhenRounded(2)),
        ("0.126", "49/390", ShareAgreesWhenRounded(1)),
        ("0.13", "49/390", ShareAgreesWhenRounded(0)),
        ("0.333333", "1/3", ShareAgreesWhenRounded(4)),
        ("0.125", "49/390", ShareDiffers(Fraction(-1, 1_560), Fraction(-1, 196))),
        ("0.15", "49/390", ShareDiffers(Fraction(19, 780), Fraction(19, 98))),
        ("0.1", "0", ShareDiffers(Fraction(1, 10), None)),
    ],
)
def test_share_agrees_exactly_or_rounded_or_differs(stated, computed, verdict):
    assert reconcile_share(Fraction(stated), Fraction(computed)) == verdict


@given(st.integers(1, 10**9), st.integers(0, 6))
def test_amount_rounded_to_any_unit_is_never_called_different(computed, digits):
    unit = 10**digits
    stated = (2 * computed + unit) // (2 * unit) * unit

    verdict = reconcile(stated, computed)

    is_rounded = isinstance(verdict, AgreesExactly | AgreesWhenRounded)
    assert is_rounded or stated < 10 * unit


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_difference_added_to_the_computed_amount_is_the_stated_one(stated, computed):
    verdict = reconcile(stated, computed)

    by = verdict.by_ore if isinstance(verdict, Differs) else stated - computed
    assert computed + by == stated


@pytest.mark.parametrize(
    ("key", "kind", "fields"),
    [
        ('kind = "shares"\nshares = { "Växjö" = 0.5, "Ljungby" = 0.3, "Alvesta" = 0.1 }', "shares_dont_sum", {"sum": Fraction("0.9")}),
        ('kind = "shares"\nshares = { "Växjö" = 0.9, "Ljungby" = 0.2, "Alvesta" = "not stated" }', "shares_dont_sum", {"sum": Fraction("1.1")}),
        ('kind = "classes"\nclasses = [{ name = "a", members = ["Växjö", "Ljungby", "Alvesta"], share = 0.9 }]', "shares_dont_sum", {"sum": Fraction("0.9")}),
        ('kind = "shares"\nshares = { "Växjö" = 0.5 }', "members_without_share", {"members": ("0764", "0781")}),
        ('kind = "amounts"\namounts_kr = { "Växjö" = 500 }', "members_without_share", {"members": ("0764", "0781")}),
        ('kind = "classes"\nclasses = [{ name = "a", members = ["Växjö", "Ljungby"], share = 1 }]', "members_without_share", {"members": ("0764",)}),
        ('kind = "amounts"\namounts_kr = { "Växjö" = 500, "Ljungby" = 300, "Alvesta" = 100 }', "amounts_dont_sum", {"level": "proposed", "sum_ore": 90_000, "total_ore": 100_000}),
    ],
)  # fmt: skip
def test_check_finds_shares_and_amounts_that_dont_sum(key, kind, fields):
    held = with_key(f"[costs.key]\n{key}")

    assert found(held) == [{"line": "drift", **fields}]
    assert check(held, REGISTER)[0].kind == kind


@pytest.mark.parametrize(
    "key",
    [
        'kind = "shares"\nshares = { "Växjö" = 0.5, "Ljungby" = 0.3, "Alvesta" = 0.2 }',
        'kind = "shares"\nshares = { "Växjö" = 0.5, "Ljungby" = "not stated", "Alvesta" = 0.2 }',
        'kind = "amounts"\namounts_kr = { "Växjö" = 500, "Ljungby" = 300, "Alvesta" = 200 }',
        'kind = "amounts"\namounts_kr = { "Växjö" = 500, "Ljungby" = "not stated", "Alvesta" = 9 }',
        'kind = "classes"\nclasses = [{ name = "a", members = ["Växjö", "Ljungby", "Alvesta"], share = "not stated" }]',
        'kind = "weight"',
        'kind = "equal"',
    ],
)  # fmt: skip
def test_check_is_silent_about_keys_that_add_up(key):
    assert found(with_key(f"[costs.key]\n{key}")) == []


@pytest.mark.parametrize(
    ("level", "sum_kr"),
    [
        ("parts = [{ name = 'a', amount_kr = 600 }, { name = 'b', amount_kr = 300 }]", 900),
        ("parts = [{ name = 'a', amount_kr = 1_600 }, { name = 'b' }]", 1_600),
        ("earmarked = [{ name = 'a', amount_kr = 1_100 }, { name = 'b' }]", 1_100),
    ],
)
def test_check_finds_parts_that_dont_sum_to_the_total(level, sum_kr):
    held = with_key(f"{level}\nkey = {{ kind = 'equal' }}")

    assert found(held) == [
        {"line": "drift", "level": "proposed", "sum_ore": sum_kr * 100, "total_ore": 100_000}
    ]


@pytest.mark.parametrize(
    "level",
    [
        "parts = [{ name = 'a', amount_kr = 600 }, { name = 'b', amount_kr = 400 }]",
        "parts = [{ name = 'a', amount_kr = 600 }, { name = 'b' }]",
        "earmarked = [{ name = 'a', amount_kr = 100 }]",
    ],
)
def test_check_is_silent_about_parts_that_add_up(level):
    assert found(with_key(f"{level}\nkey = {{ kind = 'equal' }}")) == []


def test_check_finds_a_table_that_doesnt_sum_to_its_total():
    held = with_key(
        "stated_kr = { 'Växjö' = 500, 'Ljungby' = 300, 'Alvesta' = 100 }\nkey = { kind = 'equal' }"
    )

    assert found(held, "amounts_dont_sum") == [
        {"line": "drift", "level": "proposed", "sum_ore": 90_000, "total_ore": 100_000}
    ]


def test_check_finds_a_key_that_asks_for_too_much():
    held = with_key(
        "key = { kind = 'fixed_plus_variable', fixed_kr = 400, variable = { kind = 'equal' } }"
    )

    assert found(held) == [
        {"key": "fixed_plus_variable", "needed_ore": 120_000, "total_ore": 100_000}
    ]


@pytest.mark.parametrize(
    ("dates", "findings"),
    [
        ("deadline = 2019-06-14", []),
        ("deadline = 2019-06-15", [{"deadline": date(2019, 6, 15), "working_day": date(2019, 6, 14)}]),
        ("deadline = 2019-06-06", [{"deadline": date(2019, 6, 6), "working_day": date(2019, 6, 5)}]),
        ("deadline = 2019-06-14\nrecommended_on = 2019-06-14", [{"deadline": date(2019, 6, 14), "recommended_on": date(2019, 6, 14)}]),
        ("deadline = 2019-06-14\nrecommended_on = 2019-06-13", []),
    ],
)  # fmt: skip
def test_check_looks_at_the_deadline(dates, findings):
    assert found(read(members=f"members = ['Växjö']\n{dates}\n")) == findings


def test_check_finds_a_condition_that_asks_for_more_members_than_there_are():
    held = read(rest="[condition]\nkind = 'at_least'\ncount = 4\n")

    assert found(held) == [{"count": 4, "members": 3}]


def test_check_takes_a_condition_that_asks_for_all_of_them():
    assert found(read(rest="[condition]\nkind = 'at_least'\ncount = 3\n")) == []


def test_check_lists_everything_that_isnt_stated():
    held = read(rest="[[costs]]\nname = 'drift'\n")

    silences = [
        (finding.about.value, finding.line, finding.level)
        for finding in check(held, REGISTER)
        if finding.kind == "silent"
    ]

    assert silences == [
        ("deadline", "", ""),
        ("recommended_on", "", ""),
        ("period_start", "", ""),
        ("period_end", "", ""),
        ("condition", "", ""),
        ("decline_rule", "", ""),
        ("binding_body", "", ""),
        ("key", "drift", ""),
        ("total", "drift", "proposed"),
    ]


def test_check_tells_how_grave_each_finding_is():
    held = with_key(
        "parts = [{ name = 'a', amount_kr = 600 }]\nkey = { kind = 'equal' }",
        members="members = ['Växjö', 'Ljungby', 'Alvesta']\ndeadline = 2019-06-15\n",
    )

    gravities = {finding.kind: finding.gravity for finding in check(held, REGISTER)}

    assert (gravities["parts_dont_sum"], gravities["deadline_on_day_off"]) == (
        Gravity.WRONG,
        Gravity.NOTE,
    )


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ("of = 'amount'\nmember = 'Växjö'\namount_kr = 333", None),
        ("of = 'amount'\nmember = 'Växjö'\namount_kr = 330", "figure_rounded"),
        ("of = 'amount'\nmember = 'Växjö'\namount_kr = 350", "figure_differs"),
        ("of = 'amount'\nmember = 'Växjö'\nshare = '1/3'", None),
        ("of = 'amount'\nmember = 'Växjö'\nshare = '33,3 %'", "figure_rounded"),
        ("of = 'amount'\nmember = 'Växjö'\nshare = '35 %'", "figure_differs"),
        ("of = 'committee_amount'\nmember = 'Växjö'\ncommittee = 'KS'\namount_kr = 1", "figure_not_computable"),
        ("of = 'raise'\nlevel = 'proposed'\namount_kr = 0", None),
        ("of = 'raise'\nlevel = 'proposed'\namount_kr = 10", "figure_differs"),
        ("of = 'fact'\nname = 'x'\namount_kr = 10", None),
    ],
)  # fmt: skip
def test_check_compares_each_stated_figure(figure, kind):
    held = with_key(f"key = {{ kind = 'equal' }}\n[[figures]]\n{figure}")

    kinds = [finding.kind for finding in check(held, REGISTER) if finding.kind != "silent"]

    assert kinds == ([] if kind is None else [kind])


def test_average_price_is_compared_where_the_key_has_no_rate():
    held = with_key(
        "key = { kind = 'equal' }\n[[figures]]\nof = 'per_inhabitant'\namount_kr = 0.01\n"
    )
    everybody = sum(REGISTER.population(code, date(2023, 12, 31)) for code in held.codes)

    comparison = compare(held, REGISTER)[0]

    assert comparison.computed == Fraction(100_000, everybody)


@pytest.mark.parametrize(
    ("which", "figures"),
    [
        ({}, [(None, "0780"), ("low", "0780"), (None, "0781")]),
        ({"member": "0781"}, [(None, "0781")]),
        ({"level": "low"}, [("low", "0780")]),
        ({"level": "high"}, [(None, "0780"), (None, "0781")]),
        ({"member": "0764"}, []),
    ],
)
def test_comparisons_can_be_asked_of_a_member_and_a_level(which, figures):
    held = read(
        rest="""
        [[costs]]
        name = "drift"
        key = { kind = "equal" }
        levels = [{ name = "low", total_kr = 300 }, { name = "high", total_kr = 900, proposed = true }]
        [[figures]]
        of = "amount"
        member = "Växjö"
        amount_kr = 300
        [[figures]]
        of = "amount"
        member = "Växjö"
        level = "low"
        amount_kr = 100
        [[figures]]
        of = "amount"
        member = "Ljungby"
        amount_kr = 300
        """
    )

    found_figures = compare(held, REGISTER, **which)

    assert [(each.figure.level, each.figure.member) for each in found_figures] == figures
    assert {each.verdict for each in found_figures} <= {AgreesExactly()}


def test_figures_of_the_same_thing_that_differ_contradict():
    held = read(
        rest=f"""{COST}
        key = {{ kind = "equal" }}
        [[figures]]
        of = "fact"
        name = "Bidrag"
        amount_kr = 1
        [[figures]]
        of = "fact"
        name = "Bidrag"
        amount_kr = 1
        [[figures]]
        of = "fact"
        name = "Annat"
        amount_kr = 2
        [[figures]]
        of = "fact"
        name = "Annat"
        amount_kr = 3
        """
    )

    contradictions = found(held, "figures_contradict")

    assert [(each["name"], len(each["figures"])) for each in contradictions] == [("Annat", 2)]
