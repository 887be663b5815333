"""How a share came about: an ordered list of steps from which every explanation is made.

Each step is a frozen tagged model that carries the numbers of its own formula. From the steps
alone `replay` computes the amount again; sentences, JSON and trees are made from them elsewhere.
"""

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from core.costs import DeclineRule, Every
from core.figure import Exact, NotStated, Source, Written
from core.keys import RoundingMethod, RoundTo


class TotalRead(Written):
    """The total of a cost line at a level, in öre."""

    kind: Literal["total_read"] = "total_read"
    line: str
    level: str
    level_title: str = ""
    total_ore: int
    at_most: bool = False
    every: Every = Every.YEAR
    source: Source


class Indexed(Written):
    """The total was adjusted to a year: times `factor`, rounded to whole kronor."""

    kind: Literal["indexed"] = "indexed"
    year: int
    factor: Exact
    total_ore: int


class WeightRead(Written):
    """The member's weight: inhabitants on a date, or a stated column.

    `assumed`: no document states the date. `source` is None for SCB's published population.
    """

    kind: Literal["weight_read"] = "weight_read"
    weight: str
    title: str = ""
    value: Exact
    on: date | NotStated
    assumed: bool = False
    source: Source | None = None


class WeightsSummed(Written):
    """The weight of all members together; with a discount, how much of it counts.

    counted = sum - off x sum of the `largest`; without a discount it is the sum.
    """

    kind: Literal["weights_summed"] = "weights_summed"
    weight: str
    members: int
    sum: Exact
    largest: tuple[str, ...] = ()
    largest_sum: Exact = Fraction(0)
    off: Exact = Fraction(0)
    counted: Exact


class AtRate(Written):
    """The rate (amount / counted weight, in öre), times the member's weight, times its factor.

    `factor` is 1, or what a discount leaves (0.9).
    """

    kind: Literal["at_rate"] = "at_rate"
    rate_ore: Exact
    value: Exact
    factor: Exact = Fraction(1)


class EqualPart(Written):
    """An equal part of the amount among so many members."""

    kind: Literal["equal_part"] = "equal_part"
    members: int


class ShareStated(Written):
    """A share that a document states, times the amount."""

    kind: Literal["share_stated"] = "share_stated"
    share: Exact
    based_on: str = ""
    source: Source


class AmountStated(Written):
    """An amount that a document states, in öre; nothing is computed."""

    kind: Literal["amount_stated"] = "amount_stated"
    amount_ore: int
    based_on: str = ""
    source: Source


class ClassShare(Written):
    """The part of the amount that the member's class of parties bears."""

    kind: Literal["class_share"] = "class_share"
    name: str
    share: Exact
    members: int


class PartTaken(Written):
    """A named part of the total, in öre, that goes by a key of its own."""

    kind: Literal["part_taken"] = "part_taken"
    name: str
    amount_ore: Exact
    earmarked_for: str = ""


class FixedFee(Written):
    """A fixed fee in öre for each member."""

    kind: Literal["fixed_fee"] = "fixed_fee"
    amount_ore: int


class RestTaken(Written):
    """What is left of the total, in öre, when `members` have paid the fixed fee."""

    kind: Literal["rest_taken"] = "rest_taken"
    fixed_ore: int
    members: int
    amount_ore: Exact


class BoundMet(Enum):
    """At which bound an amount stands."""

    FLOOR = "floor"
    CEILING = "ceiling"


class ScaledWithin(Written):
    """The amount times the factor common to all, or the member's floor or ceiling in öre.

    `factor` is None when everybody stands at a ceiling.
    """

    kind: Literal["scaled_within"] = "scaled_within"
    factor: Exact | None
    met: BoundMet | None = None
    bound_ore: int | None = None


class Branch(Written):
    """One of several parts of the amount, with the steps to it."""

    kind: Literal["branch"] = "branch"
    name: str
    title: str = ""
    steps: tuple["Step", ...]


class Summed(Written):
    """The branches so far, added up; in öre."""

    kind: Literal["summed"] = "summed"
    amount_ore: Exact


class ShareRounded(Written):
    """The share was brought to so many decimals before it became an amount."""

    kind: Literal["share_rounded"] = "share_rounded"
    exact: Exact
    decimals: int
    share: Exact
    total_ore: int


class Rounded(Written):
    """The exact amount in öre, brought to a unit: `down_ore` plus what was `added_ore` to it.

    `raised` of `members` got a unit more so that the sum is exact (largest remainder).
    """

    kind: Literal["rounded"] = "rounded"
    exact_ore: Exact
    to: RoundTo
    method: RoundingMethod
    down_ore: int
    added_ore: int
    raised: int
    members: int
    amount_ore: int


class DeclineApplied(Written):
    """What those who declined mean for this amount; `stated` is false where no document says.

    `total_ore` is None where no total is stated.
    """

    kind: Literal["decline_applied"] = "decline_applied"
    rule: DeclineRule
    stated: bool
    declined: int
    total_ore: int | None
    ceiling_ore: int | None = None


class Gap(Enum):
    """What a document would have to state for an amount to be computed."""

    TOTAL = "total"
    KEY = "key"
    SHARE = "share"
    AMOUNT = "amount"
    WEIGHT = "weight"
    CLASS_SHARE = "class_share"


class Missing(Written):
    """The document doesn't state what the amount needs; `name` says which (a class, a weight).

    A missing amount named "others" is that of other members, without which this one's can't be
    scaled.
    """

    kind: Literal["missing"] = "missing"
    what: Gap
    name: str = ""
    based_on: str = ""
    source: Source


class PerInhabitant(Written):
    """The exact amount per inhabitant, in öre, for so many inhabitants on a date.

    A party that isn't a municipality is measured by the inhabitants of the municipalities.
    """

    kind: Literal["per_inhabitant"] = "per_inhabitant"
    inhabitants: int
    on: date
    assumed: bool = False
    rate_ore: Exact


Step = Annotated[
    TotalRead
    | Indexed
    | WeightRead
    | WeightsSummed
    | AtRate
    | EqualPart
    | ShareStated
    | AmountStated
    | ClassShare
    | PartTaken
    | FixedFee
    | RestTaken
    | ScaledWithin
    | Branch
    | Summed
    | ShareRounded
    | Rounded
    | DeclineApplied
    | Missing
    | PerInhabitant,
    Field(discriminator="kind"),
]

Branch.model_rebuild()

TRACE: TypeAdapter[tuple[Step, ...]] = TypeAdapter(tuple[Step, ...])
"""Reads and writes a trace: `dump_json`, `validate_json`."""
