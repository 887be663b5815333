"""The same ordeal over both engines: SIGKILL, lost replies, 429 storms, a database restarted.

Wanted: nobody is left out, nobody is reminded twice or after answering, order is kept, nothing
stays in doubt. The seed of each run is its parameter; -m soak runs the other forty-nine, and says
in the end what all of them came to.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from random import Random

import pytest

from tests.databases import SQLiteFiles
from tests.reminders.fleet import fleet_at_work, reminders
from tests.reminders.ordeal import KILLS, Figures, Ordeal, ask, office_with_reminders_due
from tests.reminders.servers import Ground, LockedFiles, restarted_server

SEEDS = [(1, 50), *[pytest.param(seed, 290, marks=pytest.mark.soak) for seed in range(2, 52)]]


@pytest.fixture(scope="module")
def locked_files(sqlite_files: SQLiteFiles) -> LockedFiles:
    return LockedFiles(sqlite_files)


@pytest.fixture(scope="module")
def own_server() -> Iterator[Ground]:
    with restarted_server() as server:
        yield server


@pytest.fixture(
    scope="module", params=["locked_files", pytest.param("own_server", marks=pytest.mark.postgres)]
)
def ground(request: pytest.FixtureRequest) -> Ground:
    """One process over SQLite and APScheduler; three over PostgreSQL and Procrastinate."""
    found: Ground = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def tally(ground: Ground) -> Iterator[list[Figures]]:
    """What every run came to; the sums are printed in the end."""
    runs: list[Figures] = []
    yield runs
    if not runs:
        return
    sums = {name: sum(getattr(run, name) for run in runs) for name in asdict(runs[0])}
    sums |= {"runs": len(runs), "seed": 0, "seconds": round(sums["seconds"], 1)}
    for name in ("quick_done", "slow_done"):
        sums[name] = max(getattr(run, name) for run in runs)
    sys.stderr.write(f"\n{ground.engine}, all together: {json.dumps(sums)}\n")


@pytest.mark.kill
@pytest.mark.parametrize(("seed", "people"), SEEDS)
async def test_everybody_is_reminded_once_whatever_dies(
    ground: Ground, tally: list[Figures], seed: int, people: int
):
    figures = await Ordeal(ground, seed, people).run()
    tally.append(figures)
    sys.stderr.write(f"\n{ground.engine}: {json.dumps(asdict(figures))}\n")

    assert figures.wrongs == {}
    assert (figures.kills, figures.restarts) == (KILLS, 1)


async def test_slow_workspace_delays_no_other(ground: Ground):
    """Slack asks the one for silence again and again; the other has what it is due in seconds."""
    database = ground.database()
    slow, quick = (office_with_reminders_due(database, 20, number) for number in (1, 2))
    for office in (slow, quick):
        await ask(office)
    slow.workspace.faults.add("rate_storm", "chat.postMessage", times=999, seconds=2)
    async with slow.workspace.serve() as one, quick.workspace.serve() as two:
        offices = {slow: one.api_url, quick: two.api_url}
        async with fleet_at_work(offices, database, ground.engine, 1, Random(1)):
            async with asyncio.timeout(20):
                while len(reminders(quick)) < 20:
                    await asyncio.sleep(0.1)

    assert sorted(reminders(quick).values()) == [1] * 20
    assert reminders(slow) == {}
