"""Bad days: full, read-only, gone, locked, damaged. A clear sentence, nothing half-written, and the
same process goes on by itself once the trouble is over.
"""

import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.listeners.boundary import sentence_for
from bot.texts import texts_in
from core.answer import Outcome
from storage.answers import answer_history
from storage.copying import tables_of
from storage.engine import Database
from storage.errors import (
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseFullError,
    DatabaseGoneError,
    DatabaseReadOnlyError,
    DriverMissingError,
    StorageTroubleError,
)
from storage.polls import Poll
from storage.verification import verify_workspace
from tests.databases import PostgresDatabases, SQLiteFiles, name_in
from tests.storage.scene import LJUNGBY, Scene

IMPATIENT = 0.1


@pytest.fixture
def impatient(scene: Scene, poll: Poll) -> Iterator[Scene]:
    """The same record through a process that waits a tenth of a second only."""
    other = Scene(Database(scene.database.url, IMPATIENT), clock=scene.clock)
    yield other
    other.desk.close()


def everything(scene: Scene) -> object:
    with scene.database.connection(write=False) as connection:
        return tables_of(connection)


def answers_again(scene: Scene, poll: Poll) -> bool:
    """Whether the process takes an answer now, and the record is as it should be."""
    recorded = scene.answer(poll, "0764", gesture="after the trouble")
    return recorded.is_new and verify_workspace(scene.database, "T1").is_sound


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another process holds the record, as somebody's own transaction would."""
    with database.connection() as connection:
        if not database.is_sqlite:
            connection.execute(text("LOCK TABLE answer IN ACCESS EXCLUSIVE MODE"))
        yield


def test_record_that_another_process_holds_is_busy_and_then_free(
    scene: Scene, poll: Poll, impatient: Scene
) -> None:
    before = everything(scene)
    with locked(scene.database), pytest.raises(DatabaseBusyError):
        impatient.answer(poll)
    assert everything(scene) == before
    assert answers_again(impatient, poll)


def test_record_that_is_held_for_a_moment_is_waited_for(scene: Scene, poll: Poll) -> None:
    held = threading.Event()

    def hold() -> None:
        with locked(scene.database):
            held.set()
            time.sleep(0.3)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    assert scene.answer(poll).is_new
    thread.join()


def test_writer_of_the_same_workspace_is_waited_for_no_longer_than_patience(
    scene: Scene, poll: Poll, impatient: Scene
) -> None:
    with scene.database.transaction("T1"), pytest.raises(DatabaseBusyError):
        impatient.answer(poll)
    assert answers_again(impatient, poll)


def test_trouble_is_told_within_the_three_seconds_that_slack_gives(
    scene: Scene, poll: Poll
) -> None:
    began = time.monotonic()
    waiting = Scene(Database(scene.database.url), clock=scene.clock)
    with locked(scene.database), pytest.raises(DatabaseBusyError):
        waiting.answer(poll)
    assert time.monotonic() - began < 3
    waiting.desk.close()


# SQLite's own


@pytest.fixture
def file(scene: Scene) -> Path:
    """The record's file; these tests are about files."""
    if not scene.database.is_sqlite:
        pytest.skip("PostgreSQL keeps its own files")
    return Path(scene.database.url.removeprefix("sqlite:///"))


def test_full_disk_is_told_and_writes_nothing_half(scene: Scene, poll: Poll, file: Path) -> None:
    with scene.database.connection() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")
    acknowledged, met = _answer_until_trouble(scene, poll)
    assert met is DatabaseFullError
    with scene.database.reading("T1") as session:
        assert len(answer_history(session, poll.id, LJUNGBY)) == acknowledged
    assert verify_workspace(scene.database, "T1").is_sound
    with scene.database.connection() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert answers_again(scene, poll)


def _answer_until_trouble(scene: Scene, poll: Poll) -> tuple[int, type[StorageTroubleError] | None]:
    """Answers until the room is used up; returns how many were acknowledged."""
    for nth in range(500):
        outcome = Outcome.ADOPTS if nth % 2 else Outcome.DECLINES
        try:
            scene.answer(poll, outcome=outcome)
        except StorageTroubleError as error:
            return nth, type(error)
    return 500, None


