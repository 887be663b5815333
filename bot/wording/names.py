"""Members' names in running text: one by one, or how many when there are too many to read."""

from collections.abc import Mapping, Sequence

from bot.texts import Texts
from core.recommendation import Recommendation

Names = Mapping[str, str]
"""Member code -> name."""

_READABLE = 12


def names_of(recommendation: Recommendation) -> Names:
    """Return the names of a recommendation's members by code."""
    return {member.code: member.name for member in recommendation.members}


def listed(codes: Sequence[str], names: Names, t: Texts, most: int = _READABLE) -> str:
    """Return the members' names as a list in words; of very many, the first and how many more."""
    shown = [names.get(code, code) for code in codes[:most]]
    rest = len(codes) - len(shown)
    if rest > 0:
        shown.append(t.plural("{n} more", "{n} more", rest))
    return t.listing(shown)
