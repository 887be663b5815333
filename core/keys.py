"""Allocation keys (fördelningsnycklar): how a cost is split, as tagged models a file can hold.

Only what a key is; `core.allocation` applies it. Keys nest: a fixed fee plus a variable part, a
floor or a ceiling, classes of parties and named parts each hold further keys. Rounding is stated
once, in the outermost key.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from core.figure import Exact, Ore, OreOrNotStated, ShareOrNotStated, Written
from core.member import EACH_ONCE, MemberCode


class RoundTo(Enum):
    """The smallest amount that is asked for."""

    ORE = "öre"
    KRONA = "krona"
    TEN = "ten"
    HUNDRED = "hundred"

    @property
    def ore(self) -> int:
        """Return the unit in öre: 1, 100, 1 000 or 10 000."""
        return {"öre": 1, "krona": 100, "ten": 1_000, "hundred": 10_000}[self.value]


class RoundingMethod(Enum):
    """How the amounts are brought to the unit.

    LARGEST_REMAINDER: down, then one unit more for those who lost most, so that the sum is exact;
    ties by member code. EACH_ALONE: half a unit and more goes up; the sum may differ, and the
    difference is shown.
    """

    LARGEST_REMAINDER = "largest_remainder"
    EACH_ALONE = "each_alone"


class Rounding(Written):
    """How amounts are rounded; a file may write just the unit, `rounding = "krona"`.

    `share_decimals`: the shares are brought to so many decimals first (seeds: FoUrum 2016, four).
    """

    to: RoundTo = RoundTo.KRONA
    method: RoundingMethod = RoundingMethod.LARGEST_REMAINDER
    share_decimals: Annotated[int, Field(ge=1, le=12)] | None = None


def _short_rounding(value: object) -> object:
    return {"to": value} if isinstance(value, str) else value


class _Key(Written):
    rounding: Annotated[Rounding | None, BeforeValidator(_short_rounding)] = None


def _reject_rounding(nested: Iterable["_Key"]) -> None:
    if any(key.rounding is not None for key in nested):
        raise PydanticCustomError(
            "nested_rounding", "{allowed}", {"allowed": "rounding only in the outermost key"}
        )


class ByWeight(_Key):
    """In proportion to a weight: "population" or a column of the file ("tax_capacity")."""

    kind: Literal["weight"] = "weight"
    weight: str = "population"


class EqualParts(_Key):
    """The same for every member."""

    kind: Literal["equal"] = "equal"


class StatedShares(_Key):
    """Shares that the document gives. `based_on` says what it made them from, in its own words.

    A member without a share has no stated amount: it isn't zero.
    """

    kind: Literal["shares"] = "shares"
    shares: Annotated[Mapping[MemberCode, ShareOrNotStated], EACH_ONCE]
    based_on: str = ""


class StatedAmounts(_Key):
    """Amounts that the document gives; the members that it leaves out are not stated, not zero."""

    kind: Literal["amounts"] = "amounts"
    amounts_ore: Annotated[Mapping[MemberCode, OreOrNotStated], EACH_ONCE]
    based_on: str = ""


class DiscountForLargest(_Key):
    """In proportion to a weight, where the `largest` members pay a lower rate.

    Seeds: SKL's membership fee: by population, the four largest get 10 % off. The rate for the
    others is total / (N - off x N_largest).
    """

    kind: Literal["discount_for_largest"] = "discount_for_largest"
    largest: Annotated[int, Field(ge=1)]
    off: Annotated[Exact, Field(gt=0, lt=1)]
    weight: str = "population"


class FixedPlusVariable(_Key):
    """A fixed fee for each member, and the rest of the total by another key."""

    kind: Literal["fixed_plus_variable"] = "fixed_plus_variable"
    fixed_ore: Ore
    variable: "AllocationKey"

    @model_validator(mode="after")
    def _rounds_once(self) -> "FixedPlusVariable":
        _reject_rounding([self.variable])
        return self


class BoundPer(Enum):
    """What a floor or a ceiling is meant for."""

    MEMBER = "member"
    INHABITANT = "inhabitant"


class Bounded(_Key):
    """Another key with a floor, a ceiling or both, in öre per member or per inhabitant.

    Everybody's amount is scaled by one factor, except that nobody goes below the floor or above
    the ceiling; the factor is the one at which the sum is the total.
    """

    kind: Literal["bounded"] = "bounded"
    floor_ore: Ore | None = None
    ceiling_ore: Ore | None = None
    per: BoundPer = BoundPer.MEMBER
    key: "AllocationKey"

    @model_validator(mode="after")
    def _is_sensible(self) -> "Bounded":
        _reject_rounding([self.key])
        if self.floor_ore is None and self.ceiling_ore is None:
            raise _allowed("bounds", "floor_kr, ceiling_kr or both")
        if self.ceiling_ore is not None and (self.floor_ore or 0) > self.ceiling_ore:
            raise _allowed("bounds", "a floor_kr that isn't above ceiling_kr")
        return self


class PartyClass(Written):
    """One class of parties, its share of the total, and the key within it (equal by default)."""

    name: str
    members: tuple[MemberCode, ...]
    share: ShareOrNotStated
    key: "AllocationKey" = EqualParts()


class ByClass(_Key):
    """By class of party first, and by another key within each class (seeds: Finsam 2014)."""

    kind: Literal["classes"] = "classes"
    classes: Annotated[tuple[PartyClass, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> "ByClass":
        _reject_rounding([each.key for each in self.classes])
        named = [code for each in self.classes for code in each.members]
        if len(named) != len(set(named)):
            raise _allowed("member_twice", "each member in one class")
        return self


class KeyPart(Written):
    """One part of the total with a key of its own: an amount, or (without one) the rest."""

    name: str
    amount_ore: Ore | None = None
    earmarked_for: str = ""
    key: "AllocationKey"


class ByParts(_Key):
    """The total in named parts, each split by its own key; at most one part is "the rest"."""

    kind: Literal["parts"] = "parts"
    parts: Annotated[tuple[KeyPart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_one_rest(self) -> "ByParts":
        _reject_rounding([each.key for each in self.parts])
        if sum(each.amount_ore is None for each in self.parts) > 1:
            raise _allowed("two_rests", "at most one part without amount_kr")
        return self


def _allowed(code: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{allowed}", {"allowed": allowed})


class KeyNotStated(_Key):
    """The document doesn't state how the cost is split; no amount can be computed."""

    kind: Literal["not_stated"] = "not_stated"


AllocationKey = Annotated[
    ByWeight
    | EqualParts
    | StatedShares
    | StatedAmounts
    | DiscountForLargest
    | FixedPlusVariable
    | Bounded
    | ByClass
    | ByParts
    | KeyNotStated,
    Field(discriminator="kind"),
]

for _nesting in (FixedPlusVariable, Bounded, PartyClass, ByClass, KeyPart, ByParts):
    _nesting.model_rebuild()
