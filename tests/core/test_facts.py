"""Every figure of the five source documents, against what the product holds and computes."""

from datetime import date
from fractions import Fraction

import pytest

from core.allocation import allocate, replay
from core.body import BodyKind
from core.committee import committee_part
from core.condition import AllMembers, NotQuantified, NotStated, Per, PriceAtLeast
from core.figure import NOT_STATED, OPEN_ENDED
from core.keys import ByWeight
from core.recommendation import Recommendation
from core.recommendation_file import shipped_recommendations
from core.reconcile import (
    AgreesExactly,
    AgreesWhenRounded,
    Differs,
    ShareDiffers,
    check,
    compare,
    reconcile,
    reconcile_share,
)
from core.register import shipped_register

KRONA = 100
REGISTER = shipped_register()

FOURUM = [
    # name, population 3rd quarter 2013, share, at 4.2 M, at 6.3 M
    ("Aneby", 6_360, "0.0184", 77_280, 115_920),
    ("Eksjö", 16_454, "0.0485", 203_700, 305_550),
    ("Gislaved", 28_750, "0.0842", 353_640, 530_460),
    ("Gnosjö", 9_390, "0.0278", 116_760, 175_140),
    ("Habo", 10_969, "0.0324", 136_080, 204_120),
    ("Jönköping", 130_413, "0.3759", 1_578_780, 2_368_170),
    ("Mullsjö", 7_013, "0.0208", 87_360, 131_040),
    ("Nässjö", 29_470, "0.0895", 375_900, 563_850),
    ("Sävsjö", 10_953, "0.0335", 140_700, 211_050),
    ("Tranås", 18_185, "0.0557", 233_940, 350_910),
    ("Vaggeryd", 13_193, "0.0384", 161_280, 241_920),
    ("Vetlanda", 26_362, "0.0783", 328_860, 493_290),
    ("Värnamo", 33_057, "0.0966", 405_720, 608_580),
]
FOURUM_AMOUNTS = [
    (level, name, amount)
    for name, _, _, today, raised in FOURUM
    for level, amount in (("today", today), ("raised", raised))
]


def agreement(key: str) -> Recommendation:
    return shipped_recommendations()[key]


def code(key: str, name: str) -> str:
    return agreement(key).find_member(name).key


def share_of(key: str, name: str, level: str | None = None):
    return allocate(agreement(key), REGISTER, level=level).shares[code(key, name)]


def test_five_agreements_ship_oldest_first():
    assert list(shipped_recommendations()) == [
        "finsam-2014",
        "fourum-2016",
        "skl-2017",
        "kronoberg-2018",
        "skl-2020",
    ]


@pytest.mark.parametrize(
    ("key", "members", "recommended_on", "deadline"),
    [
        ("finsam-2014", 6, NOT_STATED, NOT_STATED),
        ("fourum-2016", 13, date(2015, 4, 29), NOT_STATED),
        ("skl-2017", 290, date(2016, 6, 10), NOT_STATED),
        ("kronoberg-2018", 8, date(2017, 5, 4), NOT_STATED),
        ("skl-2020", 290, date(2018, 12, 14), date(2019, 6, 15)),
    ],
)
def test_agreement_states_members_and_dates(key, members, recommended_on, deadline):
    held = agreement(key)

    found = (len(held.members), held.recommended_on, held.deadline)

    assert found == (members, recommended_on, deadline)


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("finsam-2014", date(2014, 1, 1), NOT_STATED),
        ("fourum-2016", date(2016, 1, 1), NOT_STATED),
        ("skl-2017", date(2017, 1, 1), date(2018, 12, 31)),
        ("kronoberg-2018", date(2018, 1, 1), OPEN_ENDED),
        ("skl-2020", date(2020, 1, 1), date(2023, 12, 31)),
    ],
)
def test_agreement_states_its_period(key, start, end):
    period = agreement(key).period

    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("key", "condition"),
    [
        ("finsam-2014", NotStated()),
        ("fourum-2016", NotStated()),
        ("skl-2017", NotStated()),
        ("kronoberg-2018", NotStated()),
        ("skl-2020", NotQuantified(words="tillräckligt många")),
    ],
)
def test_agreement_states_only_the_condition_of_its_document(key, condition):
    assert agreement(key).condition == condition


