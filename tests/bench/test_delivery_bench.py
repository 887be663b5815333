"""What delivery costs at scale, and what one job per reminder loses under the same kills.

Run with `pytest -m bench tests/bench/test_delivery_bench.py -s`; the figures are printed.
"""

import asyncio
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert

from bot.usecases.find_work import look_for_work
from deploy.workspace import Limits, StoryClock, Workspace
from storage.engine import Database
from storage.sending import due_messages
from storage.tables import MessageKind, MessageState, OutboxRow
from storage.tables import Workspace as WorkspaceRecord
from tests.bench.jobstore_worker import plan
from tests.databases import SQLiteFiles
from tests.reminders.fleet import fleet_at_work, is_done, reminders
from tests.reminders.office import KRONOBERG, MANIFEST, Office, agreement
from tests.reminders.ordeal import ask, office_with_reminders_due

pytestmark = pytest.mark.bench
WORKSPACES, MEMBERS, AGREEMENTS = 1000, 290, 4
DUE = datetime(2019, 6, 14, 7, tzinfo=UTC)


def tell(line: str) -> None:
    sys.stderr.write(f"\n{line}")


def fill(database: Database, workspaces: int, state: MessageState) -> int:
    """A year's rows of so many workspaces, in one state."""
    with database.connection() as connection:
        for number in range(workspaces):
            name = f"T{number:05d}"
            moment = {"created_at": DUE}
            connection.execute(insert(WorkspaceRecord), [{"id": name, "name": name, **moment}])
            connection.execute(
                insert(OutboxRow), [_row(name, n, state) for n in range(MEMBERS * AGREEMENTS)]
            )
    return workspaces * MEMBERS * AGREEMENTS


def _row(workspace: str, number: int, state: MessageState) -> dict:
    return {
        "workspace_id": workspace,
        "key": f"reminder:{number}",
        "kind": MessageKind.REMINDER,
        "user_id": f"U{number % MEMBERS:05d}",
        "due_at": DUE,
        "recorded_at": DUE,
        "settled_at": DUE,
        "state": state,
        "attempts": 1,
        "needs_person": False,
    }


def seconds_of(work: object, rounds: int = 20) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def test_tick_costs_what_is_due_and_not_what_exists(sqlite_files: SQLiteFiles):
    costs = {}
    for workspaces in (10, WORKSPACES):
        url = sqlite_files.prepared()
        database = Database(url)
        office = Office(database, start=DUE + timedelta(days=1))
        office.staff(*KRONOBERG)
        rows = fill(database, workspaces, MessageState.SENT)
        office.open()
        costs[workspaces] = seconds_of(partial(look_for_work, office.desk, "bench", 20))
        found = look_for_work(office.desk, "bench", 20)
        size = Path(url.removeprefix("sqlite:///")).stat().st_size
        tell(
            f"{rows} rows exist, 9 due in {len(found)} workspace: a tick takes"
            f" {costs[workspaces] * 1000:.2f} ms; the database is {size / 1e6:.0f} MB"
        )
        database.close()

    assert costs[WORKSPACES] < costs[10] * 3 + 0.002


def test_tick_and_claim_when_everybody_is_due_at_once(sqlite_files: SQLiteFiles):
    database = Database(sqlite_files.prepared())
    office = Office(database, start=DUE + timedelta(minutes=1))
    rows = fill(database, WORKSPACES, MessageState.PLANNED)

    tick = seconds_of(lambda: look_for_work(office.desk, "bench", 20), rounds=3)

    def claim() -> None:
        with database.reading("T00500") as session:
            assert len(due_messages(session, office.clock.now(), 50)) == 50

    one = seconds_of(claim)
    tell(
        f"{rows} rows due in {WORKSPACES} workspaces: a tick {tick * 1000:.0f} ms,"
        f" what is due in one workspace {one * 1000:.1f} ms"
    )
    assert one < 0.1


