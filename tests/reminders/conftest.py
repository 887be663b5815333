"""What the tests of reminding begin from."""

from collections.abc import Callable

import pytest

from storage.engine import Database
from tests.reminders.office import Office

MakeOffice = Callable[..., Office]


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
