"""The auditor finds each planted fault, and nothing where nothing is wrong."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.texts import texts_in
from bot.usecases.audit import Fault, audit
from bot.usecases.find_work import look_for_work
from bot.wording.audit import finding_line
from storage.tables import MessageState, OutboxRow, PlanStepRow, StepState
from tests.reminders.office import Office

LATE = timedelta(hours=1)


@pytest.fixture
async def healthy(office: Office) -> Office:
    """An office in which everything due has been done, and an engine that is alive."""
    office.open()
    await office.delivery.drain()
    look_for_work(office.desk, "apscheduler", 20)
    return office


def plant(office: Office, table: type, **values: object) -> None:
    """Change the first row of a table behind the product's back."""
    with office.database.transaction(office.id) as session:
        row = session.exec(select(table)).first()
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def found(office: Office) -> list[Fault]:
    return [finding.fault for finding in audit(office.desk)]


async def test_audit_finds_nothing_where_nothing_is_wrong(healthy: Office):
    assert found(healthy) == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"state": MessageState.PLANNED}, Fault.DUE_WITHOUT_OUTCOME),
        ({"state": MessageState.CLAIMED}, Fault.STALE_CLAIM),
        ({"state": MessageState.SENT, "sent_ts": None}, Fault.SENT_NOWHERE),
        ({"state": MessageState.UNCERTAIN}, Fault.LONG_IN_DOUBT),
    ],
)
async def test_audit_finds_a_planted_fault_of_a_message(
    healthy: Office, state: dict, expected: Fault
):
    long_ago = healthy.clock.now() - timedelta(days=8)
    moments = {"due_at": long_ago, "claimed_until": long_ago, "settled_at": long_ago}
    plant(healthy, OutboxRow, **moments, **state)

    assert found(healthy) == [expected]


async def test_audit_finds_a_step_that_nobody_took(healthy: Office):
    plant(healthy, PlanStepRow, state=StepState.PLANNED, due_at=healthy.clock.now() - LATE)

    assert found(healthy) == [Fault.STEP_NOT_TAKEN]


async def test_audit_finds_a_dead_scheduler(healthy: Office):
    healthy.clock.advance(LATE)

    assert found(healthy) == [Fault.SILENT_ENGINE]


async def test_audit_says_what_to_do_in_words(healthy: Office):
    healthy.clock.advance(LATE)

    lines = [finding_line(each, texts_in("sv")) for each in audit(healthy.desk)]

    assert lines == [
        "Schemaläggaren (apscheduler) har varit tyst sedan 2 maj 2019 09:00."
        " Starta `samtliga run` igen."
    ]


async def test_audit_finds_that_no_engine_ever_ran(office: Office):
    office.open()

    assert Fault.NO_ENGINE in found(office)


async def test_operator_who_asks_for_an_audit_is_told_every_planted_fault(office: Office):
    office.open()
    await office.delivery.drain()
    look_for_work(office.desk, "apscheduler", 20)
    long_ago = datetime(2019, 5, 2, 7, tzinfo=UTC)
    plant_nth(office, 0, state=MessageState.PLANNED, due_at=long_ago)
    plant_nth(office, 1, state=MessageState.CLAIMED, claimed_until=long_ago)

    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", "from deploy.cli import main; main()", "audit"],
        env={**os.environ, "SAMTLIGA_DATABASE_URL": office.database.url},
        capture_output=True,
        text=True,
        check=False,
    )

    rows = office.rows()
    assert done.returncode == 1
    assert f"meddelandet {rows[0].key} " in done.stdout
    assert f"meddelandet {rows[1].key} " in done.stdout
    assert "Schemaläggaren (apscheduler) har varit tyst sedan 2 maj 2019 09:00." in done.stdout


def plant_nth(office: Office, nth: int, **values: object) -> None:
    """Change one message behind the product's back."""
    with office.database.transaction(office.id) as session:
        row = session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()[nth]
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
