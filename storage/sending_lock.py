"""One sender at a time for a workspace, whatever the engine and however many processes run.

PostgreSQL: an advisory lock of the session, gone at once when its process or connection dies.
SQLite: a lock on a file beside the database, which the system takes back likewise. It orders
senders and keeps Slack's pace; that nothing is sent twice rests on the outbox's states alone.
"""

import threading
from importlib import import_module
from typing import IO, Protocol

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.connections import parse_url, sqlite_file
from storage.engine import Database

_TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
_RELEASE = text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))")
_ALIVE = text("SELECT 1")


class SendingLocks(Protocol):
    """The workspaces that this process sends for."""

    def acquire(self, workspace_id: str) -> bool:
        """Take a workspace; False if somebody else, or this process already, sends for it."""
        ...

    def holds(self, workspace_id: str) -> bool:
        """Return whether the workspace is still ours: a lost connection loses its locks."""
        ...

    def release(self, workspace_id: str) -> None:
        """Give a workspace back."""
        ...


def sending_locks(database: Database) -> SendingLocks:
    """Return the locks that fit a database."""
    return _FileLocks(database) if database.is_sqlite else _AdvisoryLocks(database)


class _AdvisoryLocks:
    """All of a process's locks live on one connection, however many workspaces it serves."""

    def __init__(self, database: Database) -> None:
        self._engine = create_engine(
            parse_url(database.url), poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )
        self._connection: Connection | None = None
        self._held: set[str] = set()
        self._guard = threading.Lock()

    def acquire(self, workspace_id: str) -> bool:
        with self._guard:
            if workspace_id in self._held:
                return False
            try:
                if self._connection is None:
                    self._connection = self._engine.connect()
                taken = bool(self._connection.scalar(_TRY, {"key": _key(workspace_id)}))
            except SQLAlchemyError:
                self._lose()
                return False
            if taken:
                self._held.add(workspace_id)
            return taken

    def holds(self, workspace_id: str) -> bool:
        with self._guard:
            if workspace_id not in self._held or self._connection is None:
                return False
            try:
                self._connection.execute(_ALIVE)
            except SQLAlchemyError:
                self._lose()
                return False
            return True

    def release(self, workspace_id: str) -> None:
        with self._guard:
            if workspace_id not in self._held or self._connection is None:
                return
            self._held.discard(workspace_id)
            try:
                self._connection.execute(_RELEASE, {"key": _key(workspace_id)})
            except SQLAlchemyError:
                self._lose()

    def _lose(self) -> None:
        self._held.clear()
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = None


class _FileLocks:
    """One lock file for each workspace, beside the database; none for one in memory."""

    def __init__(self, database: Database) -> None:
        self._file = sqlite_file(parse_url(database.url))
        self._held: dict[str, IO[bytes] | None] = {}
        self._guard = threading.Lock()

    def acquire(self, workspace_id: str) -> bool:
        with self._guard:
            if workspace_id in self._held:
                return False
            if self._file is None:
                self._held[workspace_id] = None
                return True
            opened = self._file.with_name(f"{self._file.name}-sending-{workspace_id}").open("ab")
            if not _lock_file(opened):
                opened.close()
                return False
            self._held[workspace_id] = opened
            return True

    def holds(self, workspace_id: str) -> bool:
        return workspace_id in self._held

    def release(self, workspace_id: str) -> None:
        with self._guard:
            opened = self._held.pop(workspace_id, None)
        if opened is not None:
            opened.close()


def _lock_file(opened: IO[bytes]) -> bool:
    """Lock an open file; a system without such locks (Windows) runs one process on SQLite."""
    try:
        fcntl = import_module("fcntl")
    except ImportError:
        return True
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _key(workspace_id: str) -> str:
    return f"sending:{workspace_id}"
