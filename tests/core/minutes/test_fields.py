"""The single fields: dates, sums, prices per inhabitant, provisos, bodies, municipalities."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.condition import (
    AllMembers,
    AllOf,
    AtLeast,
    AtLeastShare,
    HigherDecision,
    Measure,
    NotQuantified,
    Per,
    PriceAtLeast,
    PriceAtMost,
    TheseMembers,
)
from core.minutes.amounts import amounts_in, rates_in
from core.minutes.bodies import BODY, body_name
from core.minutes.dates import dates_in
from core.minutes.municipalities import named_in
from core.minutes.provisos import condition_of
from core.minutes.view import View


@pytest.mark.parametrize(
    "written",
    [
        "2019-05-21", "2019.05.21", "2019 - 05 - 21", "20190521", "190521", "19-05-21",
        "21 maj 2019", "den 21 maj 2019", "tisdagen den 21 maj 2019 kl. 18.00", "21 maj -19",
        "21/5 2019", "21/5-19", "21.5.2019", "21:e maj 2019",
    ],
)  # fmt: skip
def test_date_is_read_however_it_is_written(written):
    assert [found.on for found in dates_in(written)] == [date(2019, 5, 21)]


@pytest.mark.parametrize(
    "written",
    ["31 februari 2019", "KS 2019/123", "556012-3456", "0433-720 00", "190521-1234", "§ 12/2019",
     "279-5706", "2.176.000 kronor", "1 maj"],
)  # fmt: skip
def test_date_is_not_read_from_other_numbers(written):
    assert dates_in(written) == ()


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)))
def test_date_is_read_for_every_day(day):
    assert [found.on for found in dates_in(f"Socialnämnden {day}")] == [day]


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("289 600 kronor", 28_960_000),
        ("289\n600 kr", 28_960_000),
        ("9.500 kr per år", 950_000),
        ("6.300.000:-", 630_000_000),
        ("4 000.000:-", 400_000_000),
        ("19,5 mkr", 1_950_000_000),
        ("2.45 mkr", 245_000_000),
        ("14,6 miljoner kronor", 1_460_000_000),
        ("0,22 mnkr", 22_000_000),
        ("16 tkr", 1_600_000),
        ("26,50 kronor", 2_650),
        ("SEK 9 500", 950_000),
        ("3,4 miljoner", 340_000_000),
        ("från 2018 289 600 kr", 28_960_000),
    ],
)
def test_sum_is_read_in_ore(written, ore):
    assert [amount.ore for amount in amounts_in(View.of(written), in_decision=True)] == [ore]


@pytest.mark.parametrize(
    "written", ["§ 12", "12 kommuner", "15 procent", "kl 18.00", "21 maj 2019"]
)
def test_sum_is_not_read_from_other_numbers(written):
    assert amounts_in(View.of(written), in_decision=True) == ()


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("ca 1,95 kr/invånare", Fraction(195)),
        ("26 kronor per invånare", Fraction(2600)),
        ("1,946 kr per invånare och år", Fraction(973, 5)),
        ("2 kr/inv", Fraction(200)),
    ],
)
def test_price_per_inhabitant_is_a_rate_and_no_sum(written, ore):
    view = View.of(written)

    assert [rate.ore_per_inhabitant for rate in rates_in(view)] == [ore]
    assert amounts_in(view, in_decision=True) == ()


@given(st.integers(0, 10**9))
def test_sum_is_exact_for_every_number_of_kronor(kronor):
    written = f"{kronor:,} kronor".replace(",", " ")

    assert [a.ore for a in amounts_in(View.of(written), in_decision=True)] == [kronor * 100]


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("förutsatt att regionens samtliga kommuner deltar", AllMembers()),
        ("under förutsättning att övriga kommuner fattar likalydande beslut", AllMembers()),
        ("om samtliga åtta kommuner i länet ansluter sig", AllMembers()),
        ("förutsatt att minst sex av länets åtta kommuner ansluter sig", AtLeast(count=6)),
        ("förutsatt att fler än tio kommuner antar den", AtLeast(count=11)),
        (
            "förutsatt att minst 80 procent av kommunerna antar den",
            AtLeastShare(share=Fraction(4, 5)),
        ),
        (
            "om mer än hälften av kommunerna gör det",
            AtLeastShare(share=Fraction(1, 2), strictly=True),
        ),
        (
            "om kommuner med minst två tredjedelar av befolkningen gör det",
            AtLeastShare(of=Measure.POPULATION, share=Fraction(2, 3)),
        ),
        ("förutsatt att Växjö och Alvesta deltar", TheseMembers(members=("0780", "0764"))),
        (
            "förutsatt att kostnaden inte överstiger 300 000 kronor",
            PriceAtMost(amount_ore=30_000_000),
        ),
        (
            "förutsatt att bidraget inte understiger 26 kr/invånare",
            PriceAtLeast(amount_ore=2600, per=Per.INHABITANT),
        ),
        (
            "förutsatt att minst sex kommuner deltar och att kostnaden blir högst 100 000 kr",
            AllOf(conditions=(AtLeast(count=6), PriceAtMost(amount_ore=10_000_000))),
        ),
    ],
)
def test_proviso_means_the_condition_that_its_words_say(words, condition):
    assert condition_of(words) == condition


def test_proviso_without_a_number_keeps_its_words():
    words = "förutsatt att tillräckligt många kommuner antar den"

    assert condition_of(words) == NotQuantified(words=words)


def test_proviso_on_a_higher_body_names_it():
    words = "under förutsättning av kommunfullmäktiges godkännande"

    assert condition_of(words) == HigherDecision(body="Kommunfullmäktige", description=words)


@pytest.mark.parametrize(
    "words",
    [
        "under villkor att uppdraget utvärderas efter två år",
        "förutsatt att Växjö eller Alvesta deltar",
        "förutsatt att minst sex kommuner deltar eller att kostnaden blir högst 100 000 kr",
    ],
)
def test_proviso_whose_meaning_is_not_clear_has_no_condition(words):
    assert condition_of(words) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("SOCIALNÄMNDENS ARBETSUTSKOTT", "Socialnämndens arbetsutskott"),
        ("kommunfullmäktige", "Kommunfullmäktige"),
        ("Vård- och omsorgsnämndens beslut", "Vård- och omsorgsnämnden"),
        ("Nämnden för individ- och familjeomsorg", "Nämnden för individ- och familjeomsorg"),
        ("Kommunstyrelsens sociala utskott", "Kommunstyrelsens sociala utskott"),
    ],
)
def test_body_is_named_as_a_head_writes_it(written, name):
    match = BODY.search(written)

    assert match is not None
    assert body_name(match["name"]) == name


@pytest.mark.parametrize("written", ["Socialförvaltningen", "socialnämnder", "SKL:s styrelse"])
def test_body_is_not_found_in_other_words(written):
    assert BODY.search(written) is None


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Habo och Håbo", ("0643", "0305")),
        ("Region Uppsala och Uppsala län", ()),
        ("Upplands-Bro, Upplands Väsby", ("0139", "0114")),
        ("Nora Berg och Eva Lund", ()),
    ],
)
def test_municipalities_are_told_from_regions_and_people(written, codes):
    assert named_in(written) == codes
