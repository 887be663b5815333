"""Figures of a record after years: 10 agreements, 290 members, 20 versions of every answer.

Run with -m bench -s; prints the database's size and how long people and operators wait.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text

from bot.catalogue import Catalogue
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from core.answer import Outcome, Stage
from core.recommendation_file import read_recommendation
from core.register import shipped_register
from storage.backup import backup
from storage.engine import Database
from storage.entries import ANSWER
from storage.ledger import record
from storage.mandates import Mandate, append_mandates
from storage.polls import Poll
from storage.record_tables import CurrentAnswerRow
from storage.tables import AnswerRow
from storage.verification import verify_workspace
from tests.storage.scene import Scene

AGREEMENTS = 10
VERSIONS = 20
MEMBERS = tuple(shipped_register().municipalities)
R = TypeVar("R")

pytestmark = pytest.mark.bench


def timed(what: str, act: Callable[[], R]) -> tuple[R, float]:
    began = time.perf_counter()
    result = act()
    seconds = time.perf_counter() - began
    print(f"{what}: {seconds * 1000:.0f} ms")  # noqa: T201  # the figures are the point
    return result, seconds


def scene_of_years(database: Database) -> tuple[Scene, list[Poll]]:
    """Ten agreements that ask all 290, with mandates for everybody."""
    shipped = Scene(database).catalogue.texts["skl-2020"]
    texts = {
        f"prov-{nth}": shipped.replace('key = "skl-2020"', f'key = "prov-{nth}"')
        for nth in range(AGREEMENTS)
    }
    read = {key: read_recommendation(each, key, shipped_register()) for key, each in texts.items()}
    scene = Scene(database, Catalogue(read, texts))
    scene.add_workspace(members=())
    mandates = [Mandate(code, f"U{code}", scene.desk.today(), None) for code in MEMBERS]
    with database.transaction("T1") as session:
        append_mandates(session, mandates, recorded_at=scene.clock.now(), recorded_by="CT1")
    return scene, [scene.open(recommendation=key) for key in texts]


def answer_for_years(scene: Scene, poll: Poll) -> None:
    """Append every version as `append_answer` does, a version of all members at a time."""
    with scene.database.transaction("T1") as session:
        for version in range(1, VERSIONS + 1):
            rows = [
                AnswerRow(
                    poll_id=poll.id,
                    member=member,
                    version=version,
                    outcome=Outcome.ADOPTS if version % 2 else Outcome.UNDECIDED,
                    stage=Stage.DECISION,
                    body="Kommunfullmäktige",
                    decided_on=poll.opened_at.date(),
                    paragraph=f"Kf § {version}",
                    case_number=f"KS 2019/{version}",
                    received_at=poll.opened_at + timedelta(days=version),
                    said_by=f"U{member}",
                    door="slack",
                    gesture=f"form:{poll.id}:{member}:{version}",
                )
                for member in MEMBERS
            ]
            session.add_all(rows)
            session.flush()
            record(session, poll.recommendation, ANSWER, rows)
        session.add_all(
            CurrentAnswerRow(
                poll_id=poll.id, member=row.member, version=row.version, answer_id=row.id or 0
            )
            for row in rows
        )


def size_of(database: Database) -> int:
    """How many bytes the database takes."""
    with database.connection() as connection:
        if database.is_sqlite:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
        size = connection.execute(text("SELECT pg_database_size(current_database())"))
        return int(size.scalar_one())


def test_record_of_years_stays_quick(database: Database, tmp_path: Path) -> None:
    scene, polls = scene_of_years(database)
    for poll in polls:
        answer_for_years(scene, poll)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    print(f"\n{kind}: {size_of(database) / 1e6:.1f} MB")  # noqa: T201  # the figures
    lookup = LookUpStatus(workspace_id="T1", recommendation="prov-0")
    look_up_status(scene.desk, lookup)
    state, seconds = timed("status, from the record", lambda: look_up_status(scene.desk, lookup))
    timed("status, with the condition resolved", lambda: state.adoption)
    timed("an answer", lambda: scene.answer(polls[0], MEMBERS[0], Outcome.DECLINES))
    checked, _ = timed("verify", lambda: verify_workspace(database, "T1"))
    timed("backup", lambda: backup(database.url, tmp_path / "record.backup"))
    assert checked.is_sound
    assert checked.rebuilt == AGREEMENTS * len(MEMBERS)
    assert len(state.answers) == len(MEMBERS)
    assert seconds < 2
