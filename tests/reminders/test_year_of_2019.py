"""The real calendar of skl-2020: recommended 14 December 2018, asked by 15 June 2019, and after.

Answers arrive as facts tell: almost 80 % had adopted and 6 % declined on 4 July 2019; 260, 21 and
9 by mid-December; 288 of 290 took part in the end, so most of those who said no changed their
mind. When they did isn't told: here 20 before the invoices of 2020, which went to 280, and the
last 8 by its end. Every message is accounted for, day by day. By default every tenth municipality
has somebody to ask; with -m soak all 290 do.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from bot.usecases.look_up_past import LookUpPast, look_up_past
from bot.usecases.record_answer import EvidenceFields
from core.answer import Outcome
from core.deadline import local_day, reminder_plan
from core.workday import is_working_day
from storage.polls import Poll
from storage.sending import NUDGES
from storage.tables import MessageKind, MessageState
from tests.reminders.conftest import MakeOffice
from tests.reminders.office import Office

OPENED = datetime(2018, 12, 14, 9, tzinfo=UTC)
DEADLINE = date(2019, 6, 15)
YES, NO = Outcome.ADOPTS, Outcome.DECLINES
JULY, DECEMBER, INVOICED, END = (
    date(2019, 7, 4),
    date(2019, 12, 13),
    date(2020, 3, 31),
    date(2020, 12, 11),
)
FACTS = {
    date(2019, 4, 30): (90, 4),
    date(2019, 6, 14): (200, 13),
    JULY: (231, 17),
    DECEMBER: (260, 21),
    INVOICED: (280, 10),
    END: (288, 2),
}
"""By when, how many have adopted, how many have declined; 231 of 290 are 79.7 %, 17 are 5.9 %."""
OF_29 = {
    date(2019, 4, 30): (9, 0),
    date(2019, 6, 14): (20, 1),
    JULY: (23, 2),
    DECEMBER: (26, 2),
    INVOICED: (28, 1),
    END: (28, 1),
}
"""The same for every tenth: 23 of 29 are 79.3 %, 2 are 6.9 %; one was silent in December."""
FIRST_DAY = date(2019, 1, 15)
CHASED = [
    "2019-06-17",
    "2019-06-24",
    "2019-07-15",
    "2019-08-14",
    "2019-09-13",
    "2019-10-14",
    "2019-11-12",
    "2019-12-12",
    "2020-01-13",
    "2020-02-10",
    "2020-03-11",
]
"""After the deadline, while somebody is silent: 1, 7 and 30 days, then every 30, in office."""


Facts = dict[date, tuple[int, int]]


def answers(names: list[str], facts: Facts) -> Iterator[tuple[datetime, str, Outcome]]:
    """When which municipality answers what; the order is drawn, the numbers are the facts'.

    Once nobody is silent, those who had declined begin to change their mind.
    """
    random = Random(2019)  # a story, not a secret
    silent = random.sample(names, len(names))
    declined: list[str] = []
    adopted, first = 0, FIRST_DAY
    for last, (adopting, declining) in facts.items():
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        days = [day for day in days if is_working_day(day)]
        noes = [silent.pop() for _ in range(max(0, min(declining - len(declined), len(silent))))]
        yeses = [(silent or declined).pop() for _ in range(adopting - adopted)]
        for name, outcome in [*((n, YES) for n in yeses), *((n, NO) for n in noes)]:
            day = random.choice(days)
            moment = datetime(day.year, day.month, day.day, 12, random.randrange(60), tzinfo=UTC)
            yield moment, name, outcome
        declined = [*noes, *declined]
        adopted, first = adopting, last + timedelta(1)


def decided(day: date) -> EvidenceFields:
    return EvidenceFields(
        body="Kommunfullmäktige", decided_on=day - timedelta(days=3), paragraph="Kf § 40"
    )


async def live_through(
    office: Office, poll: Poll, facts: Facts, until: datetime
) -> dict[str, datetime]:
    """Let the years pass; return when each municipality answered first."""
    answered: dict[str, datetime] = {}
    coming = sorted(answers(list(office.people), facts), key=lambda each: each[:2])
    for moment, name, outcome in coming:
        await office.pass_time_until(moment)
        office.answer(poll, name, outcome, evidence=decided(moment.date()))
        answered.setdefault(office.people[name], moment)
    await office.pass_time_until(until)
    return answered


def stood_on(office: Office, day: date) -> tuple[int, int]:
    """How many had adopted and declined on a day, as a coordinator is shown it afterwards."""
    lookup = LookUpPast(workspace_id=office.id, recommendation="skl-2020", on=day)
    answers = look_up_past(office.desk, lookup).known_then.answers.values()
    found = Counter(answer.outcome for answer in answers)
    return found[YES], found[NO]


@pytest.mark.parametrize(
    ("share", "facts"),
    [(10, OF_29), pytest.param(1, FACTS, marks=pytest.mark.soak)],
    ids=["29 of them", "all 290"],
)
async def test_years_of_skl_2020_remind_everybody_in_time_and_nobody_in_vain(
    make_office: MakeOffice, share: int, facts: Facts
):
    office = make_office(start=OPENED)
    recommendation = office.desk.catalogue.get("skl-2020")
    names = [member.name for member in recommendation.members][::share]
    office.staff(*names)
    poll = office.open("skl-2020")

    answered = await live_through(office, poll, facts, datetime(2020, 12, 31, 12, tzinfo=UTC))

    assert {day: stood_on(office, day) for day in facts} == facts
    assert set(answered) == set(office.people.values())
    _reminded_until_they_answered(office, answered)
    _asked_about_force_once(office)
    _accounts_for_every_message(office)


def _reminded_until_they_answered(office: Office, answered: dict[str, datetime]) -> None:
    """Everybody got one question, and each reminder that came due before their first answer."""
    plan = [step.due_at for step in reminder_plan(DEADLINE)]
    due = [*(local_day(moment) for moment in plan), *map(date.fromisoformat, CHASED)]
    reminders = [row for row in office.rows(MessageKind.REMINDER) if row.settled_at]
    assert {row.state for row in reminders} == {MessageState.SENT}
    got: dict[str | None, list[date]] = {user: [] for user in answered}
    for row in reminders:
        got[row.user_id].append(local_day(row.settled_at))
    assert got == {
        user: [day for day in due if day <= local_day(moment)] for user, moment in answered.items()
    }
    asked = [row.user_id for row in office.rows(MessageKind.QUESTION)]
    assert sorted(asked) == sorted(answered)


def _asked_about_force_once(office: Office) -> None:
    """Every yes was asked about when it should have gained force; the latest ones are to come."""
    yeses, _ = stood_on(office, END)
    rows = office.rows(MessageKind.FORCE_REQUEST)
    assert len(rows) == yeses
    assert {row.state for row in rows} <= {MessageState.SENT, MessageState.PLANNED}
    assert len({row.user_id for row in rows}) == yeses


def _accounts_for_every_message(office: Office) -> None:
    """Every row has an outcome or a day to come; Slack holds exactly what counts as sent."""
    rows = office.rows()
    now = office.clock.now()
    planned = [row for row in rows if row.state is MessageState.PLANNED]
    assert {row.state for row in rows} <= {
        MessageState.SENT,
        MessageState.SKIPPED,
        MessageState.PLANNED,
    }
    assert all(row.due_at > now for row in planned)
    posted = [
        row
        for row in rows
        if row.state is MessageState.SENT
        and row.kind not in {MessageKind.BOARD_UPDATE, MessageKind.QUESTION_UPDATE}
        and row.carried_by is None
    ]
    places = [(row.sent_channel, row.sent_ts) for row in posted]
    standing = [
        (channel.id, ts)
        for channel in office.workspace.team.channels.values()
        for ts in channel.messages
    ]
    assert sorted(places) == sorted(standing)
    a_day = Counter(
        (row.user_id, local_day(row.settled_at))
        for row in posted
        if row.kind in NUDGES and row.settled_at
    )
    assert max(a_day.values()) == 1
