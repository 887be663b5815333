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

from deploy.workspace import Limits, StoryClock, Workspace
from storage.engine import Database
from storage.tables import MessageState
from tests.bench.jobstore_worker import plan
from tests.databases import SQLiteFiles
from tests.reminders.fleet import fleet_at_work, is_done, reminders
from tests.reminders.office import MANIFEST, Office, agreement
from tests.reminders.ordeal import ask, office_with_reminders_due

pytestmark = pytest.mark.bench
AGREEMENTS = 4


def tell(line: str) -> None:
    sys.stderr.write(f"\n{line}")


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
    theirs = await _jobs_under_kills(tmp_path / "1.sqlite3", people=100, with_care=False)
    careful = await _jobs_under_kills(tmp_path / "2.sqlite3", people=100, with_care=True)

    tell("100 reminders, two processes, four kills, five lost replies | lost | doubled")
    for name, found in (
        ("the outbox", ours),
        ("one job per reminder, as it comes", theirs),
        ("one job per reminder, no retries, no misfire limit", careful),
    ):
        tell(f"{name:<65} | {found['lost']:>4} | {found['doubled']:>7}")
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


async def _jobs_under_kills(file: Path, people: int, *, with_care: bool) -> dict[str, int]:
    clock = StoryClock(datetime.now(UTC), running=True)
    workspace = Workspace(clock=clock, team_name="Region", limits=Limits.off())
    app = workspace.install_app(MANIFEST)
    users = [workspace.add_person(f"Chef {n}") for n in range(people)]
    workspace.faults.add("lose_reply", "chat.postMessage", times=5)
    database = f"sqlite:///{file}"
    async with workspace.serve() as served:
        first = datetime.now(UTC) + timedelta(seconds=6)
        due = {user: first + timedelta(seconds=n * 0.12) for n, user in enumerate(users)}
        await asyncio.to_thread(
            partial(plan, with_care=with_care), database, served.api_url, app.bot_token, due
        )
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
