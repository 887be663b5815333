"""One ordeal: three workspaces, workers that die, a bad day at Slack, a database that goes away.

The large workspace's Slack loses replies, fails, stalls and says 429 in storms; people answer in it
and two more questions are opened while reminders go out. The slow one takes its time for every
post. The quick one is well and should notice none of that.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from time import monotonic

from sqlmodel import col, select

from bot.usecases.find_work import has_work
from core.errors import AlreadyOpenedError
from core.register import shipped_register
from storage.engine import Database
from storage.errors import StorageTroubleError
from storage.polls import Poll
from storage.tables import MessageKind, MessageState, OutboxRow
from tests.reminders.fleet import Fleet, agreement_due_today, fleet_at_work, reminders
from tests.reminders.office import Office, agreement
from tests.reminders.servers import Ground

KILLS = 5
FAILS_AFTER = 2
SECONDS_OF_SENDING = 10
SLOW_SECONDS = 1.5
LATER = ("senare-1", "senare-2")
FAULTS = ("lose_reply", "status_500", "rate_storm", "delay")


@dataclass
class Figures:
    """What one ordeal came to; all but the first lines should be nothing."""

    seed: int
    people: int
    kills: int = 0
    restarts: int = 0
    answered_meanwhile: int = 0
    spared: int = 0
    found_in_history: int = 0
    sent_after_proof_of_absence: int = 0
    lost: int = 0
    doubled: int = 0
    in_doubt: int = 0
    reminded_after_answer: int = 0
    out_of_order: int = 0
    outdated: int = 0
    answers_lost: int = 0
    quick_done: float = 0.0
    slow_done: float = 0.0
    seconds: float = 0.0

    @property
    def wrongs(self) -> dict[str, int]:
        """What must never be, where it is."""
        never = ("lost", "doubled", "in_doubt", "reminded_after_answer", "out_of_order")
        values = {name: getattr(self, name) for name in (*never, "outdated", "answers_lost")}
        return {name: value for name, value in values.items() if value}


def office_with_reminders_due(
    database: Database, people: int, number: int = 1, asked_later: int = 0
) -> Office:
    """An office of two days ago whose first reminder is due today, and what it will open later."""
    now = datetime.now(UTC)
    far = str((now + timedelta(days=200)).date())
    everybody = [each.name for each in shipped_register().municipalities.values()]
    later = [agreement(key, far, tuple(everybody[:asked_later])) for key in LATER if asked_later]
    agreements = (agreement_due_today(now), *later)
    start = now - timedelta(days=2)
    office = Office(database, agreements=agreements, start=start, number=number)
    office.staff(*everybody[:people])
    return office


async def ask(office: Office) -> Poll:
    """Open two days ago; the questions went out, and today's reminders are due."""
    poll = office.open()
    await office.delivery.drain()
    office.clock.set(datetime.now(UTC))
    office.clock.play()
    return poll


