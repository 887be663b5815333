"""What can be wrong with the database itself.

For operators with the command that mends it, and for people with what to do meanwhile.
"""

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


@dataclass(eq=False)
class StorageTroubleError(SamtligaError):
    """The database can't do its work now; `reason` is the driver's own message, for the log.

    The transaction that met it is rolled back as a whole. What was asked may be asked again: the
    same answer twice counts once.
    """

    code: ClassVar[str] = "storage_trouble"
    reason: str


class DatabaseFullError(StorageTroubleError):
    """The disk, or the room that the database was given, is full."""

    code: ClassVar[str] = "database_full"


class DatabaseReadOnlyError(StorageTroubleError):
    """The database may be read but not written."""

    code: ClassVar[str] = "database_read_only"


class DatabaseBusyError(StorageTroubleError):
    """Somebody else holds the database for longer than anybody waits, or it is too slow."""

    code: ClassVar[str] = "database_busy"


class DatabaseGoneError(StorageTroubleError):
    """The database can't be reached: the file isn't there, the server doesn't answer."""

    code: ClassVar[str] = "database_gone"


class DatabaseDamagedError(StorageTroubleError):
    """The file isn't a sound database: restore a backup."""

    code: ClassVar[str] = "database_damaged"


@dataclass(eq=False)
class NotEmptyError(SamtligaError):
    """There is a record already at the place that something was to be restored or moved to."""

    code: ClassVar[str] = "not_empty"
    url: str


@dataclass(eq=False)
class RecordFileError(SamtligaError):
    """A file isn't a record or a backup that can be read: `line` (from 1) says where it breaks."""

    code: ClassVar[str] = "record_file"
    file: str
    line: int


@dataclass(eq=False)
class UnknownPersonError(SamtligaError):
    """Nobody with that id is in the record, or their details were erased before."""

    code: ClassVar[str] = "unknown_person"
    person: str


@dataclass(eq=False)
class RecordDamagedError(SamtligaError):
    """A copy isn't what it was made from: `tables` differ. It isn't to be used."""

    code: ClassVar[str] = "record_damaged"
    url: str
    tables: tuple[str, ...]


@dataclass(eq=False)
class InvitationInvalidError(SamtligaError):
    """The code was never given, has been used, or is too old; which of them isn't told."""

    code: ClassVar[str] = "invitation_invalid"


@dataclass(eq=False)
class DriverMissingError(SamtligaError):
    """The address needs a driver that isn't installed; `extra` is what installs it."""

    code: ClassVar[str] = "driver_missing"
    extra: str
