"""What must hold of every price condition: the solver against trying everything."""

from hypothesis import given
from hypothesis import strategies as st

from core.adoption import Circumstances, resolve
from core.adoption.pricing import Spread
from core.answer import Says
from core.condition import AllOf, AnyOf, AtLeast, NotStated, PriceAtLeast, PriceAtMost
from tests.core.condition_strategies import searched
from tests.core.plain_reading import NO, SILENT, YES, World, completions, named, provided, refused
from tests.core.test_adoption_prices import KRONA, at_most


def conditions():
    limit = st.integers(1, 30).map(lambda kronor: kronor * KRONA)
    leaves = st.one_of(
        st.builds(PriceAtMost, amount_ore=limit),
        st.builds(PriceAtLeast, amount_ore=limit),
        st.builds(AtLeast, count=st.integers(1, 4)),
        st.sampled_from("abcd").map(named),
    )
    pairs = st.lists(leaves, min_size=1, max_size=2).map(tuple)
    return st.one_of(
        leaves,
        st.builds(AllOf, conditions=pairs),
        st.builds(AnyOf, conditions=pairs),
        leaves.map(refused),
    )


@given(
    st.lists(
        st.one_of(st.sampled_from([YES, NO, SILENT]), conditions().map(provided)),
        min_size=4,
        max_size=4,
    ),
    st.lists(st.integers(1, 5), min_size=4, max_size=4),
)
@searched
def test_prices_never_promise_more_than_every_stable_outcome_keeps(said, weighs):
    weights = dict(zip("abcd", weighs, strict=True))
    pricing = Spread(30 * KRONA, weights)
    world = World(
        dict(zip("abcd", said, strict=True)),
        price=lambda member, adopters: pricing.among(adopters)(member),
    )
    adoption = resolve(world.standings, NotStated(), Circumstances(pricing=pricing))

    for each in completions(world, frozenset()):
        stable = each.stable()
        for outcome in stable:
            assert adoption.secured <= outcome <= adoption.possible
        if adoption.secured == adoption.possible:
            assert stable == [adoption.secured]


@given(
    st.lists(
        st.one_of(
            st.sampled_from([YES, NO]),
            st.integers(1, 30).map(lambda kronor: provided(at_most(kronor))),
        ),
        min_size=6,
        max_size=6,
    ),
    st.lists(st.integers(1, 5), min_size=6, max_size=6),
)
@searched
def test_prices_that_fall_have_the_rounds_and_supports_of_the_plain_reading(said, weighs):
    pricing = Spread(30 * KRONA, dict(zip("abcdef", weighs, strict=True)))
    world = World(
        dict(zip("abcdef", said, strict=True)),
        price=lambda member, adopters: pricing.among(adopters)(member),
    )

    members = resolve(world.standings, NotStated(), Circumstances(pricing=pricing)).members

    rounds = world.greatest()
    assert {code: m.fall.round if m.fall else None for code, m in members.items()} == {
        code: next((at for at, left in enumerate(rounds) if code not in left), None)
        if standing.says is Says.CONDITIONALLY_YES
        else None
        for code, standing in world.standings.items()
    }
    alone = {code for code, m in members.items() if m.support and m.support.value == "alone"}
    assert alone == world.least()
