"""What the tests of reminding begin from."""

from collections.abc import Callable

import pytest

from storage.engine import Database
from tests.databases import PostgresDatabases, SQLiteFiles
from tests.reminders.office import Office

MakeOffice = Callable[..., Office]


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.soak])]
)
def databases(request: pytest.FixtureRequest) -> SQLiteFiles | PostgresDatabases:
    """SQLite by default; with -m soak everything runs on PostgreSQL too."""
    found: SQLiteFiles | PostgresDatabases = request.getfixturevalue(
        "sqlite_files" if request.param == "sqlite" else "postgres_databases"
    )
    return found


@pytest.fixture
def make_office(fresh_database: Callable[[], Database]) -> MakeOffice:
    """Makes offices, each over a database of its own."""

    def make(**parts: object) -> Office:
        return Office(fresh_database(), **parts)

    return make


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """The eight of Kronoberg, each with one person; nothing has been opened."""
    office = make_office()
    office.staff("Alvesta", "Lessebo", "Ljungby", "Markaryd")
    return office
