"""The other buttons of the coordinator's digest, pressed over the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import EngineKind
from storage.engine import Database
from storage.tables import MessageKind
from tests.databases import SQLiteFiles
from tests.reminders.test_remedies import Stage2019, at_work

QUESTION = MessageKind.QUESTION


@pytest.fixture
async def doubtful(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Stage2019]:
    """Three questions reached people, but nobody can look: the digest asks a person."""
    database = Database(sqlite_files.prepared())
    async with at_work(database, EngineKind.APSCHEDULER, tmp_path) as stage:
        office = stage.office
        office.app.scopes = office.app.scopes - {"im:history"}
        office.workspace.faults.add("lose_reply", "chat.postMessage", times=4)
        office.open()
        await stage.all_in_doubt()
        office.app.scopes = office.app.scopes | {"im:history"}
        await stage.at("2019-05-03T07:00")
        yield stage


async def test_doubtful_message_is_sent_again_where_a_person_says_so(doubtful: Stage2019):
    answer = await doubtful.press("remedy.1/remedy.resend")

    assert answer == "1 meddelande skickas igen."
    assert doubtful.office.outcomes(QUESTION) == {
        "sent": 1,
        "uncertain:cannot_look:missing_scope": 2,
    }


async def test_trouble_is_left_where_a_person_says_so_and_is_not_told_again(doubtful: Stage2019):
    office = doubtful.office

    answer = await doubtful.press("remedy.1/remedy.dismiss")
    await doubtful.at("2019-05-06T07:00")

    assert answer == "1 meddelande får vara."
    assert sorted(office.outcomes(QUESTION).values()) == [1, 2]
    assert f"skipped:left_by:{office.maria}" in office.outcomes(QUESTION)
    assert str(doubtful.digest().blocks).count("remedy.dismiss") == 2


async def test_button_that_was_pressed_already_says_so(doubtful: Stage2019):
    digest, maria = doubtful.digest(), doubtful.maria
    told = []

    for _ in range(2):
        await maria.click(digest, "remedy.1/remedy.arrived")
        await doubtful.settled()
        told.append(maria.ephemerals(maria.app_channel().id)[-1].plain())

    assert told == [
        "1 meddelande räknas som framkommet.",
        "Det har någon redan tagit hand om.",
    ]


async def test_digest_shows_all_answers_when_asked(doubtful: Stage2019):
    shown = await doubtful.press("Visa alla svar")

    assert "Gemensam jour jour-2019" in shown
    assert "Alvesta" in shown
