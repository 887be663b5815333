"""Requests that were planned for somebody whose mandate has ended go to whoever holds it now."""

from datetime import date, timedelta

import pytest

from bot.usecases.escalate import AppointDeputy, appoint_deputy
from bot.usecases.people import OPERATOR, GrantMandate, appoint_coordinator, grant_mandates
from bot.usecases.record_answer import EvidenceFields
from core.answer import Outcome
from storage.polls import Poll
from storage.tables import MessageKind, MessageState
from tests.reminders.conftest import MakeOffice
from tests.reminders.office import Office, agreement
from tests.reminders.test_promises import table
from tests.reminders.test_reminders import EVIDENCE, morning, sent_days

EVIDENCE_REQUEST = MessageKind.EVIDENCE_REQUEST
ABOUT_AN_ANSWER = (
    MessageKind.EVIDENCE_REQUEST,
    MessageKind.FORCE_REQUEST,
    MessageKind.DECISION_EXPECTED,
)


def end_mandate(office: Office, member: str, person: str) -> None:
    yesterday = office.desk.today() - timedelta(days=1)
    ended = GrantMandate(
        member=member,
        user_id=office.people[person],
        valid_from=date(2019, 1, 1),
        valid_to=yesterday,
    )
    grant_mandates(office.desk, office.id, [ended], by=OPERATOR)


def hire(office: Office, member: str, name: str) -> None:
    office.people[name] = office.workspace.add_person(name)
    office.grant({member: office.people[name]})


def succeed(office: Office, member: str, name: str = "Ny chef") -> None:
    """The member's only holder leaves, somebody new gets the mandate."""
    end_mandate(office, member, member)
    hire(office, member, name)


def say_yes(office: Office, poll: Poll) -> None:
    office.answer(poll, "Ljungby")


def say_yes_with_evidence(office: Office, poll: Poll) -> None:
    office.answer(poll, "Ljungby", evidence=EVIDENCE)


def put_off(office: Office, poll: Poll) -> None:
    table(office, poll, "Ljungby", date(2019, 6, 12))


@pytest.mark.parametrize(
    ("said", "kind", "days"),
    [
        (say_yes, MessageKind.EVIDENCE_REQUEST, ["2019-05-14", "2019-06-05"]),
        (say_yes_with_evidence, MessageKind.FORCE_REQUEST, ["2019-06-13"]),
        (put_off, MessageKind.DECISION_EXPECTED, ["2019-06-13"]),
    ],
)
async def test_request_about_an_answer_goes_to_the_successor_of_whoever_gave_it(
    office: Office, said: object, kind: MessageKind, days: list[str]
):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    said(office, poll)
    await office.pass_time_until(morning("2019-05-10"))
    succeed(office, "Ljungby")

    await office.pass_time_until(morning("2019-06-20"))

    assert sent_days(office, "Ljungby", kind) == []
    assert sent_days(office, "Ny chef", kind) == days
    assert office.outcomes(kind) == {"sent": len(days), "skipped:moved": len(days)}


async def test_request_stays_with_whoever_answered_while_they_hold_the_mandate(office: Office):
    poll = office.open()
    office.answer(poll, "Ljungby")
    hire(office, "Ljungby", "Kollega")

    await office.pass_time_until(morning("2019-06-20"))

    assert len(sent_days(office, "Ljungby", EVIDENCE_REQUEST)) == 2
    assert sent_days(office, "Kollega", EVIDENCE_REQUEST) == []


async def test_request_that_has_come_true_meanwhile_is_handed_to_nobody(office: Office):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    office.answer(poll, "Ljungby")
    succeed(office, "Ljungby")
    office.answer(poll, "Ljungby", evidence=EVIDENCE, user=office.people["Ny chef"], gesture="x")

    await office.pass_time_until(morning("2019-06-06"))

    assert office.outcomes(EVIDENCE_REQUEST) == {"skipped:superseded": 2}


async def test_successors_deputy_is_not_asked_beside_the_successor(office: Office):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    office.answer(poll, "Ljungby")
    hire(office, "Ljungby", "Vice")
    deputy = AppointDeputy(
        workspace_id=office.id, member="Ljungby", user_id=office.people["Vice"], by=OPERATOR
    )
    appoint_deputy(office.desk, deputy)
    succeed(office, "Ljungby")

    await office.pass_time_until(morning("2019-06-20"))

    assert len(sent_days(office, "Ny chef", EVIDENCE_REQUEST)) == 2
    assert sent_days(office, "Vice", EVIDENCE_REQUEST) == []


async def test_request_waits_while_nobody_holds_the_mandate(office: Office):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    office.answer(poll, "Ljungby")
    end_mandate(office, "Ljungby", "Ljungby")
    await office.pass_time_until(morning("2019-05-20"))
    [waiting, _] = office.rows(EVIDENCE_REQUEST)
    hire(office, "Ljungby", "Ny chef")

    await office.pass_time_until(morning("2019-05-22"))

    assert (waiting.state, waiting.reason) == (MessageState.PLANNED, "nobody_holds_it")
    assert sent_days(office, "Ny chef", EVIDENCE_REQUEST) == ["2019-05-21"]


async def test_answer_without_a_decision_is_asked_about_only_of_those_who_hold_the_mandate(
    office: Office,
):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-07"))
    for member in ("Alvesta", "Lessebo", "Ljungby"):
        evidence = EVIDENCE if member == "Lessebo" else EvidenceFields()
        office.answer(poll, member, Outcome.ADOPTS, evidence)
        succeed(office, member, f"Ny {member}")

    await office.pass_time_until(morning("2019-09-20"))

    for member in ("Alvesta", "Lessebo", "Ljungby"):
        assert [sent_days(office, member, kind) for kind in ABOUT_AN_ANSWER] == [[], [], []]
        assert [len(sent_days(office, f"Ny {member}", kind)) for kind in ABOUT_AN_ANSWER] == (
            [0, 1, 0] if member == "Lessebo" else [2, 0, 0]
        )


DUTY = """
[[duties]]
owner = "Älmhult"
what = "Återrapportera om gemensam ingång"
to = "Kommunstyrelsens arbetsutskott"
due = 2019-06-03
"""


async def test_duty_to_report_back_follows_the_mandate(make_office: MakeOffice):
    office = make_office(agreements=(agreement(deadline="2020-06-14", reminders=DUTY),))
    office.staff("Älmhult")
    office.open()
    await office.pass_time_until(morning("2019-05-07"))
    succeed(office, "Älmhult")

    await office.pass_time_until(morning("2019-06-10"))

    assert sent_days(office, "Älmhult", MessageKind.DUTY_REMINDER) == ["2019-05-06"]
    assert sent_days(office, "Ny chef", MessageKind.DUTY_REMINDER) == [
        "2019-05-27",
        "2019-06-03",
        "2019-06-10",
    ]


async def test_duty_that_nobody_holds_goes_to_the_present_coordinator(make_office: MakeOffice):
    office = make_office(agreements=(agreement(deadline="2020-06-14", reminders=DUTY),))
    office.staff("Ljungby")
    office.open()
    office.people["Karin"] = office.workspace.add_person("Karin Ny")
    appoint_coordinator(office.desk, office.id, office.people["Karin"], by=OPERATOR)
    appoint_coordinator(office.desk, office.id, office.maria, by=OPERATOR, is_coordinator=False)

    await office.pass_time_until(morning("2019-05-08"))

    kind = MessageKind.DUTY_REMINDER
    assert sent_days(office, office.maria, kind) == []
    assert sent_days(office, "Karin", kind) == ["2019-05-06"]
