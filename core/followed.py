"""Which condition is followed: the stated one, or what the members' provisos make of it.

Where the document states no condition, the provisos inside the answers are all there is. Seeds:
in Kronoberg 2018 no document states a condition, but Ljungby's yes holds only "förutsatt att
regionens samtliga kommuner deltar", which makes the agreement all-or-nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from core.answer import Says, Standing
from core.condition import AllOf, Condition, NotStated
from core.recommendation import Recommendation
from core.ruling import Ruling


class Origin(Enum):
    """Where the followed condition comes from."""

    STATED = "stated"
    RULED = "ruled"
    PROVISOS = "provisos"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class FollowedCondition:
    """The condition that is followed, and why; `members` are those whose provisos make it."""

    condition: Condition
    origin: Origin
    members: tuple[str, ...] = ()


def followed_condition(
    recommendation: Recommendation,
    standings: Mapping[str, Standing],
    rulings: Sequence[Ruling] = (),
) -> FollowedCondition:
    """Return the condition that the agreement as a whole depends on.

    A stated condition is followed as it stands; one that isn't stated as somebody has ruled.
    Otherwise every proviso counts that a member has attached to its yes; of a member that hasn't
    answered, the one that a document states.
    """
    if not isinstance(recommendation.condition, NotStated):
        return FollowedCondition(recommendation.condition, Origin.STATED)
    if rulings:
        return FollowedCondition(recommendation.condition, Origin.RULED)
    provisos = _provisos(recommendation, standings)
    if not provisos:
        return FollowedCondition(recommendation.condition, Origin.NOWHERE)
    different = tuple(dict.fromkeys(provisos.values()))
    condition = different[0] if len(different) == 1 else AllOf(conditions=different)
    return FollowedCondition(condition, Origin.PROVISOS, tuple(provisos))


def _provisos(
    recommendation: Recommendation, standings: Mapping[str, Standing]
) -> dict[str, Condition]:
    stated = {each.member: each.condition for each in recommendation.provisos}
    found: dict[str, Condition] = {}
    for code in recommendation.codes:
        standing = standings.get(code)
        if standing is not None and standing.proviso is not None:
            found[code] = standing.proviso
        elif code in stated and (standing is None or standing.says is Says.SILENT):
            found[code] = stated[code]
    return found
