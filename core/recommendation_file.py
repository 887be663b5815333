"""Reading a recommendation from a TOML file that a coordinator has written.

Names become codes, kronor become öre, decimals become exact fractions. Everything that is wrong
with a file is told at once, field by field.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import ValidationError

from core.errors import FileProblem, RecommendationFileError
from core.file_member import Asked
from core.file_problem import model_problems, syntax_problem
from core.file_reference import broken_references
from core.member import FileNames
from core.recommendation import Recommendation
from core.register import Register, shipped_register


def read_recommendation(text: str, file: str, register: Register) -> Recommendation:
    """Return the recommendation that a TOML text states; `file` is its name, for errors.

    `members` is "all", a table with a county, or a list of names; `parties` are others than
    municipalities.

    Raises: RecommendationFileError with every problem found: field, what stands there, what is
    allowed.
    """
    try:
        raw: dict[str, object] = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RecommendationFileError(file, (syntax_problem(text, error),)) from None
    except RecursionError:
        problem = FileProblem("file", "too_deep", "", "tables that aren't nested so deep")
        raise RecommendationFileError(file, (problem,)) from None
    asked = Asked(register)
    table = _with_members(raw, asked)
    names = FileNames(find=asked.find, sources=_sources(table))
    try:
        recommendation = Recommendation.model_validate(table, context=names)
    except ValidationError as error:
        problems = model_problems(error, table, asked.problems)
        parties = tuple(_of_party(problem, asked.municipalities) for problem in problems)
        raise RecommendationFileError(file, parties) from None
    problems = (*asked.problems, *broken_references(recommendation, register))
    if problems:
        raise RecommendationFileError(file, problems)
    return recommendation


@lru_cache(maxsize=1)
def shipped_recommendations() -> Mapping[str, Recommendation]:
    """Return the five agreements that ship with the product, oldest first, by key."""
    read = [
        read_recommendation(path.read_text(encoding="utf-8"), path.name, shipped_register())
        for path in files("core.agreements").iterdir()
        if path.name.endswith(".toml")
    ]
    return MappingProxyType({each.key: each for each in sorted(read, key=_age)})


def _with_members(raw: Mapping[str, object], asked: Asked) -> dict[str, object]:
    """Return the table with members in place of names, and codes in its conditions."""
    table = {name: value for name, value in raw.items() if name not in {"members", "parties"}}
    asked.add_municipalities(raw.get("members", []))
    asked.add_parties(raw.get("parties", []))
    for name in table.keys() & {"condition", "provisos"}:
        table[name] = asked.with_codes(table[name], name)
    return {**table, "members": asked.members}


def _sources(table: Mapping[str, object]) -> tuple[str, ...]:
    sources = table.get("sources")
    return tuple(map(str, sources)) if isinstance(sources, dict) else ()


def _of_party(problem: FileProblem, municipalities: int) -> FileProblem:
    """Return a problem of an added member as one of [[parties]], where the file has it."""
    place, *rest = problem.field.split(".")
    if place != "members" or not rest or not rest[0].isdecimal() or "." not in problem.field:
        return problem
    at = int(rest[0]) - municipalities
    if len(rest) == 1 or at < 0:
        return problem
    return replace(problem, field=".".join(["parties", str(at), *rest[1:]]))


def _age(recommendation: Recommendation) -> tuple[date, str]:
    dates = (recommendation.recommended_on, recommendation.period.start, date.min)
    return (next(on for on in dates if isinstance(on, date)), recommendation.key)
