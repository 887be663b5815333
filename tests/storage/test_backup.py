"""A drill: move, back up and restore a record, on both databases, and check that it is the same."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from core.answer import Outcome
from storage import backup as module
from storage.backup import backup, move_database, restore
from storage.copying import tables_of
from storage.engine import Database
from storage.errors import DatabaseBusyError, NoDatabaseError, NotEmptyError
from storage.mandates import append_coordinator
from storage.polls import Poll, poll_of
from storage.schema import current_revision, head_revision
from storage.verification import verify_everything
from tests.databases import PostgresDatabases, SQLiteFiles
from tests.storage.scene import KRONOBERG, Scene
from tests.storage.tampering import tamper


@pytest.fixture
def filled(scene: Scene, poll: Poll) -> Scene:
    """Two workspaces, with answers in both."""
    scene.answer(poll, outcome=Outcome.DECLINES)
    scene.answer(poll, outcome=Outcome.ADOPTS)
    scene.add_workspace("T2")
    scene.answer(scene.open("T2"), "0780")
    return scene


def everything(url: str) -> object:
    database = Database(url)
    with database.connection(write=False) as connection:
        found = tables_of(connection)
    database.close()
    return found


@pytest.fixture(params=["to sqlite", pytest.param("to postgres", marks=pytest.mark.postgres)])
def elsewhere(request: pytest.FixtureRequest, sqlite_files: SQLiteFiles) -> str:
    """An empty place of either kind."""
    if request.param == "to sqlite":
        return sqlite_files.empty()
    server: PostgresDatabases = request.getfixturevalue("postgres_databases")
    return server.empty()


def test_moved_record_is_the_same_row_by_row_and_goes_on(filled: Scene, elsewhere: str) -> None:
    moved = move_database(filled.database.url, elsewhere)
    assert [each.is_sound for each in moved.verifications] == [True, True]
    assert everything(elsewhere) == everything(filled.database.url) == moved.tables
    there = Scene(Database(elsewhere), clock=filled.clock)
    with there.database.reading("T1") as session:
        poll = poll_of(session, KRONOBERG)
    assert poll is not None
    assert there.answer(poll, "0764", gesture="form:after").answer.version == 1
    assert verify_everything(there.database)[0].is_sound
    there.desk.close()


def test_move_keeps_others_from_writing_meanwhile(
    filled: Scene, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody would write during the move waits, or is told that the record is busy."""
    impatient = Scene(Database(filled.database.url, patience=0.05), clock=filled.clock)
    met: list[type[Exception]] = []
    copy_rows = module.copy_rows

    def copy_and_write(*connections: object) -> None:
        try:
            impatient.add_workspace("T9")
        except DatabaseBusyError as error:
            met.append(type(error))
        copy_rows(*connections)

    monkeypatch.setattr(module, "copy_rows", copy_and_write)
    move_database(filled.database.url, elsewhere)
    assert met == [DatabaseBusyError]
    impatient.desk.close()


def test_move_goes_to_an_empty_place_only(filled: Scene, sqlite_files: SQLiteFiles) -> None:
    with pytest.raises(NotEmptyError):
        move_database(filled.database.url, sqlite_files.prepared())


def test_move_from_nowhere_is_refused_and_makes_nothing(sqlite_files: SQLiteFiles) -> None:
    source, target = sqlite_files.empty(), sqlite_files.empty()
    with pytest.raises(NoDatabaseError):
        move_database(source, target)
    assert not Path(source.removeprefix("sqlite:///")).exists()
    assert not Path(target.removeprefix("sqlite:///")).exists()


def test_backup_is_restored_into_either_database(
    filled: Scene, tmp_path: Path, elsewhere: str
) -> None:
    file = tmp_path / "record.backup"
    made = backup(filled.database.url, file)
    restored = restore(file, elsewhere)
    assert (
        made.tables == restored.tables == everything(filled.database.url) == everything(elsewhere)
    )
    assert [each.is_sound for each in restored.verifications] == [True, True]


def test_backup_is_one_file_for_its_owner(filled: Scene, tmp_path: Path) -> None:
    backup(filled.database.url, tmp_path / "record.backup")
    assert [each.name for each in tmp_path.iterdir()] == ["record.backup"]
    assert stat.S_IMODE((tmp_path / "record.backup").stat().st_mode) == 0o600


def test_backup_is_of_one_moment_while_others_write(
    filled: Scene, poll: Poll, tmp_path: Path
) -> None:
    """It succeeds inside somebody's open transaction and shows nothing of it."""
    before = everything(filled.database.url)
    with filled.database.transaction("T1") as session:
        append_coordinator(
            session,
            "U9",
            is_coordinator=True,
            recorded_at=filled.clock.now(),
            recorded_by="CT1",
        )
        made = backup(filled.database.url, tmp_path / "record.backup")
    assert made.tables == before


def test_backup_of_an_altered_record_says_so(filled: Scene, tmp_path: Path) -> None:
    tamper(filled.database, "UPDATE answer SET outcome = 'declines' WHERE member = '0780'")
    made = backup(filled.database.url, tmp_path / "record.backup")
    assert [each.is_sound for each in made.verifications] == [True, False]


def test_backup_replaces_an_older_one_of_that_name(filled: Scene, tmp_path: Path) -> None:
    file = tmp_path / "record.backup"
    backup(filled.database.url, file)
    filled.add_workspace("T3")
    assert backup(filled.database.url, file).tables == everything(filled.database.url)


def test_restore_of_a_file_that_is_not_there_is_refused(tmp_path: Path, elsewhere: str) -> None:
    with pytest.raises(NoDatabaseError):
        restore(tmp_path / "nothing", elsewhere)


def test_backup_says_which_version_it_is(
    filled: Scene, tmp_path: Path, fresh_database: Callable[[], Database]
) -> None:
    backup(filled.database.url, tmp_path / "record.backup")
    database = Database(f"sqlite:///{tmp_path / 'record.backup'}")
    with database.connection(write=False) as connection:
        assert current_revision(connection) == head_revision()
    database.close()
