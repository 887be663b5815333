"""A pause puts off what is asked once, and leaves out what comes again by itself."""

from datetime import UTC, date, datetime

import pytest

from bot.usecases.wish_reminders import PauseReminders, pause_reminders
from core.answer import Outcome
from storage.polls import Poll
from storage.tables import MessageKind
from tests.reminders.conftest import MakeOffice
from tests.reminders.office import Office, agreement
from tests.reminders.test_moved_mandates import put_off, say_yes, say_yes_with_evidence, succeed
from tests.reminders.test_reminders import morning, sent_days

EVIDENCE_REQUEST = MessageKind.EVIDENCE_REQUEST


def pause(office: Office, member: str, until: date | None) -> None:
    user = office.people.get(member, member)
    pause_reminders(office.desk, PauseReminders(workspace_id=office.id, user_id=user, until=until))


@pytest.mark.parametrize(
    ("said", "kind", "days"),
    [
        (say_yes, EVIDENCE_REQUEST, ["2019-06-24"]),
        (say_yes_with_evidence, MessageKind.FORCE_REQUEST, ["2019-06-24"]),
        (put_off, MessageKind.DECISION_EXPECTED, ["2019-06-24"]),
    ],
)
async def test_request_that_comes_due_in_a_pause_waits_for_the_working_morning_after_it(
    office: Office, said: object, kind: MessageKind, days: list[str]
):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    said(office, poll)
    pause(office, "Ljungby", until=date(2019, 6, 21))

    await office.pass_time_until(morning("2019-07-20"))

    assert sent_days(office, "Ljungby", kind) == days
    assert "skipped:paused" not in office.outcomes(kind)


async def test_request_whose_answer_came_during_the_pause_is_not_made(office: Office):
    poll = office.open()
    put_off(office, poll)
    pause(office, "Ljungby", until=date(2019, 6, 21))
    await office.pass_time_until(morning("2019-06-18"))
    office.answer(poll, "Ljungby", Outcome.DECLINES)

    await office.pass_time_until(morning("2019-07-20"))

    assert office.outcomes(MessageKind.DECISION_EXPECTED) == {"skipped:superseded": 1}


async def test_pause_that_is_made_longer_is_waited_for_to_its_new_end(office: Office):
    poll: Poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    office.answer(poll, "Ljungby")
    pause(office, "Ljungby", until=date(2019, 5, 20))
    await office.pass_time_until(morning("2019-05-16"))
    pause(office, "Ljungby", until=date(2019, 5, 27))

    await office.pass_time_until(morning("2019-06-03"))

    assert sent_days(office, "Ljungby", EVIDENCE_REQUEST) == ["2019-05-27"]


async def test_pause_of_somebody_whose_mandate_ended_in_it_keeps_nobody_else_waiting(
    office: Office,
):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    office.answer(poll, "Ljungby")
    pause(office, "Ljungby", until=date(2019, 8, 1))
    succeed(office, "Ljungby")

    await office.pass_time_until(morning("2019-05-16"))

    assert sent_days(office, "Ny chef", EVIDENCE_REQUEST) == ["2019-05-14"]


async def test_coordinator_who_paused_is_told_of_the_silence_after_the_pause(
    make_office: MakeOffice,
):
    policy = "[reminders]\ncoordinator_after = 20\n\n[[costs]]"
    office = make_office(agreements=(agreement().replace("[[costs]]", policy),))
    office.staff("Ljungby")
    office.open()
    pause(office, office.maria, until=date(2019, 5, 25))

    await office.pass_time_until(datetime(2019, 6, 10, tzinfo=UTC))

    assert sent_days(office, office.maria, MessageKind.SILENCE_NOTICE) == ["2019-05-27"]
    assert sent_days(office, office.maria, MessageKind.COORDINATOR_DIGEST) == [
        "2019-05-27",
        "2019-06-03",
    ]
