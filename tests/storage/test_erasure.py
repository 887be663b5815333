"""A person's details can go: recorded, everywhere, and the chain still verifies."""

import json
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.usecases.record_answer import RecordAnswer, record_answer
from core.answer import Outcome
from core.errors import NoMandateError
from storage.answers import answer_history, has_recorded
from storage.copying import _partitions
from storage.entries import PEOPLE
from storage.erasure import Erased, erase_person
from storage.errors import UnknownPersonError
from storage.ledger import entries_of
from storage.mandates import mandate_holders
from storage.polls import Poll
from storage.record_file import check_record, export_record
from storage.tables import MessageState, OutboxRow, metadata
from storage.verification import verify_workspace
from tests.storage.scene import KRONOBERG, LJUNGBY, Scene

PERSON = f"U{LJUNGBY}"


def erase(scene: Scene, person: str = PERSON, role: str = "socialchef") -> Erased:
    with scene.database.transaction("T1") as session:
        return erase_person(
            session, person, role, today=scene.desk.today(), at=scene.clock.now(), by="CT1"
        )


@pytest.fixture
def answered(scene: Scene, poll: Poll) -> Scene:
    """Ljungby has answered; its question waits in the outbox; another workspace has the same id."""
    scene.answer(poll, outcome=Outcome.DECLINES)
    record_answer(
        scene.desk,
        RecordAnswer(
            workspace_id="T1",
            poll_id=poll.id,
            member=LJUNGBY,
            user_id=PERSON,
            outcome=Outcome.ADOPTS,
            gesture=f"press:{PERSON}:1504508400.5",
        ),
    )
    scene.add_workspace("T2")
    return scene


def texts_of(scene: Scene, workspace: str) -> str:
    """Every row of a workspace as text."""
    with scene.database.connection(write=False) as connection:
        return "".join(
            repr(row)
            for table in metadata.sorted_tables
            for rows in _partitions(connection, table)
            for row in rows
            if row.get("workspace_id") == workspace
        )


def test_nothing_of_an_erased_person_is_left_in_the_workspace(answered: Scene) -> None:
    erase(answered)
    assert PERSON not in texts_of(answered, "T1")
    assert PERSON in texts_of(answered, "T2")


def test_record_is_sound_after_an_erasure_and_says_that_it_was_made(answered: Scene) -> None:
    erased = erase(answered)
    assert verify_workspace(answered.database, "T1").is_sound
    assert erased.ledgers == (PEOPLE, KRONOBERG)
    with answered.database.reading("T1") as session:
        last = json.loads(entries_of(session, KRONOBERG)[-1].text)
        answer = answer_history(session, 1, LJUNGBY)[-1]
    assert (last["kind"], last["content"]["role"], last["at"]) == (
        "erased",
        "socialchef",
        "2017-09-04T07:00:01.000000Z",
    )
    assert answer.said_by == erased.pseudonym


def test_export_after_an_erasure_has_the_role_and_no_salt(answered: Scene) -> None:
    erase(answered)
    with answered.database.reading("T1") as session:
        lines = list(export_record(session, KRONOBERG, datetime(2018, 1, 1, tzinfo=UTC)))
    people = [json.loads(line)["person"] for line in lines if line.startswith('{"person"')]
    assert check_record(lines, "record.jsonl").is_sound
    assert [sorted(person) for person in people if "role" in person] == [["digest", "role"]]
    assert [line for line in lines if PERSON in line] == []


def test_erased_person_can_no_longer_answer_and_is_not_written_to(
    answered: Scene, poll: Poll
) -> None:
    erased = erase(answered)
    with pytest.raises(NoMandateError):
        answered.answer(poll, outcome=Outcome.DECLINES)
    with answered.database.reading("T1") as session:
        assert mandate_holders(session, LJUNGBY, answered.desk.today()) == ()
        theirs = session.exec(select(OutboxRow).where(OutboxRow.user_id == erased.pseudonym))
        states = {message.state for message in theirs}
    assert states == {MessageState.SKIPPED}


def test_gesture_delivered_again_after_an_erasure_is_still_known(
    answered: Scene, poll: Poll
) -> None:
    erased = erase(answered)
    with answered.database.reading("T1") as session:
        assert has_recorded(session, f"press:{erased.pseudonym}:1504508400.5")


@pytest.mark.parametrize("person", ["U07", "nobody", ""])
def test_unknown_person_is_not_erased(answered: Scene, person: str) -> None:
    with pytest.raises(UnknownPersonError):
        erase(answered, person)


def test_person_is_erased_once(answered: Scene) -> None:
    erased = erase(answered)
    with pytest.raises(UnknownPersonError):
        erase(answered)
    with pytest.raises(UnknownPersonError):
        erase(answered, erased.pseudonym)
