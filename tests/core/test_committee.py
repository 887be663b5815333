"""What one committee bears of a municipality's share."""

from fractions import Fraction

import pytest

from core.allocation import allocate
from core.committee import PartBorne, committee_part
from core.register import shipped_register
from tests.core.agreement_text import with_key

VAXJO, LJUNGBY = "0780", "0781"
PARTS = """
parts = [{ name = "drift", title = "Drift", amount_kr = 600 }, { name = "stod", amount_kr = 400 }]
key = { kind = "equal" }
"""


def part_of(member: str, committees: str, committee: str | None = None):
    held = with_key(f"{PARTS}\n{committees}", cost="\n[[costs]]\nname = 'allt'\ntotal_kr = 1_000\n")
    share = allocate(held, shipped_register()).shares[member]
    return committee_part(held, share, committee)


def stated(parts: str, committee: str = "Socialnämnden") -> str:
    return f"[[committees]]\nmember = 'Växjö'\ncommittee = '{committee}'\nparts = {{ {parts} }}\n"


@pytest.mark.parametrize(
    ("parts", "fraction"),
    [
        ("drift = '1/2', stod = '1/4'", Fraction(400, 1_000)),
        ("drift = '1/2'", Fraction(300, 1_000)),
        ("stod = 1", Fraction(400, 1_000)),
        ("allt = '10 %'", Fraction(1, 10)),
        ("drift = 0", Fraction(0)),
        ("", Fraction(0)),
    ],
)
def test_committee_bears_its_fractions_of_the_parts(parts, fraction):
    part = part_of(VAXJO, stated(parts))

    assert (part.fraction, part.exact_ore) == (fraction, Fraction(100_000, 3) * fraction)
    assert type(part.fraction) is Fraction


def test_committee_part_shows_what_it_is_made_of():
    part = part_of(VAXJO, stated("drift = '1/2'"))

    assert (part.committee, part.total_ore, part.parts) == (
        "Socialnämnden",
        100_000,
        (PartBorne("drift", "Drift", 60_000, Fraction(1, 2)),),
    )


@pytest.mark.parametrize(
    ("member", "committees", "committee"),
    [
        (LJUNGBY, stated("drift = 1"), None),
        (VAXJO, stated("drift = 1"), "Kommunstyrelsen"),
        (VAXJO, stated("drift = 'not stated'"), None),
        (VAXJO, "", None),
    ],
)
def test_committee_part_that_isnt_stated_is_none(member, committees, committee):
    assert part_of(member, committees, committee) is None


def test_committee_is_found_by_its_name():
    two = stated("drift = 1") + stated("stod = 1", "Kommunstyrelsen")

    assert part_of(VAXJO, two, "Kommunstyrelsen").fraction == Fraction(2, 5)


@pytest.mark.parametrize(("level", "fraction"), [(None, Fraction(1, 5)), ("low", Fraction(1, 2))])
def test_committee_part_is_that_of_the_level(level, fraction):
    levels = """
        [[costs.levels]]
        name = "low"
        total_kr = 100
        parts = [{ name = "drift", amount_kr = 50 }]
        [[costs.levels]]
        name = "high"
        proposed = true
        total_kr = 500
        parts = [{ name = "drift", amount_kr = 100 }]
        """
    cost = "\n[[costs]]\nname = 'allt'\nkey = { kind = 'equal' }\n"
    held = with_key(f"{levels}\n{stated('drift = 1')}", cost=cost)
    share = allocate(held, shipped_register(), level=level).shares[VAXJO]

    assert committee_part(held, share, level=level).fraction == fraction
