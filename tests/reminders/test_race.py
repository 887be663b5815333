"""Answers and sends at the same moment: nobody is reminded who had answered before the claim.

Eighty people answer while eighty reminders go out; with -m soak forty times on each database.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from random import Random
from time import perf_counter

import pytest

import bot.delivery
from bot.desk import Desk
from bot.usecases.claim_messages import Batch, claim_messages
from storage.errors import StorageTroubleError
from storage.polls import Poll
from storage.tables import MessageKind, MessageState
from tests.conftest import BOTH
from tests.databases import PostgresDatabases, SQLiteFiles
from tests.reminders.conftest import MakeOffice
from tests.reminders.office import Office, agreement

ROUNDS = [1, *[pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 41)]]
PEOPLE = 80


@pytest.fixture(params=BOTH)
def databases(request: pytest.FixtureRequest) -> SQLiteFiles | PostgresDatabases:
    """Both databases by default: they take their locks in different ways."""
    found: SQLiteFiles | PostgresDatabases = request.getfixturevalue(
        "sqlite_files" if request.param == "sqlite" else "postgres_databases"
    )
    return found


class Watch:
    """When each reminder's claim began and when each answer was committed, by one clock."""

    def __init__(self) -> None:
        self.claimed: dict[str, float] = {}
        self.answered: dict[str, float] = {}

    def claim(self, *words: object, **named: object) -> Batch:
        began = perf_counter()
        batch = claim_messages(*words, **named)
        for message in batch.messages:
            if message.kind is MessageKind.REMINDER:
                self.claimed[message.recipient] = began
        return batch


@pytest.mark.parametrize("seed", ROUNDS)
async def test_answer_that_is_committed_before_the_claim_is_never_reminded_of(
    make_office: MakeOffice, monkeypatch: pytest.MonkeyPatch, seed: int
):
    random = Random(seed)
    watch = Watch()
    monkeypatch.setattr(bot.delivery, "claim_messages", watch.claim)
    office, poll = await office_with_reminders_due(make_office)
    names = random.sample(list(office.people), len(office.people))

    async def answer_all() -> None:
        for name in names:
            await insist(lambda name=name: office.desk.run(press, office, poll, name))
            watch.answered[office.people[name]] = perf_counter()

    await asyncio.gather(insist(office.delivery.drain), answer_all())
    await insist(office.delivery.drain)

    rows = office.rows(MessageKind.REMINDER)
    too_late = [
        row.user_id
        for row in rows
        if row.state is MessageState.SENT
        and watch.answered[row.user_id] < watch.claimed[row.user_id]
    ]
    assert too_late == []
    assert len(rows) <= PEOPLE
    assert {row.reason for row in rows if row.state is not MessageState.SENT} <= {"has_answered"}
    assert office.outcomes(MessageKind.REMINDER)["sent"] < PEOPLE


async def insist(act: Callable[[], Awaitable[object]]) -> None:
    """Again until it is done: a database that is too busy for a moment says so."""
    while True:
        with suppress(StorageTroubleError):
            await act()
            return


def press(_desk: Desk, office: Office, poll: Poll, name: str) -> None:
    """The same button, however often it has to be pressed."""
    office.answer(poll, name, gesture=f"button:{name}")


async def office_with_reminders_due(make_office: MakeOffice) -> tuple[Office, Poll]:
    """Eighty of 290 municipalities have somebody to ask; the first reminder is due now."""
    office = make_office(agreements=(agreement(members=()),))
    members = office.desk.catalogue.get("jour-2019").members[:PEOPLE]
    office.staff(*[member.name for member in members])
    poll = office.open()
    await office.delivery.drain()
    office.clock.set(datetime(2019, 5, 15, 7, tzinfo=UTC))
    return office, poll
