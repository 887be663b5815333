"""Fixtures that every test may ask for: a database of its own, on both kinds of server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.engine import Database
from tests.databases import PostgresDatabases, SQLiteFiles, postgres_server

settings.register_profile("samtliga", deadline=None)  # a busy machine isn't a failure
settings.load_profile("samtliga")

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
"""The databases that a test of the record runs on."""


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SQLiteFiles:
    return SQLiteFiles(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    with postgres_server() as databases:
        yield databases


@pytest.fixture(params=BOTH)
def databases(request: pytest.FixtureRequest) -> SQLiteFiles | PostgresDatabases:
    """One after the other: where databases of one kind come from."""
    found: SQLiteFiles | PostgresDatabases = request.getfixturevalue(
        "sqlite_files" if request.param == "sqlite" else "postgres_databases"
    )
    return found


@pytest.fixture
def fresh_database(
    databases: SQLiteFiles | PostgresDatabases,
) -> Iterator[Callable[[], Database]]:
    """Makes as many databases as a test wants; they have the schema and no rows."""
    made: list[Database] = []

    def fresh() -> Database:
        made.append(Database(databases.prepared()))
        return made[-1]

    yield fresh
    for each in made:
        each.close()
        _remove(databases, each.url)


@pytest.fixture
def database(fresh_database: Callable[[], Database]) -> Database:
    """A database with the schema and no rows."""
    return fresh_database()


@pytest.fixture
def database_url(database: Database) -> str:
    """The address of a database with the schema and no rows, for what opens it by itself."""
    return database.url


@pytest.fixture
def empty_url(databases: SQLiteFiles | PostgresDatabases) -> Iterator[str]:
    """The address of a place with nothing in it."""
    url = databases.empty()
    yield url
    _remove(databases, url)


def _remove(databases: SQLiteFiles | PostgresDatabases, url: str) -> None:
    if isinstance(databases, PostgresDatabases):
        databases.drop(url)
    else:
        for suffix in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + suffix).unlink(missing_ok=True)
