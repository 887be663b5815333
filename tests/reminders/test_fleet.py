"""The same scenario over both engines: workers killed with SIGKILL, replies lost, 429 and 500.

Wanted: nobody is left out, nobody is reminded twice, and nothing stays in doubt. The seed of each
run is its parameter; -m soak runs the other forty-nine.
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text

from storage.engine import Database
from tests.databases import PostgresDatabases, SQLiteFiles
from tests.reminders.fleet import (
    agreement_due_today,
    fleet_at_work,
    found_in_history,
    is_done,
    reminders,
    states,
)
from tests.reminders.office import Office

SEEDS = [(1, 48), *[pytest.param(seed, 290, marks=pytest.mark.soak) for seed in range(2, 51)]]
MOST_KILLS = 5
DISTURBED_AT = 2
SECONDS_OF_SENDING = 10


def office_with_reminders_due(database: Database, people: int, number: int = 1) -> Office:
    """Opened two days ago; the questions went out, and today's reminders are due."""
    now = datetime.now(UTC)
    start = now - timedelta(days=2)
    office = Office(database, agreements=(agreement_due_today(now),), start=start, number=number)
    members = office.desk.catalogue.get("jour-2019").members[:people]
    office.staff(*[member.name for member in members])
    return office


async def survive(  # what a run is made of
    database: Database,
    engine: str,
    size: int,
    seed: int,
    people: int,
    disturb: Callable[[], None] = lambda: None,
) -> Office:
    """Send to everybody while workers are killed and Slack misbehaves, until nothing is due."""
    random = Random(seed)
    office = office_with_reminders_due(database, people)
    office.open()
    await office.delivery.drain()
    office.clock.set(datetime.now(UTC))
    office.clock.play()
    _misbehave(office, random)
    pace = people * 60 / SECONDS_OF_SENDING
    async with office.workspace.serve() as served:
        offices = {office: served.api_url}
        async with (
            fleet_at_work(offices, database, engine, size, random, per_minute=pace) as fleet,
            asyncio.timeout(200),
        ):
            while not reminders(office):
                await asyncio.sleep(0.05)
            while fleet.kills < MOST_KILLS or not is_done(database):
                await asyncio.sleep(random.uniform(0.1, 1.5))
                if fleet.kills < MOST_KILLS:
                    _misbehave(office, random)
                    await fleet.kill_one()
                    if fleet.kills == DISTURBED_AT:
                        await asyncio.to_thread(disturb)
    told = f"seed {seed}: {fleet.kills} kills, {found_in_history(database)} found in history"
    sys.stderr.write(f"{told}, {states(database)}\n")
    return office


def cut_every_connection(database: Database) -> Callable[[], None]:
    """What a restart of the server does to whoever is connected, advisory locks included."""
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def disturb() -> None:
        with database.connection() as connection:
            connection.execute(cut)

    return disturb


def _misbehave(office: Office, random: Random) -> None:
    fault = random.choice(["lose_reply", "status_500", "rate_storm", "delay"])
    office.workspace.faults.add(fault, "chat.postMessage", times=random.randint(1, 4), seconds=1)


@pytest.mark.kill
@pytest.mark.parametrize(("seed", "people"), SEEDS)
async def test_one_process_that_is_killed_again_and_again_reminds_each_once(
    sqlite_files: SQLiteFiles, seed: int, people: int
):
    database = Database(sqlite_files.prepared())

    office = await survive(database, "apscheduler", 1, seed, people)

    assert states(database) == {"sent": people}
    assert sorted(reminders(office).values()) == [1] * people


@pytest.mark.kill
@pytest.mark.postgres
@pytest.mark.parametrize(("seed", "people"), SEEDS)
async def test_three_workers_that_are_killed_again_and_again_remind_each_once(
    postgres_databases: PostgresDatabases, seed: int, people: int
):
    database = Database(postgres_databases.prepared())

    office = await survive(
        database, "procrastinate", 3, seed, people, cut_every_connection(database)
    )

    assert states(database) == {"sent": people}
    assert sorted(reminders(office).values()) == [1] * people


@pytest.mark.postgres
async def test_slow_workspace_delays_no_other(postgres_databases: PostgresDatabases):
    database = Database(postgres_databases.prepared())
    slow, quick = (office_with_reminders_due(database, 20, number) for number in (1, 2))
    for office in (slow, quick):
        office.open()
        await office.delivery.drain()
        office.clock.set(datetime.now(UTC))
        office.clock.play()
    slow.workspace.faults.add("rate_storm", "chat.postMessage", times=999, seconds=2)
    async with slow.workspace.serve() as one, quick.workspace.serve() as two:
        offices = {slow: one.api_url, quick: two.api_url}
        async with fleet_at_work(offices, database, "procrastinate", 1, Random(1)):
            async with asyncio.timeout(60):
                while len(reminders(quick)) < 20:
                    await asyncio.sleep(0.1)

    assert sorted(reminders(quick).values()) == [1] * 20
    assert reminders(slow) == {}