@dataclass
class Ordeal:
    """The scene of one run; its seed decides everything that chance decides."""

    ground: Ground
    seed: int
    people: int
    answered: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.database: Database = self.ground.database()
        some = self.people // 5
        self.large = office_with_reminders_due(self.database, self.people, asked_later=some)
        self.slow = office_with_reminders_due(self.database, some, 2)
        self.quick = office_with_reminders_due(self.database, some, 3)
        self.offices = (self.large, self.slow, self.quick)
        self.figures = Figures(self.seed, self.people)

    async def run(self) -> Figures:
        """Go through all of it until nothing is due any more, and judge what is left."""
        polls = [await ask(office) for office in self.offices]
        self.slow.workspace.faults.add("delay", "chat.postMessage", times=999, seconds=SLOW_SECONDS)
        pace = self.people * 60 / SECONDS_OF_SENDING
        served = [office.workspace.serve() for office in self.offices]
        began = monotonic()
        async with served[0] as one, served[1] as two, served[2] as three:
            places = zip(self.offices, (one, two, three), strict=True)
            job = {office: place.api_url for office, place in places}
            async with (
                fleet_at_work(
                    job,
                    self.database,
                    self.ground.engine,
                    self.ground.workers,
                    self.random,
                    per_minute=max(pace, 600),
                ) as fleet,
                asyncio.timeout(150),
            ):
                await self._suffer(fleet, polls[0], began)
        self.figures.seconds = round(monotonic() - began, 1)
        self._judge()
        self.ground.give_back(self.database)
        return self.figures

    async def _suffer(self, fleet: Fleet, poll: Poll, began: float) -> None:
        watch = asyncio.create_task(self._see_who_is_done(began))
        while not reminders(self.large):
            await asyncio.sleep(0.1)
        happening = [
            asyncio.create_task(each)
            for each in (self._answer_some(poll), self._open_later(), self._disturb(fleet))
        ]
        await asyncio.gather(*happening)
        while not await self._is_over():
            fleet.replace_the_dead()
            await asyncio.sleep(0.3)
        await watch
        self.figures.kills = fleet.kills

    async def _disturb(self, fleet: Fleet) -> None:
        dice = Random(self.seed * 3 + 1)
        while fleet.kills < KILLS:
            self._misbehave(dice)
            await asyncio.sleep(dice.uniform(0.1, 2.0))
            await fleet.kill_one()
            fleet.replace_the_dead()
            if fleet.kills == FAILS_AFTER:
                await asyncio.sleep(dice.uniform(0.0, 2.0))
                seconds, gently = dice.uniform(0.2, 2.0), dice.random() < 0.5
                await asyncio.to_thread(self.ground.fail, self.database, seconds, gently=gently)
                self.figures.restarts += 1

    def _misbehave(self, dice: Random) -> None:
        times = dice.choice((1, 2, 4, 12))
        self.large.workspace.faults.add(dice.choice(FAULTS), "chat.postMessage", times=times)

    async def _answer_some(self, poll: Poll) -> None:
        """One in five answers at a moment of its own, pressing again where the database is away."""
        dice = Random(self.seed * 3 + 2)
        for name in dice.sample(list(self.large.people), self.people // 5):
            await asyncio.sleep(dice.uniform(0, 2 * SECONDS_OF_SENDING * 4 / self.people))
            await self._insist(self.large, lambda name=name: self._answer(poll, name))
            self.answered[name] = datetime.now(UTC)

    def _answer(self, poll: Poll, name: str) -> None:
        self.large.answer(poll, name, gesture=f"form:{name}")

    async def _open_later(self) -> None:
        """Two more questions to some of the same people: they must come one after the other."""
        for key in LATER:
            await asyncio.sleep(Random(self.seed * 3).uniform(0.5, 2))
            await self._insist(self.large, lambda key=key: self.large.open(key))

    async def _insist(self, office: Office, act: object) -> None:
        while True:
            try:
                await office.desk.run(lambda _desk: act())
            except StorageTroubleError:
                await asyncio.sleep(0.2)
            except AlreadyOpenedError:
                return
            else:
                return

    async def _see_who_is_done(self, began: float) -> None:
        """When the last of each well and slow workspace's reminders stood in Slack."""
        while not (self.figures.quick_done and self.figures.slow_done):
            for office, name in ((self.quick, "quick_done"), (self.slow, "slow_done")):
                is_done = len(reminders(office)) == len(office.people)
                if is_done and not getattr(self.figures, name):
                    setattr(self.figures, name, round(monotonic() - began, 1))
            await asyncio.sleep(0.2)

    async def _is_over(self) -> bool:
        try:
            return not await asyncio.to_thread(has_work, self.large.desk)
        except StorageTroubleError:
            return False

    def _judge(self) -> None:
        """Compare what stands in Slack with the record and with who had answered when."""
        figures = self.figures
        for office in self.offices:
            rows = office.rows(MessageKind.REMINDER)
            standing = Counter(reminders(office))
            figures.doubled += sum(n - 1 for n in standing.values())
            figures.lost += len(office.people) - len(rows)
            figures.lost += sum(
                row.key not in standing for row in rows if row.state is not MessageState.SKIPPED
            )
            figures.in_doubt += sum(row.state is not MessageState.SENT for row in rows)
            figures.in_doubt -= sum(row.state is MessageState.SKIPPED for row in rows)
        self._judge_answers()
        self._judge_order()
        with self.database.across_workspaces() as session:
            settled = session.exec(
                select(OutboxRow).where(col(OutboxRow.state) == MessageState.SENT)
            ).all()
        found = [row for row in settled if row.reason == "found_in_history"]
        figures.found_in_history = len(found)
        figures.sent_after_proof_of_absence = sum(
            row.attempts > 1 and row.reason is None for row in settled
        )

    def _judge_answers(self) -> None:
        figures, office = self.figures, self.large
        by_user = {office.people[name]: at for name, at in self.answered.items()}
        for row in office.rows(MessageKind.REMINDER):
            at = by_user.get(row.user_id or "")
            if row.state is MessageState.SKIPPED:
                figures.spared += 1
                figures.lost += at is None
            elif at is not None and row.claimed_at is not None and at < row.claimed_at:
                figures.reminded_after_answer += 1
        figures.answered_meanwhile = len(self.answered)
        shown = sum("har svarat ja" in office.texts(name)[0] for name in self.answered)
        board = office.hands(office.maria).messages(office.channel)[0]
        figures.outdated = (
            len(self.answered) - shown + (f"{len(self.answered)} ja" not in board.text)
        )
        figures.answers_lost = self.people // 5 - len(self.answered)

    def _judge_order(self) -> None:
        """To each recipient, messages arrived in the order in which they were written."""
        for office in self.offices:
            numbers = {row.key: row.id for row in office.rows()}
            for channel in office.workspace.teams[office.id].channels.values():
                keys = [
                    ((each.metadata or {}).get("event_payload") or {}).get("key")
                    for each in sorted(channel.messages.values(), key=lambda m: m.sequence)
                ]
                arrived = [numbers[key] for key in keys if key]
                self.figures.out_of_order += sum(one > other for one, other in pairwise(arrived))
                self.figures.doubled += sum(
                    n - 1 for key, n in Counter(keys).items() if key and "reminder" not in key
                )
