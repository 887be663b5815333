"""What one committee (nämnd) of a municipality bears of the municipality's share.

Seeds: Norrtälje's socialnämnd bears half of follow-up and half of coordination: 2.45 M of 19.5 M.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from core.allocation import Share
from core.clause import CommitteeCost
from core.figure import NotStated
from core.recommendation import Recommendation


@dataclass(frozen=True)
class PartBorne:
    """One part of the cost: its total in öre, and which fraction concerns the committee."""

    name: str
    title: str
    total_ore: int
    fraction: Fraction


@dataclass(frozen=True)
class CommitteePart:
    """A committee's part of a member's share: exact `fraction`, and the amount in öre.

    `parts` are the steps: the sum of total x fraction, over the total of the cost.
    """

    committee: str
    parts: tuple[PartBorne, ...]
    total_ore: int
    fraction: Fraction
    exact_ore: Fraction


def committee_part(
    recommendation: Recommendation,
    share: Share,
    committee: str | None = None,
    level: str | None = None,
) -> CommitteePart | None:
    """Return the part of a member's committee; the member's first one if none is named.

    None where the file states nothing about it, or an amount that it needs isn't stated.
    """
    cost = _cost(recommendation, share.member.code, committee)
    if cost is None or share.exact_ore is None:
        return None
    totals = _totals(recommendation, level)
    whole = sum(total for total, _, is_line in totals.values() if is_line)
    parts: list[PartBorne] = []
    for name, fraction in cost.parts.items():
        if isinstance(fraction, NotStated) or name not in totals:
            return None
        total, title, _ = totals[name]
        parts.append(PartBorne(name, title, total, fraction))
    if not whole:
        return None
    borne = sum((part.total_ore * part.fraction for part in parts), Fraction(0))
    return CommitteePart(
        committee=cost.committee,
        parts=tuple(parts),
        total_ore=whole,
        fraction=borne / whole,
        exact_ore=share.exact_ore * borne / whole,
    )


def _cost(
    recommendation: Recommendation, member: str, committee: str | None
) -> CommitteeCost | None:
    own = (each for each in recommendation.committees if each.member == member)
    return next((each for each in own if committee in {None, each.committee}), None)


def _totals(
    recommendation: Recommendation, level: str | None
) -> Mapping[str, tuple[int, str, bool]]:
    """Return the stated totals of lines and of their parts by name: öre, title, is it a line."""
    totals: dict[str, tuple[int, str, bool]] = {}
    for line in recommendation.costs:
        chosen = line.level(level)
        if not isinstance(chosen.total_ore, NotStated):
            totals[line.name] = (chosen.total_ore, line.title, True)
        for part in chosen.parts:
            if not isinstance(part.amount_ore, NotStated):
                totals[part.name] = (part.amount_ore, part.title, False)
    return totals
