"""Members' names in running text: one by one, or how many when there are too many to read."""

from collections.abc import Iterable, Mapping

from bot.texts import Texts
from core.recommendation import Recommendation

Names = Mapping[str, str]
"""Member code -> name."""

_READABLE = 12
_SWEDISH = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e"})


def names_of(recommendation: Recommendation) -> Names:
    """Return the names of a recommendation's members by code."""
    return {member.code: member.name for member in recommendation.members}


def alphabetical(codes: Iterable[str], names: Names) -> list[str]:
    """Return codes in the Swedish order of their members' names: Å, Ä and Ö come last."""
    return sorted(codes, key=lambda code: names.get(code, code).casefold().translate(_SWEDISH))


def listed(codes: Iterable[str], names: Names, t: Texts, most: int = _READABLE) -> str:
    """Return the members' names as a list in words; of very many, the first and how many more."""
    codes = alphabetical(codes, names)
    shown = [names.get(code, code) for code in codes[:most]]
    rest = len(codes) - len(shown)
    if rest > 0:
        shown.append(t.plural("{n} more", "{n} more", rest))
    return t.listing(shown)
