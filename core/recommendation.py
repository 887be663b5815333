"""A recommendation: who recommended what to whom, what it costs, and on which condition.

The model holds what the source documents state, and says where they are silent. It is read from a
TOML file by `core.recommendation_file`; `core.allocation` computes the shares.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field

from core.body import BodyKind
from core.clause import (
    BindingBodies,
    Bodies,
    Clause,
    CommitteeCost,
    Duty,
    FigureOf,
    StatedFigure,
    StatedProviso,
)
from core.condition import Condition
from core.condition import NotStated as ConditionNotStated
from core.costs import PROPOSED, CostLine, Declining, Period, WhenSomeDecline
from core.deadline import DEFAULT_POLICY, ReminderPolicy
from core.errors import NotAMemberError, UnknownMemberError
from core.figure import NOT_STATED, NotStated, Source, WeightOrNotStated, Written
from core.member import EACH_ONCE, Member, MemberCode, MemberKind, SourceKey
from core.names import Found, find
from core.register import Register, shipped_register

__all__ = ["CostLine", "Member", "MemberKind", "Population", "Recommendation"]


Inhabitants = Mapping[MemberCode, Annotated[int, Field(ge=0)]]


class Population(Written):
    """Which inhabitants count: SCB's on a date, or the values that the document itself gives.

    `assumed`: the document doesn't state the date; it is a parameter of this file and is shown
    with every figure that rests on it.
    """

    on: date
    assumed: bool = False
    title: str = ""
    values: Annotated[Inhabitants, EACH_ONCE] | None = None
    source: SourceKey | None = None


class Column(Written):
    """A weight per member that a document gives, such as tax capacity (skattekraft)."""

    title: str
    on: date | NotStated = NOT_STATED
    values: Annotated[Mapping[MemberCode, WeightOrNotStated], EACH_ONCE] = {}
    source: SourceKey | None = None


class Recommendation(Written):
    """What members are asked to adopt. `sources` come with a short name; the first is the default.

    `members` are in the order of the file, municipalities of a county or of the country by code.
    """

    key: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=1)]
    question: Annotated[str, Field(min_length=1)]
    recommended_by: str
    recommended_on: date | NotStated = NOT_STATED
    deadline: date | NotStated = NOT_STATED
    period: Period = Period()
    members: Annotated[tuple[Member, ...], Field(min_length=1)]
    members_note: str = ""
    sources: Annotated[Mapping[str, Source], Field(min_length=1)]
    population: Population | NotStated = NOT_STATED
    columns: Mapping[str, Column] = {}
    costs: tuple[CostLine, ...] = ()
    when_some_decline: Declining = WhenSomeDecline()
    condition: Condition = ConditionNotStated()
    provisos: tuple[StatedProviso, ...] = ()
    binding_bodies: Bodies = BindingBodies()
    committees: tuple[CommitteeCost, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    clauses: tuple[Clause, ...] = ()
    duties: tuple[Duty, ...] = ()
    reminders: ReminderPolicy = DEFAULT_POLICY

    @property
    def stated_figures(self) -> tuple[StatedFigure, ...]:
        """Return every figure that can be compared: the levels' tables, then `figures`."""
        tables = (
            StatedFigure(
                of=FigureOf.AMOUNT,
                member=member,
                level=level.name,
                amount_ore=amount,
                source=level.source,
            )
            for line in self.costs
            for level in line.levels
            for member, amount in level.stated_ore.items()
        )
        return (*tables, *self.figures)

    @classmethod
    def written_fields(cls) -> tuple[str, ...]:
        """Return the names that a file may use; `parties` become members while it is read."""
        return (*super().written_fields(), "parties")

    def member(self, code: str) -> Member:
        """Return the member with that code.

        Raises: NotAMemberError if this recommendation doesn't ask it.
        """
        if code not in self.members_by_code:
            raise NotAMemberError(code, self.key)
        return self.members_by_code[code]

    @cached_property
    def members_by_code(self) -> Mapping[str, Member]:
        """Return the members by their code."""
        return {member.code: member for member in self.members}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the members' codes, sorted: the order that settles ties."""
        return tuple(sorted(member.code for member in self.members))

    @property
    def levels(self) -> tuple[str, ...]:
        """Return the names of the cost's levels, in the order of the file, each once."""
        return tuple(dict.fromkeys(level.name for line in self.costs for level in line.levels))

    @property
    def proposed_level(self) -> str:
        """Return the name of the level that is asked for: that of the first line which has some."""
        lines = sorted(self.costs, key=lambda line: len(line.levels), reverse=True)
        return lines[0].proposed_level.name if lines else PROPOSED

    @cached_property
    def _own_names(self) -> Mapping[str, tuple[str, ...]]:
        return {member.code: (member.name, *member.also) for member in self.members}

    def find_member(self, text: str, register: Register | None = None) -> Found:
        """Find the member that is meant by a name or a code: exactly, or a slip away.

        A name that is exactly a municipality's wins over one that is nearly a member's: Habo never
        finds Håbo. Without a `register` the shipped one says who else exists.

        Raises: NotAMemberError if it is a municipality that isn't asked; UnknownMemberError with
        the nearest members' names.
        """
        everybody = (register or shipped_register()).find
        own = _attempt(lambda: find(text, self._own_names))
        if isinstance(own, Found) and own.is_exact:
            return own
        other = _attempt(lambda: everybody(text))
        if isinstance(other, Found) and (other.is_exact or not isinstance(own, Found)):
            raise NotAMemberError(other.name, self.key)
        if isinstance(own, UnknownMemberError):
            raise own
        return own

    def binding_body(self, member_code: str) -> BodyKind | None:
        """Return whose decision binds for that member; None where no document states it."""
        bodies = self.binding_bodies
        body = bodies.members.get(member_code, bodies.default)
        return None if isinstance(body, NotStated) else body

    def source(self, key: str | None) -> Source:
        """Return the source of that name; the file's first one for None."""
        return self.sources[next(iter(self.sources)) if key is None else key]


def _attempt(look_up: Callable[[], Found]) -> Found | UnknownMemberError:
    try:
        return look_up()
    except UnknownMemberError as error:
        return error
