"""APScheduler in one process: what comes due between two ticks doesn't wait for the next one."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.engine import make_engine
from bot.settings import EngineKind
from storage.tables import MessageKind
from tests.reminders.conftest import MakeOffice


async def test_what_comes_due_before_the_next_tick_is_sent_on_its_moment(make_office: MakeOffice):
    """A tick comes once an hour; the question comes due in a second."""
    office = make_office(start=datetime.now(UTC))
    office.clock.play()
    office.staff("Ljungby")
    office.open()
    due = datetime.now(UTC) + timedelta(seconds=1)
    with office.database.transaction(office.id) as session:
        for row in office.rows():
            row.due_at = due
            session.merge(row)

    async def delivery_for(_workspace_id: str):
        return office.delivery

    engine = await make_engine(EngineKind.APSCHEDULER, office.desk, delivery_for, 3600)
    engine.start()
    try:
        async with asyncio.timeout(20):
            while office.outcomes(MessageKind.QUESTION) != {"sent": 1}:
                await asyncio.sleep(0.05)
    finally:
        await engine.stop()

    (question,) = office.rows(MessageKind.QUESTION)
    assert question.settled_at >= due
