"""Moving, backing up and restoring a whole record, each checked before it counts as done.

A backup is a SQLite file whichever database the record lives in, so that it can be opened
anywhere and restored into either.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sqlalchemy import inspect

from storage.connections import parse_url, sqlite_file
from storage.copying import TableCopied, copy_rows, hold, tables_of
from storage.engine import Database
from storage.errors import NoDatabaseError, NotEmptyError, RecordDamagedError
from storage.schema import migrate, prepare
from storage.verification import Verification, verify_everything


@dataclass(frozen=True)
class Copied:
    """What was copied: rows by table (equal on both sides), and the verification afterwards."""

    tables: dict[str, TableCopied]
    verifications: tuple[Verification, ...]

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return sum(table.rows for table in self.tables.values())


def move_database(source_url: str, target_url: str) -> Copied:
    """Copy a live record into an empty place; nobody writes to the source meanwhile.

    The source is left as it is. Both are compared row by row, then the copy's ledgers are verified
    against the source's heads.

    Raises: NoDatabaseError, NotEmptyError, RecordDamagedError, SchemaBehindError,
    SchemaUnknownError, StorageTroubleError.
    """
    with _opened(source_url) as source, _emptiness(target_url) as target:
        prepare(source)
        prepare(target)
        with source.connection() as reading:
            hold(reading)
            with target.connection() as writing:
                copy_rows(reading, writing)
            tables = dict(tables_of(reading))
        with target.connection(write=False) as copied:
            differing = [name for name, each in tables_of(copied).items() if each != tables[name]]
        if differing:
            raise RecordDamagedError(_shown(target_url), tuple(differing))
        return Copied(tables, _verified_alike(source, target))


def backup(url: str, file: Path) -> Copied:
    """Write a backup while others go on working; `file` appears when it has been verified.

    Raises: as `move_database`, except that an older file of that name is replaced.
    """
    part = file.with_name(f"{file.name}.part")
    _remove_sqlite(part)
    try:
        with _opened(url) as source:
            prepare(source)
            if source.is_sqlite:
                _copy_online(url, part)
            else:
                _dump(source, part)
        copied = _checked(part)
        _settle(part, file)
    finally:
        _remove_sqlite(part)
    return copied


def restore(file: Path, url: str) -> Copied:
    """Bring a backup, of this version or an older one, back into an empty place.

    Raises: as `move_database`.
    """
    if not file.is_file():
        raise NoDatabaseError(str(file))
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.sqlite3"
        copyfile(file, copy)
        with _opened(f"sqlite:///{copy}") as database:
            migrate(database)
        return move_database(f"sqlite:///{copy}", url)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    file = sqlite_file(parse_url(url))
    if file is not None and not file.exists():
        raise NoDatabaseError(_shown(url))
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _emptiness(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        with database.connection() as connection:
            if inspect(connection).get_table_names():
                raise NotEmptyError(_shown(url))
        yield database
    finally:
        database.close()


def _shown(url: str) -> str:
    """Return an address without its password."""
    return parse_url(url).render_as_string()


def _copy_online(url: str, file: Path) -> None:
    """Copy a SQLite file page by page; SQLite starts over where a writer comes between."""
    source = sqlite_file(parse_url(url))
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as origin,
        closing(sqlite3.connect(file)) as copy,
    ):
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _dump(source: Database, file: Path) -> None:
    """Copy every row as of one moment (a repeatable read) into a SQLite file."""
    with _emptiness(f"sqlite:///{file}") as copy:
        prepare(copy)
        with source.connection(write=False) as reading, copy.connection() as writing:
            copy_rows(reading, writing)
    with closing(sqlite3.connect(file)) as done:
        done.execute("PRAGMA journal_mode=DELETE")


def _checked(file: Path) -> Copied:
    with _opened(f"sqlite:///{file}") as database:
        with database.connection(write=False) as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                raise RecordDamagedError(str(file), ("integrity_check",))
            tables = dict(tables_of(connection))
        return Copied(tables, verify_everything(database))


def _verified_alike(source: Database, target: Database) -> tuple[Verification, ...]:
    found = verify_everything(target)
    for here, there in zip(verify_everything(source), found, strict=True):
        if here.heads != there.heads:
            raise RecordDamagedError(_shown(target.url), ("ledger_entry",))
    return found


def _settle(part: Path, file: Path) -> None:
    """Let the finished file appear under its name, on the disk and for its owner only."""
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.chmod(0o600)
    part.replace(file)


def _remove_sqlite(file: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
