"""The coordinator's digest when much has gone wrong: every trouble has its remedy at once."""

from collections.abc import AsyncIterator
from itertools import chain
from pathlib import Path

import pytest

from bot.settings import EngineKind
from bot.usecases.people import OPERATOR, appoint_coordinator
from deploy.workspace import Message
from deploy.workspace.manifest import Manifest
from storage.engine import Database
from storage.tables import MessageKind
from tests.databases import SQLiteFiles
from tests.reminders.office import KRONOBERG
from tests.reminders.test_remedies import Stage2019, at_work

QUESTION = MessageKind.QUESTION
GONE = [f"U01999999{number:02}" for number in range(30)]


@pytest.fixture
async def stage(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Stage2019]:
    database = Database(sqlite_files.prepared())
    async with at_work(database, EngineKind.APSCHEDULER, tmp_path) as stage:
        yield stage


async def fail_to_reach(stage: Stage2019, people: list[str]) -> None:
    """Ask people who are gone, and live until the digest of the next morning."""
    for number, user in enumerate(people):
        stage.office.grant({KRONOBERG[number % len(KRONOBERG)]: user})
    stage.office.open()
    await stage.settled()
    await stage.at("2019-05-03T07:00")


async def show_rest(stage: Stage2019, message: Message) -> Message:
    await stage.maria.click(message, "Visa resten")
    await stage.settled()
    return stage.maria.ephemerals(stage.maria.app_channel().id)[-1]


def without_messages_tab(manifest: Manifest) -> Manifest:
    """The same app, to which nobody can write, and which can write to nobody."""
    features = manifest.features
    home = features.app_home.model_copy(update={"messages_tab_enabled": False})
    closed = features.model_copy(update={"app_home": home})
    return manifest.model_copy(update={"features": closed})


def offered(message: Message) -> list[str]:
    """The people for whom a message offers to try again."""
    return [
        element["value"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "remedy.resend"
    ]


async def test_troubles_that_a_digest_has_no_room_for_are_shown_with_their_remedies(
    stage: Stage2019,
):
    await fail_to_reach(stage, GONE[:8])
    digest = stage.digest()

    rest = await show_rest(stage, digest)
    await stage.maria.click(rest, "remedy.2/remedy.dismiss")
    await stage.settled()

    assert "… och 2 mottagare till" in digest.plain()
    assert "2 mottagare till behöver din hjälp" in rest.plain()
    assert sorted(offered(digest) + offered(rest)) == GONE[:8]
    assert len(offered(digest)) == 6
    assert stage.office.outcomes(QUESTION)[f"skipped:left_by:{stage.office.maria}"] == 1


async def test_rest_goes_on_page_after_page_until_each_has_its_remedy(stage: Stage2019):
    await fail_to_reach(stage, GONE)
    first = stage.digest()

    second = await show_rest(stage, first)
    third = await show_rest(stage, second)

    pages = [offered(first), offered(second), offered(third)]
    assert [len(page) for page in pages] == [6, 20, 4]
    assert sorted(chain.from_iterable(pages)) == sorted(GONE)


async def test_rest_passes_nobody_over_when_earlier_troubles_have_been_taken_care_of(
    stage: Stage2019,
):
    await fail_to_reach(stage, GONE[:8])
    digest = stage.digest()
    for number in (1, 2):
        await stage.maria.click(digest, f"remedy.{number}/remedy.dismiss")
        await stage.settled()

    rest = await show_rest(stage, digest)

    assert len(offered(rest)) == 2


async def test_rest_is_shown_to_coordinators_only(stage: Stage2019):
    await fail_to_reach(stage, GONE[:8])
    office, digest = stage.office, stage.digest()
    successor = office.people["Ljungby"]
    appoint_coordinator(office.desk, office.id, successor, by=OPERATOR)
    appoint_coordinator(office.desk, office.id, office.maria, by=OPERATOR, is_coordinator=False)

    refused = await show_rest(stage, digest)

    assert offered(refused) == []
    assert f"<@{successor}>" in str(refused.blocks)


async def test_person_whose_direct_messages_are_closed_is_in_the_digest_and_reached_once_open(
    stage: Stage2019,
):
    office = stage.office
    as_it_is = office.app.app.manifest
    office.app.app.manifest = without_messages_tab(as_it_is)
    office.open()
    await stage.settled()
    failed = office.outcomes(QUESTION)
    office.app.app.manifest = as_it_is
    await stage.at("2019-05-03T07:00")
    told = stage.digest().plain()

    answer = await stage.press("remedy.1/remedy.resend")

    assert failed == {"failed:messages_tab_disabled": 3}
    assert told.count("direktmeddelanden från appar är avstängda där") == 3
    assert answer == "1 meddelande skickas igen."
    assert office.outcomes(QUESTION) == {"sent": 1, "failed:messages_tab_disabled": 2}
    assert "frågar Alvesta" in office.texts("Alvesta")[0]
