"""Who is reminded of what and when: once a day at most, until answered, and never after that."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from bot.usecases.escalate import AppointDeputy, appoint_deputy
from bot.usecases.move_deadline import MoveDeadline, move_deadline
from bot.usecases.people import OPERATOR
from bot.usecases.record_answer import EvidenceFields
from bot.usecases.take_due_steps import take_due_steps
from bot.usecases.wish_reminders import (
    PaceReminders,
    PauseReminders,
    pace_reminders,
    pause_reminders,
)
from core.answer import Outcome
from storage.tables import MessageKind, MessageState
from tests.reminders.conftest import MakeOffice
from tests.reminders.office import Office, agreement

REMINDER = MessageKind.REMINDER


def morning(day: str) -> datetime:
    """09:00 in Stockholm, in summer."""
    return datetime.fromisoformat(day).replace(hour=7, tzinfo=UTC)


def sent_days(office: Office, member: str, kind: MessageKind = REMINDER) -> list[str]:
    """The days on which a member's person got a message of a kind."""
    user = office.people.get(member, member)
    return [
        row.settled_at.date().isoformat()
        for row in office.rows(kind)
        if row.state is MessageState.SENT and row.user_id == user and row.settled_at
    ]


async def test_whoever_is_silent_is_reminded_before_and_after_the_deadline(office: Office):
    office.open()

    await office.pass_time_until(morning("2019-09-20"))

    assert sent_days(office, "Ljungby") == [
        "2019-05-15",
        "2019-05-31",
        "2019-06-07",
        "2019-06-11",
        "2019-06-13",
        "2019-06-14",
        "2019-06-17",
        "2019-06-24",
        "2019-07-15",
        "2019-08-13",
        "2019-09-12",
    ]


async def test_whoever_has_answered_is_never_reminded(office: Office):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-20"))
    office.answer(poll, "Ljungby")

    await office.pass_time_until(morning("2019-06-18"))

    assert sent_days(office, "Ljungby") == ["2019-05-15"]
    assert len(sent_days(office, "Alvesta")) == 7


@pytest.mark.parametrize(
    ("stopped_until", "expected"),
    [
        ("2019-05-15T08:00", ["2019-05-15"]),
        ("2019-05-18T03:00", ["2019-05-18"]),
        ("2019-06-13T22:00", ["2019-06-13"]),
        ("2019-07-20T09:00", ["2019-07-20"]),
    ],
)
async def test_after_any_stop_each_gets_the_one_most_relevant_reminder(
    office: Office, stopped_until: str, expected: list[str]
):
    office.open()
    await office.delivery.drain()

    await office.jump_to(datetime.fromisoformat(stopped_until).replace(tzinfo=UTC))

    assert sent_days(office, "Ljungby") == expected
    assert office.outcomes(REMINDER) == {"sent": 4}


async def test_stop_over_the_change_to_summer_time_sends_one_reminder_at_nine(
    make_office: MakeOffice,
):
    start = datetime(2019, 3, 25, 8, tzinfo=UTC)
    office = make_office(agreements=(agreement(deadline="2019-04-03"),), start=start)
    office.staff("Ljungby")
    office.open()

    await office.jump_to(datetime(2019, 3, 31, 1, 30, tzinfo=UTC))
    await office.pass_time_until(datetime(2019, 4, 1, 7, tzinfo=UTC))

    assert [row.due_at for row in office.rows(REMINDER)] == [
        datetime(2019, 3, 27, 8, tzinfo=UTC),
        datetime(2019, 4, 1, 7, tzinfo=UTC),
    ][-len(office.rows(REMINDER)) :]
    assert len(sent_days(office, "Ljungby")) == len(set(sent_days(office, "Ljungby")))


async def test_reminder_planned_before_a_stop_is_superseded_by_the_one_after_it(office: Office):
    office.open()
    await office.delivery.drain()
    office.clock.set(morning("2019-05-15"))
    take_due_steps(office.desk, office.id)

    await office.jump_to(morning("2019-06-07"))

    assert sent_days(office, "Ljungby") == ["2019-06-07"]
    assert office.outcomes(REMINDER)["sent"] == 4
    assert sum(office.outcomes(REMINDER).values()) == 8


async def test_several_agreements_due_on_one_day_become_one_message_with_buttons_for_each(
    make_office: MakeOffice,
):
    office = make_office(agreements=(agreement("jour-2019"), agreement("natt-2019")))
    office.staff("Ljungby")
    office.open("jour-2019")
    office.open("natt-2019")
    await office.pass_time_until(morning("2019-05-14"))
    before = len(office.inbox("Ljungby"))

    await office.pass_time_until(morning("2019-05-15"))

    arrived = office.inbox("Ljungby")[before:]
    buttons = [b["elements"] for b in arrived[0].blocks if b["type"] == "actions"]
    assert len(arrived) == 1
    assert "2 saker väntar på dig" in arrived[0].text
    assert [row[0]["value"] for row in buttons] == ["1:0781", "2:0781"]
    assert len({(row.sent_channel, row.sent_ts) for row in office.rows(REMINDER)}) == 1
    assert office.outcomes(REMINDER) == {"sent": 2}


