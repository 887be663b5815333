"""Reading an agreement file: what a coordinator may write, and what is told about mistakes."""
# ruff: noqa: E501  # decision tables read better with a row on a line

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from core.condition import AllOf, AtLeast, NotStated, TheseMembers
from core.costs import DeclineRule, Every
from core.errors import RecommendationFileError
from core.figure import NOT_STATED, OPEN_ENDED
from core.keys import ByWeight, EqualParts, Rounding, RoundTo
from core.member import MemberKind
from core.recommendation import Recommendation
from core.recommendation_file import read_recommendation, shipped_recommendations
from core.register import shipped_register
from tests.core.agreement_text import COST, read, text

EXAMPLE = Path(__file__).parent / "example" / "eportal-2027.toml"


@pytest.fixture
def sixth() -> Recommendation:
    return read_recommendation(
        EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.name, shipped_register()
    )


def problems(written: str) -> list[tuple[str, str, str]]:
    with pytest.raises(RecommendationFileError) as caught:
        read_recommendation(written, "prov.toml", shipped_register())
    return [(each.field, each.problem, each.found) for each in caught.value.problems]


def allowed(written: str) -> list[str]:
    with pytest.raises(RecommendationFileError) as caught:
        read_recommendation(written, "prov.toml", shipped_register())
    return [each.allowed for each in caught.value.problems]


def test_sixth_file_is_read_as_a_coordinator_means_it(sixth):
    read_as = (
        sixth.deadline,
        sixth.period.end,
        [line.proposed_level.total_ore for line in sixth.costs],
        [line.key for line in sixth.costs],
        [line.every for line in sixth.costs],
        sixth.condition,
    )

    assert read_as == (
        date(2026, 10, 30),
        OPEN_ENDED,
        [80_000_000, 40_000_000],
        [ByWeight(rounding=Rounding(to=RoundTo.HUNDRED)), EqualParts()],
        [Every.YEAR, Every.ONCE],
        AllOf(conditions=(AtLeast(count=6), TheseMembers(members=("0780", "0781")))),
    )


def test_sixth_file_asks_the_eight_of_the_county_by_code(sixth):
    assert [member.name for member in sixth.members] == [
        "Uppvidinge",
        "Lessebo",
        "Tingsryd",
        "Alvesta",
        "Älmhult",
        "Markaryd",
        "Växjö",
        "Ljungby",
    ]


@pytest.mark.parametrize("key", list(shipped_recommendations()))
def test_recommendation_survives_a_round_trip_through_json(key):
    held = shipped_recommendations()[key]

    assert Recommendation.model_validate_json(held.model_dump_json()) == held


def test_what_a_file_leaves_out_is_not_stated():
    held = read()

    assert (
        held.recommended_on,
        held.deadline,
        held.period.start,
        held.period.end,
        held.condition,
        held.binding_body("0780"),
        held.costs,
    ) == (NOT_STATED, NOT_STATED, NOT_STATED, NOT_STATED, NotStated(), None, ())


def test_what_a_decline_means_is_not_stated_but_amounts_stand():
    rule = read().when_some_decline

    assert (rule.rule, rule.applied) == (NOT_STATED, DeclineRule.AMOUNTS_STAND)


@pytest.mark.parametrize(
    ("members", "count"),
    [
        ('members = "all"', 290),
        ('members = { county = "Kronobergs län" }', 8),
        ('members = { county = "Kronoberg" }', 8),
        ('members = { county = "07" }', 8),
        ('members = ["Ljungby", "0780", "Alvesta kommun"]', 3),
        ('members = ["Ljungby", "Ljungbys kommun"]', 1),
        ('members = ["Ljungby"]\n[[parties]]\nname = "Region Kronoberg"\nkind = "region"', 2),
    ],
)
def test_members_are_all_or_a_county_or_names(members, count):
    assert len(read(members=members).members) == count