@pytest.mark.parametrize(
    ("key", "level", "total", "at_most"),
    [
        ("finsam-2014", "joint", NOT_STATED, False),
        ("finsam-2014", "msf-first", 1_000_000 * KRONA, False),
        ("finsam-2014", "msf-later", 1_500_000 * KRONA, False),
        ("fourum-2016", "today", 4_200_000 * KRONA, False),
        ("fourum-2016", "raised", 6_300_000 * KRONA, False),
        ("skl-2017", "proposed", 3_400_000 * KRONA, False),
        ("kronoberg-2018", "proposed", NOT_STATED, False),
        ("skl-2020", "proposed", 19_500_000 * KRONA, True),
    ],
)
def test_agreement_states_its_totals(key, level, total, at_most):
    allocation = allocate(agreement(key), REGISTER, level=level)

    assert (allocation.total_ore, allocation.at_most) == (total, at_most)


def test_fourum_asks_for_the_raised_level():
    assert agreement("fourum-2016").proposed_level == "raised"


@pytest.mark.parametrize(("level", "name", "kronor"), FOURUM_AMOUNTS)
def test_fourum_amount_is_exactly_share_times_total(level, name, kronor):
    assert share_of("fourum-2016", name, level).amount_ore == kronor * KRONA


@pytest.mark.parametrize(("level", "name", "kronor"), FOURUM_AMOUNTS)
def test_fourum_table_of_the_document_agrees_exactly(level, name, kronor):
    found = compare(
        agreement("fourum-2016"), REGISTER, member=code("fourum-2016", name), level=level
    )

    assert [(each.figure.amount_ore, each.verdict) for each in found] == [
        (kronor * KRONA, AgreesExactly())
    ]


@pytest.mark.parametrize(("name", "population", "fraction"), [row[:3] for row in FOURUM])
def test_fourum_share_and_inhabitants_are_the_documents(name, population, fraction):
    share = share_of("fourum-2016", name)

    assert (share.inhabitants, share.fraction) == (population, Fraction(fraction))


def test_fourum_columns_sum_as_the_document_says():
    raised = allocate(agreement("fourum-2016"), REGISTER)
    today = allocate(agreement("fourum-2016"), REGISTER, level="today")

    sums = (
        sum(share.inhabitants for share in raised.shares.values()),
        sum(share.fraction for share in raised.shares.values()),
        today.allocated_ore,
        raised.allocated_ore,
    )

    assert sums == (340_569, 1, 4_200_000 * KRONA, 6_300_000 * KRONA)


def test_fourum_earmarks_half_a_million_of_todays_level():
    levels = {level.name: level for level in agreement("fourum-2016").costs[0].levels}

    earmarks = [(part.amount_ore, part.earmarked_for) for part in levels["today"].earmarked]

    assert earmarks == [
        (500_000 * KRONA, "Jönköping Academy for Improvement of Health and Welfare")
    ]
    assert levels["raised"].earmarked == ()


