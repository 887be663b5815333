"""Every migration is tried on a database with rows in it; nothing of what was said is lost."""

import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from core.answer import Outcome
from core.condition import AllMembers
from storage.answers import latest_answers
from storage.engine import Database
from storage.polls import poll_of
from storage.schema import _config, current_revision, migrate
from storage.verification import verify_everything
from tests.storage.scene import KRONOBERG, LJUNGBY, Scene

REVISIONS = [each.revision for each in ScriptDirectory.from_config(_config(None)).walk_revisions()][
    ::-1
]
FIRST_ROWS = {
    "workspace": """INSERT INTO workspace VALUES ('T1', 'Region T1', :at)""",
    "coordinator": """INSERT INTO coordinator VALUES ('T1', 1, 'CT1', true, :at, 'operator')""",
    "mandate": """INSERT INTO mandate VALUES
        ('T1', 1, '0781', 'U0781', '2017-01-01', NULL, :at, 'CT1')""",
    "poll": """INSERT INTO poll
        (workspace_id, id, recommendation, text, channel_id, opened_at, opened_by)
        VALUES ('T1', 1, 'kronoberg-2018', :text, 'CHANNEL', :at, 'CT1')""",
    "deadline": """INSERT INTO deadline VALUES
        ('T1', 1, 1, 1, NULL, :at, 'CT1'), ('T1', 2, 1, 2, '2017-12-01', :later, 'CT1')""",
    "answer": """INSERT INTO answer
        (workspace_id, id, poll_id, member, version, outcome, stage, proviso, body, decided_on,
        paragraph, case_number, document, received_at, said_by, door, gesture) VALUES
        ('T1', 1, 1, '0781', 1, 'conditional', 'decision', :proviso, 'Socialnämnden', '2017-08-23',
        'Sn § 63', '', '', :later, 'U0781', 'slack', 'first'),
        ('T1', 2, 1, '0781', 2, 'adopts', 'decision', NULL, '', NULL,
        '', '', '', :later, 'U0781', 'slack', 'second')""",
    "plan_step": """INSERT INTO plan_step VALUES ('T1', 1, 1, 2, 14, :later, 'planned')""",
    "outbox": """INSERT INTO outbox
        (workspace_id, id, key, kind, poll_id, channel_id, due_at, recorded_at, state, attempts)
        VALUES ('T1', 1, 'first', 'board', 1, 'CHANNEL', :at, :at, 'planned', 0)""",
}
"""A row or two of each table as the first version made them."""


def _at_revision(url: str, revision: str, scene_text: str) -> Database:
    """A database that was filled by the first version and brought up to a revision."""
    database = Database(url)
    migrate(database, REVISIONS[0])
    values = {
        "at": "2017-09-04 07:00:00.000000",
        "later": "2017-09-05 07:00:00.000000",
        "text": scene_text,
        "proviso": AllMembers().model_dump_json(),
    }
    with database.connection() as connection:
        for table, statement in FIRST_ROWS.items():
            named = re.findall(r":(\w+)", statement)
            connection.execute(text(statement), {name: values[name] for name in named})
            if not database.is_sqlite and table != "workspace":
                sequence = f"pg_get_serial_sequence('{table}', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, 10)"))
    migrate(database, revision)
    return database


def _counts(database: Database) -> dict[str, int]:
    with database.connection(write=False) as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608  # names of ours
            for table in FIRST_ROWS
        }


@pytest.fixture
def scene_text(scene: Scene) -> str:
    return scene.catalogue.texts[KRONOBERG]


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_migration_keeps_every_row(empty_url: str, scene_text: str, revision: str) -> None:
    before = _at_revision(empty_url, REVISIONS[REVISIONS.index(revision) - 1], scene_text)
    counted = _counts(before)
    migrate(before, revision)
    with before.connection() as connection:
        assert current_revision(connection) == revision
    assert _counts(before) == counted
    before.close()


def test_record_of_the_first_version_is_sound_after_migrating(
    empty_url: str, scene_text: str
) -> None:
    database = _at_revision(empty_url, "head", scene_text)
    (checked,) = verify_everything(database)
    assert checked.is_sound
    assert {name: head.entries for name, head in checked.heads.items()} == {
        "@people": 2,
        KRONOBERG: 5,
    }
    database.close()


def test_record_of_the_first_version_takes_answers_after_migrating(
    empty_url: str, scene_text: str
) -> None:
    database = _at_revision(empty_url, "head", scene_text)
    scene = Scene(database)
    with database.reading("T1") as session:
        poll = poll_of(session, KRONOBERG)
        assert poll is not None
        assert latest_answers(session, poll.id)[LJUNGBY].outcome is Outcome.ADOPTS
    assert scene.answer(poll, outcome=Outcome.DECLINES).answer.version == 3
    assert verify_everything(database)[0].is_sound
    database.close()
