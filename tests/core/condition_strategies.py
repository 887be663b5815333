"""Hypothesis strategies: conditions, and answers that hang on each other.

SAMTLIGA_EXAMPLES=5000 in the environment makes the searches long.
"""

import os
from fractions import Fraction
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st

from core.condition import (
    AllMembers,
    AllOf,
    AnyOf,
    AtLeast,
    AtLeastShare,
    Condition,
    Measure,
    Not,
    OutsideEvent,
    TheseMembers,
)
from tests.core.plain_reading import NO, SILENT, YES, World, provided

searched = settings(max_examples=int(os.environ.get("SAMTLIGA_EXAMPLES", "40")), deadline=None)
"""How long a property is searched for a counter-example."""

CODES = tuple("abcdefghij")
EVENTS = ("statsbidrag", "lagändring")


def shares():
    return st.builds(
        lambda part, rest: Fraction(part, part + rest), st.integers(1, 6), st.integers(0, 6)
    )


def counted(size):
    return st.one_of(
        st.builds(AllMembers, but_at_most=st.integers(0, 2)),
        st.builds(AtLeast, count=st.integers(1, size + 1)),
        st.builds(
            AtLeastShare,
            of=st.sampled_from(Measure),
            share=shares(),
            strictly=st.booleans(),
        ),
        st.builds(
            TheseMembers,
            members=st.lists(st.sampled_from(CODES[:size]), min_size=1, max_size=3).map(tuple),
        ),
    )


@cache
def conditions(size, *, monotone=True, events=True):
    leaves = counted(size)
    if events:
        leaves = leaves | st.builds(OutsideEvent, event=st.sampled_from(EVENTS))

    def combined(parts):
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        kinds = [st.builds(AllOf, conditions=several), st.builds(AnyOf, conditions=several)]
        if not monotone:
            kinds.append(st.builds(Not, condition=parts))
        return st.one_of(kinds)

    return st.recursive(leaves, combined, max_leaves=4)


def standings(condition):
    return st.one_of(
        st.sampled_from([YES, NO, SILENT]), condition.map(provided), condition.map(provided)
    )


@st.composite
def worlds(draw, *, max_size=6, monotone=True, events=True):
    """Answers of a few members with weights, and the recommendation's own condition."""
    size = draw(st.integers(1, max_size))
    condition = conditions(size, monotone=monotone, events=events)
    codes = CODES[:size]
    weights = st.lists(st.integers(0, 9), min_size=size, max_size=size)
    world = World(
        standings={code: draw(standings(condition)) for code in codes},
        population=dict(zip(codes, draw(weights), strict=True)),
        cost=dict(zip(codes, draw(weights), strict=True)),
    )
    return world, draw(condition)


def mentioned(condition: Condition) -> frozenset[str]:
    """Return the outside events that a condition hangs on."""
    match condition:
        case OutsideEvent():
            return frozenset({condition.event})
        case AllOf() | AnyOf():
            return frozenset().union(*(mentioned(part) for part in condition.conditions))
        case Not():
            return mentioned(condition.condition)
        case _:
            return frozenset()