def test_fourum_contradictions_are_reported_with_every_figure():
    found = {
        finding.name: [(each.amount_ore // KRONA, each.precision.value) for each in finding.figures]
        for finding in check(agreement("fourum-2016"), REGISTER)
        if finding.kind == "figures_contradict"
    }

    assert found == {
        "Statsbidrag 2014": [
            (2_176_000, "exact"),
            (6_900_000, "exact"),
            (6_000_000, "more_than"),
        ],
        "Basfinansiering 2014": [(4_200_000, "exact"), (4_000_000, "exact")],
    }


def test_fourum_raise_of_2_300_000_differs_from_the_levels():
    found = [
        (finding.figure.amount_ore // KRONA, finding.computed / KRONA, finding.by / KRONA)
        for finding in check(agreement("fourum-2016"), REGISTER)
        if finding.kind == "figure_differs"
    ]

    assert found == [(2_300_000, 2_100_000, 200_000)]


def test_kronoberg_states_only_ljungbys_amount():
    shares = allocate(agreement("kronoberg-2018"), REGISTER).shares

    amounts = {share.member.name: share.amount_ore for share in shares.values()}

    assert amounts == {
        "Uppvidinge": None,
        "Lessebo": None,
        "Tingsryd": None,
        "Alvesta": None,
        "Älmhult": None,
        "Markaryd": None,
        "Växjö": None,
        "Ljungby": 289_600 * KRONA,
    }


def test_kronoberg_names_its_key_where_the_amount_is_missing():
    missing = share_of("kronoberg-2018", "Växjö").trace[-1]

    assert (missing.kind, missing.what.value, missing.based_on) == (
        "missing",
        "amount",
        "andel skattekraft",
    )


def test_kronoberg_total_and_gap_are_not_stated():
    allocation = allocate(agreement("kronoberg-2018"), REGISTER)

    assert (allocation.total_ore, allocation.gap_ore) == (NOT_STATED, NOT_STATED)


def test_kronoberg_all_or_nothing_is_ljungbys_proviso():
    provisos = agreement("kronoberg-2018").provisos

    assert [(each.member, each.condition, each.words) for each in provisos] == [
        ("0781", AllMembers(), "förutsatt att regionens samtliga kommuner deltar")
    ]


def test_fee_model_rate_for_2020_is_1_946_kronor():
    assert round(share_of("skl-2020", "Norrtälje").ore_per_inhabitant, 1) == Fraction("194.6")


@pytest.mark.parametrize("name", ["Stockholm", "Göteborg", "Malmö", "Uppsala"])
def test_fee_model_gives_the_four_largest_ten_percent_off(name):
    full = share_of("skl-2020", "Norrtälje").ore_per_inhabitant

    assert share_of("skl-2020", name).ore_per_inhabitant == full * Fraction(9, 10)


def test_fee_model_gives_nobody_else_a_discount():
    shares = allocate(agreement("skl-2020"), REGISTER).shares

    rates = [share.ore_per_inhabitant for share in shares.values()]

    assert sorted((rates.count(rate) for rate in set(rates)), reverse=True) == [286, 4]


def test_fee_model_is_total_over_inhabitants_less_a_tenth_of_the_four():
    step = next(s for s in share_of("skl-2020", "Norrtälje").trace if s.kind == "weights_summed")

    assert (step.sum, step.largest_sum, step.counted) == (
        10_230_185,
        2_098_499,
        10_230_185 - Fraction(2_098_499, 10),
    )


@pytest.mark.parametrize(
    ("key", "name", "computed", "stated", "verdict"),
    [
        ("skl-2020", "Norrtälje", 120_205, 120_000, AgreesWhenRounded(1_000 * KRONA)),
        ("skl-2017", "Ekerö", 9_507, 9_500, AgreesWhenRounded(100 * KRONA)),
        ("kronoberg-2018", "Ljungby", 289_600, 289_600, AgreesExactly()),
    ],
)
def test_stated_amount_stands_beside_the_computed_one(key, name, computed, stated, verdict):
    found = compare(agreement(key), REGISTER, member=code(key, name))

    first = found[0]
    assert (first.computed, first.figure.amount_ore, first.verdict) == (
        computed * KRONA,
        stated * KRONA,
        verdict,
    )


def test_flat_split_per_head_is_the_wrong_model_for_ekero():
    held = agreement("skl-2017")
    by_head = held.costs[0].model_copy(update={"key": ByWeight(weight="population")})
    flat = held.model_copy(update={"costs": (by_head,)})

    amount = allocate(flat, REGISTER).amounts[code("skl-2017", "Ekerö")]

    assert amount == 9_313 * KRONA
    assert reconcile(9_500 * KRONA, amount) == Differs(Fraction(18_700), Fraction(187, 9_313))


@pytest.mark.parametrize("key", ["skl-2017", "skl-2020"])
def test_whole_kronor_sum_to_the_total(key):
    allocation = allocate(agreement(key), REGISTER)

    assert (allocation.allocated_ore, allocation.gap_ore) == (allocation.total_ore, 0)


@pytest.mark.parametrize("key", ["kronoberg-2018", "finsam-2014", "skl-2017", "skl-2020"])
def test_population_date_is_marked_as_ours(key):
    assert agreement(key).population.assumed is True


def test_skl_2020_states_three_parts_of_the_total():
    parts = {part.name: part.amount_ore for part in agreement("skl-2020").costs[0].levels[0].parts}

    assert parts == {
        "kvalitetsregister": 14_600_000 * KRONA,
        "uppfoljning": 2_400_000 * KRONA,
        "samordning": 2_500_000 * KRONA,
    }


def test_skl_2020_rate_is_stated_as_about_1_95():
    found = [each for each in compare(agreement("skl-2020"), REGISTER) if not each.figure.member]

    assert [(each.figure.amount_ore, round(each.computed, 1), each.verdict) for each in found] == [
        (195, Fraction("194.6"), AgreesWhenRounded(1))
    ]


def test_norrtalje_committee_bears_12_56_percent_or_15_100_kronor():
    share = share_of("skl-2020", "Norrtälje")

    part = committee_part(agreement("skl-2020"), share)

    assert part.fraction == Fraction("2.45") / Fraction("19.5")
    assert round(part.fraction * 100, 2) == Fraction("12.56")
    assert round(part.exact_ore / KRONA) == 15_103


def test_norrtalje_committee_figures_of_the_document_differ():
    norrtalje = code("skl-2020", "Norrtälje")
    found = compare(agreement("skl-2020"), REGISTER, member=norrtalje)[1:]

    shown = [
        (each.figure.share or each.figure.amount_ore // KRONA, type(each.verdict)) for each in found
    ]

    assert shown == [
        (Fraction("0.125"), ShareDiffers),
        (Fraction("0.15"), ShareDiffers),
        (18_000, Differs),
    ]


def test_norrtalje_two_percentages_contradict_each_other():
    found = [f for f in check(agreement("skl-2020"), REGISTER) if f.kind == "figures_contradict"]

    assert [[figure.share for figure in finding.figures] for finding in found] == [
        [Fraction("0.125"), Fraction("0.15")]
    ]


def test_skl_2020_deadline_is_a_saturday():
    found = [f for f in check(agreement("skl-2020"), REGISTER) if f.kind == "deadline_on_day_off"]

    assert [(f.deadline, f.working_day) for f in found] == [(date(2019, 6, 15), date(2019, 6, 14))]


@pytest.mark.parametrize(
    ("level", "kronor", "per_inhabitant"), [("msf-first", 250_000, 26), ("msf-later", 375_000, 39)]
)
def test_msf_county_council_paid_a_quarter(level, kronor, per_inhabitant):
    share = share_of("finsam-2014", "Landstinget Kronoberg", level)

    assert (share.fraction, share.amount_ore) == (Fraction("0.25"), kronor * KRONA)
    assert reconcile(per_inhabitant * KRONA, share.ore_per_inhabitant) == AgreesWhenRounded(KRONA)


@pytest.mark.parametrize(
    ("on", "first", "later"),
    [
        # which of the register's dates fits "26" and "39 kr per invånare" of Markaryd
        (date(2012, 12, 31), True, False),  # 26.38 and 39.57
        (date(2013, 12, 31), True, True),  # 26.27 and 39.41
        (date(2014, 12, 31), True, True),  # 26.18 and 39.27
        (date(2015, 12, 31), True, False),  # 25.56 and 38.35
    ],
)
def test_msf_price_fits_markaryds_inhabitants_of_2013_and_2014(on, first, later):
    inhabitants = REGISTER.population(code("finsam-2014", "Markaryd"), on)

    fits = [
        reconcile(price * KRONA, Fraction(amount * KRONA, inhabitants)) == AgreesWhenRounded(KRONA)
        for price, amount in ((26, 250_000), (39, 375_000))
    ]

    assert fits == [first, later]


@pytest.mark.parametrize("name", ["Markaryd", "Försäkringskassan", "Arbetsförmedlingen"])
def test_msf_shares_of_the_others_are_not_stated(name):
    share = share_of("finsam-2014", name, "msf-first")

    assert (share.amount_ore, share.trace[-1].what.value) == (None, "class_share")


def test_finsam_joint_budget_leaves_the_council_a_quarter_of_an_unstated_sum():
    share = share_of("finsam-2014", "Landstinget Kronoberg")

    assert (share.fraction, share.amount_ore) == (Fraction("0.25"), None)


def test_finsam_members_are_three_municipalities_a_county_council_and_two_agencies():
    members = [(each.name, each.kind.value) for each in agreement("finsam-2014").members]

    assert members == [
        ("Ljungby", "municipality"),
        ("Älmhult", "municipality"),
        ("Markaryd", "municipality"),
        ("Landstinget Kronoberg", "region"),
        ("Försäkringskassan", "agency"),
        ("Arbetsförmedlingen", "agency"),
    ]


def test_finsam_price_floor_is_markaryds_expectation():
    provisos = agreement("finsam-2014").provisos

    assert [(each.member, each.condition) for each in provisos] == [
        ("0767", PriceAtLeast(amount_ore=26 * KRONA, per=Per.INHABITANT))
    ]


def test_almhults_forgotten_report_is_a_duty():
    duty = agreement("finsam-2014").duties[0]

    assert (duty.owner, duty.due, duty.decision, duty.decided_on, duty.case_number) == (
        "0765",
        date(2009, 5, 1),
        "KS § 206",
        date(2008, 10, 14),
        "Dnr 2008/127",
    )
    assert duty.done_on is None


@pytest.mark.parametrize(
    ("key", "name", "body"),
    [
        ("kronoberg-2018", "Ljungby", BodyKind.COMMITTEE),
        ("kronoberg-2018", "Växjö", None),
        ("skl-2017", "Ekerö", BodyKind.COMMITTEE),
        ("skl-2020", "Norrtälje", BodyKind.COUNCIL),
        ("skl-2020", "Ljungby", None),
        ("fourum-2016", "Habo", None),
    ],
)
def test_binding_body_is_what_the_documents_state(key, name, body):
    held = agreement(key)

    assert held.binding_body(code(key, name)) is body


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("fourum-2016", ["decided_by", "clawback", "index", "earmark"]),
        ("skl-2020", ["permanence", "other"]),
        ("finsam-2014", ["price", "advance_reply", "other"]),
        ("kronoberg-2018", ["budget", "other"]),
        ("skl-2017", ["budget", "permanence"]),
    ],
)
def test_clauses_are_carried(key, kinds):
    assert [clause.kind.value for clause in agreement(key).clauses] == kinds


@pytest.mark.parametrize(
    ("stated", "computed"), [("0.125", "49/390"), ("0.15", "49/390"), ("0.15", "0.125")]
)
def test_percentages_of_norrtalje_dont_agree_by_rounding(stated, computed):
    assert type(reconcile_share(Fraction(stated), Fraction(computed))) is ShareDiffers


@pytest.mark.parametrize("key", list(shipped_recommendations()))
def test_every_amount_can_be_computed_again_from_its_trace(key):
    held = agreement(key)
    for level in held.levels:
        for share in allocate(held, REGISTER, level=level).shares.values():
            assert replay(share.trace) == share.amount_ore