def test_party_gets_a_code_from_its_name():
    held = read(members='members = ["Ljungby"]\n[[parties]]\nname = "Försäkringskassan"\n')

    party = held.members[1]

    assert (party.code, party.kind) == ("forsakringskassan", MemberKind.AGENCY)


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("4_200_000", 420_000_000),
        ('"4 200 000"', 420_000_000),
        ("1.95", 195),
        ('"1,95"', 195),
        ("0", 0),
        ('"not stated"', NOT_STATED),
    ],
)
def test_kronor_become_ore(written, ore):
    held = read(rest=f'[[costs]]\nname = "drift"\ntotal_kr = {written}\n')

    assert held.costs[0].proposed_level.total_ore == ore


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("0.0184", Fraction(23, 1250)),
        ('"0,0184"', Fraction(23, 1250)),
        ('"25 %"', Fraction(1, 4)),
        ('"12,5%"', Fraction(1, 8)),
        ('"1/3"', Fraction(1, 3)),
        ("1", Fraction(1)),
        ('"not stated"', NOT_STATED),
    ],
)
def test_shares_are_exact_however_they_are_written(written, share):
    held = read(rest=f'{COST}[costs.key]\nkind = "shares"\nshares = {{ "Växjö" = {written} }}\n')

    assert held.costs[0].key.shares == {"0780": share}


def test_level_of_a_cost_without_levels_is_the_proposed_one():
    line = read(rest=COST).costs[0]

    assert (line.proposed_level.name, line.level("anything")) == ("proposed", line.levels[0])


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ('"committee"', "committee"),
        ('"nämnd"', "committee"),
        ('"kommunstyrelse"', "executive"),
        ('"executive"', "executive"),
        ('"kommunfullmäktige"', "council"),
        ('{ default = "council" }', "council"),
    ],
)
def test_binding_body_may_be_written_in_swedish(written, body):
    held = read(members=f'members = ["Växjö"]\nbinding_bodies = {written}\n')

    assert held.binding_body("0780").value == body


def test_syntax_error_tells_the_line():
    written = 'key = "x"\ntitle = \n'

    assert problems(written) == [("line 2", "toml_syntax", "title =")]


