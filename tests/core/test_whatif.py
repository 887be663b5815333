"""What if: who would stand, who would fall, and what each would pay."""

import pytest

from core.adoption import Circumstances, ConditionMemberError, Happening, MemberState, State
from core.adoption.pricing import Spread
from core.condition import AllMembers, AtLeast, NotStated, OutsideEvent, PriceAtMost
from core.whatif import Moved, Payment, what_if
from tests.core.plain_reading import NO, SILENT, YES, named, provided

SECURED, OPEN, OUT, HUMAN = MemberState
KRONOBERG = {
    "alvesta": YES,
    "ljungby": provided(AllMembers()),
    "växjö": YES,
    "älmhult": provided(named("ljungby")),
}


def test_one_no_takes_with_it_whoever_leaned_on_it():
    found = what_if(KRONOBERG, {"växjö": NO}, AllMembers())

    assert (found.before.whole.state, found.after.whole.state) == (State.MET, State.IMPOSSIBLE)
    assert found.falls == ("ljungby", "älmhult")
    assert found.stands == ()
    assert found.moved == (
        Moved("ljungby", SECURED, OUT),
        Moved("växjö", SECURED, OUT),
        Moved("älmhult", SECURED, OUT),
    )
    assert found.after.members["älmhult"].fall.round == 2


def test_a_no_that_becomes_a_yes_brings_them_back():
    found = what_if(KRONOBERG | {"växjö": NO}, {"växjö": YES}, AllMembers())

    assert found.stands == ("ljungby", "älmhult")
    assert found.falls == ()


def test_nothing_is_changed_in_what_was_given():
    before = dict(KRONOBERG)

    what_if(KRONOBERG, {"växjö": NO}, AllMembers())

    assert before == KRONOBERG


def test_each_pays_more_when_one_leaves():
    weights = {"a": 1, "b": 1, "c": 2}
    pricing = Spread(1200, weights)

    def amounts(adopters):
        return {code: int(pricing.among(adopters)(code)) for code in adopters}

    found = what_if(
        {"a": YES, "b": provided(PriceAtMost(amount_ore=300)), "c": YES},
        {"c": NO},
        AtLeast(count=1),
        Circumstances(pricing=pricing),
        amounts,
    )

    assert found.falls == ("b",)
    assert found.payments == (
        Payment("a", 300, 1200),
        Payment("b", 300, 0),
        Payment("c", 600, 0),
    )


def test_payments_that_do_not_change_or_are_not_stated():
    stated = {"a": 100, "b": None, "c": 50}

    found = what_if(
        dict.fromkeys("abc", YES),
        {"c": NO},
        NotStated(),
        amounts=lambda adopters: {code: stated[code] for code in adopters},
    )

    assert found.payments == (Payment("c", 50, 0),)
    joining = what_if(
        {"a": YES, "b": NO}, {"b": YES}, NotStated(), amounts=lambda _adopters: {"a": 100}
    )
    assert joining.payments == (Payment("b", 0, None),)


def test_both_states_are_read_under_the_same_circumstances():
    event = OutsideEvent(event="statsbidrag")
    known = Circumstances(facts={"statsbidrag": Happening.HAPPENED})

    found = what_if({"a": provided(event), "b": YES}, {"b": NO}, AllMembers(), known)

    assert (found.before.whole.state, found.after.whole.state) == (State.MET, State.IMPOSSIBLE)
    assert found.after.secured == {"a"}


def test_without_amounts_no_payments_are_compared():
    assert what_if(KRONOBERG, {"växjö": NO}, AllMembers()).payments == ()


def test_silent_members_count_as_joining():
    found = what_if({"a": SILENT, "b": YES}, {"b": NO}, NotStated(), amounts=dict.fromkeys)

    assert found.moved == (Moved("b", SECURED, OUT),)
    assert found.before.possible == {"a", "b"}


@pytest.mark.parametrize("changes", [{"göteborg": YES}, {"växjö": provided(named("göteborg"))}])
def test_a_member_that_is_not_asked_is_refused(changes):
    with pytest.raises(ConditionMemberError) as refusal:
        what_if(KRONOBERG, changes, AllMembers())

    assert refusal.value.member == "göteborg"
