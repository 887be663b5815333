"""What else a document says: stated figures, clauses, duties, provisos, and who decides.

All of it is carried with its source. Figures are kept as stated, also where they contradict each
other or what the key gives; `core.reconcile` compares.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from core.body import BodyKind
from core.condition import Condition
from core.figure import NOT_STATED, Exact, NotStated, Ore, ShareOrNotStated, Written
from core.member import EACH_ONCE, MemberCode, SourceKey


class Precision(Enum):
    """How exactly a document means a figure: as it stands, ca, drygt, högst."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"


class FigureOf(Enum):
    """What a stated figure is: what it can be compared with."""

    AMOUNT = "amount"
    PER_INHABITANT = "per_inhabitant"
    RAISE = "raise"
    COMMITTEE_AMOUNT = "committee_amount"
    COMMITTEE_SHARE = "committee_share"
    FACT = "fact"


class StatedFigure(Written):
    """A figure as a document states it, in öre or as a share.

    `of`: "amount" and "per_inhabitant" of a member at a level, "raise" from that level to the
    proposed one, a committee's part, or a plain "fact": facts of the same `name` should agree.
    """

    of: FigureOf
    name: str = ""
    member: MemberCode | None = None
    committee: str = ""
    level: str | None = None
    amount_ore: Ore | None = None
    share: Exact | None = None
    precision: Precision = Precision.EXACT
    words: str = ""
    source: SourceKey | None = None
    place: str = ""

    @model_validator(mode="after")
    def _states_one_value(self) -> "StatedFigure":
        if (self.amount_ore is None) == (self.share is None):
            raise _allowed("one_value", "either amount_kr or share")
        if self.of is FigureOf.FACT and not self.name:
            raise _allowed("unnamed_fact", "a name for the fact")
        if self.of in {FigureOf.AMOUNT, FigureOf.COMMITTEE_AMOUNT} and not self.member:
            raise _allowed("no_member", "a member for the figure")
        return self


class ClauseKind(Enum):
    """What a clause is about."""

    CLAWBACK = "clawback"
    INDEX = "index"
    PERMANENCE = "permanence"
    EARMARK = "earmark"
    BUDGET = "budget"
    PRICE = "price"
    ADVANCE_REPLY = "advance_reply"
    DECIDED_BY = "decided_by"
    OTHER = "other"


class Clause(Written):
    """Something the document says that isn't a figure, in short words of the file's own."""

    kind: ClauseKind = ClauseKind.OTHER
    title: str
    text: str
    source: SourceKey | None = None
    place: str = ""


class Duty(Written):
    """A report that somebody owes by a date, and the decision that it rests on.

    `done_on` is None until it is made. Seeds: Älmhult's, due 2009-05-01, was forgotten for years.
    """

    owner: MemberCode
    owner_body: str = ""
    what: str
    to: str
    due: date
    decision: str = ""
    decided_on: date | NotStated = NOT_STATED
    case_number: str = ""
    done_on: date | None = None
    source: SourceKey | None = None


class StatedProviso(Written):
    """A condition that a document attaches to one member's answer, with the document's words.

    Seeds: Ljungby 2017 is in "förutsatt att regionens samtliga kommuner deltar".
    """

    member: MemberCode
    condition: Condition
    words: str = ""
    source: SourceKey | None = None
    place: str = ""


class CommitteeCost(Written):
    """Which fractions of which named parts of the cost concern one committee of a member.

    Seeds: half of follow-up and half of coordination concern Norrtälje's socialnämnd.
    """

    member: MemberCode
    committee: str
    parts: Mapping[str, ShareOrNotStated]
    source: SourceKey | None = None


_BODIES = {
    "committee": BodyKind.COMMITTEE,
    "nämnd": BodyKind.COMMITTEE,
    "executive": BodyKind.EXECUTIVE,
    "kommunstyrelse": BodyKind.EXECUTIVE,
    "council": BodyKind.COUNCIL,
    "kommunfullmäktige": BodyKind.COUNCIL,
}


def _body(value: object) -> object:
    if isinstance(value, BodyKind | NotStated) or value == NOT_STATED.value:
        return value
    if str(value) not in _BODIES:
        raise _allowed("body", f'one of {", ".join(_BODIES)}, "not stated"')
    return _BODIES[str(value)]


Body = Annotated[BodyKind | NotStated, BeforeValidator(_body)]
"""A kind of body whose decision binds; a preparing one never does."""


class BindingBodies(Written):
    """Whose decision binds: for everybody, and for the members that the document names."""

    default: Body = NOT_STATED
    members: Annotated[Mapping[MemberCode, Body], EACH_ONCE] = {}


def _short_bodies(value: object) -> object:
    return {"default": value} if isinstance(value, str) else value


Bodies = Annotated[BindingBodies, BeforeValidator(_short_bodies)]
"""A file may write just the kind, `binding_bodies = "council"`."""


def _allowed(code: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{allowed}", {"allowed": allowed})