def test_read_only_file_is_told_and_can_still_be_read(scene: Scene, poll: Poll, file: Path) -> None:
    scene.answer(poll)
    reader = Scene(Database(f"sqlite:///file:{file}?mode=ro&uri=true"), clock=scene.clock)
    with pytest.raises(DatabaseReadOnlyError):
        reader.answer(poll, outcome=Outcome.DECLINES, gesture="another")
    assert verify_workspace(reader.database, "T1").is_sound
    reader.desk.close()


def test_file_that_is_gone_is_told_and_not_made_anew(scene: Scene, poll: Poll, file: Path) -> None:
    """A connection that is open would go on writing into the deleted file."""
    scene.answer(poll)
    scene.database.close()
    away = file.rename(file.with_name("away.sqlite3"))
    with pytest.raises(DatabaseGoneError):
        scene.answer(poll, outcome=Outcome.DECLINES)
    assert not file.exists()
    away.rename(file)
    assert answers_again(scene, poll)


def test_file_that_was_replaced_is_opened_anew(scene: Scene, poll: Poll, file: Path) -> None:
    """An operator puts a restored file in its place while the bot runs."""
    scene.answer(poll)
    with sqlite3.connect(file) as source, sqlite3.connect(file.with_name("copy")) as copy:
        source.backup(copy)
    file.with_name("copy").replace(file)
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    assert answers_again(scene, poll)
    with sqlite3.connect(file) as there:
        assert there.execute("SELECT count(*) FROM answer").fetchone() == (2,)


def test_damaged_file_is_told(sqlite_files: SQLiteFiles) -> None:
    url = sqlite_files.empty()
    Path(url.removeprefix("sqlite:///")).write_bytes(b"not a database at all" * 500)
    database = Database(url)
    with pytest.raises(DatabaseDamagedError):
        verify_workspace(database, "T1")
    database.close()


# PostgreSQL's own


@pytest.fixture
def server(scene: Scene, databases: object) -> PostgresDatabases:
    """The server; these tests are about servers."""
    if not isinstance(databases, PostgresDatabases):
        pytest.skip("SQLite has no server")
    return databases


def test_server_that_is_away_is_told_and_found_again(
    scene: Scene, poll: Poll, server: PostgresDatabases
) -> None:
    name = name_in(scene.database.url)
    server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608  # a name of ours
    with pytest.raises(DatabaseGoneError):
        scene.answer(poll)
    server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert answers_again(scene, poll)


def test_connection_lost_in_the_middle_leaves_nothing(
    scene: Scene, poll: Poll, server: PostgresDatabases
) -> None:
    before = everything(scene)
    pid = text("SELECT pg_backend_pid()")

    def interrupted() -> None:
        with scene.database.connection() as connection:
            connection.execute(text("UPDATE poll SET closed_by = 'nobody'"))
            server.run(f"SELECT pg_terminate_backend({connection.execute(pid).scalar_one()})")
            connection.execute(pid)

    with pytest.raises(DatabaseGoneError):
        interrupted()
    assert everything(scene) == before
    assert answers_again(scene, poll)


def test_read_only_server_is_told_and_recovers(
    scene: Scene, poll: Poll, server: PostgresDatabases
) -> None:
    name = name_in(scene.database.url)
    server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    scene.database.close()
    with pytest.raises(DatabaseReadOnlyError):
        scene.answer(poll)
    server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
    scene.database.close()
    assert answers_again(scene, poll)


def test_postgres_without_its_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissingError) as refused:
        Database("postgresql://localhost/samtliga")
    assert "samtliga[postgres]" in sentence_for(refused.value, texts_in("sv"))


# What the person is told


@pytest.mark.parametrize(
    "error",
    [
        DatabaseFullError,
        DatabaseReadOnlyError,
        DatabaseBusyError,
        DatabaseGoneError,
        DatabaseDamagedError,
    ],
)
def test_person_is_told_what_to_do_in_swedish_without_the_drivers_words(
    error: type[StorageTroubleError],
) -> None:
    told = sentence_for(error("disk I/O error at /secret/path"), texts_in("sv"))
    english = sentence_for(error("disk I/O error at /secret/path"), texts_in("en"))
    assert told != english
    assert "secret" not in told + english
