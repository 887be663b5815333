"""Price conditions: "my share at most X", "not under 26 kr per inhabitant"."""

from dataclasses import replace
from fractions import Fraction

import pytest

from core.adoption import Circumstances, MemberState, State, Trend, resolve
from core.adoption.pricing import Spread, StatedAmounts
from core.adoption.reason import FiguresMissing, PriceAsked
from core.adoption.suffice import Enough
from core.condition import NotStated, Per, PriceAtLeast, PriceAtMost
from tests.core.plain_reading import NO, SILENT, YES, provided, refused

SECURED, OPEN, OUT, HUMAN = MemberState
KRONA = 100


def at_most(kronor, per=Per.MEMBER):
    return PriceAtMost(amount_ore=kronor * KRONA, per=per)


def at_least(kronor, per=Per.MEMBER):
    return PriceAtLeast(amount_ore=kronor * KRONA, per=per)


def spread(total_kronor, **weights):
    return Circumstances(
        pricing=Spread(total_kronor * KRONA, weights), population={**weights, "unknown": None}
    )


def states(standings, known):
    return tuple(resolve(standings, NotStated(), known).states.values())


THIRDS = spread(900, a=1, b=1, c=1)


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ({"a": provided(at_most(300)), "b": YES, "c": YES}, (SECURED,) * 3),
        ({"a": provided(at_most(299)), "b": YES, "c": YES}, (OUT, SECURED, SECURED)),
        ({"a": provided(at_most(300)), "b": YES, "c": SILENT}, (OPEN, SECURED, OPEN)),
        pytest.param(
            {"a": provided(at_most(300)), "b": provided(at_most(450)), "c": NO},
            (OUT, OUT, OUT),
            id="each that leaves makes it dearer for the rest",
        ),
        pytest.param(
            {"a": provided(at_most(450)), "b": provided(at_most(450)), "c": NO},
            (SECURED, SECURED, OUT),
            id="two who can afford it together",
        ),
        pytest.param(
            {"a": provided(at_least(450)), "b": YES, "c": YES},
            (OUT, SECURED, SECURED),
            id="a floor that the others' joining undercuts",
        ),
        pytest.param(
            {"a": provided(at_least(450)), "b": YES, "c": NO}, (SECURED, SECURED, OUT), id="a floor"
        ),
        pytest.param(
            {"a": provided(at_least(450)), "b": YES, "c": SILENT}, (OPEN, SECURED, OPEN), id="open"
        ),
        pytest.param(
            {"a": provided(at_least(900)), "b": provided(at_least(900)), "c": NO},
            (HUMAN, HUMAN, OUT),
            id="either alone, not both",
        ),
        pytest.param(
            {"a": provided(refused(at_most(300))), "b": YES, "c": NO},
            (SECURED, SECURED, OUT),
            id="more than 300",
        ),
        pytest.param(
            {"a": provided(refused(at_least(450))), "b": YES, "c": YES},
            (SECURED,) * 3,
            id="less than 450",
        ),
        pytest.param(
            {"a": provided(refused(at_least(451))), "b": provided(refused(at_least(451))), "c": NO},
            (SECURED, SECURED, OUT),
            id="two who pay less than 451 together",
        ),
        pytest.param(
            {"a": provided(at_least(200)), "b": provided(at_least(900)), "c": NO},
            (SECURED, OUT, OUT),
            id="a floor that another's, which is certain, puts out of reach",
        ),
        pytest.param(
            {"a": provided(at_most(300, Per.INHABITANT)), "b": YES, "c": YES},
            (SECURED,) * 3,
            id="per inhabitant, one each",
        ),
    ],
)
def test_price_that_is_spread_over_those_who_join(standings, expected):
    assert states(standings, THIRDS) == expected


def test_either_of_two_price_floors_is_a_knot_with_two_outcomes():
    standings = {"a": provided(at_least(900)), "b": provided(at_least(900)), "c": NO}

    (knot,) = resolve(standings, NotStated(), THIRDS).knots

    assert knot.stable_sets == (frozenset("a"), frozenset("b"))


