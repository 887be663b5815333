"""A year of many workspaces, lived through: every message really goes out, on a clock that jumps.

A thousand workspaces with four agreements each and one deadline for all of them; two in three
people answer before it, the questions are closed in September. Everything is real but the dates and
Slack, which only counts: the use cases, the ticker's rounds, the rows, Slack's own client over
HTTP. The clock stands at the moment when something comes due until all of it is sent, then jumps
to the next such moment. Two members of 290 are staffed in each workspace, since 290 000 people are
for a larger machine than a laptop; tests/bench/test_tick_bench.py has all of their rows.

Run with `pytest -m bench tests/bench/test_year_bench.py -s`; SAMTLIGA_YEAR=100 takes as many
workspaces, since a thousand take the better part of an hour.
"""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import col, func, select

from bot.delivery import Delivery
from bot.desk import Desk
from bot.directory import Directory
from bot.pace import Pace
from bot.post_office import PostOffice
from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.find_work import look_for_work
from bot.usecases.open_poll import OpenPoll, open_poll
from bot.usecases.people import (
    OPERATOR,
    GrantMandate,
    appoint_coordinator,
    grant_mandates,
    register_workspace,
)
from bot.usecases.record_answer import EvidenceFields, RecordAnswer, record_answer
from core.answer import Outcome
from core.register import shipped_register
from deploy.workspace import StoryClock
from storage.engine import Database
from storage.polls import Poll
from storage.sending import NUDGES
from storage.sending_lock import sending_locks
from storage.tables import MessageState, OutboxRow, PlanStepRow, StepState
from tests.bench.light_slack import LightSlackProcess, light_slack
from tests.databases import SQLiteFiles
from tests.reminders.office import KRONOBERG, agreement, catalogue_of

pytestmark = pytest.mark.bench
WORKSPACES = int(os.environ.get("SAMTLIGA_YEAR", "1000"))
AGREEMENTS = tuple(f"avtal-{n}" for n in range(4))
OPENED = datetime(2019, 5, 2, 7, tzinfo=UTC)
UNTIL = datetime(2020, 5, 2, 7, tzinfo=UTC)
CLOSED = datetime(2019, 9, 2, 7, tzinfo=UTC)
STAFFED = KRONOBERG[:2]
ANSWERING = 2 / 3
PER_MINUTE = 240


def tell(line: str) -> None:
    sys.stderr.write(f"\n{line}")


@dataclass
class Busy:
    """One moment at which something came due: how much, for how long, how late the last was."""

    moment: datetime
    due: int
    seconds: float
    due_left: tuple[int, ...]


@dataclass
class Year:
    """All workspaces on one desk, and what was measured."""

    desk: Desk
    clock: StoryClock
    office: PostOffice
    random: Random = field(default_factory=lambda: Random(2019))
    polls: dict[tuple[str, str], Poll] = field(default_factory=dict)
    busy: list[Busy] = field(default_factory=list)

    def begin(self, workspaces: int) -> None:
        """People, mandates and four questions in each workspace."""
        for name in (f"T{number:05d}" for number in range(workspaces)):
            register_workspace(self.desk, name, f"Region {name}")
            appoint_coordinator(self.desk, name, f"U{name}M", by=OPERATOR)
            grants = [GrantMandate(member=each, user_id=person(name, each)) for each in STAFFED]
            grant_mandates(self.desk, name, grants, by=OPERATOR)
            for key in AGREEMENTS:
                command = OpenPoll(
                    workspace_id=name,
                    recommendation=key,
                    channel_id=f"C{name}",
                    user_id=f"U{name}M",
                )
                self.polls[name, key] = open_poll(self.desk, command)

    async def pass_until(self, end: datetime) -> None:
        """Send what comes due, moment by moment."""
        await self.send_what_is_due()
        while (due := self.next_due()) is not None and due <= end:
            self.clock.set(due)
            await self.send_what_is_due()
        self.clock.set(end)

    async def send_what_is_due(self) -> None:
        """Rounds of the post office until nothing is due; measures how long the oldest waits."""
        due = self.due_rows()
        began = monotonic()
        left: list[int] = []
        watch = asyncio.create_task(self._watch(left))
        while look_for_work(self.desk, "year", 20):
            await self.office.round()
            await self.office.settled()
        watch.cancel()
        if due or left:
            now = self.clock.now()
            self.busy.append(Busy(now, due, monotonic() - began, tuple(left)))

    async def _watch(self, left: list[int]) -> None:
        """Note every few seconds how much is still due: the oldest is as old as the moment."""
        while True:
            await asyncio.sleep(5)
            left.append(await asyncio.to_thread(self.due_rows))

    def answer(self, workspaces: list[str]) -> None:
        """Two in three people of these workspaces answer everything they are asked."""
        for name in workspaces:
            for member in STAFFED:
                if self.random.random() < ANSWERING:
                    for key in AGREEMENTS:
                        self._answer(self.polls[name, key], member)

    def close(self) -> None:
        """Every coordinator closes every question."""
        for name, key in self.polls:
            command = ClosePoll(workspace_id=name, recommendation=key, user_id=f"U{name}M")
            close_poll(self.desk, command)

    def due_rows(self) -> int:
        now = self.desk.now()
        with self.desk.database.across_workspaces() as session:
            planned = select(func.count()).where(
                col(OutboxRow.state) == MessageState.PLANNED, col(OutboxRow.due_at) <= now
            )
            return session.exec(planned).one()

    def next_due(self) -> datetime | None:
        now = self.desk.now()
        with self.desk.database.across_workspaces() as session:
            moments = [
                session.exec(select(func.min(moment)).where(planned, col(moment) > now)).one()
                for moment, planned in (
                    (OutboxRow.due_at, col(OutboxRow.state) == MessageState.PLANNED),
                    (PlanStepRow.due_at, col(PlanStepRow.state) == StepState.PLANNED),
                )
            ]
        return min((each for each in moments if each is not None), default=None)

    def _answer(self, poll: Poll, member: str) -> None:
        evidence = EvidenceFields(
            body="Kommunfullmäktige", decided_on=self.desk.today(), paragraph="Kf § 40"
        )
        record_answer(
            self.desk,
            RecordAnswer(
                workspace_id=poll.workspace_id,
                poll_id=poll.id,
                member=self.desk.member_code(member),
                user_id=person(poll.workspace_id, member),
                outcome=Outcome.ADOPTS,
                evidence=evidence,
                gesture=f"{poll.id}:{member}",
            ),
        )


