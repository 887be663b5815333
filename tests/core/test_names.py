"""Finding a name: exactly, a slip away, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UnknownMemberError
from core.names import find, normalised
from core.register import shipped_register

NAMES = {"1": ("Habo",), "2": ("Håbo",), "3": ("Ljungby",), "4": ("Älmhult",), "5": ("Borås",)}
REGISTER = shipped_register()


@pytest.mark.parametrize(
    ("query", "key", "is_exact"),
    [
        ("Ljungby", "3", True),
        ("ljungby", "3", True),
        ("  LJUNGBY  ", "3", True),
        ("Ljungbys kommun", "3", True),
        ("Ljungby kommun", "3", True),
        ("Ljungbys", "3", True),
        ("3", "3", True),
        ("Borås stad", "5", True),
        ("Borås", "5", True),
        ("A\u030almhult".replace("A\u030a", "A\u0308"), "4", True),  # decomposed Ä
        ("Ljugby", "3", False),
        ("Ljungbyy", "3", False),
        ("Lujngby", "3", False),
        ("Almhult", "4", False),
        ("Boras", "5", False),
        ("Habo", "1", True),
        ("Håbo", "2", True),
        ("Habos kommun", "1", True),
    ],
)
def test_name_is_found(query, key, is_exact):
    found = find(query, NAMES)

    assert (found.key, found.is_exact, found.query) == (key, is_exact, query)


@pytest.mark.parametrize("query", ["Hebo", "Hbo", "Stockholm", "", "L", "Lj", "kommun"])
def test_name_that_could_be_several_or_none_isnt_guessed(query):
    with pytest.raises(UnknownMemberError):
        find(query, NAMES)


def test_unknown_name_lists_the_nearest_first():
    with pytest.raises(UnknownMemberError) as caught:
        find("Hebo", NAMES)

    assert caught.value.nearest[:2] == ("Habo", "Håbo")


def test_nothing_is_found_among_no_names():
    with pytest.raises(UnknownMemberError) as caught:
        find("Ljungby", {})

    assert caught.value.nearest == ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Upplands Väsby kommun", "upplands väsby"),
        ("Upplands-Bro", "upplands bro"),
        ("Göteborgs stads", "göteborgs"),
        ("Region  Kronoberg", "region kronoberg"),
    ],
)
def test_names_are_compared_without_case_spaces_and_kommun(text, plain):
    assert normalised(text) == plain


@given(st.sampled_from(sorted(REGISTER.municipalities)))
def test_every_municipality_is_found_by_each_of_its_names(code):
    municipality = REGISTER.municipalities[code]
    queries = (code, municipality.name, municipality.official_name, f"{municipality.name} kommun")

    found = {(REGISTER.find(query).key, REGISTER.find(query).is_exact) for query in queries}

    assert found == {(code, True)}


@given(st.sampled_from(sorted(REGISTER.municipalities)), st.data())
def test_name_with_a_letter_missing_never_finds_another_municipality_exactly(code, data):
    name = REGISTER.municipalities[code].name
    at = data.draw(st.integers(0, len(name) - 1))
    try:
        found = REGISTER.find(name[:at] + name[at + 1 :])
    except UnknownMemberError:
        return

    assert found.key == code or not found.is_exact or found.name == name[:at] + name[at + 1 :]
