"""The types of this package: what was read, where it stands in the pasted text, how surely.

A draft is a suggestion for a form that a person looks through; it is never an answer by itself.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Generic, TypeVar

from core.answer import Outcome, Stage
from core.body import BodyKind
from core.condition import Condition

Value = TypeVar("Value")


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in the ORIGINAL text: offsets of characters, `end` exclusive."""

    start: int
    end: int


class Confidence(Enum):
    """How surely a field was read.

    STATED: it stands where minutes state it (a head, a label, the decision itself). LIKELY: it
    follows from the context. UNCERTAIN: the best guess; a person must look.
    """

    STATED = "stated"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Found(Generic[Value]):
    """One field of a draft: the value, where it stands, and how surely it was read."""

    value: Value
    place: Place
    confidence: Confidence


@dataclass(frozen=True)
class Quote:
    """Words of the text, with line breaks and damage mended, and where they stand."""

    words: str
    place: Place


@dataclass(frozen=True)
class Proviso:
    """A proviso inside a yes; `condition` is None where its meaning isn't clear enough."""

    quote: Quote
    condition: Condition | None


@dataclass(frozen=True)
class Amount:
    """A sum of money in öre; `is_own` if the text says that this member is to pay it."""

    ore: int
    quote: Quote
    is_own: bool
    in_decision: bool
    is_common: bool = False


@dataclass(frozen=True)
class Rate:
    """A price per inhabitant, in öre, exact ("ca 1,95 kr/invånare" is 195)."""

    ore_per_inhabitant: Fraction
    quote: Quote


FIELDS = (
    "municipality",
    "body",
    "decided_on",
    "paragraph",
    "case_number",
    "outcome",
    "stage",
    "amount",
)
"""The fields that can be missing, by attribute name."""


@dataclass(frozen=True)
class Draft:
    """One decision or proposal as the text has it; what couldn't be told is None.

    `municipality` is SCB's code, `decided_on` the day of the meeting (of the document, for a
    proposal outside a meeting), `amount` this decision's own sum in öre. Reservations never alter
    the outcome.
    """

    place: Place
    municipality: Found[str] | None = None
    body: Found[str] | None = None
    body_kind: BodyKind | None = None
    decided_on: Found[date] | None = None
    paragraph: Found[str] | None = None
    case_number: Found[str] | None = None
    outcome: Found[Outcome] | None = None
    stage: Found[Stage] | None = None
    amount: Found[int] | None = None
    amounts: tuple[Amount, ...] = ()
    rates: tuple[Rate, ...] = ()
    provisos: tuple[Proviso, ...] = ()
    reservations: tuple[Quote, ...] = ()
    budget_remarks: tuple[Quote, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that the text doesn't tell, in the order of FIELDS."""
        return tuple(name for name in FIELDS if getattr(self, name) is None)
