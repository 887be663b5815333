"""Reasons in full: what each kind of condition says of why it is met, open or impossible."""

from dataclasses import replace
from fractions import Fraction

import pytest

from core.adoption import Circumstances, Happening, Spell, State, resolve
from core.adoption.network import Network
from core.adoption.pricing import Spread
from core.adoption.reason import (
    ByRuling,
    Combined,
    Counted,
    DeclaredSo,
    Kept,
    MembersNamed,
    Opposite,
    Outside,
    PriceAsked,
    Waiting,
    lost_in,
)
from core.adoption.setting import Setting
from core.adoption.strata import outlook
from core.adoption.view import View
from core.condition import (
    AllMembers,
    AllOf,
    AtLeast,
    Delayed,
    Latched,
    Measure,
    NotQuantified,
    NotStated,
    OutsideEvent,
    PriceAtLeast,
    PriceAtMost,
)
from core.ruling import Declared, Ruling
from tests.core.plain_reading import NO, SILENT, YES, named, provided, refused
from tests.core.test_adoption_history import june

MET, OPEN, IMPOSSIBLE, UNDETERMINED = State
ENOUGH = NotQuantified(words="tillräckligt många")
EVENT = OutsideEvent(event="statsbidrag")
THIRDS = Circumstances(pricing=Spread(900, {"a": 1, "b": 1, "c": 1}))


def reason(standings, condition, known=None):
    return resolve(standings, condition, known).whole.reason


def fall(standings, member, known=None):
    return resolve(standings, NotStated(), known).members[member].fall


def two(state, have, within_reach=2, **more):
    """Return the reason of "at least two of two"."""
    return Counted(
        condition=AtLeast(count=2),
        state=state,
        measure=Measure.MEMBERS,
        have=have,
        within_reach=within_reach,
        need=2,
        whole=2,
        **{"awaited": (), "lost": (), **more},
    )


def ruling(condition, day, **more):
    return Ruling(condition, by="SKR", on=june(day), decision="§ 12", **more)


def test_a_count_tells_how_many_there_are_and_who_is_awaited():
    assert reason({"a": YES, "b": SILENT}, AtLeast(count=2)) == two(OPEN, 1, awaited=("b",))


@pytest.mark.parametrize(
    ("second", "state", "part"),
    [
        (YES, IMPOSSIBLE, two(MET, 2)),
        (SILENT, OPEN, two(OPEN, 1, awaited=("b",))),
        (NO, MET, two(IMPOSSIBLE, 1, 1, lost=("b",))),
    ],
)
def test_a_refused_count_is_the_opposite_of_the_count(second, state, part):
    condition = refused(AtLeast(count=2))

    assert reason({"a": YES, "b": second}, condition) == Opposite(condition, state, part)


def test_parts_are_told_one_by_one_with_how_many_of_them_must_hold():
    condition = AllOf(conditions=(named("a", "b"), EVENT))

    assert reason({"a": YES, "b": NO}, condition) == Combined(
        condition,
        IMPOSSIBLE,
        2,
        (MembersNamed(named("a", "b"), IMPOSSIBLE, (), ("b",)), Outside(EVENT, OPEN)),
    )


@pytest.mark.parametrize(
    ("happening", "state", "part"),
    [(None, OPEN, OPEN), (Happening.HAPPENED, IMPOSSIBLE, MET)],
)
def test_an_event_refused_is_the_opposite_of_the_event(happening, state, part):
    condition = refused(EVENT)
    known = Circumstances(facts={EVENT.fact: happening} if happening else {})

    assert reason({"a": YES}, condition, known) == Opposite(condition, state, Outside(EVENT, part))


def test_a_ruling_is_named_and_what_it_asks_for_told():
    found = ruling(AtLeast(count=2), 1, words=ENOUGH.words)
    other = ruling(AtLeast(count=1), 5, words="merparten")

    known = Circumstances(rulings=(found, other))

    assert reason({"a": YES, "b": SILENT}, ENOUGH, known) == ByRuling(
        ENOUGH, OPEN, found, two(OPEN, 1, awaited=("b",))
    )


def test_the_ruling_named_is_the_one_in_force_on_the_day():
    first, later = ruling(AtLeast(count=2), 1), ruling(AtLeast(count=1), 9)
    known = Circumstances(rulings=(first, later))
    standings = {"a": YES, "b": SILENT}

    before = reason(standings, ENOUGH, replace(known, as_of=june(8)))
    after = reason(standings, ENOUGH, replace(known, as_of=june(9)))

    assert (before.ruling, after.ruling) == (first, later)


def test_a_declaration_about_certain_words_is_named():
    found = ruling(ENOUGH, 1, words=ENOUGH.words, declared=Declared.NOT_MET)

    known = Circumstances(rulings=(found,))

    assert reason({"a": YES}, ENOUGH, known) == DeclaredSo(ENOUGH, IMPOSSIBLE, found)


