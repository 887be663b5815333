"""Every change has its entry: who, when, through which door, what; written with the change."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.people import GrantMandate, appoint_coordinator, grant_mandates
from core.answer import Outcome
from core.condition import AllMembers, AtLeast, NotQuantified
from core.ruling import Declared, Ruling
from storage.answers import all_versions, answer_history, latest_answers
from storage.entries import PEOPLE
from storage.ledger import entries_of, head, ledgers
from storage.polls import Poll
from storage.rulings import append_ruling, rulings_on
from tests.storage.scene import KRONOBERG, LJUNGBY, Scene


def said(scene: Scene, ledger: str = KRONOBERG, workspace: str = "T1") -> list[Mapping[str, Any]]:
    with scene.database.reading(workspace) as session:
        return [json.loads(entry.text) for entry in entries_of(session, ledger)]


def test_opening_is_recorded_with_its_text_and_deadline(scene: Scene, poll: Poll) -> None:
    opened, deadline = said(scene)
    assert (opened["kind"], opened["door"], opened["at"]) == (
        "opened",
        "slack",
        "2017-09-04T07:00:00.000000Z",
    )
    assert opened["content"] == {
        "recommendation": KRONOBERG,
        "text": scene.catalogue.texts[KRONOBERG],
        "channel_id": "CHANNEL",
    }
    assert deadline["content"] == {"version": 1, "deadline": None}


def test_answer_is_recorded_with_its_evidence_and_proviso(scene: Scene, poll: Poll) -> None:
    scene.answer(poll, outcome=Outcome.CONDITIONAL, proviso=AllMembers())
    entry = said(scene)[-1]
    assert entry["content"] == {
        "member": LJUNGBY,
        "version": 1,
        "outcome": "conditional",
        "stage": "decision",
        "proviso": AllMembers().model_dump(mode="json"),
        "body": "Socialnämnden",
        "decided_on": "2017-08-23",
        "paragraph": "Sn § 63",
        "case_number": "",
        "document": "",
        "effective_on": None,
        "expected_on": None,
        "step_on": None,
    }


def test_nobody_is_named_in_a_ledger(scene: Scene, poll: Poll) -> None:
    scene.answer(poll)
    with scene.database.reading("T1") as session:
        texts = "".join(
            entry.text for name in ledgers(session) for entry in entries_of(session, name)
        )
    assert [person for person in (f"U{LJUNGBY}", "CT1", "U0780") if person in texts] == []


def test_same_person_has_the_same_digest_everywhere_and_in_no_other_workspace(
    scene: Scene, poll: Poll
) -> None:
    scene.answer(poll)
    grant_mandates(
        scene.desk, "T1", [GrantMandate(member=LJUNGBY, user_id=f"U{LJUNGBY}")], by="CT1"
    )
    scene.add_workspace("T2")
    here = said(scene, PEOPLE)[-1]["content"]["user_id"]
    there = [
        entry["content"]["user_id"]
        for entry in said(scene, PEOPLE, "T2")
        if entry["content"].get("member") == LJUNGBY
    ]
    assert said(scene)[-1]["by"] == here
    assert there != [here]


def test_closing_is_recorded_once(scene: Scene, poll: Poll) -> None:
    close_poll(scene.desk, ClosePoll(workspace_id="T1", recommendation=KRONOBERG, user_id="CT1"))
    assert [entry["kind"] for entry in said(scene)] == ["opened", "deadline", "closed"]


def test_mandates_and_coordinators_have_a_ledger_of_their_own(scene: Scene) -> None:
    appoint_coordinator(scene.desk, "T1", "C2", by="CT1")
    entries = said(scene, PEOPLE)
    assert [entry["kind"] for entry in entries] == ["coordinator", *["mandate"] * 8, "coordinator"]
    assert [entry["door"] for entry in entries] == [*["command_line"] * 9, "slack"]


def test_ruling_is_recorded_and_read_back_as_it_was_made(scene: Scene, poll: Poll) -> None:
    enough = Ruling(
        AtLeast(count=6), "Anna Ek", date(2017, 10, 1), "§ 12", "Så sades det.", "tillräckligt"
    )
    met = Ruling(
        NotQuantified(words="merparten"),
        "Styrelsen",
        date(2017, 11, 1),
        "§ 13",
        declared=Declared.MET,
    )
    with scene.database.transaction("T1") as session:
        for ruling in (enough, met):
            append_ruling(
                session, poll.id, ruling, recorded_at=scene.clock.now(), recorded_by="CT1"
            )
    with scene.database.reading("T1") as session:
        assert rulings_on(session, poll.id) == (enough, met)
    content = said(scene)[-2]["content"]
    assert content["condition"] == AtLeast(count=6).model_dump(mode="json")
    assert "Anna Ek" not in json.dumps(content)


def test_long_reason_is_kept_whole(scene: Scene, poll: Poll) -> None:
    """Longer than an index of PostgreSQL takes, and irregular, so that nothing compresses it."""
    reason = "".join(chr(0x4E00 + number * 7_919 % 20_000) for number in range(9_000))
    ruling = Ruling(AtLeast(count=6), "Styrelsen", date(2017, 10, 1), "§ 12", reason)
    with scene.database.transaction("T1") as session:
        append_ruling(session, poll.id, ruling, recorded_at=scene.clock.now(), recorded_by="CT1")
    with scene.database.reading("T1") as session:
        assert rulings_on(session, poll.id) == (ruling,)


def test_rolled_back_change_leaves_no_entry(scene: Scene, poll: Poll) -> None:
    before = said(scene)
    ruling = Ruling(AtLeast(count=6), "x", date(2017, 10, 1), "§ 12")

    def interrupted() -> None:
        with scene.database.transaction("T1") as session:
            append_ruling(
                session, poll.id, ruling, recorded_at=scene.clock.now(), recorded_by="CT1"
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert said(scene) == before


def test_workspaces_with_the_same_agreement_have_ledgers_of_their_own(
    scene: Scene, poll: Poll
) -> None:
    scene.add_workspace("T2")
    theirs = scene.open("T2")
    scene.answer(theirs)
    assert [len(said(scene, workspace=each)) for each in ("T1", "T2")] == [2, 3]


def test_head_tells_how_many_entries_there_are(scene: Scene, poll: Poll) -> None:
    scene.answer(poll)
    with scene.database.reading("T1") as session:
        assert head(session, KRONOBERG).entries == 3


def test_answers_are_versions_and_the_latest_counts(scene: Scene, poll: Poll) -> None:
    said_so_far = [Outcome.DECLINES, Outcome.UNDECIDED, Outcome.ADOPTS]
    for outcome in said_so_far:
        scene.answer(poll, outcome=outcome)
    with scene.database.reading("T1") as session:
        history = answer_history(session, poll.id, LJUNGBY)
        latest = latest_answers(session, poll.id)
    assert [(answer.version, answer.outcome) for answer in history] == [
        *enumerate(said_so_far, start=1)
    ]
    assert latest == {LJUNGBY: history[-1]}


def test_versions_are_read_as_they_were_known_at_a_moment(scene: Scene, poll: Poll) -> None:
    scene.answer(poll, outcome=Outcome.DECLINES)
    then = scene.clock.now()
    scene.answer(poll, outcome=Outcome.ADOPTS)
    with scene.database.reading("T1") as session:
        versions = all_versions(session, poll.id, known_at=then)
        before = all_versions(session, poll.id, known_at=datetime(2017, 1, 1, tzinfo=UTC))
        now = all_versions(session, poll.id)
    assert [answer.outcome for answer in versions[LJUNGBY]] == [Outcome.DECLINES]
    assert before == {}
    assert [answer.version for answer in now[LJUNGBY]] == [1, 2]


def test_gesture_delivered_twice_makes_one_version(scene: Scene, poll: Poll) -> None:
    first = scene.answer(poll, outcome=Outcome.ADOPTS, gesture="form:V1")
    scene.answer(poll, outcome=Outcome.DECLINES, gesture="form:V2")
    again = scene.answer(poll, outcome=Outcome.ADOPTS, gesture="form:V1")
    assert (first.is_new, again.is_new) == (True, False)
    with scene.database.reading("T1") as session:
        assert len(answer_history(session, poll.id, LJUNGBY)) == 2