def test_markaryd_expects_26_kronor_per_inhabitant():
    amounts = {"0767": 250_000 * KRONA, "0781": 27_000 * 26 * KRONA}
    known = Circumstances(
        pricing=StatedAmounts(amounts), population={"0767": 9_600, "0781": 27_000}
    )
    floor = at_least(26, Per.INHABITANT)

    adoption = resolve({"0767": provided(floor), "0781": YES}, NotStated(), known)

    assert adoption.states == {"0767": SECURED, "0781": SECURED}
    dearer = replace(known, population={"0767": 9_616, "0781": 27_000})
    assert resolve({"0767": provided(floor), "0781": YES}, NotStated(), dearer).states == {
        "0767": OUT,
        "0781": SECURED,
    }


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(Circumstances(), id="no price at all"),
        pytest.param(Circumstances(pricing=StatedAmounts({"a": None})), id="not stated"),
        pytest.param(Circumstances(pricing=Spread(900, {"b": 1})), id="no weight stated"),
        pytest.param(Circumstances(pricing=Spread(900, {"a": 0, "b": 0})), id="nobody weighs"),
    ],
)
@pytest.mark.parametrize("condition", [at_most(1), at_least(1), refused(at_most(1))])
def test_price_that_is_not_stated_is_never_guessed(known, condition):
    standings = {"a": provided(condition), "b": YES}

    assert states(standings, known) == (HUMAN, SECURED)


def test_price_without_population_has_no_price_per_inhabitant():
    known = Circumstances(pricing=StatedAmounts({"a": 100}), population={"a": None})

    assert states({"a": provided(at_most(1, Per.INHABITANT))}, known) == (HUMAN,)


def test_reason_shows_the_price_now_and_at_best():
    standings = {"a": provided(at_most(300)), "b": YES, "c": NO, "d": SILENT}
    known = spread(900, a=1, b=1, c=1, d=1)

    fall = resolve(standings, NotStated(), known).members["a"].fall

    assert fall.reason == PriceAsked(
        at_most(300), State.IMPOSSIBLE, "a", Fraction(45_000), Fraction(45_000), ("c", "d")
    )
    assert fall.because_of == ("c", "d")


@pytest.mark.parametrize(
    ("standings", "condition", "expected"),
    [
        ({"a": YES, "b": YES, "c": YES}, at_most(300), State.MET),
        ({"a": YES, "b": YES, "c": NO}, at_most(300), State.IMPOSSIBLE),
        ({"a": YES, "b": YES, "c": SILENT}, at_most(300), State.OPEN),
        ({"a": NO, "b": NO, "c": NO}, at_most(300), State.IMPOSSIBLE),
        ({"a": YES, "b": YES, "c": SILENT}, at_least(300), State.MET),
        ({"a": YES, "b": YES, "c": SILENT}, at_least(301), State.OPEN),
        ({"a": YES, "b": YES, "c": YES}, refused(at_least(301)), State.MET),
        ({"a": YES, "b": YES, "c": SILENT}, refused(at_least(301)), State.OPEN),
    ],
)
def test_price_asked_of_the_whole_must_be_right_for_every_adopter(standings, condition, expected):
    assert resolve(standings, condition, THIRDS).whole.state is expected


def test_price_asked_of_the_whole_has_a_reason_without_a_member():
    whole = resolve({"a": YES, "b": YES, "c": SILENT}, at_least(301), THIRDS).whole

    assert whole.reason == PriceAsked(at_least(301), State.OPEN, None, None, None, ())
    assert whole.enough == Enough((), is_fewest=True)  # it is met if c declines
    opposite = resolve({"a": YES, "b": YES, "c": YES}, refused(at_least(301)), THIRDS).whole.reason
    assert opposite.part.state is State.IMPOSSIBLE


@pytest.mark.parametrize(("kronor", "expected"), [(3, State.MET), (2, State.IMPOSSIBLE)])
def test_price_that_stands_is_asked_of_every_adopter(kronor, expected):
    known = Circumstances(pricing=StatedAmounts({"a": 2 * KRONA, "b": 3 * KRONA}))

    assert resolve({"a": YES, "b": YES}, at_most(kronor), known).whole.state is expected


class PerHead(StatedAmounts):
    """A fee for each who joins, reckoned from what all of them pay together."""

    def among(self, adopters):
        def amount_ore(member):
            joined = adopters | {member}
            return Fraction(len(joined) * self.amounts_ore[member], len(joined))

        return amount_ore


