"""The coordinator's digest and its buttons, over the real protocols and both engines."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Samtliga
from bot.settings import EngineKind, Settings
from bot.usecases.record_answer import EvidenceFields
from core.answer import Stage
from deploy.workspace import Message
from storage.answers import latest_answers
from storage.engine import Database
from storage.tables import MessageKind
from tests.databases import PostgresDatabases, SQLiteFiles
from tests.reminders.office import Office, agreement

DUTY = """
[[duties]]
owner = "Älmhult"
what = "Återrapportera om gemensam ingång"
to = "Kommunstyrelsens arbetsutskott"
due = 2019-05-03
"""


IN_VAIN = "uncertain:cannot_look:missing_scope"
"""What becomes of a message in doubt that the bot may not look for."""


class Stage2019:
    """An office with the whole bot at work over Slack's own protocols."""

    def __init__(self, office: Office, bot: Samtliga) -> None:
        self.office = office
        self.bot = bot
        self.maria = office.workspace.person(office.maria)

    async def at(self, moment: str) -> None:
        self.office.clock.set(datetime.fromisoformat(moment).replace(tzinfo=UTC))
        self.bot.ticker.wake()
        await self.settled()

    async def settled(self) -> None:
        await self.office.workspace.settled()
        await self.bot.ticker.settled()
        await self.office.workspace.settled()

    async def all_in_doubt(self) -> None:
        """Wait until the bot has looked for every question in vain: it rests before it looks."""
        for _ in range(200):
            await self.settled()
            if list(self.office.outcomes(MessageKind.QUESTION)) == [IN_VAIN]:
                return
            await asyncio.sleep(0.05)

    def digest(self) -> Message:
        return self.maria.direct_messages()[-1]

    async def press(self, words: str) -> str:
        """Press a button of the newest digest and return what it answers."""
        await self.maria.click(self.digest(), words)
        await self.settled()
        channel = self.maria.app_channel().id
        return self.maria.ephemerals(channel)[-1].plain()


@contextlib.asynccontextmanager
async def at_work(
    database: Database, engine: EngineKind, tmp_path: Path
) -> AsyncIterator[Stage2019]:
    office = Office(database, agreements=(agreement(reminders=DUTY),))
    office.staff("Alvesta", "Ljungby", "Älmhult")
    own = tmp_path / "own"
    own.mkdir()
    (own / "jour.toml").write_text(office.agreements[0], encoding="utf-8")
    async with office.workspace.serve() as served:
        settings = Settings(
            database_url=database.url,
            agreements_dir=own,
            slack_bot_token=office.app.bot_token,
            slack_app_token=office.app.app_token,
            slack_api_url=served.api_url,
            seconds_between_posts=0,
            posts_per_minute=100_000,
            trouble_seconds=0.1,
            tick_seconds=1,
            engine=engine,
        )
        bot = await Samtliga.start(settings, office.clock)
        office.desk.wake = bot.ticker.wake
        try:
            yield Stage2019(office, bot)
        finally:
            await bot.stop()


@pytest.fixture(
    params=[
        EngineKind.APSCHEDULER,
        pytest.param(EngineKind.PROCRASTINATE, marks=pytest.mark.postgres),
    ]
)
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage2019]:
    """The same stage over SQLite with APScheduler and PostgreSQL with Procrastinate."""
    is_one = request.param is EngineKind.APSCHEDULER
    made: SQLiteFiles | PostgresDatabases = request.getfixturevalue(
        "sqlite_files" if is_one else "postgres_databases"
    )
    async with at_work(Database(made.prepared()), request.param, tmp_path) as stage:
        yield stage


@pytest.fixture
async def one_process(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Stage2019]:
    """The stage over SQLite with APScheduler only."""
    async with at_work(
        Database(sqlite_files.prepared()), EngineKind.APSCHEDULER, tmp_path
    ) as stage:
        yield stage


async def test_person_who_is_gone_is_in_the_digest_and_somebody_else_is_asked(stage: Stage2019):
    office = stage.office
    office.grant({"Alvesta": "U0199999999"})
    stage_in = office.workspace.add_person("Ny chef Alvesta")
    office.open()
    await stage.settled()

    await stage.at("2019-05-03T07:00")
    text = stage.digest().plain()
    action = "remedy.instead:U0199999999:0764"
    await stage.maria.choose(stage.digest(), action, stage_in)
    await stage.settled()

    assert "1 meddelande till" in text
    assert "jag når inte personen" in text
    asked = office.workspace.person(stage_in).direct_messages()
    assert [message.text[:30] for message in asked] == ["Region Kronoberg frågar Alvest"]
    assert office.outcomes(MessageKind.QUESTION) == {
        "sent": 4,
        f"skipped:left_by:{office.maria}": 1,
    }