async def test_second_reason_to_write_on_a_day_waits_for_the_next_working_morning(
    make_office: MakeOffice,
):
    late = agreement("natt-2019").replace("[[costs]]", "[reminders]\nat = 15:00:00\n\n[[costs]]")
    office = make_office(agreements=(agreement("jour-2019"), late))
    office.staff("Ljungby")
    office.open("jour-2019")
    office.open("natt-2019")

    await office.pass_time_until(morning("2019-05-16"))

    assert sent_days(office, "Ljungby") == ["2019-05-15", "2019-05-16"]


async def test_pause_is_honoured_and_ends_by_itself(office: Office):
    office.open()
    user = office.people["Ljungby"]
    command = PauseReminders(workspace_id=office.id, user_id=user, until=date(2019, 6, 8))
    pause_reminders(office.desk, command)

    await office.pass_time_until(morning("2019-06-12"))

    assert sent_days(office, "Ljungby") == ["2019-06-11"]
    assert len(sent_days(office, "Alvesta")) == 4
    assert office.outcomes(REMINDER) == {"sent": 13, "skipped:paused": 3}


async def test_person_who_wants_one_message_a_week_gets_at_most_that(office: Office):
    office.open()
    user = office.people["Ljungby"]
    pace_reminders(office.desk, PaceReminders(workspace_id=office.id, user_id=user, days_between=7))

    await office.pass_time_until(morning("2019-06-28"))

    days = [date.fromisoformat(day) for day in sent_days(office, "Ljungby")]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    assert days[:4] == [date(2019, 5, 15), date(2019, 5, 31), date(2019, 6, 7), date(2019, 6, 14)]
    assert min(gaps) >= 7


async def test_moved_deadline_makes_a_new_plan_and_takes_no_step_twice(office: Office):
    office.open()
    await office.pass_time_until(morning("2019-06-08"))
    command = MoveDeadline(
        workspace_id=office.id,
        recommendation="jour-2019",
        deadline=date(2019, 9, 30),
        user_id=office.maria,
    )
    move_deadline(office.desk, command)

    await office.pass_time_until(morning("2019-10-02"))

    assert sent_days(office, "Ljungby") == [
        "2019-05-15",
        "2019-05-31",
        "2019-06-07",
        "2019-09-27",
        "2019-09-30",
        "2019-10-01",
    ]
    assert office.outcomes(MessageKind.QUESTION_UPDATE) == {"sent": 4}
    assert "30 september 2019" in str(office.inbox("Ljungby")[0].blocks)


async def test_moved_mandate_moves_the_reminders(office: Office):
    office.open()
    await office.pass_time_until(morning("2019-05-14"))
    office.people["Ny"] = office.workspace.add_person("Ny chef")
    office.grant({"Ljungby": office.people["Ny"]})

    await office.pass_time_until(morning("2019-05-15"))

    assert sent_days(office, "Ny") == ["2019-05-15"]


async def test_policy_of_the_agreement_file_is_followed(make_office: MakeOffice):
    policy = '[reminders]\ndays_before = [5]\ndays_after = [2]\nat = 13:30:00\nto = "channel"\n'
    text = agreement().replace("[[costs]]", policy + "then_every = 10\n\n[[costs]]")
    office = make_office(agreements=(text,))
    office.staff("Ljungby", "Alvesta")
    office.open()

    await office.pass_time_until(morning("2019-06-28"))

    rows = office.rows(MessageKind.CHANNEL_REMINDER)
    assert [row.due_at for row in rows] == [
        datetime(2019, 6, 7, 11, 30, tzinfo=UTC),
        datetime(2019, 6, 17, 11, 30, tzinfo=UTC),
        datetime(2019, 6, 26, 11, 30, tzinfo=UTC),
    ]
    assert office.outcomes(REMINDER) == {}
    texts = [m.text for m in office.hands(office.maria).messages(office.channel)]
    assert "Har inte svarat än: Alvesta, Lessebo" in texts[1]


