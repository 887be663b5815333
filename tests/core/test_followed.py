"""Which condition is followed: the stated one, a ruling, or what the provisos make of it."""

from datetime import date

from core.answer import Because, Says, Standing
from core.condition import AllMembers, AllOf, AtLeast, NotQuantified, NotStated
from core.followed import FollowedCondition, Origin, followed_condition
from core.recommendation_file import shipped_recommendations
from core.ruling import Ruling

KRONOBERG = shipped_recommendations()["kronoberg-2018"]
YES, NO = Standing(Says.YES, Because.DECIDED), Standing(Says.NO, Because.DECIDED)
LJUNGBY, VÄXJÖ = "0781", "0780"


def leaning(condition):
    return Standing(Says.CONDITIONALLY_YES, Because.DECIDED, condition)


def test_stated_condition_is_followed_as_it_stands():
    skl = shipped_recommendations()["skl-2020"]

    followed = followed_condition(skl, {LJUNGBY: leaning(AllMembers())})

    assert followed == FollowedCondition(NotQuantified(words="tillräckligt många"), Origin.STATED)


def test_before_anybody_has_answered_the_documents_proviso_is_followed():
    assert followed_condition(KRONOBERG, {}) == FollowedCondition(
        AllMembers(), Origin.PROVISOS, (LJUNGBY,)
    )


def test_plain_yes_puts_the_documents_proviso_aside():
    assert followed_condition(KRONOBERG, {LJUNGBY: YES}) == FollowedCondition(
        NotStated(), Origin.NOWHERE
    )


def test_several_provisos_are_followed_together():
    standings = {LJUNGBY: leaning(AllMembers()), VÄXJÖ: leaning(AtLeast(count=6))}

    followed = followed_condition(KRONOBERG, standings)

    assert followed.condition == AllOf(conditions=(AtLeast(count=6), AllMembers()))
    assert followed.members == (VÄXJÖ, LJUNGBY)


def test_ruling_takes_the_place_of_the_provisos():
    ruling = Ruling(AtLeast(count=6), by="U1", on=date(2017, 10, 1), decision="KF § 1")

    followed = followed_condition(KRONOBERG, {LJUNGBY: leaning(AllMembers())}, (ruling,))

    assert followed == FollowedCondition(NotStated(), Origin.RULED)
