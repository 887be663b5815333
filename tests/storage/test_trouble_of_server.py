"""Bad days of a PostgreSQL server: its disk full, slow, stopped and started again.

Provoked for real, on a server of the tests' own. The person is told within Slack's three seconds,
nothing is half-written, and the same process goes on by itself.
"""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import func, select

from core.answer import Outcome
from storage.answers import answer_history
from storage.engine import Database
from storage.errors import DatabaseBusyError, DatabaseFullError, DatabaseGoneError
from storage.ledger import entries_of
from storage.polls import Poll
from storage.tables import OutboxRow
from storage.verification import verify_workspace
from tests.scenarios.stage import SEPTEMBER_2017, stage_at
from tests.storage.own_server import OwnServer, own_server, small_disk
from tests.storage.scene import KRONOBERG, LJUNGBY, Scene
from tests.storage.tampering import tamper

pytestmark = pytest.mark.postgres

SLACK_SECONDS = 3
SLOW = (
    "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN PERFORM pg_sleep(30); RETURN NEW; END $$",
    "CREATE TRIGGER slow BEFORE INSERT ON answer EXECUTE FUNCTION dawdle()",
)


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        yield server


@pytest.fixture
def scene(server: OwnServer) -> Iterator[Scene]:
    """The eight of Kronoberg, on the tests' own server."""
    scene = Scene(Database(server.databases.prepared()))
    scene.add_workspace()
    yield scene
    scene.desk.close()


@pytest.fixture
def poll(scene: Scene) -> Poll:
    return scene.open()


def kept(scene: Scene, poll: Poll) -> tuple[int, int, int]:
    """How many answers, ledger entries and messages there are; the record is sound."""
    assert verify_workspace(scene.database, "T1").is_sound
    with scene.database.reading("T1") as session:
        return (
            len(answer_history(session, poll.id, LJUNGBY)),
            len(entries_of(session, KRONOBERG)),
            session.exec(select(func.count()).select_from(OutboxRow)).one(),
        )


def test_stopped_server_is_told_at_once_and_found_again(
    server: OwnServer, scene: Scene, poll: Poll
) -> None:
    scene.answer(poll)
    before = kept(scene, poll)
    for how in ("fast", "immediate"):
        server.stop(how)
        began = time.monotonic()
        try:
            for _ in range(3):
                with pytest.raises(DatabaseGoneError):
                    scene.answer(poll, outcome=Outcome.DECLINES, gesture="form:waiting")
            assert time.monotonic() - began < 3 * SLACK_SECONDS
        finally:
            server.start()
        assert kept(scene, poll) == before
    assert scene.answer(poll, outcome=Outcome.DECLINES, gesture="form:waiting").is_new
    assert kept(scene, poll)[0] == before[0] + 1


def test_slow_server_is_given_up_before_slack_does(scene: Scene, poll: Poll) -> None:
    scene.answer(poll)
    before = kept(scene, poll)
    tamper(scene.database, *SLOW)
    began = time.monotonic()
    with pytest.raises(DatabaseBusyError):
        scene.answer(poll, outcome=Outcome.DECLINES, gesture="form:waiting")
    assert time.monotonic() - began < SLACK_SECONDS
    assert kept(scene, poll) == before
    tamper(scene.database, "DROP TRIGGER slow ON answer")
    assert scene.answer(poll, outcome=Outcome.DECLINES, gesture="form:waiting").is_new
    assert kept(scene, poll)[0] == before[0] + 1


@pytest.fixture
def disk() -> Iterator[Path]:
    with small_disk(megabytes=24) as disk:
        if disk is None:
            pytest.skip("only root may mount a small disk")
        yield disk


def test_full_disk_is_told_writes_nothing_half_and_is_forgotten_when_there_is_room(
    server: OwnServer, disk: Path
) -> None:
    scene = Scene(Database(server.prepared_in(disk)))
    scene.add_workspace()
    poll = scene.open()
    room = shutil.disk_usage(disk).free
    filler = disk / "somebody-elses"
    filler.write_bytes(b"\0" * (room - 64 * 1024))
    acknowledged, met = _answer_until_trouble(scene, poll)
    assert met is DatabaseFullError
    answers, entries, _ = kept(scene, poll)
    assert (answers, entries) == (acknowledged, acknowledged + 2)
    filler.unlink()
    assert scene.answer(poll, outcome=Outcome.ADOPTS, gesture="form:waiting").is_new
    assert kept(scene, poll)[0] == acknowledged + 1
    scene.desk.close()
    server.databases.drop(scene.database.url)
    server.databases.run("DROP TABLESPACE small")


def _answer_until_trouble(scene: Scene, poll: Poll) -> tuple[int, type[Exception] | None]:
    for nth in range(2000):
        outcome = Outcome.UNDECIDED if nth % 2 else Outcome.DECLINES
        try:
            scene.answer(poll, outcome=outcome)
        except DatabaseFullError as error:
            return nth, type(error)
    return 2000, None


async def test_person_is_told_while_the_server_is_away_and_the_bot_goes_on_by_itself(
    server: OwnServer,
) -> None:
    """Over Slack's own protocols: a press, a clear sentence, the same press again."""
    async with stage_at(SEPTEMBER_2017, server.databases.prepared()) as stage:
        await stage.add_heads(["Ljungby", "Växjö"])
        await stage.open(KRONOBERG)
        ljungby = stage.head("Ljungby")
        channel = stage.question("Ljungby").channel
        server.stop("immediate")
        try:
            await ljungby.click(stage.question("Ljungby"), "Inte beslutat än")
            await stage.workspace.settled()
            told = ljungby.ephemerals(channel)[-1].plain()
        finally:
            server.start()
        await ljungby.click(stage.question("Ljungby"), "Inte beslutat än")
        await stage.quiet()
        await stage.move_to(SEPTEMBER_2017 + timedelta(minutes=1))  # the clock ticks

        assert told.strip() == (
            "Diariet kan inte nås just nu. Försök igen om en minut: samma svar två gånger räknas"
            " en gång."
        )
        assert "🟦 1 inte beslutat än · ⬜ 7 inget svar" in stage.board()
        assert "inte beslutat än" in stage.question("Ljungby").plain()
