"""What a tick and a claim cost: it follows what is due, not what exists. Prints a table.

Run with `pytest -m bench tests/bench/test_tick_bench.py -s`.
"""

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import text

from bot.catalogue import Catalogue
from bot.desk import Desk
from bot.usecases.find_work import look_for_work
from core.register import shipped_register
from deploy.workspace import StoryClock
from storage.engine import Database
from storage.sending import due_messages
from tests.bench.rows_read import rows_read
from tests.databases import PostgresDatabases, SQLiteFiles

pytestmark = pytest.mark.bench
EXIST = (1_000, 10_000, 100_000, 1_000_000)
DUE = (0, 10, 1_000)
IN_ONE_WORKSPACE = 290 * 4
MOMENT = datetime(2019, 6, 14, 7, tzinfo=UTC)

FILL = """
INSERT INTO outbox (workspace_id, key, kind, user_id, due_at, recorded_at, settled_at, state,
                    attempts, needs_person)
SELECT :name || (n / :each), :label || n, 'reminder', 'U' || (n % 290), {moment}, {moment},
       CASE WHEN :state = 'sent' THEN {moment} END, :state, 1, {no} FROM {numbers}
"""
WORKSPACES = """
INSERT INTO workspace (id, name, created_at) SELECT 'T' || n, 'T', {moment} FROM {numbers}
WHERE NOT EXISTS (SELECT 1 FROM workspace WHERE id = 'T' || n)
"""
NUMBERS = {
    True: "(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < :rows)"
    " SELECT n FROM s WHERE n < :rows)",
    False: "generate_series(0, :rows - 1) AS s(n)",
}


class Scale:
    """A database with so many rows of the past, in workspaces of 290 people and 4 agreements."""

    def __init__(self, database: Database, rows: int) -> None:
        self.database = database
        self.rows = rows
        clock = StoryClock(MOMENT + timedelta(minutes=1))
        self.desk = Desk(database, clock, shipped_register(), Catalogue({}, {}))
        self._fill(rows, "sent", IN_ONE_WORKSPACE)

    def make_due(self, rows: int) -> None:
        """Let exactly so many be due, ten in each of so many workspaces."""
        with self.database.connection() as connection:
            connection.execute(text("DELETE FROM outbox WHERE state = 'planned'"))
        self._fill(rows, "planned", 10)

    def size(self) -> float:
        """The database's size in megabytes."""
        if self.database.is_sqlite:
            return Path(self.database.url.removeprefix("sqlite:///")).stat().st_size / 1e6
        with self.database.connection(write=False) as connection:
            asked = text("SELECT pg_database_size(current_database())")
            return float(connection.execute(asked).scalar_one()) / 1e6

    def _fill(self, rows: int, state: str, each: int) -> None:
        is_sqlite = self.database.is_sqlite
        moment = f"'{MOMENT:%Y-%m-%d %H:%M:%S}.000000'" if is_sqlite else f"'{MOMENT}'::timestamptz"
        statement = FILL.format(moment=moment, numbers=NUMBERS[is_sqlite], no="false")
        values = {"name": "T", "label": state, "each": each, "rows": rows, "state": state}
        known = text(WORKSPACES.format(moment=moment, numbers=NUMBERS[is_sqlite]))
        with self.database.connection() as connection:
            connection.execute(known, {"rows": rows // each + 1})
            connection.execute(text(statement), values)
        if not is_sqlite:
            with self.database.connection() as connection:
                connection.execute(text("ANALYZE outbox"))


def tell(line: str) -> None:
    sys.stderr.write(f"\n{line}")


def milliseconds(work: object, rounds: int = 10) -> float:
    """The shortest of some rounds: what it takes when nobody else is in the way."""
    best = float("inf")
    for _ in range(rounds):
        began = perf_counter()
        work()
        best = min(best, perf_counter() - began)
    return best * 1000


def test_tick_follows_what_is_due_and_not_what_exists(
    databases: SQLiteFiles | PostgresDatabases,
):
    read: dict[tuple[int, int], int] = {}
    kind = "SQLite: steps" if isinstance(databases, SQLiteFiles) else "PostgreSQL: rows read"
    tell(f"{kind} in a tick, milliseconds, and megabytes of the database")
    for exist in EXIST:
        scale = Scale(Database(databases.prepared()), exist)
        cells = []
        for due in DUE:
            scale.make_due(due)
            tick = partial(look_for_work, scale.desk, "bench", 20)
            assert len(tick()) == due // 10
            read[exist, due] = rows_read(scale.database, tick)
            cells.append(f"{due} due: {read[exist, due]:>6} ({milliseconds(tick):5.1f} ms)")
        tell(f"{exist:>9} exist | {' | '.join(cells)} | {scale.size():.0f} MB")
        scale.database.close()

    for due in DUE:
        assert read[1_000_000, due] <= read[10_000, due] * 1.2 + 50
    assert read[1_000_000, 1_000] <= 40 * 1_000


def test_claim_follows_what_is_due_in_its_own_workspace(
    databases: SQLiteFiles | PostgresDatabases,
):
    """All of a thousand workspaces are due at once; a claim in one reads only its own."""
    read = []
    for workspaces in (10, 1_000):
        scale = Scale(Database(databases.prepared()), 1_000)
        scale._fill(workspaces * IN_ONE_WORKSPACE, "planned", IN_ONE_WORKSPACE)

        def claim(scale: Scale = scale) -> None:
            with scale.database.reading("T5") as session:
                assert len(due_messages(session, scale.desk.now(), 50)) == 50

        read.append(rows_read(scale.database, claim))
        tick = partial(look_for_work, scale.desk, "bench", 20)
        tell(
            f"{workspaces} workspaces, {workspaces * IN_ONE_WORKSPACE} rows due: a claim reads"
            f" {read[-1]} ({milliseconds(claim):.1f} ms), a tick {rows_read(scale.database, tick)}"
            f" ({milliseconds(tick, 3):.0f} ms)"
        )
        scale.database.close()

    assert read[1] <= read[0] * 1.2 + 50