async def test_year_of_four_agreements_with_one_deadline(sqlite_files: SQLiteFiles):
    keys = [f"avtal-{n}" for n in range(AGREEMENTS)]
    texts = tuple(agreement(key, deadline="2019-06-15", members=()) for key in keys)
    office = Office(Database(sqlite_files.prepared()), agreements=texts)
    members = office.desk.catalogue.get(keys[0]).members
    office.staff(*[member.name for member in members])
    for key in keys:
        office.open(key)

    began = time.perf_counter()
    await office.pass_time_until(datetime(2020, 5, 2, 7, tzinfo=UTC))
    seconds = time.perf_counter() - began

    rows = office.rows()
    sent = [row for row in rows if row.state is MessageState.SENT]
    posts = {(row.sent_channel, row.sent_ts) for row in sent}
    tell(
        f"a year of {len(rows)} rows became {len(posts)} messages in {seconds:.0f} s:"
        f" {len(rows) / seconds:.0f} rows a second, {len(posts) / seconds:.0f} messages a second"
    )
    assert {row.state for row in rows} <= {
        MessageState.SENT,
        MessageState.SKIPPED,
        MessageState.PLANNED,
    }


async def test_permitted_pace_is_used_and_not_exceeded(sqlite_files: SQLiteFiles):
    office = Office(
        Database(sqlite_files.prepared()),
        agreements=(agreement(members=()),),
        limits=Limits(),
        seconds_between=1.0,
        per_minute=240,
    )
    members = office.desk.catalogue.get("jour-2019").members
    office.staff(*[member.name for member in members])
    office.open()

    began = time.perf_counter()
    sent = await office.delivery.drain()
    seconds = time.perf_counter() - began

    used = (sent - 1) / seconds * 60 / 240
    refused = len(office.workspace.recording.search("ratelimited"))
    tell(f"{sent} messages in {seconds:.1f} s: {used:.1%} of 240 a minute, {refused} times 429")
    assert used >= 0.95
    assert refused == 0


async def test_one_job_per_reminder_beside_the_outbox_under_the_same_kills(
    sqlite_files: SQLiteFiles, tmp_path: Path
):
    ours = await _outbox_under_kills(sqlite_files, people=100)
    theirs = await _jobs_under_kills(tmp_path, people=100)

    tell(f"the outbox: {ours}; one job per reminder: {theirs}")
    assert (ours["lost"], ours["doubled"]) == (0, 0)
    assert theirs["lost"] + theirs["doubled"] > 0


async def _outbox_under_kills(files: SQLiteFiles, people: int) -> dict[str, int]:
    database = Database(files.prepared())
    office = office_with_reminders_due(database, people)
    await ask(office)
    office.workspace.faults.add("lose_reply", "chat.postMessage", times=5)
    async with office.workspace.serve() as served:
        places = {office: served.api_url}
        async with fleet_at_work(
            places, database, "apscheduler", 2, Random(1), per_minute=1200
        ) as fleet:
            async with asyncio.timeout(180):
                for _ in range(4):
                    await asyncio.sleep(3)
                    await fleet.kill_one()
                while not is_done(database):
                    await asyncio.sleep(0.2)
    return _judge(Counter(reminders(office).values()), people)


async def _jobs_under_kills(folder: Path, people: int) -> dict[str, int]:
    clock = StoryClock(datetime.now(UTC), running=True)
    workspace = Workspace(clock=clock, team_name="Region", limits=Limits.off())
    app = workspace.install_app(MANIFEST)
    users = [workspace.add_person(f"Chef {n}") for n in range(people)]
    workspace.faults.add("lose_reply", "chat.postMessage", times=5)
    database = f"sqlite:///{folder}/jobs.sqlite3"
    async with workspace.serve() as served:
        first = datetime.now(UTC) + timedelta(seconds=6)
        due = {user: first + timedelta(seconds=n * 0.12) for n, user in enumerate(users)}
        await asyncio.to_thread(plan, database, served.api_url, app.bot_token, due)
        words = [database, served.api_url, app.bot_token]
        processes = [await _job_process(words) for _ in range(2)]
        random = Random(1)
        for _ in range(4):
            await asyncio.sleep(3)
            victim = random.randrange(2)
            processes[victim].kill()
            await processes[victim].wait()
            processes[victim] = await _job_process(words)
        await asyncio.sleep(15)
        for process in processes:
            process.kill()
            await process.wait()
    counts = Counter(len(workspace.person(user).direct_messages()) for user in users)
    return _judge(counts, people)


async def _job_process(words: list[str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.jobstore_worker",
        *words,
        stderr=asyncio.subprocess.DEVNULL,
    )


def _judge(times: Counter[int], people: int) -> dict[str, int]:
    """Lost and doubled, from how many people got how many."""
    reached = sum(n for count, n in times.items() if count)
    doubled = sum((count - 1) * n for count, n in times.items() if count > 1)
    return {"reached": reached, "lost": people - reached, "doubled": doubled}
