"""Claim, recheck, send, settle: each message reaches its recipient once, whatever goes wrong."""

import asyncio

from storage.tables import MessageKind
from tests.reminders.office import Office


async def test_opening_sends_a_question_to_each_and_the_board_once(office: Office):
    office.open()

    sent = await office.delivery.drain()

    assert sent == 5
    assert [len(office.inbox(name)) for name in office.people] == [1, 1, 1, 1]
    assert await office.delivery.drain() == 0


async def test_lost_reply_is_resolved_by_history_and_not_sent_twice(office: Office):
    office.workspace.faults.add("lose_reply", "chat.postMessage", times=2)
    office.open()

    await office.delivery.drain()
    await asyncio.sleep(0.05)
    await office.delivery.drain()

    assert office.outcomes(MessageKind.QUESTION) == {"sent": 4}
    assert [len(office.inbox(name)) for name in office.people] == [1, 1, 1, 1]
    assert sorted(row.reason for row in office.rows() if row.reason) == ["found_in_history"] * 2
