"""Who is asked: a municipality, a region or an agency, by its code.

A file writes names ("Ljungby"); the models hold codes ("0780", "region-kronoberg"). The names are
resolved while the file is read, by the `FileNames` that the reader passes along.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from pydantic import (
    BeforeValidator,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from core.errors import UnknownMemberError
from core.figure import Written
from core.names import Found


class MemberKind(Enum):
    """What kind of party a member is."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    AGENCY = "agency"


class Member(Written):
    """A party that is asked to adopt a recommendation.

    `code` is SCB's four digits for a municipality, otherwise a word of the file
    ("forsakringskassan"); `also` are other names that people use for it.
    """

    code: str
    name: str
    kind: MemberKind = MemberKind.MUNICIPALITY
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileNames:
    """The names that one file may use: its members (`find`) and its own sources.

    `find` raises UnknownMemberError for anybody who isn't asked.
    """

    find: Callable[[str], Found]
    sources: tuple[str, ...]


def _code(value: object, info: ValidationInfo) -> object:
    names = info.context
    if not isinstance(names, FileNames) or not isinstance(value, str):
        return value
    try:
        found = names.find(value)
    except UnknownMemberError as error:
        raise _unknown(error.nearest) from None
    if not found.is_exact:
        raise _unknown((found.name,))
    return found.key


def _source(value: object, info: ValidationInfo) -> object:
    names = info.context
    if not isinstance(names, FileNames) or value in names.sources:
        return value
    allowed = f"one of [sources]: {', '.join(names.sources)}"
    raise PydanticCustomError("unknown_source", "{allowed}", {"allowed": allowed})


def _unknown(nearest: tuple[str, ...]) -> PydanticCustomError:
    return PydanticCustomError(
        "unknown_member", "{allowed}", {"allowed": f"a member's name: {', '.join(nearest)}?"}
    )


MemberCode = Annotated[str, BeforeValidator(_code)]
"""A member's code; a file may write its name instead."""

SourceKey = Annotated[str, BeforeValidator(_source)]
"""The name of one of the file's sources."""


def _each_once(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    """Refuse a table in which one member stands under two of its names."""
    read = handler(value)
    if isinstance(value, Mapping) and len(read) < len(value):
        allowed = {"allowed": "each member once, under one of its names"}
        raise PydanticCustomError("member_twice", "{allowed}", allowed)
    return read


EACH_ONCE = WrapValidator(_each_once)
"""Marks a table by member: `Annotated[Mapping[MemberCode, ...], EACH_ONCE]`."""