async def test_message_that_failed_is_sent_again_with_a_button(one_process: Stage2019):
    stage, office = one_process, one_process.office
    channel = office.workspace.team.channels[office.channel]
    channel.is_archived = True
    office.open()
    await stage.settled()
    await stage.at("2019-05-03T07:00")
    channel.is_archived = False

    answer = await stage.press("Skicka igen")

    assert answer == "1 meddelande skickas igen."
    assert office.outcomes(MessageKind.BOARD) == {"sent": 1}
    assert len(stage.maria.messages(office.channel)) == 1


async def test_doubt_that_nobody_can_look_into_is_settled_by_a_person(one_process: Stage2019):
    stage, office = one_process, one_process.office
    office.app.scopes = office.app.scopes - {"im:history"}
    office.workspace.faults.add("lose_reply", "chat.postMessage", times=4)
    office.open()
    await stage.all_in_doubt()
    office.app.scopes = office.app.scopes | {"im:history"}
    await stage.at("2019-05-03T07:00")
    before = office.outcomes(MessageKind.QUESTION)

    answer = await stage.press("remedy.1/remedy.arrived")

    assert before == {IN_VAIN: 3}
    assert answer == "1 meddelande räknas som framkommet."
    assert office.outcomes(MessageKind.QUESTION)[IN_VAIN] == 2


async def test_report_that_is_made_is_not_reminded_of_again(one_process: Stage2019):
    stage, office = one_process, one_process.office
    office.open()
    await stage.settled()
    await stage.at("2019-05-03T07:00")
    head = office.hands("Älmhult")

    await head.click(head.direct_messages()[-1], "Det är gjort")
    await stage.settled()
    await stage.at("2019-05-10T07:00")
    await stage.at("2019-06-03T07:00")

    assert office.outcomes(MessageKind.DUTY_REMINDER) == {"sent": 1, "skipped:done": 1}


async def test_decision_in_force_is_recorded_with_a_button(one_process: Stage2019):
    stage, office = one_process, one_process.office
    poll = office.open()
    evidence = EvidenceFields(
        body="Kommunfullmäktige",
        decided_on=datetime(2019, 5, 2, tzinfo=UTC).date(),
        paragraph="§ 1",
    )
    office.answer(poll, "Ljungby", evidence=evidence)
    await stage.at("2019-06-11T07:00")
    head = office.hands("Ljungby")

    await head.click(head.direct_messages()[-1], "Det har vunnit laga kraft")
    await stage.settled()

    with office.database.reading(office.id) as session:
        answer = latest_answers(session, poll.id)["0781"]
    assert (answer.version, answer.stage) == (2, Stage.IN_FORCE)


SAID = [
    ("pausa 2019-05-20", "Du påminns inte före måndag 20 maj 2019."),
    ("pause imorgon", "Till vilken dag?"),
    ("pausa av", "Du påminns som vanligt igen."),
    ("takt veckovis", "Du får högst en påminnelse på 7 dagar."),
    ("takt ibland", "Hur ofta?"),
    ("svarsdag", "Vilken, och till vilken dag?"),
    ("ersättare", "Nämn personen med @ först"),
]


async def test_subcommands_about_reminders_answer_in_words(one_process: Stage2019):
    head = one_process.office.hands("Ljungby")
    channel = head.app_channel().id
    told = []

    for words, _ in SAID:
        await head.command(f"/samtliga {words}", channel=channel)
        told.append(head.ephemerals(channel)[-1].plain())

    assert [text[: len(reply)] for text, (_, reply) in zip(told, SAID, strict=True)] == [
        reply for _, reply in SAID
    ]


async def test_deadline_that_is_moved_in_slack_is_shown_on_the_board(one_process: Stage2019):
    stage, office = one_process, one_process.office
    office.open()
    await stage.settled()

    await stage.maria.command("/samtliga svarsdag jour-2019 2019-09-30", channel=office.channel)
    await stage.settled()

    board = stage.maria.messages(office.channel, include_ephemeral=False)[0]
    assert "måndag 30 september 2019" in board.plain()
