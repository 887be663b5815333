"""The database: one transaction at a time for whoever writes, and every query within one workspace.

SQLite (the default) runs in WAL with full durability; a writing transaction takes its lock at once
(BEGIN IMMEDIATE), since a deferred one fails when two meet. PostgreSQL goes through psycopg 3.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlmodel import Session as SQLModelSession
from sqlmodel import col, create_engine

from storage.tables import WorkspaceRow

_WORKSPACE = "workspace_id"
_EVERYWHERE = object()
_BEGIN = "samtliga_begin"
_BUSY_SECONDS = 5


class Database:
    """A SQLite file or a PostgreSQL database, addressed by URL.

    Every session is bound to one workspace: what it reads, changes and adds belongs to it, without
    the queries having to say so. `across_workspaces` is for the ticker and operators only.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._writing = _make_engine(url, is_sqlite=self.is_sqlite)
        self._reading = self._writing.execution_options(**{_BEGIN: "BEGIN"})

    @property
    def writer_threads(self) -> int:
        """Return how many threads may write at once: SQLite has one writer anyway."""
        return 1 if self.is_sqlite else 5

    @contextmanager
    def transaction(self, workspace_id: str) -> Iterator[SQLModelSession]:
        """Open a writing transaction in a workspace; any error rolls the whole of it back."""
        with self._session(self._writing, workspace_id) as session, session.begin():
            yield session

    @contextmanager
    def reading(self, workspace_id: str) -> Iterator[SQLModelSession]:
        """Open a consistent view of a workspace; nothing may be written in it."""
        with self._session(self._reading, workspace_id) as session, session.begin():
            session.info["read_only"] = True
            yield session

    @contextmanager
    def across_workspaces(self, *, write: bool = False) -> Iterator[SQLModelSession]:
        """Open a session that sees every workspace: to find where something is due."""
        engine = self._writing if write else self._reading
        with self._session(engine, _EVERYWHERE) as session, session.begin():
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Open a bare connection in a transaction, for migrations."""
        with self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._writing.dispose()

    @contextmanager
    def _session(self, engine: Engine, workspace: object) -> Iterator[SQLModelSession]:
        with SQLModelSession(engine, expire_on_commit=False) as session:
            session.info[_WORKSPACE] = workspace
            yield session


def _make_engine(url: str, *, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        return create_engine(url, pool_size=8, max_overflow=4, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own type
    connection.isolation_level = None  # the driver must not begin by itself: we say how below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN IMMEDIATE"))


@event.listens_for(SQLModelSession, "do_orm_execute")
def _hold_to_workspace(state: ORMExecuteState) -> None:
    """Add the session's workspace to every query over rows that belong to one."""
    workspace = state.session.info.get(_WORKSPACE)
    if workspace is _EVERYWHERE or state.is_column_load or state.is_relationship_load:
        return
    if workspace is None:
        raise RuntimeError("a query outside Database.transaction() or Database.reading()")
    state.statement = state.statement.options(
        *(
            with_loader_criteria(table, col(table.workspace_id) == workspace, include_aliases=True)
            for table in WorkspaceRow.__subclasses__()
        )
    )


@event.listens_for(SQLModelSession, "before_flush")
def _stamp_workspace(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Give new rows the session's workspace, and refuse rows of another."""
    if session.info.get("read_only") and (session.new or session.dirty or session.deleted):
        raise RuntimeError("a write in Database.reading()")
    workspace = session.info.get(_WORKSPACE)
    if workspace is _EVERYWHERE:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, WorkspaceRow):
            continue
        if not row.workspace_id:
            row.workspace_id = str(workspace)
        if row.workspace_id != workspace:
            raise RuntimeError(f"a row of workspace {row.workspace_id} in a session of {workspace}")
