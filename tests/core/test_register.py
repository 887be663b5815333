"""The register: 290 municipalities, their counties, and populations that add up to SCB's."""

from datetime import date

import pytest

from core.errors import PopulationUnknownError
from core.register import shipped_register

REGISTER = shipped_register()


def test_register_holds_290_municipalities_in_21_counties():
    counties = {municipality.county_code for municipality in REGISTER.municipalities.values()}

    assert (len(REGISTER.municipalities), len(counties)) == (290, 21)


@pytest.mark.parametrize(
    ("on", "inhabitants"),
    [
        (date(2015, 12, 31), 9_851_017),
        (date(2018, 12, 31), 10_230_185),
        (date(2023, 12, 31), 10_551_707),
    ],
)
def test_populations_sum_to_the_published_national_total(on, inhabitants):
    assert sum(REGISTER.population(code, on) for code in REGISTER.municipalities) == inhabitants


def test_every_municipality_has_a_population_on_every_date():
    dates = {tuple(sorted(known)) for known in REGISTER.populations.values()}

    assert dates == {REGISTER.population_dates}


@pytest.mark.parametrize(
    ("county", "names"),
    [
        (
            "07",
            [
                "Uppvidinge",
                "Lessebo",
                "Tingsryd",
                "Alvesta",
                "Älmhult",
                "Markaryd",
                "Växjö",
                "Ljungby",
            ],
        ),
        ("09", ["Gotland"]),
        ("02", []),
    ],
)
def test_county_lists_its_municipalities_by_code(county, names):
    assert [municipality.name for municipality in REGISTER.in_county(county)] == names


def test_population_of_an_unknown_date_isnt_interpolated():
    with pytest.raises(PopulationUnknownError) as caught:
        REGISTER.population("0780", date(2020, 12, 31))

    assert caught.value.known_dates == REGISTER.population_dates


def test_population_of_an_unknown_code_is_an_error():
    with pytest.raises(PopulationUnknownError) as caught:
        REGISTER.population("9999", date(2018, 12, 31))

    assert caught.value.known_dates == ()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Habo", "0643"),
        ("Håbo", "0305"),
        ("Ljungbys kommun", "0781"),
        ("0781", "0781"),
        ("Göteborgs stad", "1480"),
        ("upplands bro", "0139"),
    ],
)
def test_municipality_is_found_by_name_official_name_and_code(query, code):
    assert REGISTER.find(query).key == code
