"""Deputies who are asked in the place of silent heads: one message a day, as everybody."""

from datetime import date

from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.escalate import AppointDeputy, appoint_deputy
from bot.usecases.people import OPERATOR
from core.answer import Outcome
from storage.sending import NUDGES
from storage.tables import MessageKind, MessageState
from tests.reminders.conftest import MakeOffice
from tests.reminders.office import Office, agreement
from tests.reminders.test_pauses import pause
from tests.reminders.test_reminders import morning, sent_days

QUESTION = MessageKind.QUESTION
DAY = "2019-05-16"
"""Fourteen days after the opening: the deputies' turn."""


def appoint(office: Office, *members: str) -> None:
    """Make one person the deputy of several members."""
    if "Vice" not in office.people:
        office.people["Vice"] = office.workspace.add_person("Vice chef")
    office.grant(dict.fromkeys(members, office.people["Vice"]))
    for member in members:
        command = AppointDeputy(
            workspace_id=office.id, member=member, user_id=office.people["Vice"], by=OPERATOR
        )
        appoint_deputy(office.desk, command)


def buttons(office: Office) -> list[tuple[str, str]]:
    """The rows of buttons in the deputy's only message: action and value of each row's first."""
    [message] = office.inbox("Vice")
    return [
        (row["elements"][0]["action_id"], row["elements"][0]["value"])
        for row in message.blocks
        if row["type"] == "actions"
    ]


async def test_deputy_of_three_silent_heads_is_asked_in_one_message(office: Office):
    appoint(office, "Alvesta", "Lessebo", "Ljungby")
    office.open()

    await office.pass_time_until(morning(DAY))

    [message] = office.inbox("Vice")
    assert "3 saker väntar på dig" in message.text
    assert str(message.blocks).count("Du får frågan som ersättare") == 3
    assert buttons(office) == [
        ("answer.adopts", "1:0761"),
        ("answer.adopts", "1:0764"),
        ("answer.adopts", "1:0781"),
    ]
    assert sent_days(office, "Vice", QUESTION) == [DAY] * 3


async def test_deputy_of_one_is_asked_with_the_whole_question(office: Office):
    appoint(office, "Ljungby")
    office.open()

    await office.pass_time_until(morning(DAY))

    [message] = office.inbox("Vice")
    assert message.blocks[0]["type"] == "header"
    assert "Du får frågan som ersättare" in str(message.blocks)


async def test_answer_shows_in_the_one_message_and_leaves_the_other_questions_there(
    office: Office,
):
    appoint(office, "Alvesta", "Lessebo", "Ljungby")
    poll = office.open()
    await office.pass_time_until(morning(DAY))

    office.answer(poll, "Lessebo", user=office.people["Vice"])
    await office.delivery.drain()

    [message] = office.inbox("Vice")
    assert "2 saker väntar på dig" in message.text
    assert "Lessebo har svarat ja" in message.text
    assert buttons(office) == [
        ("answer.change", "1:0761"),
        ("answer.adopts", "1:0764"),
        ("answer.adopts", "1:0781"),
    ]


async def test_one_message_whose_questions_are_all_answered_or_closed_waits_for_nothing(
    office: Office,
):
    appoint(office, "Alvesta", "Lessebo")
    poll = office.open()
    await office.pass_time_until(morning(DAY))
    office.answer(poll, "Lessebo", Outcome.DECLINES)
    command = ClosePoll(workspace_id=office.id, recommendation="jour-2019", user_id=office.maria)
    close_poll(office.desk, command)

    await office.delivery.drain()

    [message] = office.inbox("Vice")
    assert "Ingenting väntar på dig här" in message.text
    assert buttons(office) == []


async def test_answer_leaves_a_message_that_says_other_things_too_as_it_stands(
    make_office: MakeOffice,
):
    office = make_office(agreements=(agreement(deadline="2019-05-30"),))
    office.staff("Alvesta", "Ljungby")
    office.people["Vice"] = office.people["Alvesta"]
    appoint(office, "Ljungby")
    poll = office.open()
    await office.pass_time_until(morning(DAY))
    office.answer(poll, "Ljungby", user=office.people["Vice"])

    await office.delivery.drain()

    assert sent_days(office, "Vice") == [DAY]
    assert sent_days(office, "Vice", QUESTION) == ["2019-05-02", DAY]
    assert len(office.inbox("Vice")) == 2
    assert office.outcomes(MessageKind.QUESTION_UPDATE) == {
        "sent": 1,
        "skipped:stands_with_others": 1,
    }


async def test_deputy_is_not_reminded_in_the_message_that_asks(make_office: MakeOffice):
    office = make_office(agreements=(agreement(deadline="2019-05-30"),))
    office.staff("Ljungby")
    appoint(office, "Ljungby")
    office.open()

    await office.pass_time_until(morning(DAY))

    assert sent_days(office, "Vice", QUESTION) == [DAY]
    assert sent_days(office, "Vice") == []
    assert len(office.inbox("Vice")) == 1


async def test_deputy_who_got_a_message_that_day_is_asked_the_next_working_morning(
    make_office: MakeOffice,
):
    late = agreement("natt-2019").replace("[[costs]]", "[reminders]\nat = 15:00:00\n\n[[costs]]")
    office = make_office(agreements=(agreement("jour-2019"), late))
    office.staff("Ljungby")
    appoint(office, "Ljungby")
    office.open("jour-2019")
    office.open("natt-2019")

    await office.pass_time_until(morning("2019-05-20"))

    assert sent_days(office, "Vice", QUESTION) == [DAY, "2019-05-17"]


async def test_deputy_who_has_paused_is_asked_after_the_pause(office: Office):
    appoint(office, "Ljungby")
    office.open()
    pause(office, "Vice", until=date(2019, 5, 24))

    await office.pass_time_until(morning("2019-05-28"))

    assert sent_days(office, "Vice", QUESTION) == ["2019-05-24"]


async def test_question_that_is_opened_by_hand_goes_to_a_head_at_once(make_office: MakeOffice):
    office = make_office(agreements=(agreement("jour-2019"), agreement("natt-2019")))
    office.staff("Ljungby")
    office.open("jour-2019")
    office.open("natt-2019")

    await office.delivery.drain()

    assert len(office.inbox("Ljungby")) == 2
    assert QUESTION not in NUDGES
    assert {row.state for row in office.rows(QUESTION)} == {MessageState.SENT}
