"""Figures as an agreement file writes them: kronor, shares, and what a document doesn't state.

Money becomes integer öre, shares become exact fractions. "not stated" is a value of its own, never
a zero and never an empty cell.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

ORE_PER_KRONA: Final = 100
_MOST_ORE: Final = 10**15
"""Ten thousand milliard kronor: what is written above it is a slip."""


class NotStated(Enum):
    """The type of the one value NOT_STATED: the source document is silent."""

    NOT_STATED = "not stated"


NOT_STATED: Final = NotStated.NOT_STATED
"""What a document doesn't state; written "not stated" in a file."""


class OpenEnded(Enum):
    """The type of the one value OPEN_ENDED: it goes on until somebody ends it (tills vidare)."""

    OPEN_ENDED = "until further notice"


OPEN_ENDED: Final = OpenEnded.OPEN_ENDED


class _Kronor:
    """An amount in kronor on its way from a file into a field that holds öre."""

    def __init__(self, written: object) -> None:
        self.written = written

    def __repr__(self) -> str:
        return str(self.written) if isinstance(self.written, Decimal) else repr(self.written)


class Unexpected:
    """A field that a file has and its table doesn't allow, with those that it does allow."""

    def __init__(self, written: object, allowed: tuple[str, ...]) -> None:
        self.written = written
        self.allowed = allowed


def _problem(code: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{allowed}", {"allowed": allowed})


def _plain(written: object) -> str:
    """Return a number's text without spaces and with a point: "4 200 000" and "1,95" are usual."""
    return "".join(str(written).split()).replace(",", ".")


def _ore(value: object) -> object:
    """Return öre: kronor from a file are multiplied by 100, öre (an int) stay as they are."""
    if value in (NOT_STATED, NOT_STATED.value):
        return NOT_STATED
    if not isinstance(value, _Kronor):
        return value
    if value.written == NOT_STATED.value:
        return NOT_STATED
    try:
        ore = Decimal(_plain(value.written)) * ORE_PER_KRONA
        if ore.is_finite() and ore >= 0 and ore == int(ore) and value.written is not True:
            return int(ore)
    except InvalidOperation:
        pass
    raise _problem("kronor", 'kronor: 4_200_000, 1.95 or "4 200 000", not negative')


def kronor_in_ore(text: str) -> int | None:
    """Return the öre that a person's words mean: "500 000 kr", "26,50"; None if they mean none."""
    try:
        ore = _ore(_Kronor(text.strip().removesuffix("kr")))
    except PydanticCustomError:
        return None
    return ore if isinstance(ore, int) and ore <= _MOST_ORE else None


def _fraction(value: object) -> object:
    """Return the exact fraction that 0.0184, "0,0184", "25 %" or "1/2" means."""
    if value == NOT_STATED.value or isinstance(value, NotStated | Fraction):
        return value
    text = _plain(value)
    try:
        if text.endswith("%"):
            return Fraction(text[:-1]) / 100
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise _problem("share", 'share: 0.0184, "25 %" or "1/2"') from None


def _share(value: object) -> object:
    """Return a fraction that is a share: from 0 to 1, or not stated."""
    share = _fraction(value)
    if isinstance(share, Fraction) and not 0 <= share <= 1:
        raise _problem("share", 'share from 0 to 1: 0.0184, "25 %" or "1/2"')
    return share


def _weight(value: object) -> object:
    """Return a fraction that is a weight: not negative, or not stated."""
    weight = _fraction(value)
    if isinstance(weight, Fraction) and weight < 0:
        raise _problem("weight", 'a number that isn\'t negative, or "not stated"')
    return weight


Ore = Annotated[int, BeforeValidator(_ore)]
"""Integer öre. A field `total_ore` is written `total_kr` in a file (see Written)."""

OreOrNotStated = Annotated[int | NotStated, BeforeValidator(_ore)]
"""Integer öre, or NOT_STATED."""

Exact = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(str)]
"""An exact fraction; never a float."""

_AS_TEXT = PlainSerializer(
    lambda value: value.value if isinstance(value, NotStated) else str(value)
)

ExactOrNotStated = Annotated[Fraction | NotStated, BeforeValidator(_fraction), _AS_TEXT]
"""An exact fraction, or NOT_STATED."""

ShareOrNotStated = Annotated[Fraction | NotStated, BeforeValidator(_share), _AS_TEXT]
"""An exact share from 0 to 1, or NOT_STATED."""

WeightOrNotStated = Annotated[Fraction | NotStated, BeforeValidator(_weight), _AS_TEXT]
"""An exact weight that isn't negative, or NOT_STATED."""


class Written(BaseModel):
    """Base of everything that an agreement file holds: frozen, and closed to unknown fields.

    A file states money in fields that end in `_kr` (kronor); the model holds them as `_ore`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    @model_validator(mode="before")
    @classmethod
    def _read_kronor(cls, given: object) -> object:
        if not isinstance(given, Mapping):
            return given
        return dict(cls._field(name, value) for name, value in given.items())

    @classmethod
    def _field(cls, name: str, value: object) -> tuple[str, object]:
        in_ore = f"{name.removesuffix('_kr')}_ore"
        if name.endswith("_kr") and in_ore in cls.model_fields:
            if isinstance(value, Mapping):
                return in_ore, {key: _Kronor(each) for key, each in value.items()}
            return in_ore, _Kronor(value)
        if name not in cls.model_fields:
            return name, Unexpected(value, cls.written_fields())
        return name, value

    @classmethod
    def written_fields(cls) -> tuple[str, ...]:
        """Return the names that a file may use in this table, in the order of the model."""
        return tuple(
            f"{name.removesuffix('_ore')}_kr" if name.endswith("_ore") else name
            for name in cls.model_fields
        )


class Source(Written):
    """A document that figures come from: its title, its date, and the place in it.

    `url` or file name may be given; `published` is NOT_STATED for an undated document.
    """

    title: str
    published: date | NotStated = NOT_STATED
    place: str = ""
    document: str = ""
