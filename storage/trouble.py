"""From a driver's exception to what is wrong with the database, the same for both."""

import sqlite3

from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseFullError,
    DatabaseGoneError,
    DatabaseReadOnlyError,
    StorageTroubleError,
)

DRIVER_ERRORS = (DBAPIError, DisconnectionError, PoolTimeoutError)
"""What SQLAlchemy raises when the database, and not the statement, may be at fault."""

_SQLITE: dict[int, type[StorageTroubleError]] = {
    sqlite3.SQLITE_FULL: DatabaseFullError,
    sqlite3.SQLITE_READONLY: DatabaseReadOnlyError,
    sqlite3.SQLITE_PERM: DatabaseReadOnlyError,
    sqlite3.SQLITE_BUSY: DatabaseBusyError,
    sqlite3.SQLITE_LOCKED: DatabaseBusyError,
    sqlite3.SQLITE_CANTOPEN: DatabaseGoneError,
    sqlite3.SQLITE_IOERR: DatabaseGoneError,
    sqlite3.SQLITE_CORRUPT: DatabaseDamagedError,
    sqlite3.SQLITE_NOTADB: DatabaseDamagedError,
}
_PRIMARY = 0xFF

# PostgreSQL's SQLSTATE by the longest prefix that fits (its manual, appendix A)
_POSTGRES: dict[str, type[StorageTroubleError]] = {
    "53100": DatabaseFullError,
    "53": DatabaseBusyError,
    "25006": DatabaseReadOnlyError,
    "55P03": DatabaseBusyError,
    "57014": DatabaseBusyError,
    "40": DatabaseBusyError,
    "08": DatabaseGoneError,
    "57P": DatabaseGoneError,
    "55000": DatabaseGoneError,
    "3D000": DatabaseGoneError,
    "58": DatabaseGoneError,
    "XX001": DatabaseDamagedError,
    "XX002": DatabaseDamagedError,
}


def trouble_behind(error: Exception) -> StorageTroubleError | None:
    """Return what is wrong with the database, None where the statement itself was at fault."""
    if isinstance(error, PoolTimeoutError):
        return DatabaseBusyError(str(error))
    if isinstance(error, DisconnectionError):
        return DatabaseGoneError(str(error))
    if not isinstance(error, DBAPIError):
        return None
    kind = _kind(error)
    return None if kind is None else kind(str(error.orig))


def _kind(error: DBAPIError) -> type[StorageTroubleError] | None:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)  # absent on errors of the module itself
        return None if code is None else _SQLITE.get(code & _PRIMARY)
    state = getattr(original, "sqlstate", None)  # psycopg's; None where no server answered
    if state is None:
        is_lost = error.connection_invalidated or type(original).__name__ == "OperationalError"
        return DatabaseGoneError if is_lost else None
    fitting = [prefix for prefix in _POSTGRES if state.startswith(prefix)]
    return _POSTGRES[max(fitting, key=len)] if fitting else None
