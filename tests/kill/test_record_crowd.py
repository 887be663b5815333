"""Everybody at once, through two processes, with retries and double clicks."""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import select

from core.answer import Outcome
from core.register import shipped_register
from storage.answers import answer_history, latest_answers
from storage.chain import head_of
from storage.engine import Database
from storage.errors import DatabaseBusyError
from storage.ledger import entries_of
from storage.polls import Poll
from storage.tables import AnswerRow, OutboxRow
from storage.verification import verify_workspace
from tests.storage.scene import LJUNGBY, Scene

IS_LONG = "SAMTLIGA_KILL_RUNS" in os.environ
EVERYBODY = tuple(shipped_register().municipalities)[: None if IS_LONG else 40]
"""All 290 in a long run, the first 40 in the default one."""

SKL = "skl-2020"
_ROOT = Path(__file__).parents[2]


def crowd(url: str, poll: Poll, part: int, parts: int) -> None:
    """One process of two: its municipalities answer all at once, each click delivered twice.

    What the record refuses as busy is delivered again, as Slack does.
    """
    scene = Scene(Database(url))

    def click(member: str) -> None:
        for _ in range(50):
            try:
                scene.answer(poll, member, gesture=f"form:{member}")
            except DatabaseBusyError:
                continue
            return
        raise AssertionError(member)

    members = [*EVERYBODY[part::parts], *EVERYBODY[:20]]
    with ThreadPoolExecutor(scene.database.writer_threads) as people:
        list(people.map(click, [*members, *members]))
    scene.desk.close()


@pytest.mark.kill
def test_two_processes_and_everybody_at_once_make_one_answer_each(database: Database) -> None:
    scene = Scene(database)
    scene.add_workspace(members=EVERYBODY)
    poll = scene.open(recommendation=SKL)
    scene.desk.close()
    said = json.dumps([database.url, poll.id])
    both = [
        subprocess.Popen([sys.executable, "-m", __name__, said, str(part)], cwd=_ROOT)
        for part in range(2)
    ]
    assert [process.wait(timeout=240) for process in both] == [0, 0]
    with database.reading("T1") as session:
        gestures = Counter(session.exec(select(AnswerRow.gesture)).all())
        updates = session.exec(select(OutboxRow.key).where(OutboxRow.key.endswith(":v1"))).all()  # type: ignore[attr-defined]  # a column
        entries = len(entries_of(session, SKL))
    assert gestures == Counter(f"form:{member}" for member in EVERYBODY)
    assert len(updates) == len(set(updates))
    assert entries == 2 + len(EVERYBODY)
    assert verify_workspace(database, "T1").is_sound


def test_two_answers_for_one_municipality_at_the_same_moment_are_both_kept(
    database: Database,
) -> None:
    """And both people see it: each one's question is updated after each answer."""
    scene = Scene(database)
    scene.add_workspace()
    scene.add_workspace("T1", members=[LJUNGBY], people="V")
    poll = scene.open()
    others = Scene(Database(database.url), clock=scene.clock)
    with ThreadPoolExecutor(2) as people:
        answers = [
            people.submit(scene.answer, poll, outcome=Outcome.ADOPTS, user=f"U{LJUNGBY}"),
            people.submit(
                others.answer,
                poll,
                outcome=Outcome.DECLINES,
                user=f"V{LJUNGBY}",
                gesture="form:other",
            ),
        ]
        recorded = [answer.result() for answer in answers]
    with database.reading("T1") as session:
        history = answer_history(session, poll.id, LJUNGBY)
        latest = latest_answers(session, poll.id)[LJUNGBY]
        told = session.exec(select(OutboxRow.key).where(OutboxRow.user_id.is_not(None))).all()  # type: ignore[union-attr]  # a column
    assert {answer.outcome for answer in history} == {Outcome.ADOPTS, Outcome.DECLINES}
    assert sorted(each.answer.version for each in recorded) == [1, 2]
    assert latest == history[-1]
    for version in (1, 2):
        for person in (f"U{LJUNGBY}", f"V{LJUNGBY}"):
            assert f"question:{poll.id}:{LJUNGBY}:{person}:v{version}" in told
    assert verify_workspace(database, "T1").is_sound
    others.desk.close()


def test_ledger_never_forks_where_two_write_at_once(database: Database) -> None:
    scene = Scene(database)
    scene.add_workspace()
    poll = scene.open()
    with ThreadPoolExecutor(8) as people:
        turns = range(24)
        list(
            people.map(
                lambda nth: scene.answer(
                    poll,
                    outcome=Outcome.ADOPTS if nth % 2 else Outcome.DECLINES,
                    gesture=f"form:{nth}",
                ),
                turns,
            )
        )
    with database.reading("T1") as session:
        entries = entries_of(session, poll.recommendation)
        versions = [answer.version for answer in answer_history(session, poll.id, LJUNGBY)]
    assert [entry.place for entry in entries] == [*range(1, len(entries) + 1)]
    assert head_of(entries).entries == 2 + len(versions)
    assert versions == [*range(1, len(versions) + 1)]
    assert verify_workspace(database, "T1").is_sound


if __name__ == "__main__":
    from storage.polls import poll_by_id

    _url, _poll_id = json.loads(sys.argv[1])
    _database = Database(_url)
    with _database.reading("T1") as _session:
        _poll = poll_by_id(_session, _poll_id)
    assert _poll is not None
    crowd(_url, _poll, int(sys.argv[2]), 2)