def person(workspace: str, member: str) -> str:
    return f"U{workspace}{member}"[:32]


@asynccontextmanager
async def year_over(database: Database, slack: LightSlackProcess) -> AsyncIterator[Year]:
    """A desk with the agreements, and a sender for each workspace at its own pace."""
    texts = tuple(agreement(key, deadline="2019-06-14", members=()) for key in AGREEMENTS)
    clock = StoryClock(OPENED)
    desk = Desk(database, clock, shipped_register(), catalogue_of(texts))
    locks = sending_locks(database)
    known: dict[str, Delivery] = {}
    async with aiohttp.ClientSession() as session:

        async def delivery_for(name: str) -> Delivery:
            if name not in known:
                client = AsyncWebClient(
                    token=name, base_url=slack.url, session=session, retry_handlers=[]
                )
                known[name] = Delivery(
                    desk,
                    client,
                    Directory(client),
                    name,
                    Pace(1.0, PER_MINUTE),
                    timedelta(seconds=60),
                    locks=locks,
                )
            return known[name]

        yield Year(desk, clock, PostOffice(desk, delivery_for, "year", 20))


async def test_year_of_a_thousand_workspaces_is_lived_through(sqlite_files: SQLiteFiles):
    url = sqlite_files.prepared()
    database = Database(url)
    with light_slack() as slack:
        async with year_over(database, slack) as year:
            began = monotonic()
            await asyncio.to_thread(year.begin, WORKSPACES)
            tell(f"{WORKSPACES} workspaces opened in {monotonic() - began:.0f} s")
            await _live(year)
            seconds = monotonic() - began
            taken = slack.taken()
            _report(year, seconds, taken.posts + taken.updates, url)
            _judge(year, taken.posts, taken.doubled)


async def _live(year: Year) -> None:
    """Questions, five weeks in which people answer, the deadline, and the silence after it."""
    names = sorted({name for name, _ in year.polls})
    await year.pass_until(OPENED + timedelta(days=1))
    for week in range(5):
        await year.pass_until(OPENED + timedelta(days=7 * week + 2, hours=3))
        await asyncio.to_thread(year.answer, names[week::5])
    await year.pass_until(CLOSED)
    await asyncio.to_thread(year.close)
    await year.pass_until(UNTIL)


def _report(year: Year, seconds: float, calls: int, url: str) -> None:
    rows = _counted(year)
    worst = sorted(year.busy, key=lambda each: -each.due)[:12]
    tell(f"{sum(rows.values())} rows ({dict(rows)}) became {calls} calls in {seconds:.0f} s")
    for each in sorted(worst, key=lambda each: each.moment):
        tell(
            f"{each.moment:%Y-%m-%d %H:%M} {each.due:>6} due at once: the last after"
            f" {each.seconds:.0f} s, {each.due / max(each.seconds, 0.001):.0f} rows a second;"
            f" still due every 5 s: {list(each.due_left[:12])}"
        )
    tick = partial(look_for_work, year.desk, "year", 20)
    began = monotonic()
    tick()
    size = Path(url.removeprefix("sqlite:///")).stat().st_size / 1e6
    tell(f"a tick at the end of the year {1000 * (monotonic() - began):.1f} ms; {size:.0f} MB")


def _counted(year: Year) -> Counter[str]:
    with year.desk.database.across_workspaces() as session:
        asked = select(OutboxRow.state, func.count()).group_by(col(OutboxRow.state))
        return Counter({state.value: number for state, number in session.exec(asked)})


def _judge(year: Year, posts: int, doubled: int) -> None:
    """Every row has an outcome or a day to come; what Slack took is what counts as sent."""
    now = year.desk.now()
    with year.desk.database.across_workspaces() as session:
        late = session.exec(
            select(func.count()).where(
                col(OutboxRow.state).not_in((MessageState.SENT, MessageState.SKIPPED)),
                col(OutboxRow.due_at) <= now,
            )
        ).one()
        carried = session.exec(
            select(OutboxRow.user_id, OutboxRow.sent_ts, OutboxRow.settled_at).where(
                col(OutboxRow.state) == MessageState.SENT,
                col(OutboxRow.kind).in_(NUDGES),
                col(OutboxRow.carried_by).is_(None),
            )
        ).all()
        standing = session.exec(
            select(func.count(func.distinct(OutboxRow.sent_ts))).where(
                col(OutboxRow.state) == MessageState.SENT
            )
        ).one()
    a_day = Counter((user, settled.date()) for user, _, settled in carried if settled)
    assert late == 0
    assert doubled == 0
    assert standing == posts
    assert max(a_day.values()) == 1
