"""From a validator's findings to the problems of an agreement file, in the terms of the file.

A problem names the field as it stands in the file ("costs.0.total_kr"), what was found there, and
what is allowed.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.condition import Condition
from core.errors import FileProblem
from core.figure import Unexpected

_ALLOWED: Final = {
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_from_datetime_inexact": "a date: 2019-06-15",
    "date_from_datetime_parsing": "a date: 2019-06-15",
    "date_parsing": "a date: 2019-06-15",
    "date_type": "a date: 2019-06-15",
    "dict_type": "a table",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "mapping_type": "a table",
    "missing": "required",
    "model_attributes_type": "a table",
    "model_type": "a table",
    "string_too_short": "a text that isn't empty",
    "string_type": 'a text: "..."',
    "too_short": "at least one",
    "tuple_type": "a list",
    "union_tag_not_found": "a table with kind",
}
_CONTEXT: Final = ("allowed", "expected", "expected_tags", "ge", "gt", "le", "lt", "pattern")
_LONGEST = 60


def syntax_problem(text: str, error: tomllib.TOMLDecodeError) -> FileProblem:
    """Return the problem of a text that isn't TOML: the line, what stands in it, what is wrong."""
    reason, _, place = str(error).rpartition(" (at ")
    number = place.removeprefix("line ").partition(",")[0]
    lines = text.splitlines()
    at = int(number) if number.isdecimal() else len(lines)
    found = lines[at - 1].strip() if 0 < at <= len(lines) else ""
    return FileProblem(f"line {at}", "toml_syntax", found[:_LONGEST], reason or str(error))


def model_problems(
    error: ValidationError, raw: Mapping[str, object], problems: Iterable[FileProblem] = ()
) -> tuple[FileProblem, ...]:
    """Return the problems behind a validation error of the table `raw`, one for each field.

    Where a field may be of several types, what they allow is joined. `problems` come first.
    """
    by_field = {problem.field: problem for problem in problems}
    for detail in error.errors():
        problem = _problem(detail, raw)
        if detail["type"] == "too_short" and _is_consequence(detail, problem, by_field):
            continue
        earlier = by_field.get(problem.field)
        if earlier and problem.allowed not in earlier.allowed.split(" | "):
            allowed = f"{earlier.allowed} | {problem.allowed}"
            problem = FileProblem(problem.field, earlier.problem, earlier.found, allowed)
        by_field[problem.field] = problem
    return tuple(by_field.values())


def _is_consequence(
    detail: ErrorDetails, problem: FileProblem, by_field: Mapping[str, FileProblem]
) -> bool:
    """Return whether a list is only short because what stands in it is wrong."""
    given = detail["input"]
    is_filled = isinstance(given, Sequence) and len(given) > 0
    return is_filled or any(field.startswith(problem.field) for field in by_field)


def _problem(detail: ErrorDetails, raw: Mapping[str, object]) -> FileProblem:
    is_missing = detail["type"] == "missing"
    path = _written_path(detail["loc"], raw, is_missing=is_missing)
    if detail["type"] == "union_tag_invalid":
        path.append("kind")
    return FileProblem(
        field=".".join(path),
        problem=detail["type"],
        found="" if is_missing else _found(detail)[:_LONGEST],
        allowed=_allowed(detail),
    )


def _found(detail: ErrorDetails) -> str:
    given = detail["input"]
    if isinstance(given, Unexpected):
        given = given.written
    if detail["type"] == "union_tag_invalid":
        given = detail.get("ctx", {}).get("tag", given)
    return str(given) if isinstance(given, Decimal | date) else repr(given)


def _allowed(detail: ErrorDetails) -> str:
    given = detail["input"]
    if isinstance(given, Unexpected):
        return f"one of {', '.join(given.allowed)}"
    if detail["type"] == "extra_forbidden":
        return f"one of {', '.join(_condition_fields(detail['loc']))}"
    context = detail.get("ctx", {})
    for name in _CONTEXT:
        if name in context:
            sign = {"ge": "at least ", "gt": "more than ", "le": "at most ", "lt": "less than "}
            return f"{sign.get(name, '')}{context[name]}"
    if detail["type"] == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    return _ALLOWED.get(detail["type"], detail["type"])


def _condition_fields(loc: Sequence[str | int]) -> tuple[str, ...]:
    """Return what the kind of condition allows whose table has one field too many."""
    for model in get_args(get_args(Condition)[0]):
        if len(loc) > 1 and model.model_fields["kind"].default == loc[-2]:
            return tuple(name.removesuffix("_ore") for name in model.model_fields)
    return ("kind",)


def _written_path(
    loc: Sequence[str | int], raw: Mapping[str, object], *, is_missing: bool
) -> list[str]:
    """Return the path in the file: without the model's own steps, and with kronor for öre."""
    path: list[str] = []
    here: object = raw
    steps = list(loc)
    while steps:
        step = steps.pop(0)
        if step == "levels" and isinstance(here, Mapping) and "levels" not in here:
            del steps[:1]
            continue
        name = _written_name(step, here)
        inner = _inside(here, name)
        if inner is not _NOTHING:
            here = inner
            path.append(str(name))
            if isinstance(here, Mapping) and steps[:1] == [here.get("kind")]:
                del steps[:1]
        elif is_missing and not steps:
            path.append(str(name))
    return path


_NOTHING: Final = object()


def _inside(here: object, name: str | int) -> object:
    if isinstance(here, Mapping):
        return here.get(name, _NOTHING)
    if isinstance(here, list) and isinstance(name, int) and name < len(here):
        return here[name]
    return _NOTHING


def _written_name(step: str | int, here: object) -> str | int:
    if not isinstance(step, str) or not step.endswith("_ore") or not isinstance(here, Mapping):
        return step
    kronor = f"{step.removesuffix('_ore')}_kr"
    if str(here.get("kind", "")).startswith("price_"):
        return step.removesuffix("_ore")
    return step if step in here and kronor not in here else kronor
