"""A key within a class: it sees the members of the class that are asked, and nobody else."""

import pytest

from core.allocation import allocate
from core.allocation.trace import ClassShare, Gap, Missing
from core.recommendation import Population
from core.register import shipped_register
from tests.core.agreement_text import MEMBERS, with_key

REGISTER = shipped_register()
VAXJO, LJUNGBY, ALVESTA = "0780", "0781", "0764"

LARGEST_OF_THE_SMALL = """
[costs.key]
kind = "classes"
[[costs.key.classes]]
name = "stor"
members = ["Växjö"]
share = "70 %"
[[costs.key.classes]]
name = "små"
members = ["Ljungby", "Alvesta"]
share = "30 %"
key = { kind = "discount_for_largest", largest = 1, off = "50 %" }
"""

LARGEST_OF_ALL = """
[costs.key]
kind = "classes"
[[costs.key.classes]]
name = "alla"
members = ["Växjö", "Ljungby", "Alvesta"]
share = 1
key = { kind = "discount_for_largest", largest = 1, off = "50 %" }
"""


def weighing(held):
    """Return an agreement whose inhabitants are 70 in Växjö, 20 in Ljungby, 10 in Alvesta."""
    people = Population(on=held.population.on, values={VAXJO: 70, LJUNGBY: 20, ALVESTA: 10})
    return held.model_copy(update={"population": people})


def test_largest_of_a_class_are_its_own_members():
    held = weighing(with_key(LARGEST_OF_THE_SMALL))

    # 300 kr for 20 inhabitants at half a rate and 10 at a whole one
    assert allocate(held, REGISTER).amounts == {ALVESTA: 15_000, VAXJO: 70_000, LJUNGBY: 15_000}


def test_party_of_another_class_needs_no_weight():
    members = f'{MEMBERS}[[parties]]\nname = "Region Kronoberg"\n'
    key = LARGEST_OF_THE_SMALL.replace('members = ["Växjö"]', 'members = ["Region Kronoberg"]')

    amounts = allocate(weighing(with_key(key, members=members)), REGISTER).amounts

    assert amounts == {ALVESTA: 15_000, VAXJO: None, LJUNGBY: 15_000, "region-kronoberg": 70_000}


def test_largest_of_a_class_stay_the_largest_whoever_joins():
    spread = f'{MEMBERS}when_some_decline = "spread"\n'
    held = weighing(with_key(LARGEST_OF_ALL, members=spread))

    amounts = allocate(held, REGISTER, adopters=[LJUNGBY, ALVESTA]).amounts

    assert amounts == {ALVESTA: 33_300, LJUNGBY: 66_700}


def test_largest_of_a_class_are_of_those_whom_the_level_concerns():
    held = weighing(with_key(LARGEST_OF_ALL))
    line = held.costs[0]
    level = line.levels[0].model_copy(update={"members": (LJUNGBY, ALVESTA)})
    line = line.model_copy(update={"levels": (level,)})

    amounts = allocate(held.model_copy(update={"costs": (line,)}), REGISTER).amounts

    assert amounts == {ALVESTA: 50_000, LJUNGBY: 50_000}


@pytest.mark.parametrize("code", [ALVESTA, LJUNGBY])
def test_class_whose_share_isnt_stated_is_missing_by_its_name(code):
    held = with_key(LARGEST_OF_THE_SMALL.replace('"30 %"', '"not stated"'))

    share = allocate(held, REGISTER).shares[code]

    assert share.amount_ore is None
    assert share.trace[1:] == (
        Missing(what=Gap.CLASS_SHARE, name="små", source=held.sources["brev"]),
    )


def test_key_of_a_class_is_told_after_the_share_of_the_class():
    held = weighing(with_key(LARGEST_OF_THE_SMALL))

    steps = allocate(held, REGISTER).shares[ALVESTA].trace[1:-1]

    assert [step.kind for step in steps] == [
        "class_share",
        "weight_read",
        "weights_summed",
        "at_rate",
    ]
    assert (steps[0].name, steps[0].members, steps[2].largest) == ("små", 2, ("Ljungby",))
    assert isinstance(steps[0], ClassShare)
