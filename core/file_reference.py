"""What an agreement file refers to inside itself: columns, levels, parts and members twice.

A reference that leads nowhere is a problem of the file; the models alone can't see it.
"""

from collections.abc import Iterator

from core.errors import FileProblem
from core.figure import NOT_STATED
from core.keys import (
    AllocationKey,
    Bounded,
    BoundPer,
    ByClass,
    ByParts,
    ByWeight,
    DiscountForLargest,
    FixedPlusVariable,
)
from core.recommendation import Population, Recommendation
from core.register import Register

POPULATION = "population"
"""The weight that every file may use once it has a [population]."""


def broken_references(
    recommendation: Recommendation, register: Register
) -> tuple[FileProblem, ...]:
    """Return every reference that leads nowhere, in the order of the file."""
    return (
        *_members_twice(recommendation),
        *_population(recommendation, register),
        *_weights(recommendation),
        *_levels(recommendation),
        *_parts(recommendation),
    )


def _members_twice(recommendation: Recommendation) -> Iterator[FileProblem]:
    seen: set[str] = set()
    for member in recommendation.members:
        if member.code in seen:
            yield FileProblem("members", "member_twice", repr(member.code), "each member once")
        seen.add(member.code)


def _population(recommendation: Recommendation, register: Register) -> Iterator[FileProblem]:
    population = recommendation.population
    if not isinstance(population, Population) or population.values is not None:
        return
    if population.on not in register.population_dates:
        dates = ", ".join(map(str, register.population_dates))
        allowed = f"one of {dates}; or the document's own [population.values]"
        yield FileProblem("population.on", "population_unknown", str(population.on), allowed)


def _weights(recommendation: Recommendation) -> Iterator[FileProblem]:
    known = set(recommendation.columns)
    if recommendation.population is not NOT_STATED:
        known.add(POPULATION)
    for at, line in enumerate(recommendation.costs):
        for path, weight in weights_used(line.key, f"costs.{at}.key"):
            if weight not in known:
                own = f"[{POPULATION}]" if weight == POPULATION else f"[columns.{weight}]"
                allowed = " or ".join([f"a table {own}", *sorted(known)])
                yield FileProblem(path, "unknown_weight", repr(weight), allowed)


def weights_used(key: AllocationKey, path: str = "key") -> Iterator[tuple[str, str]]:
    """Yield the path and name of each weight that a key uses, nested keys included."""
    match key:
        case ByWeight() | DiscountForLargest():
            yield f"{path}.weight", key.weight
        case FixedPlusVariable():
            yield from weights_used(key.variable, f"{path}.variable")
        case Bounded():
            if key.per is BoundPer.INHABITANT:
                yield f"{path}.per", POPULATION
            yield from weights_used(key.key, f"{path}.key")
        case ByClass():
            for at, each in enumerate(key.classes):
                yield from weights_used(each.key, f"{path}.classes.{at}.key")
        case ByParts():
            for at, part in enumerate(key.parts):
                yield from weights_used(part.key, f"{path}.parts.{at}.key")
        case _:
            pass


def _levels(recommendation: Recommendation) -> Iterator[FileProblem]:
    known = {level.name for line in recommendation.costs for level in line.levels}
    for at, figure in enumerate(recommendation.figures):
        if figure.level is not None and figure.level not in known:
            allowed = f"one of {', '.join(sorted(known))}"
            yield FileProblem(f"figures.{at}.level", "unknown_level", repr(figure.level), allowed)


def _parts(recommendation: Recommendation) -> Iterator[FileProblem]:
    known = {
        part.name for line in recommendation.costs for level in line.levels for part in level.parts
    } | {line.name for line in recommendation.costs}
    for at, committee in enumerate(recommendation.committees):
        for name in committee.parts:
            if name not in known:
                allowed = f"one of {', '.join(sorted(known))}"
                path = f"committees.{at}.parts.{name}"
                yield FileProblem(path, "unknown_part", repr(name), allowed)