async def test_deputy_is_asked_after_days_of_silence_then_the_coordinator_is_told(
    make_office: MakeOffice,
):
    policy = "[reminders]\ndeputy_after = 10\ncoordinator_after = 20\n\n[[costs]]"
    office = make_office(agreements=(agreement().replace("[[costs]]", policy),))
    office.staff("Ljungby", "Alvesta")
    for member, name in (("Ljungby", "Vice L"), ("Alvesta", "Vice A")):
        office.people[name] = office.workspace.add_person(name)
        office.grant({member: office.people[name]})
        command = AppointDeputy(
            workspace_id=office.id, member=member, user_id=office.people[name], by=OPERATOR
        )
        appoint_deputy(office.desk, command)
    poll = office.open()
    await office.delivery.drain()
    first = {name: len(office.inbox(name)) for name in office.people}
    office.answer(poll, "Alvesta")

    await office.pass_time_until(morning("2019-05-24"))

    assert first == {"Ljungby": 1, "Alvesta": 1, "Vice L": 0, "Vice A": 0}
    assert "ersättare" in str(office.inbox("Vice L")[0].blocks)
    assert office.inbox("Vice A") == []
    assert sent_days(office, office.maria, MessageKind.SILENCE_NOTICE) == ["2019-05-22"]


EVIDENCE = EvidenceFields(
    body="Kommunfullmäktige", decided_on=date(2019, 5, 6), paragraph="Kf § 12"
)


async def test_missing_evidence_is_asked_for_until_it_comes(office: Office):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-06"))
    office.answer(poll, "Ljungby")
    office.answer(poll, "Alvesta")
    await office.pass_time_until(morning("2019-05-14"))
    office.answer(poll, "Alvesta", evidence=EVIDENCE)

    await office.pass_time_until(morning("2019-06-20"))

    kind = MessageKind.EVIDENCE_REQUEST
    assert sent_days(office, "Ljungby", kind) == ["2019-05-13", "2019-06-05"]
    assert sent_days(office, "Alvesta", kind) == ["2019-05-13"]


async def test_decision_that_should_be_in_force_is_asked_about_and_settled_with_a_button(
    office: Office,
):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    office.answer(poll, "Ljungby", evidence=EVIDENCE)

    await office.pass_time_until(morning("2019-06-20"))

    assert sent_days(office, "Ljungby", MessageKind.FORCE_REQUEST) == ["2019-06-13"]
    assert "vunnit laga kraft" in office.texts("Ljungby")[-1]


@pytest.mark.parametrize("outcome", [Outcome.DECLINES, Outcome.UNDECIDED])
async def test_what_is_no_yes_is_never_asked_about_force(office: Office, outcome: Outcome):
    poll = office.open()
    office.answer(poll, "Ljungby", outcome)

    await office.pass_time_until(morning("2019-06-20"))

    assert office.rows(MessageKind.FORCE_REQUEST) == []


async def test_duty_to_report_back_is_reminded_of_until_it_is_done(make_office: MakeOffice):
    duty = """
[[duties]]
owner = "Älmhult"
what = "Återrapportera om gemensam ingång"
to = "Kommunstyrelsens arbetsutskott"
due = 2019-06-03
decision = "KS § 206"
decided_on = 2018-10-14
"""
    office = make_office(agreements=(agreement(deadline="2020-06-14", reminders=duty),))
    office.staff("Älmhult")
    office.open()

    await office.pass_time_until(morning("2019-10-10"))

    assert sent_days(office, "Älmhult", MessageKind.DUTY_REMINDER) == [
        "2019-05-06",
        "2019-05-27",
        "2019-06-03",
        "2019-06-10",
        "2019-07-03",
        "2019-08-02",
        "2019-09-02",
        "2019-10-01",
    ]
    assert "återrapportera till Kommunstyrelsens arbetsutskott" in office.texts("Älmhult")[-1]


async def test_coordinator_is_told_weekly_who_is_silent_and_what_changed(office: Office):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-08"))
    office.answer(poll, "Ljungby")

    await office.pass_time_until(morning("2019-05-20"))

    kind = MessageKind.COORDINATOR_DIGEST
    assert sent_days(office, office.maria, kind) == ["2019-05-06", "2019-05-13", "2019-05-20"]
    second = str(office.inbox(office.maria)[1].blocks)
    assert "Har inte svarat (7 av 8)" in second
    assert "Nytt sedan 6 maj 2019: Ljungby" in second


async def test_closed_question_ends_every_reminder(office: Office):
    from bot.usecases.close_poll import ClosePoll, close_poll  # noqa: PLC0415

    office.open()
    await office.pass_time_until(morning("2019-05-20"))
    command = ClosePoll(workspace_id=office.id, recommendation="jour-2019", user_id=office.maria)
    close_poll(office.desk, command)

    await office.pass_time_until(morning("2019-12-20"))

    assert sent_days(office, "Ljungby") == ["2019-05-15"]
    assert office.next_due() is None
