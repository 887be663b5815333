"""What can be wrong with the database itself; for operators, with the command that mends it."""

from dataclasses import dataclass
from typing import ClassVar

from core.errors import SamtligaError


@dataclass(eq=False)
class SchemaBehindError(SamtligaError):
    """The database was made by an older version: `samtliga migrate` brings it up to date."""

    code: ClassVar[str] = "schema_behind"
    found: str
    wanted: str


@dataclass(eq=False)
class SchemaUnknownError(SamtligaError):
    """The database has tables that this version didn't make, or was made by a newer version."""

    code: ClassVar[str] = "schema_unknown"
    found: str


@dataclass(eq=False)
class NoDatabaseError(SamtligaError):
    """There is nothing at that address yet."""

    code: ClassVar[str] = "no_database"
    url: str
