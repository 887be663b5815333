"""The weights that keys split by: inhabitants on a date, or a column that a document states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from core.allocation.trace import WeightRead
from core.figure import NOT_STATED, NotStated, Source
from core.member import MemberKind
from core.recommendation import Population, Recommendation
from core.register import Register

POPULATION = "population"
"""The weight that is the number of inhabitants; any other names a column of the file."""


@dataclass(frozen=True)
class Weights:
    """Weights as integers over one `scale`, in the order of the codes asked for.

    None is a weight that no document states.
    """

    name: str
    values: Sequence[int | None]
    title: str = ""
    scale: int = 1
    on: date | NotStated = NOT_STATED
    assumed: bool = False
    source: Source | None = None

    @property
    def whole(self) -> list[int]:
        """Return the weights if all are stated, otherwise an empty list."""
        known = [value for value in self.values if value is not None]
        return known if len(known) == len(self.values) else []

    def read(self, at: int) -> WeightRead:
        """Return the step that reads one stated weight, by its place in the order."""
        return WeightRead(
            weight=self.name,
            title=self.title,
            value=Fraction(self.values[at] or 0, self.scale),
            on=self.on,
            assumed=self.assumed,
            source=self.source,
        )


def weights_of(
    name: str, recommendation: Recommendation, register: Register, codes: Sequence[str]
) -> Weights:
    """Return the weights of that name for members, in the order given.

    Raises: PopulationUnknownError if the register has no population of a municipality on the
    recommendation's date.
    """
    if name == POPULATION:
        return _inhabitants(recommendation, register, codes)
    column = recommendation.columns[name]
    stated = map(column.values.get, codes)
    exact = [each if isinstance(each, Fraction) else None for each in stated]
    scale = lcm(*(each.denominator for each in exact if each is not None))
    return Weights(
        name=name,
        values=[None if each is None else int(each * scale) for each in exact],
        title=column.title,
        scale=scale,
        on=column.on,
        source=recommendation.source(column.source),
    )


def _inhabitants(
    recommendation: Recommendation, register: Register, codes: Sequence[str]
) -> Weights:
    population = recommendation.population
    if not isinstance(population, Population):
        return Weights(name=POPULATION, values=[None] * len(codes))
    if population.values is None:
        values = _published(recommendation, register, population.on, codes)
    else:
        values = list(map(population.values.get, codes))
    return Weights(
        name=POPULATION,
        values=values,
        title=population.title,
        on=population.on,
        assumed=population.assumed,
        source=None if population.values is None else recommendation.source(population.source),
    )


def _published(
    recommendation: Recommendation, register: Register, on: date, codes: Sequence[str]
) -> list[int | None]:
    members = recommendation.members_by_code
    known = register.populations
    try:
        return [known[code][on] for code in codes]
    except KeyError:
        return [
            register.population(code, on) if _is_municipality(members[code].kind) else None
            for code in codes
        ]


def _is_municipality(kind: MemberKind) -> bool:
    return kind is MemberKind.MUNICIPALITY
