"""Procrastinate's worker in this process: what happens to the queue stops nobody's messages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable

import pytest

from bot.workers import Workers
from storage.engine import Database
from storage.tables import MessageKind
from tests.databases import PostgresDatabases, name_in
from tests.reminders.office import Office, agreement

pytestmark = pytest.mark.postgres
TWO = (agreement(), agreement("senare-2019"))


@pytest.fixture
def database(postgres_databases: PostgresDatabases):
    made = Database(postgres_databases.prepared())
    yield made
    made.close()
    postgres_databases.drop(made.url)


@contextlib.asynccontextmanager
async def at_work(
    offices: Iterable[Office], *, at_once: int = 10, serves: tuple[str, ...] | None = None
) -> AsyncIterator[Workers]:
    known = {office.id: office for office in offices}

    async def delivery_for(workspace_id: str):
        served = serves is None or workspace_id in serves
        return known[workspace_id].delivery if served else None

    workers = Workers(next(iter(known.values())).desk, delivery_for, 1, serves)
    await workers.prepare()
    task = asyncio.create_task(workers.run(at_once))
    try:
        yield workers
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def asked(office: Office, people: int, seconds: float = 20) -> None:
    """Wait until so many questions stand in Slack."""
    async with asyncio.timeout(seconds):
        while office.outcomes(MessageKind.QUESTION).get("sent", 0) < people:
            await asyncio.sleep(0.05)


async def test_worker_that_loses_all_its_connections_begins_again(
    database: Database, postgres_databases: PostgresDatabases
):
    office = Office(database, agreements=TWO)
    office.staff("Alvesta", "Ljungby")
    async with at_work([office]):
        office.open()
        await asked(office, 2)
        name = name_in(database.url)
        postgres_databases.run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608  # ours
        )
        await asyncio.sleep(1)
        office.open("senare-2019")

        await asked(office, 4)

    assert [len(office.inbox(name)) for name in ("Alvesta", "Ljungby")] == [2, 2]


async def test_workspaces_that_hang_take_no_place_from_others(database: Database):
    """Slack hangs in three workspaces; two places to work, and a fourth workspace that is well."""
    slow = [Office(database, number=number) for number in (1, 2, 3)]
    quick = Office(database, number=4)
    for office in (*slow, quick):
        office.staff("Ljungby")
    for office in slow:
        office.workspace.faults.add("delay", "chat.postMessage", times=99, seconds=12)
    async with at_work([*slow, quick], at_once=2):
        for office in slow:
            office.open()
        await asyncio.sleep(4)
        quick.open()

        await asked(quick, 1, seconds=5)

        assert [len(office.inbox("Ljungby")) for office in slow] == [0, 0, 0]


async def test_jobs_of_a_workspace_wait_for_a_process_that_serves_it(database: Database):
    """Two processes, each with its own workspace: neither takes the other's work away."""
    one, other = Office(database, number=1), Office(database, number=2)
    for office in (one, other):
        office.staff("Alvesta", "Ljungby", "Växjö")
    async with at_work([one, other], serves=(one.id,)):
        other.open()
        one.open()
        await asked(one, 3)
        await asyncio.sleep(2)
        assert other.outcomes(MessageKind.QUESTION) == {"planned": 3}

        async with at_work([one, other], serves=(other.id,)):
            await asked(other, 3)
