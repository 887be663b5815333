"""A recommendation's members: found by what people type, and never mixed up."""

import pytest

from core.errors import NotAMemberError, UnknownMemberError
from core.recommendation_file import shipped_recommendations
from core.register import Municipality, Register
from tests.core.agreement_text import read


def finsam():
    return shipped_recommendations()["finsam-2014"]


@pytest.mark.parametrize(
    ("query", "code", "is_exact"),
    [
        ("Ljungby", "0781", True),
        ("Ljungbys kommun", "0781", True),
        ("ljungby", "0781", True),
        ("0781", "0781", True),
        ("Ljugby", "0781", False),
        ("Landstinget Kronoberg", "region-kronoberg", True),
        ("Region Kronoberg", "region-kronoberg", True),
        ("region-kronoberg", "region-kronoberg", True),
        ("Försäkringskassan", "forsakringskassan", True),
        ("Forsakringskassan", "forsakringskassan", True),
        ("försäkringskasan", "forsakringskassan", False),
    ],
)
def test_member_is_found_by_what_people_type(query, code, is_exact):
    found = finsam().find_member(query)

    assert (found.key, found.is_exact) == (code, is_exact)


@pytest.mark.parametrize(
    ("query", "name"), [("Växjö", "Växjö"), ("0780", "Växjö"), ("Habo", "Habo"), ("Vaxjo", "Växjö")]
)
def test_municipality_that_isnt_asked_is_told_by_its_name(query, name):
    with pytest.raises(NotAMemberError) as caught:
        finsam().find_member(query)

    assert caught.value.details() == {"member": name, "recommendation": "finsam-2014"}


def test_unknown_name_lists_the_nearest_members():
    with pytest.raises(UnknownMemberError) as caught:
        finsam().find_member("Hogwarts")

    members = {member.name for member in finsam().members}
    assert set(caught.value.nearest) <= members
    assert len(caught.value.nearest) == 5


def test_habo_never_finds_habo_with_a_ring():
    held = read(members='members = ["Håbo"]\n')

    with pytest.raises(NotAMemberError) as caught:
        held.find_member("Habo")

    assert caught.value.member == "Habo"


def test_register_to_look_in_may_be_given():
    nowhere = Register({"1": Municipality("1", "Ankeborg", "1", "Ankeborgs län", "Ankeborg")}, {})

    with pytest.raises(NotAMemberError):
        finsam().find_member("Ankeborg", nowhere)


def test_member_is_looked_up_by_code():
    assert finsam().member("0767").name == "Markaryd"


def test_member_of_another_code_is_an_error():
    with pytest.raises(NotAMemberError):
        finsam().member("0780")


@pytest.mark.parametrize(("key", "same_as"), [(None, "avsiktsforklaring"), ("almhult", "almhult")])
def test_source_is_the_first_one_where_none_is_named(key, same_as):
    assert finsam().source(key) is finsam().sources[same_as]


def test_levels_are_named_in_the_order_of_the_file():
    assert (finsam().levels, finsam().proposed_level) == (
        ("joint", "msf-first", "msf-later"),
        "joint",
    )


def test_recommendation_without_costs_proposes_the_only_level_there_is():
    assert (read().levels, read().proposed_level) == ((), "proposed")
