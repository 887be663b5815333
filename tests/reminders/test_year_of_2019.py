"""The real calendar of skl-2020: recommended 14 December 2018, asked by 15 June 2019, and after.

Answers arrive as facts tell: almost 80 % had adopted and 6 % declined on 4 July 2019; 260, 21 and
9 by mid-December; 288 of 290 took part in the end, so most of those who said no changed their
mind. Every message is accounted for, day by day. By default every tenth municipality has somebody
to ask; with -m soak all 290 do.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

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
WAVES = (
    (date(2019, 1, 15), date(2019, 4, 30), 90, 4),
    (date(2019, 5, 2), date(2019, 6, 14), 110, 9),
    (date(2019, 6, 17), date(2019, 7, 4), 31, 4),
    (date(2019, 7, 8), date(2019, 12, 13), 29, 4),
)
"""From, to, how many adopt, how many decline: 231 (79.7 %) and 17 (5.9 %) by 4 July."""


def answers(names: list[str], share: int) -> Iterator[tuple[datetime, str, Outcome]]:
    """When which municipality answers what; the order is drawn, the numbers are the facts'."""
    random = Random(2019)  # a story, not a secret
    drawn = random.sample(names, len(names))
    for first, last, adopting, declining in WAVES:
        outcomes = [YES] * (adopting // share) + [NO] * (declining // share)
        random.shuffle(outcomes)
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        for outcome in outcomes:
            day = random.choice([day for day in days if is_working_day(day)])
            moment = datetime(day.year, day.month, day.day, 12, random.randrange(60), tzinfo=UTC)
            yield moment, drawn.pop(), outcome


def decided(day: date) -> EvidenceFields:
    return EvidenceFields(
        body="Kommunfullmäktige", decided_on=day - timedelta(days=3), paragraph="Kf § 40"
    )


async def live_through(
    office: Office, poll: Poll, share: int, until: datetime
) -> dict[str, datetime]:
    """Let the year pass; return when each municipality answered."""
    answered = {}
    coming = sorted(answers(list(office.people), share))
    for moment, name, outcome in coming:
        await office.pass_time_until(moment)
        office.answer(poll, name, outcome, evidence=decided(moment.date()))
        answered[office.people[name]] = moment
    await office.pass_time_until(until)
    return answered


@pytest.mark.parametrize("share", [10, pytest.param(1, marks=pytest.mark.soak)])
async def test_year_of_skl_2020_reminds_everybody_in_time_and_nobody_in_vain(
    make_office: MakeOffice, share: int
):
    office = make_office(start=OPENED)
    recommendation = office.desk.catalogue.get("skl-2020")
    names = [member.name for member in recommendation.members][::share]
    office.staff(*names)
    poll = office.open("skl-2020")

    answered = await live_through(office, poll, share, datetime(2019, 12, 20, 12, tzinfo=UTC))

    rows = office.rows()
    reminders = [row for row in rows if row.kind is MessageKind.REMINDER]
    sent = [row for row in reminders if row.state is MessageState.SENT and row.settled_at]
    steps = [step.due_at for step in reminder_plan(DEADLINE)]
    expected = sum(
        answered.get(user, datetime.max.replace(tzinfo=UTC)) > due
        for due in steps
        for user in office.people.values()
    )
    assert len([row for row in rows if row.kind is MessageKind.QUESTION]) == len(names)
    assert len([row for row in sent if row.step is not None and row.step >= 0]) == expected
    assert not [row for row in sent if row.settled_at > answered.get(row.user_id, row.settled_at)]
    assert {local_day(row.settled_at) for row in sent if row.step is not None and row.step < 0} == {
        date(2019, 6, 17),
        date(2019, 6, 24),
        date(2019, 7, 15),
        date(2019, 8, 14),
        date(2019, 9, 13),
        date(2019, 10, 14),
        date(2019, 11, 12),
        date(2019, 12, 12),
    }
    _accounts_for_every_message(office)
    silent = set(office.people.values()) - set(answered)
    assert len(silent) == (9 if share == 1 else len(names) - len(answered))
    assert silent
    assert {
        user: n for user, n in Counter(row.user_id for row in sent).items() if user in silent
    } == {user: len(steps) + 8 for user in silent}


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