@pytest.mark.parametrize(("kronor", "expected"), [(3, SECURED), (2, OUT)])
def test_price_that_stands_is_the_same_whoever_else_joins(kronor, expected):
    known = Circumstances(pricing=PerHead({"a": 3 * KRONA}))
    standings = {"a": provided(at_most(kronor)), "b": YES, "c": SILENT}

    assert states(standings, known) == (expected, SECURED, OPEN)


def test_price_refused_twice_is_still_the_members_own():
    standings = {"a": provided(refused(refused(at_most(300)))), "b": YES}

    assert states(standings, spread(900, a=1, b=2)) == (SECURED, SECURED)


def test_price_asked_of_the_whole_asks_for_no_price_but_the_adopters_own():
    known = Circumstances(pricing=Rising({"a": KRONA, "b": KRONA}))

    reason = resolve({"a": YES, "b": YES}, at_most(2), known).whole.reason

    assert reason == PriceAsked(at_most(2), State.MET, None, None, None, ())


def test_who_joins_without_a_stated_weight_bears_nothing_of_what_the_others_pay():
    amount_ore = Spread(900, {"a": 1, "b": 1}).among(frozenset("abc"))

    assert [amount_ore(member) for member in "abc"] == [450, 450, None]


def test_a_whole_without_any_price_says_so():
    reason = resolve({"a": YES}, at_most(1)).whole.reason

    assert reason == FiguresMissing(at_most(1), State.UNDETERMINED, ())


class Undeclared(Spread):
    """The same prices, but nobody has said how they move."""

    @property
    def trend(self):
        return Trend.UNDECLARED


class Rising(StatedAmounts):
    """So much for each who joins."""

    @property
    def trend(self):
        return Trend.RISES

    def among(self, adopters):
        return lambda member: len(adopters | {member}) * self.amounts_ore[member]


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ({"a": provided(at_most(300)), "b": YES, "c": YES}, (SECURED,) * 3),
        ({"a": provided(at_most(299)), "b": YES, "c": YES}, (OUT, SECURED, SECURED)),
        ({"a": provided(at_most(300)), "b": YES, "c": SILENT}, (OPEN, SECURED, OPEN)),
        ({"a": provided(at_most(450)), "b": YES, "c": SILENT}, (SECURED, SECURED, OPEN)),
    ],
)
def test_price_of_undeclared_trend_is_read_once_it_is_known_who_is_in(standings, expected):
    known = Circumstances(pricing=Undeclared(900 * KRONA, {"a": 1, "b": 1, "c": 1}))

    assert states(standings, known) == expected


class OddlyPriced(Undeclared):
    """A price that nobody would guess: cheap for an odd number of members, dear for an even one."""

    def among(self, adopters):
        return lambda member: (1 if len(adopters | {member}) % 2 else 3) * KRONA


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"b": YES, "c": YES}, SECURED),
        ({"b": YES, "c": NO}, OUT),
        ({"b": SILENT, "c": NO}, OPEN),
        ({"b": SILENT, "c": YES}, OPEN),
        ({"b": SILENT, "c": SILENT}, OPEN),
        ({"b": YES, "c": SILENT, "d": SILENT}, OPEN),
    ],
)
def test_between_two_ends_an_undeclared_price_may_do_anything(said, expected):
    known = Circumstances(pricing=OddlyPriced(0, {}))

    assert states({"a": provided(at_most(2))} | said, known)[0] is expected


def test_supports_of_prices_that_fall():
    standings = {"a": provided(at_most(450)), "b": provided(at_most(300)), "c": YES}

    members = resolve(standings, NotStated(), THIRDS).members

    assert [member.support.value for member in members.values()] == ["alone"] * 3
    leaning = {"a": provided(at_most(450)), "b": provided(at_most(450)), "c": NO}
    members = resolve(leaning, NotStated(), THIRDS).members
    assert [m.support and m.support.value for m in members.values()] == [
        "together",
        "together",
        None,
    ]


@pytest.mark.parametrize(
    ("proviso", "others", "expected"),
    [
        (at_most(2), YES, OUT),
        (at_most(2), NO, SECURED),
        (at_most(2), SILENT, OPEN),
        (at_least(3), YES, SECURED),
        (at_least(3), SILENT, OPEN),
    ],
)
def test_price_that_rises_with_every_member(proviso, others, expected):
    known = Circumstances(pricing=Rising({"a": KRONA}))

    assert states({"a": provided(proviso), "b": YES, "c": others}, known)[0] is expected
