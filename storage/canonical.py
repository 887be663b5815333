"""One form of a value as JSON, in the manner of RFC 8785, so that a hash of it means something.

Keys sorted by UTF-16 code units, no blanks, nothing escaped that needn't be. No floats occur: money
is integer öre and shares are texts, so RFC 8785's number rules reduce to whole numbers.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum

from core.errors import NaiveTimeError

_SAFE = 2**53 - 1


def canonical(value: object) -> str:
    """Return the one text that says this value. Raises: TypeError, ValueError, NaiveTimeError."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text.encode("utf-8")  # a lone surrogate has no UTF-8, hence no hash
    return text


def plain(value: object) -> object:
    """Return a value in JSON's own types: days and moments as ISO 8601, enums by their value.

    A moment is in UTC with six decimals, so that both databases give the same text for it.
    """
    match value:
        case None | bool() | str():
            return value
        case int():
            if abs(value) > _SAFE:
                raise ValueError(f"{value} isn't exact in JSON")
            return value
        case Enum():
            return plain(value.value)
        case datetime():
            if value.tzinfo is None:
                raise NaiveTimeError(value)
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Mapping():
            return {key: plain(value[key]) for key in sorted(value, key=_utf16)}
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
