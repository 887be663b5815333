"""The database: one writer at a time in a workspace, and every query within one workspace.

On SQLite the file has one writer anyway. On PostgreSQL a writing transaction takes its workspace's
advisory lock first, so that what it reads can't change before it commits: versions never collide
and ledgers never fork, whatever a use case does. The lock is gone when the transaction is. A
workspace that shares an agreement takes the locks of all that share it, always in the same order,
so that two that write to each other never wait for each other.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlmodel import Session

from storage.connections import (
    PATIENCE_SECONDS,
    parse_url,
    reading_engine,
    sqlite_file,
    writing_engine,
)
from storage.errors import DatabaseGoneError
from storage.fences import EVERYWHERE, READ_ONLY, WORKSPACE
from storage.trouble import DRIVER_ERRORS, trouble_behind

LOGGER = logging.getLogger(__name__)
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:workspace, 0))")
_LOCK_ALL_WHO_SHARE = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM ("
    " SELECT CAST(:workspace AS text) AS name UNION"
    " SELECT unnest(ARRAY[guest.workspace_id, guest.host_workspace_id])"
    " FROM guest_poll AS guest JOIN guest_poll AS own ON own.host_poll_id = guest.host_poll_id"
    " WHERE :workspace IN (own.workspace_id, own.host_workspace_id)"
    " ORDER BY name) AS sharing"
)
_BE_QUICK = text("SELECT set_config('statement_timeout', :milliseconds, true)")
"""A statement that takes longer than anybody waits is given up; nothing of it is kept."""


class Database:
    """A SQLite file or a PostgreSQL database, addressed by URL.

    Every session is bound to one workspace: what it reads, changes and adds belongs to it, without
    the queries having to say so. `across_workspaces` is for the ticker and operators only. What
    goes wrong with the database itself comes out as a `StorageTroubleError`.
    """

    def __init__(self, url: str, patience: float = PATIENCE_SECONDS) -> None:
        self.url = url
        parsed = parse_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._patience = patience
        self._file = sqlite_file(parsed)
        self._inode: int | None = None
        self._writing = writing_engine(parsed, patience)
        self._reading = reading_engine(self._writing)

    @property
    def writer_threads(self) -> int:
        """Return how many threads may write at once: SQLite has one writer anyway."""
        return 1 if self.is_sqlite else 5

    @contextmanager
    def transaction(self, workspace_id: str) -> Iterator[Session]:
        """Open a writing transaction in a workspace; any error rolls the whole of it back.

        Raises: StorageTroubleError and whatever is raised inside.
        """
        with self._session(self._writing, workspace_id) as session:
            connection = session.connection()  # SQLite's lock is taken by beginning at once
            if not self.is_sqlite:
                connection.execute(_LOCK_ALL_WHO_SHARE, {"workspace": workspace_id})
                connection.execute(_BE_QUICK, {"milliseconds": str(int(self._patience * 1000))})
            yield session

    @contextmanager
    def reading(self, workspace_id: str) -> Iterator[Session]:
        """Open a consistent view of a workspace; nothing may be written in it.

        Raises: as `transaction`.
        """
        with self._session(self._reading, workspace_id) as session:
            session.info[READ_ONLY] = True
            yield session

    @contextmanager
    def across_workspaces(self, *, write: bool = False) -> Iterator[Session]:
        """Open a session that sees every workspace: to find where something is due."""
        engine = self._writing if write else self._reading
        with self._session(engine, EVERYWHERE) as session:
            session.info[READ_ONLY] = not write
            yield session

    @contextmanager
    def connection(self, *, write: bool = True) -> Iterator[Connection]:
        """Open a bare connection in a transaction: for migrations, backups and moves."""
        engine = self._writing if write else self._reading
        with _named_trouble(), engine.begin() as connection:
            yield connection
        if self._file is not None and self._file.exists():
            self._inode = self._file.stat().st_ino

    def close(self) -> None:
        """Close every connection."""
        self._writing.dispose()

    @contextmanager
    def _session(self, engine: Engine, workspace: object) -> Iterator[Session]:
        self._check_file()
        with (
            _named_trouble(),
            Session(engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.info[WORKSPACE] = workspace
            yield session

    def _check_file(self) -> None:
        """See that the file is still the one that our connections have open.

        An open connection would go on writing into a file that was deleted or replaced, and
        whatever was acknowledged then would be gone with it.
        """
        if self._file is None:
            return
        try:
            inode = self._file.stat().st_ino
        except OSError as error:
            self._writing.dispose()
            LOGGER.exception("the database's file")
            raise DatabaseGoneError(str(error)) from error
        if self._inode not in {None, inode}:
            self._writing.dispose()
        self._inode = inode


@contextmanager
def beside(session: Session, workspace_id: str) -> Iterator[Session]:
    """Open another workspace within the transaction of `session`: they commit together or not.

    For agreements that workspaces share, nothing else; see `storage.sharing`.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite" and not session.info.get(READ_ONLY):
        connection.execute(_LOCK, {"workspace": workspace_id})
    with _within(session, workspace_id) as other:
        yield other


@contextmanager
def among_all(session: Session) -> Iterator[Session]:
    """Open every workspace within the transaction of `session`; what is added says its own.

    For what follows, in all workspaces that share an agreement, from a change in one of them.
    """
    with _within(session, EVERYWHERE) as everywhere:
        yield everywhere


@contextmanager
def _within(session: Session, workspace: object) -> Iterator[Session]:
    with Session(
        session.connection(), expire_on_commit=False, join_transaction_mode="rollback_only"
    ) as other:
        other.info[WORKSPACE] = workspace
        other.info[READ_ONLY] = session.info.get(READ_ONLY, False)
        yield other
        other.flush()


@contextmanager
def _named_trouble() -> Iterator[None]:
    try:
        yield
    except DRIVER_ERRORS as error:
        trouble = trouble_behind(error)
        if trouble is None:
            raise
        LOGGER.error("the database: %s", trouble)  # noqa: TRY400  # the driver's message says it
        raise trouble from error