@pytest.mark.parametrize(
    ("written", "field", "problem", "found"),
    [
        # what stands in the file                            field, problem and what was found
        ({"members": 'members = ["Ljugby"]'}, "members.0", "unknown_member", "'Ljugby'"),
        ({"members": 'members = "alla"'}, "members", "members", "'alla'"),
        ({"members": "members = []"}, "members", "too_short", "[]"),
        ({"members": 'members = { county = "Smaland" }'}, "members.county", "unknown_member", "'Smaland'"),
        ({"members": 'members = ["Växjö"]\nparties = 3'}, "parties", "list_type", "3"),
        ({"members": 'members = ["Växjö"]\n[[parties]]\nkind = "region"'}, "parties.0.name", "missing", ""),
        ({"members": 'members = ["Växjö"]\n[[parties]]\nname = "A"\nkind = "x"'}, "parties.0.kind", "enum", "'x'"),
        ({"members": 'members = ["Växjö"]\n[[parties]]\ncode = "0780"\nname = "A"'}, "members", "member_twice", "'0780'"),
        ({"members": 'members = ["Växjö"]\nsvarstid = 1'}, "svarstid", "extra_forbidden", "1"),
        ({"members": 'members = ["Växjö"]\ndeadline = "snart"'}, "deadline", "date_from_datetime_parsing", "'snart'"),
        ({"members": 'members = ["Växjö"]\nperiod = { start = 2027-01-01, end = 2026-01-01 }'}, "period", "period", "{'start': datetime.date(2027, 1, 1), 'end': datetime.date(20"),
        ({"members": 'members = ["Växjö"]\nbinding_bodies = "AU"'}, "binding_bodies", "body", "'AU'"),
        ({"members": 'members = ["Växjö"]\nwhen_some_decline = "x"'}, "when_some_decline", "enum", "'x'"),
        ({"rest": '[condition]\nkind = "at_least"'}, "condition.count", "missing", ""),
        ({"rest": '[condition]\nkind = "at_least"\ncount = 2\nfler = 1'}, "condition.fler", "extra_forbidden", "1"),
        ({"rest": '[condition]\nkind = "de_flesta"'}, "condition.kind", "union_tag_invalid", "'de_flesta'"),
        ({"rest": '[condition]\nkind = "these_members"\nmembers = ["Habo"]'}, "condition.members.0", "unknown_member", "'Habo'"),
        ({"rest": '[[costs]]\nname = "x"\ntotal_kr = -1'}, "costs.0.total_kr", "kronor", "-1"),
        ({"rest": '[[costs]]\nname = "x"\ntotal_kr = 1.955'}, "costs.0.total_kr", "kronor", "1.955"),
        ({"rest": '[[costs]]\nname = "x"\ntotal_kr = true'}, "costs.0.total_kr", "kronor", "True"),
        ({"rest": '[[costs]]\nname = "x"\ntotal_kr = "fem"'}, "costs.0.total_kr", "kronor", "'fem'"),
        ({"rest": "[[costs]]\ntotal_kr = 1"}, "costs.0.name", "missing", ""),
        ({"rest": f'{COST}key = {{ kind = "huvud" }}'}, "costs.0.key.kind", "union_tag_invalid", "'huvud'"),
        ({"rest": f'{COST}key = "huvud"'}, "costs.0.key", "model_attributes_type", "'huvud'"),
        ({"rest": f'{COST}key = {{ kind = "weight", weight = "skatt" }}'}, "costs.0.key.weight", "unknown_weight", "'skatt'"),
        ({"rest": f'{COST}key = {{ kind = "shares", shares = {{ "Habo" = 1 }} }}'}, "costs.0.key.shares.Habo", "unknown_member", "'Habo'"),
        ({"rest": f'{COST}key = {{ kind = "shares", shares = {{ "Växjö" = 1.5 }} }}'}, "costs.0.key.shares.Växjö", "share", "1.5"),
        ({"rest": f'{COST}key = {{ kind = "shares", shares = {{ "Växjö" = "1/0" }} }}'}, "costs.0.key.shares.Växjö", "share", "'1/0'"),
        ({"rest": f'{COST}key = {{ kind = "amounts", amounts_kr = {{ "Växjö" = 1, "0780" = 1 }} }}'}, "costs.0.key.amounts_kr", "member_twice", "{'Växjö': 1, '0780': 1}"),
        ({"rest": f'{COST}key = {{ kind = "equal", rounding = "tusen" }}'}, "costs.0.key.rounding", "enum", "'tusen'"),
        ({"rest": f'{COST}key = {{ kind = "discount_for_largest", largest = 4, off = 1 }}'}, "costs.0.key.off", "less_than", "1"),
        ({"rest": '[[costs]]\nname = "x"\n[[costs.levels]]\nname = "a"\n[[costs.levels]]\nname = "b"'}, "costs.0", "proposed_level", "{'name': 'x', 'levels': [{'name': 'a'}, {'name': 'b'}]}"),
        ({"rest": '[[costs]]\nname = "x"\n[[costs.levels]]\nname = "a"\n[[costs.levels]]\nname = "a"\nproposed = true'}, "costs.0", "level_twice", "{'name': 'x', 'levels': [{'name': 'a'}, {'name': 'a', 'propo"),
        ({"rest": '[[figures]]\nof = "amount"\nmember = "Växjö"'}, "figures.0", "one_value", "{'of': 'amount', 'member': 'Växjö'}"),
        ({"rest": '[[figures]]\nof = "fact"\namount_kr = 1'}, "figures.0", "unnamed_fact", "{'of': 'fact', 'amount_kr': 1}"),
        ({"rest": '[[figures]]\nof = "amount"\namount_kr = 1'}, "figures.0", "no_member", "{'of': 'amount', 'amount_kr': 1}"),
        ({"rest": '[[figures]]\nof = "raise"\nlevel = "z"\namount_kr = 1'}, "figures.0.level", "unknown_level", "'z'"),
        ({"rest": '[[figures]]\nof = "raise"\nsource = "pm"\namount_kr = 1'}, "figures.0.source", "unknown_source", "'pm'"),
        ({"rest": f'{COST}[[committees]]\nmember = "Växjö"\ncommittee = "KS"\nparts = {{ it = 1 }}'}, "committees.0.parts.it", "unknown_part", "'it'"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_field(written, field, problem, found):
    assert problems(text(**written)) == [(field, problem, found)]


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ('kind = "bounded"\nkey = { kind = "equal" }', "bounds"),
        ('kind = "bounded"\nfloor_kr = 2\nceiling_kr = 1\nkey = { kind = "equal" }', "bounds"),
        ('kind = "bounded"\nfloor_kr = 500\nceiling_kr = 0\nkey = { kind = "equal" }', "bounds"),
        ('kind = "bounded"\nfloor_kr = 2\nkey = { kind = "equal", rounding = "öre" }', "nested_rounding"),
        ('kind = "fixed_plus_variable"\nfixed_kr = 2\nvariable = { kind = "equal", rounding = "öre" }', "nested_rounding"),
        ('kind = "parts"\nparts = [{ name = "a", key = { kind = "equal" } }, { name = "b", key = { kind = "equal" } }]', "two_rests"),
        ('kind = "parts"\nparts = [{ name = "a", key = { kind = "equal", rounding = "öre" } }]', "nested_rounding"),
        ('kind = "classes"\nclasses = [{ name = "a", members = ["Växjö", "Växjö"], share = 1 }]', "member_twice"),
        ('kind = "classes"\nclasses = [{ name = "a", members = [], share = 1, key = { kind = "equal", rounding = "öre" } }]', "nested_rounding"),
    ],
)  # fmt: skip
def test_key_that_makes_no_sense_is_refused(key, problem):
    found = problems(text(rest=f"{COST}[costs.key]\n{key}\n"))

    assert [(field, code) for field, code, _ in found] == [("costs.0.key", problem)]


@pytest.mark.parametrize(
    ("index", "problem"),
    [
        ('{ kind = "percent", first_year = 2028, each_year = "-150 %" }', "index_below"),
        ('{ kind = "percent", first_year = 2028, years = { 2029 = "-101 %" } }', "index_below"),
        ('{ kind = "index", name = "KPI", base_year = 2027, numbers = { 2027 = 0 } }', "index_number"),
    ],
)  # fmt: skip
def test_index_that_leaves_less_than_nothing_is_refused(index, problem):
    found = problems(text(rest=f"{COST}index = {index}\n"))

    assert [(field, code) for field, code, _ in found] == [("costs.0.index", problem)]


def test_population_date_must_be_one_that_the_register_has():
    written = text().replace("2023-12-31", "2020-12-31")

    assert problems(written) == [("population.on", "population_unknown", "2020-12-31")]


def test_population_of_the_document_may_have_any_date():
    written = text().replace("2023-12-31", '2020-09-30\nvalues = { "Växjö" = 9 }')

    held = read_recommendation(written, "prov.toml", shipped_register())

    assert held.population.values == {"0780": 9}


def test_every_problem_is_told_at_once():
    written = text(
        members='members = ["Ljugby"]\ndeadline = "snart"\n',
        rest='[[costs]]\nname = "x"\ntotal_kr = "fem"\n[condition]\nkind = "at_least"\ncount = 0\n',
    )

    assert [field for field, _, _ in problems(written)] == [
        "members.0",
        "deadline",
        "costs.0.total_kr",
        "condition.count",
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"members": 'members = ["Ljugby"]'}, "a known name: Ljungby?"),
        ({"members": 'members = ["Växjö"]\ndeadline = 3.5'}, "a date: 2019-06-15 | 'not stated'"),
        ({"rest": '[[costs]]\nname = "x"\ntotal_kr = "fem"'}, 'kronor: 4_200_000, 1.95 or "4 200 000", not negative'),
        ({"rest": f'{COST}key = {{ kind = "equal", weight = 1 }}'}, "one of rounding, kind"),
        ({"rest": '[condition]\nkind = "at_least"\ncount = 0'}, "at least 1"),
        ({"rest": '[condition]\nkind = "at_least"\ncount = 2\nfler = 1'}, "one of kind, count"),
        ({"rest": '[condition]\nkind = "at_least_share"\nshare = "120 %"'}, "a share is above 0 and at most 1 (or 100 %)"),
        ({"rest": f'{COST}key = {{ kind = "weight", weight = "skatt" }}'}, "a table [columns.skatt] or population"),
        ({"rest": '[[figures]]\nof = "raise"\nsource = "pm"\namount_kr = 1'}, "one of [sources]: brev"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_what_is_allowed(written, told):
    assert allowed(text(**written)) == [told]


def test_unknown_field_of_a_cost_lists_those_of_a_single_level_too():
    told = allowed(text(rest='[[costs]]\nname = "x"\nbelopp = 1\n'))

    single_level = "total_kr, at_most, parts, earmarked, stated_kr"
    assert told == [f"one of name, title, every, levels, key, index, {single_level}"]


def test_names_of_other_counties_are_no_members():
    written = text(rest='[[duties]]\nowner = "Habo"\nwhat = "x"\nto = "y"\ndue = 2026-01-01\n')

    assert problems(written) == [("duties.0.owner", "unknown_member", "'Habo'")]


def test_file_that_is_nested_too_deep_is_refused_and_not_a_crash():
    text = "x = " + "[" * 100_000 + "]" * 100_000

    with pytest.raises(RecommendationFileError) as raised:
        read_recommendation(text, "djup.toml", shipped_register())

    assert [problem.problem for problem in raised.value.problems] in (["too_deep"], ["toml_syntax"])
