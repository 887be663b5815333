"""Finding one of many named things by what a person typed: exact, nearly, or not at all.

Used for municipalities and for the other parties of an agreement. Diacritics count: Habo and Håbo
are two municipalities, and a query that could mean either finds neither.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from core.errors import UnknownMemberError

_SUFFIXES = (" kommuns", " kommun", " stads", " stad")
_NEAREST_SHOWN = 5


@dataclass(frozen=True)
class Found:
    """What a query found: the key, and whether the name was exact or only near ("did you mean")."""

    key: str
    name: str
    is_exact: bool
    query: str


def normalised(text: str) -> str:
    """Return `text` in the form names are compared in: NFC, lower case, single spaces.

    "kommun" and "stad" at the end are left out, and hyphens count as spaces.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().replace("-", " ").split())
    for suffix in _SUFFIXES:
        if plain.endswith(suffix):
            return plain.removesuffix(suffix)
    return plain


def find(query: str, names: Mapping[str, Iterable[str]]) -> Found:
    """Find the one key whose name or code is meant by `query`.

    `names` maps a key to its names, the first being the one shown. An exact name wins ("Ljungbys
    kommun" and "0781" are exact too); otherwise a single name that is a slip away is returned
    as not exact.

    Raises: UnknownMemberError with the nearest names if none or several could be meant.
    """
    shown = {key: next(iter(each)) for key, each in names.items()}
    wanted = normalised(query)
    for key, each in names.items():
        if wanted in _spellings(key, each):
            return Found(key, shown[key], is_exact=True, query=query)
    ranked = sorted((_distance(wanted, normalised(name)), name, key) for key, name in shown.items())
    near = _single_slip(wanted, ranked)
    if near is None:
        raise UnknownMemberError(query, tuple(name for _, name, _ in ranked[:_NEAREST_SHOWN]))
    return Found(near, shown[near], is_exact=False, query=query)


def _spellings(key: str, names: Iterable[str]) -> set[str]:
    plain = {normalised(name) for name in names}
    genitive = {name if name.endswith(("s", "x", "z")) else f"{name}s" for name in plain}
    return plain | genitive | {normalised(key)}


def _distance(one: str, other: str) -> int:
    if _folded(one) == _folded(other):
        return 1
    return OSA.distance(one, other)


def _folded(text: str) -> str:
    """Return `text` without diacritics: what somebody types on a foreign keyboard."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _single_slip(wanted: str, ranked: list[tuple[int, str, str]]) -> str | None:
    """Return the key that is one slip away (two in a long name), if no other is nearly as close."""
    allowed = 2 if len(wanted) >= 8 else 1  # noqa: PLR2004  # a long word has room for two slips
    distance, _, key = ranked[0] if ranked else (allowed + 1, "", "")
    rival = ranked[1][0] if len(ranked) > 1 else distance + 2
    is_clear = len(wanted) > 2 and distance <= allowed and rival > distance + 1  # noqa: PLR2004
    return key if is_clear else None
