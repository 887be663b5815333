"""Connections to either database: how a transaction begins, and how long anybody waits.

SQLite (the default) runs in WAL with full durability; a writing transaction takes its lock at once
(BEGIN IMMEDIATE), since a deferred one fails when two meet. PostgreSQL goes through psycopg 3.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlmodel import create_engine

from storage.errors import DriverMissingError

PATIENCE_SECONDS = 2.0
"""How long a transaction waits for a lock or a connection: Slack gives up on us after 3 s."""

_BEGIN = "samtliga_begin"
_STATEMENT_MILLISECONDS = 60_000


def parse_url(url: str) -> URL:
    """Return a database's address; `postgres://`, as hosts often write it, is PostgreSQL too."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql") if parsed.drivername == "postgres" else parsed


def sqlite_file(url: URL) -> Path | None:
    """Return the file of a SQLite database, None where it isn't one (PostgreSQL, in memory)."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in {"", ":memory:"}:
        return None
    return Path(name.removeprefix("file:").partition("?")[0])


def writing_engine(url: URL, patience: float) -> Engine:
    """Return the engine for transactions that write. Raises: DriverMissingError."""
    if url.get_backend_name() != "sqlite":
        waits = f"-c lock_timeout={int(patience * 1000)} -c TimeZone=UTC"
        return _postgres_engine(
            url,
            pool_size=8,
            max_overflow=4,
            pool_timeout=patience,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": max(2, int(patience)),
                "options": f"{waits} -c statement_timeout={_STATEMENT_MILLISECONDS}",
            },
        )
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": patience})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgres_engine(url: URL, **options: Any) -> Engine:  # noqa: ANN401  # create_engine's own
    try:
        return create_engine(url, **options)
    except ModuleNotFoundError as error:
        raise DriverMissingError("postgres") from error


def reading_engine(writing: Engine) -> Engine:
    """Return an engine over the same pool whose transactions see one moment and write nothing."""
    if writing.dialect.name == "sqlite":
        return writing.execution_options(**{_BEGIN: "BEGIN"})
    return writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own type
    connection.isolation_level = None  # the driver must not begin by itself: we say how below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN IMMEDIATE"))
