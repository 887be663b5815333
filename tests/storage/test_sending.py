"""A message changes state only from the state that it was read in."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select, update

from storage.engine import Database
from storage.outbox import Message, Recipient, plan_messages, put_off
from storage.sending import LEASE, claim
from storage.tables import MessageKind, MessageState, OutboxRow, Workspace

NOW = datetime(2019, 5, 2, 7, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing transaction with two reminders that are due."""
    with database.transaction("T1") as session:
        session.add(Workspace(id="T1", name="Region 1", created_at=NOW))
        session.flush()
        messages = [
            Message(key, MessageKind.DUTY_REMINDER, None, Recipient(user_id="U1"), NOW)
            for key in ("a", "b")
        ]
        plan_messages(session, messages, NOW)
        yield session


def read(session: Session, key: str = "a") -> OutboxRow:
    return session.exec(
        select(OutboxRow).where(OutboxRow.key == key).execution_options(populate_existing=True)
    ).one()


def leave_out_meanwhile(session: Session) -> None:
    """Skip both, past whoever has read them already."""
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.key).in_(("a", "b")))
        .values(state=MessageState.SKIPPED, reason="erased")
        .execution_options(synchronize_session=False)
    )


CHANGES: list[Callable[[Session, OutboxRow], bool]] = [
    lambda session, row: claim(session, row, NOW, LEASE, None),
    lambda session, row: put_off(session, row, LATER, "one_a_day"),
]


@pytest.mark.parametrize("change", CHANGES, ids=["claim", "put_off"])
def test_message_that_was_left_out_meanwhile_stays_left_out(
    session: Session, change: Callable[[Session, OutboxRow], bool]
):
    row = read(session)
    leave_out_meanwhile(session)

    assert change(session, row) is False

    session.flush()
    found = read(session)
    assert (found.state, found.reason, found.due_at, found.attempts, found.claimed_at) == (
        MessageState.SKIPPED,
        "erased",
        NOW,
        0,
        None,
    )


def test_message_is_claimed_once(session: Session):
    row = read(session)

    assert claim(session, row, NOW, LEASE, None) is True
    assert claim(session, row, LATER, LEASE, None) is False

    assert (row.state, row.claimed_at, row.claimed_until, row.attempts) == (
        MessageState.CLAIMED,
        NOW,
        NOW + LEASE,
        1,
    )
    assert (read(session).claimed_at, read(session).attempts) == (NOW, 1)


def test_claimed_message_is_not_put_off(session: Session):
    row = read(session)
    claim(session, row, NOW, LEASE, None)

    assert put_off(session, row, LATER, "one_a_day") is False

    assert (read(session).state, read(session).due_at) == (MessageState.CLAIMED, NOW)


def test_planned_message_is_put_off_and_says_why(session: Session):
    row = read(session)

    assert put_off(session, row, LATER, "one_a_day") is True

    assert (row.state, row.due_at, row.reason) == (MessageState.PLANNED, LATER, "one_a_day")
    assert (read(session).due_at, read(session).reason) == (LATER, "one_a_day")


def test_carried_message_names_its_carrier(session: Session):
    carrier, carried = read(session, "a"), read(session, "b")
    claim(session, carrier, NOW, LEASE, None)

    claim(session, carried, NOW, LEASE, carrier)

    assert read(session, "b").carried_by == carrier.id