def test_a_delay_tells_since_when_and_until_when():
    condition = Delayed(days=10, condition=AtLeast(count=2))
    spells = {(None, AtLeast(count=2)): Spell(june(1), june(3))}
    known = Circumstances(as_of=june(5), spells=spells)

    assert reason({"a": YES, "b": YES}, condition, known) == Waiting(
        condition, OPEN, june(3), june(13), two(MET, 2)
    )


@pytest.mark.parametrize(
    ("spells", "state", "met_on"),
    [({}, OPEN, None), ({(None, AtLeast(count=2)): Spell(june(1), None)}, MET, june(1))],
)
def test_a_latch_tells_when_it_was_met_first(spells, state, met_on):
    condition = Latched(condition=AtLeast(count=2))

    found = reason({"a": YES, "b": SILENT}, condition, Circumstances(spells=spells))

    assert found == Kept(condition, state, met_on, two(OPEN, 1, awaited=("b",)))


def test_a_delay_in_a_proviso_tells_of_the_spell_of_its_own_member():
    delayed = Delayed(days=10, condition=AtLeast(count=2))
    spells = {
        ("a", AtLeast(count=2)): Spell(june(2), june(2)),
        ("b", AtLeast(count=2)): Spell(june(4), june(4)),
    }
    known = Circumstances(as_of=june(5), spells=spells)
    standings = {"a": provided(delayed), "b": provided(delayed), "c": YES, "d": YES}

    members = resolve(standings, NotStated(), known).members

    assert [members[code].fall.reason.since for code in "ab"] == [june(2), june(4)]


@pytest.mark.parametrize("third", [NO, SILENT])
def test_a_price_asked_of_the_whole_names_nobody_whom_it_is_lost_without(third):
    standings = {"a": YES, "b": YES, "c": third}

    for limit in (PriceAtMost(amount_ore=1), PriceAtLeast(amount_ore=1_000)):
        assert reason(standings, limit, THIRDS) == PriceAsked(
            limit, IMPOSSIBLE, None, None, None, ()
        )


def test_a_refused_price_is_the_opposite_of_the_price():
    condition = refused(PriceAtLeast(amount_ore=300))
    limit = PriceAtLeast(amount_ore=300)

    assert reason({"a": YES, "b": YES, "c": YES}, condition, THIRDS) == Opposite(
        condition, IMPOSSIBLE, PriceAsked(limit, MET, None, None, None, ())
    )


def test_a_price_among_the_parts_of_a_proviso_is_that_members_own():
    limit = PriceAtMost(amount_ore=300)
    standings = {"a": provided(AllOf(conditions=(limit, named("b")))), "b": YES, "c": NO}

    assert fall(standings, "a", THIRDS).reason.parts == (
        PriceAsked(limit, IMPOSSIBLE, "a", Fraction(450), Fraction(450), ("c",)),
        MembersNamed(named("b"), MET, (), ()),
    )


@pytest.mark.parametrize(
    ("others", "now", "at_best"),
    [
        pytest.param({"b": YES, "c": SILENT}, 450, 300, id="one may still join"),
        pytest.param({"b": SILENT, "c": NO}, 900, 450, id="nobody is in yet"),
        pytest.param(
            {"b": provided(refused(named("c"))), "c": provided(refused(named("b")))},
            900,
            300,
            id="two for a human to rule on",
        ),
    ],
)
def test_a_price_is_told_now_and_as_it_may_become(others, now, at_best):
    limit = PriceAtMost(amount_ore=200)
    network = Network(Setting({"a": provided(limit)} | others, THIRDS), NotStated())

    found = View(network, outlook(network).state).reason(limit, "a")

    assert (found.price_now, found.price_at_best) == (now, at_best)


@pytest.mark.parametrize(
    ("condition", "known", "lost"),
    [
        (AllMembers(), Circumstances(), ("b", "c")),
        (AllOf(conditions=(named("c", "a"), named("b", "c"))), Circumstances(), ("c", "b")),
        (AllOf(conditions=(named("b"), AtLeast(count=1))), Circumstances(), ("b",)),
        (ENOUGH, Circumstances(rulings=(ruling(AllMembers(), 1),)), ("b", "c")),
        (Delayed(days=1, condition=named("b", "a")), Circumstances(), ("b",)),
        (Latched(condition=named("b", "a")), Circumstances(), ("b",)),
        (refused(AtLeast(count=1)), Circumstances(), ()),
        (EVENT, Circumstances(facts={EVENT.fact: Happening.WONT_HAPPEN}), ()),
        (AtLeast(count=1), Circumstances(), ()),
    ],
)
def test_who_is_lost_is_read_from_every_part_that_can_no_longer_be_met(condition, known, lost):
    found = reason({"a": YES, "b": NO, "c": NO}, condition, known)

    assert lost_in(found) == lost
