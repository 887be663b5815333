"""What else is promised: tabled questions, summer time, working days, and people's own wishes.

Wishes, deputies and pauses are asked for in Slack's own words, over the wire, and then lived with.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.settings import EngineKind
from bot.usecases.tell_step import TellStep, tell_step
from core.answer import Outcome
from core.decision import Step
from storage.engine import Database
from storage.polls import Poll
from storage.tables import MessageKind, PlanStepRow
from tests.databases import SQLiteFiles
from tests.reminders.conftest import MakeOffice
from tests.reminders.office import Office, agreement
from tests.reminders.test_remedies import Stage2019, at_work
from tests.reminders.test_reminders import morning, sent_days

DAYS = "[reminders]\ndays_before = [{days}]\nat = {at}\nonly_working_days = {only}\n\n[[costs]]"


def table(office: Office, poll: Poll, member: str, until: date) -> None:
    command = TellStep(
        workspace_id=office.id,
        poll_id=poll.id,
        member=office.desk.member_code(member),
        version=0,
        user_id=office.people[member],
        step=Step.TABLE,
        expected_on=until,
        gesture=f"table:{member}",
    )
    assert tell_step(office.desk, command)


def policy(days: int, at: str, only: str, deadline: str) -> str:
    return agreement(deadline=deadline).replace(
        "[[costs]]", DAYS.format(days=days, at=at, only=only)
    )


async def test_tabled_question_is_asked_about_on_the_day_after_its_new_date_and_not_before(
    office: Office,
):
    poll = office.open()
    await office.pass_time_until(morning("2019-05-20"))
    table(office, poll, "Ljungby", date(2019, 6, 12))

    await office.pass_time_until(morning("2019-06-14"))

    assert sent_days(office, "Ljungby", MessageKind.DECISION_EXPECTED) == ["2019-06-13"]
    assert sent_days(office, "Ljungby") == ["2019-05-15", "2019-06-13", "2019-06-14"]
    assert len({row.sent_ts for row in office.rows() if row.due_at == morning("2019-06-13")}) == 4
    assert sent_days(office, "Alvesta")[1:] == [
        "2019-05-31",
        "2019-06-07",
        "2019-06-11",
        "2019-06-13",
        "2019-06-14",
    ]


async def test_tabled_question_that_was_decided_meanwhile_is_not_asked_about(office: Office):
    poll = office.open()
    table(office, poll, "Ljungby", date(2019, 6, 12))
    await office.pass_time_until(morning("2019-06-03"))
    office.answer(poll, "Ljungby", Outcome.DECLINES)

    await office.pass_time_until(morning("2019-06-28"))

    assert office.outcomes(MessageKind.DECISION_EXPECTED) == {"skipped:superseded": 1}


SUMMER_BEGINS, SUMMER_ENDS = "2019-03-31", "2019-10-27"


@pytest.mark.parametrize(
    ("day", "opened", "expected"),
    [
        (SUMMER_BEGINS, "2019-03-20", datetime(2019, 3, 31, 1, 30, tzinfo=UTC)),
        (SUMMER_ENDS, "2019-10-16", datetime(2019, 10, 27, 0, 30, tzinfo=UTC)),
    ],
    ids=["a time that is skipped", "a time that comes twice"],
)
async def test_reminder_at_half_past_two_when_clocks_change_is_sent_once(
    make_office: MakeOffice, day: str, opened: str, expected: datetime
):
    text = policy(0, "02:30:00", "false", deadline=day)
    office = make_office(agreements=(text,), start=morning(opened))
    office.staff("Ljungby")
    office.open()
    await office.delivery.drain()

    for hour in range(6):
        await office.pass_time_until(expected.replace(hour=hour))

    rows = office.rows(MessageKind.REMINDER)
    assert [(row.due_at, row.settled_at) for row in rows] == [(expected, expected)]


async def test_week_long_stop_over_the_change_to_summer_time_leaves_out_what_was_missed(
    make_office: MakeOffice,
):
    start = datetime(2019, 3, 25, 8, tzinfo=UTC)
    office = make_office(agreements=(agreement(deadline="2019-04-03"),), start=start)
    office.staff("Ljungby")
    office.open()
    await office.delivery.drain()

    await office.jump_to(datetime(2019, 4, 2, 8, tzinfo=UTC))

    with office.database.reading(office.id) as session:
        steps = session.exec(select(PlanStepRow).order_by(col(PlanStepRow.due_at))).all()
    assert [(step.due_at.isoformat(), step.state.value) for step in steps[:3]] == [
        ("2019-03-27T08:00:00+00:00", "superseded"),
        ("2019-03-29T08:00:00+00:00", "superseded"),
        ("2019-04-02T07:00:00+00:00", "taken"),
    ]
    assert sent_days(office, "Ljungby") == ["2019-04-02"]


@pytest.mark.parametrize(("only", "expected"), [("true", "2019-05-24"), ("false", "2019-05-26")])
async def test_policy_says_whether_only_working_days_count(
    make_office: MakeOffice, only: str, expected: str
):
    office = make_office(agreements=(policy(5, "09:00:00", only, deadline="2019-05-31"),))
    office.staff("Ljungby")
    office.open()

    await office.pass_time_until(morning("2019-05-30"))

    assert sent_days(office, "Ljungby") == [expected]


async def _said(stage: Stage2019, who: str, words: str) -> str:
    hands = stage.office.hands(who)
    await hands.command(f"/samtliga {words}", channel=stage.office.channel)
    await stage.settled()
    return hands.ephemerals(stage.office.channel)[-1].plain()


async def _until(stage: Stage2019, day: str) -> None:
    """Let time pass over the wire: the bot is woken whenever something comes due."""
    end = morning(day)
    while (due := stage.office.next_due()) is not None and due <= end:
        await stage.at(due.replace(tzinfo=None).isoformat())
    await stage.at(end.replace(tzinfo=None).isoformat())


WISHES: list[tuple[str, Callable[[list[str]], bool]]] = [
    ("pausa 2019-06-08", lambda days: days == ["2019-06-11", "2019-06-13", "2019-06-14"]),
    (
        "takt veckovis",
        lambda days: days == ["2019-05-15", "2019-05-31", "2019-06-07", "2019-06-14"],
    ),
]


@pytest.mark.parametrize(("words", "is_kept"), WISHES, ids=[words for words, _ in WISHES])
async def test_wish_that_is_told_in_slack_is_kept(
    sqlite_files: SQLiteFiles, tmp_path: Path, words: str, is_kept: Callable[[list[str]], bool]
):
    database = Database(sqlite_files.prepared())
    async with at_work(database, EngineKind.APSCHEDULER, tmp_path) as stage:
        stage.office.workspace.team.channels[stage.office.channel].members.append(
            stage.office.people["Ljungby"]
        )
        stage.office.open()
        await stage.settled()
        await _said(stage, "Ljungby", words)

        await _until(stage, "2019-06-14")

        assert is_kept(sent_days(stage.office, "Ljungby"))
        assert len(sent_days(stage.office, "Alvesta")) == 6


async def test_deputy_who_is_named_in_slack_is_asked_when_the_head_is_silent(
    sqlite_files: SQLiteFiles, tmp_path: Path
):
    database = Database(sqlite_files.prepared())
    async with at_work(database, EngineKind.APSCHEDULER, tmp_path) as stage:
        office = stage.office
        office.people["Vice"] = office.workspace.add_person("Vice chef")
        office.grant({"Ljungby": office.people["Vice"]})
        told = await _said(stage, office.maria, "ersättare @Vice chef Ljungby")
        office.open()
        await stage.settled()
        first = len(office.inbox("Vice"))

        await _until(stage, "2019-06-14")

        assert "ersättare för Ljungby" in told
        assert first == 0
        assert sent_days(office, "Vice", MessageKind.QUESTION) == ["2019-05-16"]
        assert sent_days(office, "Vice")[0] == "2019-05-31"
        assert max(sent_days(office, "Ljungby")) < "2019-05-16"
        assert office.outcomes(MessageKind.REMINDER)["skipped:deputy_asked"] > 0
