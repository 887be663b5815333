"""Worker processes that are started, killed at random and started again, and what they sent."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from random import Random

from sqlmodel import col, select

from bot.workers import Workers
from storage.engine import Database
from storage.outbox import workspaces_with_due
from storage.tables import MessageKind, MessageState, OutboxRow
from tests.reminders import worker
from tests.reminders.office import Office, agreement

TIMEOUT = 2
"""Seconds, in place of 30: what a call that wasn't answered by then may still do, it has done."""


def agreement_due_today(now: datetime) -> str:
    """An agreement whose one reminder is due since midnight, whatever the weekday."""
    deadline = (now + timedelta(days=3)).date()
    policy = "[reminders]\ndays_before = [3]\nat = 00:00:00\nonly_working_days = false\n\n[[costs]]"
    return agreement(deadline=str(deadline), members=()).replace("[[costs]]", policy)


@dataclass
class Fleet:
    """Worker processes over one database; `job` is what each is told.

    They are forked from a server that has everything imported, so that a new one works at once.
    """

    job: dict
    size: int
    random: Random
    processes: list[BaseProcess] = field(default_factory=list)
    kills: int = 0
    deaths: int = 0

    async def start(self) -> None:
        for _ in range(self.size):
            self.processes.append(self._spawn())

    async def kill_one(self) -> None:
        """Kill a process in the middle of whatever it does, and start another."""
        victim = self.random.randrange(len(self.processes))
        await _end(self.processes[victim])
        self.kills += 1
        self.processes[victim] = self._spawn()

    def replace_the_dead(self) -> None:
        """Start another for each that ended by itself, as whatever supervises them does."""
        for number, process in enumerate(self.processes):
            if not process.is_alive():
                self.deaths += 1
                self.processes[number] = self._spawn()

    async def stop(self) -> None:
        for process in self.processes:
            await _end(process)

    def _spawn(self) -> BaseProcess:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.reminders.worker"])
        process = context.Process(target=worker.run, args=(self.job,), daemon=True)
        process.start()
        return process


async def _end(process: BaseProcess) -> None:
    process.kill()
    await asyncio.to_thread(process.join)


@asynccontextmanager
async def fleet_at_work(  # what a run is made of
    offices: dict[Office, str],
    database: Database,
    engine: str,
    size: int,
    random: Random,
    **settings: float,
) -> AsyncIterator[Fleet]:
    """Run workers for some offices, each at its workspace's address."""
    job = {
        "database": database.url,
        "engine": engine,
        "every": 1,
        "timeout": TIMEOUT,
        "seconds_between": 0.0,
        "per_minute": 6000,
        "trouble": TIMEOUT,
        "lease": 8,
        **settings,
        "workspaces": {o.id: [url, o.app.bot_token] for o, url in offices.items()},
    }
    if engine == "procrastinate":
        office = next(iter(offices))

        async def nobody(_workspace_id: str) -> None:
            return None

        await Workers(office.desk, nobody, 1).prepare()
    fleet = Fleet(job, size, random)
    await fleet.start()
    try:
        yield fleet
    finally:
        await fleet.stop()


def is_done(database: Database) -> bool:
    with database.across_workspaces() as session:
        return not workspaces_with_due(session, datetime.now(UTC))


def reminders(office: Office) -> dict[str, int]:
    """How often each person was reminded, by what stands in Slack."""
    found: Counter[str] = Counter()
    for channel in office.workspace.teams[office.id].channels.values():
        for message in channel.messages.values():
            key = ((message.metadata or {}).get("event_payload") or {}).get("key", "")
            if key.startswith("reminder:"):
                found[key] += 1
    return dict(found)


def states(database: Database, kind: MessageKind = MessageKind.REMINDER) -> dict[str, int]:
    with database.across_workspaces() as session:
        rows = session.exec(select(OutboxRow).where(col(OutboxRow.kind) == kind)).all()
    return dict(
        Counter(
            row.state.value if row.state is MessageState.SENT else f"{row.state.value}:{row.reason}"
            for row in rows
        )
    )


def found_in_history(database: Database) -> int:
    with database.across_workspaces() as session:
        rows = session.exec(
            select(OutboxRow).where(
                OutboxRow.state == MessageState.SENT, OutboxRow.reason == "found_in_history"
            )
        ).all()
    return len(rows)
