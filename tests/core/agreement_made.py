"""Agreements made in code for properties and measurements: any members, weights and keys."""

from collections.abc import Sequence
from datetime import date

from core.costs import CostLine, Level, WhenSomeDecline
from core.figure import NOT_STATED, Source
from core.keys import AllocationKey
from core.member import Member, MemberKind
from core.recommendation import Column, Population, Recommendation
from core.register import Register

NOWHERE = Register({}, {})
"""A register without municipalities: what these agreements need stands in themselves."""

NO_RULE = WhenSomeDecline()


def codes(count: int) -> list[str]:
    """Return so many member codes, in order."""
    return [f"{number:07d}" for number in range(count)]


def made(
    weights: Sequence[int],
    key: AllocationKey,
    total_ore: int | None,
    *,
    rule: WhenSomeDecline = NO_RULE,
    reverse: bool = False,
) -> Recommendation:
    """Return an agreement of as many members as there are weights.

    The weights are both its inhabitants and its column "weight"; `reverse` turns the order of
    its members round.
    """
    named = codes(len(weights))
    members = [Member(code=code, name=f"M{code}", kind=MemberKind.MUNICIPALITY) for code in named]
    by_code = dict(zip(named, weights, strict=True))
    level = Level(total_ore=NOT_STATED if total_ore is None else total_ore, proposed=True)
    return Recommendation(
        key="made",
        title="Made",
        question="?",
        recommended_by="nobody",
        members=tuple(reversed(members) if reverse else members),
        sources={"made": Source(title="Made")},
        population=Population(on=date(2023, 12, 31), values=by_code),
        columns={"weight": Column(title="Weight", values=by_code)},
        costs=(CostLine(name="cost", levels=(level,), key=key),),
        when_some_decline=rule,
    )
