"""Conditions: one language for a recommendation's condition and the proviso inside one answer.

Every kind is a frozen tagged model that a TOML or JSON file can hold; `Condition` is their union.
Nothing is evaluated here: `core.adoption` reads conditions over a set of adopters.
"""

import re
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    TypeAdapter,
    model_validator,
)


class Base(Enum):
    """Who counts as the whole: everybody who was asked, or only those who have answered."""

    ALL = "all"
    ANSWERED = "answered"


class Measure(Enum):
    """What a share is a share of; population and cost are weights that the caller gives."""

    MEMBERS = "members"
    POPULATION = "population"
    COST = "cost"


class Per(Enum):
    """Whose price: the answering member's own share in kronor, or the price per inhabitant."""

    MEMBER = "member"
    INHABITANT = "inhabitant"


_SHARE = re.compile(r"-?[0-9]*\.?[0-9]+(/[0-9]+)?%?")
_KRONOR = re.compile(r"[0-9]+(\.[0-9]{1,2}0*)?")
"""Without exponents: "1e999999999" would be expanded to a billion digits."""


def exact_share(written: object) -> Fraction:
    """Return the fraction that "80 %", "12,56 %", "2/3", "0.65" or a decimal means, exactly.

    A float from a TOML file is read as it was written: 0.65 is 13/20.

    Raises: ValueError if it can't be read, or isn't above 0 and at most 1.
    """
    text = _plain(written)
    try:
        share = Fraction(text.removesuffix("%") if _SHARE.fullmatch(text) else "")
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError('a share is written "80 %", "2/3" or "0.65"') from error
    if text.endswith("%"):
        share /= 100
    if not 0 < share <= 1:
        raise ValueError("a share is above 0 and at most 1 (or 100 %)")
    return share


def ore_from_kronor(written: object) -> int:
    """Return the öre that an amount in kronor means: 300000, "26,50", 26.5.

    Raises: ValueError if it can't be read, is negative, or has fractions of an öre.
    """
    text = _plain(written)
    if not _KRONOR.fullmatch(text):
        raise ValueError('an amount is written 300000 or "26,50", not negative')
    return int(Decimal(text) * 100)


def _plain(written: object) -> str:
    """Return a number's text without spaces and with a point: "300 000" and "26,50" are usual."""
    return "".join(str(written).split()).replace(",", ".")


def kronor_from_ore(ore: int) -> int | str:
    """Return öre as an agreement file writes kronor: 300000, or "26.50"."""
    kronor, rest = divmod(ore, 100)
    return f"{kronor}.{rest:02}" if rest else kronor


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ShareOfWhole = Annotated[Fraction, BeforeValidator(exact_share), PlainSerializer(str)]


class _Kind(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AllMembers(_Kind):
    """All members must adopt; with `but_at_most`, all but so many ("three can't block").

    Seeds: Kronoberg 2018, "förutsatt att regionens samtliga kommuner deltar". The EU's "a blocking
    minority must include at least four" is `but_at_most` 3.
    """

    kind: Literal["all_members"] = "all_members"
    but_at_most: Annotated[int, Field(ge=0, strict=True)] = 0
    base: Base = Base.ALL


class AtLeast(_Kind):
    """At least `count` members must adopt. An absolute number needs no base."""

    kind: Literal["at_least"] = "at_least"
    count: Annotated[int, Field(ge=1, strict=True)]


class AtLeastShare(_Kind):
    """At least `share` of the members, of their population or of the cost must adopt.

    `strictly`: more than the share ("merparten" is more than half). Weights come from the caller.
    """

    kind: Literal["at_least_share"] = "at_least_share"
    of: Measure = Measure.MEMBERS
    share: ShareOfWhole
    strictly: bool = False
    base: Base = Base.ALL


class TheseMembers(_Kind):
    """The named members (codes) must adopt, all of them, as the 44 of the CTBT must."""

    kind: Literal["these_members"] = "these_members"
    members: Annotated[tuple[Name, ...], Field(min_length=1)]


class _Price(_Kind):
    amount_ore: Annotated[int, Field(ge=0)]
    per: Per = Per.MEMBER

    @model_validator(mode="before")
    @classmethod
    def _read_kronor(cls, given: object) -> object:
        """Take `amount` in kronor, as a file states it, instead of `amount_ore`."""
        if not isinstance(given, dict) or "amount" not in given or "amount_ore" in given:
            return given
        rest = {name: value for name, value in given.items() if name != "amount"}
        return {**rest, "amount_ore": ore_from_kronor(given["amount"])}


class PriceAtMost(_Price):
    """The price is at most this, in öre ("amount" in kronor in a file)."""

    kind: Literal["price_at_most"] = "price_at_most"


class PriceAtLeast(_Price):
    """The price is at least this, in öre ("amount" in kronor in a file).

    Seeds: Markaryd 2013 expects not less than 26 kr per inhabitant in a joint association.
    """

    kind: Literal["price_at_least"] = "price_at_least"


class OutsideEvent(_Kind):
    """Something outside the members' hands must happen (state grants); `event` is its name."""

    kind: Literal["outside_event"] = "outside_event"
    event: Name
    description: str = ""

    @property
    def fact(self) -> str:
        """Return the name under which it is reported that this happened, or won't."""
        return self.event


class HigherDecision(_Kind):
    """A higher body must decide, or a budget must allow it; `body` names either."""

    kind: Literal["higher_decision"] = "higher_decision"
    body: Name
    description: str = ""

    @property
    def fact(self) -> str:
        """Return the name under which it is reported that this was decided, or won't be."""
        return f"{self.body}: {self.description}" if self.description else self.body


class NotQuantified(_Kind):
    """The source sets a condition without saying how much: `words` are its own words.

    Seeds: SKL 2020, "tillräckligt många". Undetermined until a ruling replaces it.
    """

    kind: Literal["not_quantified"] = "not_quantified"
    words: Name


class NotStated(_Kind):
    """The document doesn't state any condition. Never read as "none needed"."""

    kind: Literal["not_stated"] = "not_stated"


class AllOf(_Kind):
    """Every one of these conditions must hold (Paris: 55 parties and 55 % of emissions)."""

    kind: Literal["all_of"] = "all_of"
    conditions: Annotated[tuple["Condition", ...], Field(min_length=1)]


class AnyOf(_Kind):
    """At least one of these conditions must hold."""

    kind: Literal["any_of"] = "any_of"
    conditions: Annotated[tuple["Condition", ...], Field(min_length=1)]


class Not(_Kind):
    """The condition must not hold ("only if B is not in"). See `core.adoption.polarity`."""

    kind: Literal["not"] = "not"
    condition: "Condition"


class Delayed(_Kind):
    """Holds `days` days after the condition was met, while it still is."""

    kind: Literal["delayed"] = "delayed"
    days: Annotated[int, Field(ge=1, strict=True)]
    condition: "Condition"


class Latched(_Kind):
    """Once met, it stays met even if members leave. Everything else is continuous."""

    kind: Literal["latched"] = "latched"
    condition: "Condition"


Condition = Annotated[
    AllMembers
    | AtLeast
    | AtLeastShare
    | TheseMembers
    | PriceAtMost
    | PriceAtLeast
    | OutsideEvent
    | HigherDecision
    | NotQuantified
    | NotStated
    | AllOf
    | AnyOf
    | Not
    | Delayed
    | Latched,
    Field(discriminator="kind"),
]

for _nested in (AllOf, AnyOf, Not, Delayed, Latched):
    _nested.model_rebuild()

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
"""Reads and writes a condition: `validate_python` (a TOML table), `validate_json`, `dump_json`."""
