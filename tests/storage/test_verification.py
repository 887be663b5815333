"""What somebody alters behind our back is found and named, whichever table it is in."""

import json

import pytest

from bot.usecases.close_poll import ClosePoll, close_poll
from core.answer import Outcome
from storage.chain import ChainProblem, Damage, Head
from storage.entries import PEOPLE
from storage.ledger import entries_of, heads
from storage.polls import Poll
from storage.row_check import RowFault, RowProblem
from storage.verification import (
    PersonalProblem,
    ProjectionProblem,
    Verification,
    verify_everything,
    verify_workspace,
)
from tests.storage.scene import KRONOBERG, LJUNGBY, Scene
from tests.storage.tampering import tamper


@pytest.fixture
def answered(scene: Scene, poll: Poll) -> Scene:
    """Ljungby has said no and then yes, Växjö yes; entries 3, 4 and 5."""
    scene.answer(poll, outcome=Outcome.DECLINES)
    scene.answer(poll, outcome=Outcome.ADOPTS)
    scene.answer(poll, "0780")
    return scene


def found(scene: Scene, published: Head | None = None) -> Verification:
    heads = {KRONOBERG: published} if published else {}
    return verify_workspace(scene.database, "T1", heads)


def test_record_that_nobody_altered_is_sound(answered: Scene) -> None:
    close_poll(answered.desk, ClosePoll(workspace_id="T1", recommendation=KRONOBERG, user_id="CT1"))
    answered.add_workspace("T2")
    checked = verify_everything(answered.database)
    assert [(each.workspace_id, each.is_sound) for each in checked] == [("T1", True), ("T2", True)]
    assert {name: head.entries for name, head in checked[0].heads.items()} == {
        PEOPLE: 9,
        KRONOBERG: 6,
    }


def test_changed_entry_is_named(answered: Scene) -> None:
    tamper(
        answered.database,
        "UPDATE ledger_entry SET text = replace(text, 'declines', 'adopts') WHERE sequence = 3",
    )
    checked = found(answered)
    assert checked.chain == ((KRONOBERG, ChainProblem(Damage.CHANGED, 3)),)
    assert checked.rows == (
        RowProblem(KRONOBERG, "answer", f"{LJUNGBY}:1", RowFault.CHANGED, ("outcome",)),
    )


def test_removed_entry_is_named(answered: Scene) -> None:
    tamper(
        answered.database,
        "DELETE FROM ledger_entry WHERE sequence = 4 AND ledger = 'kronoberg-2018'",
    )
    checked = found(answered)
    assert checked.chain == ((KRONOBERG, ChainProblem(Damage.REMOVED, 4)),)
    assert checked.rows == (RowProblem(KRONOBERG, "answer", f"{LJUNGBY}:2", RowFault.UNRECORDED),)


def test_swapped_entries_are_named(answered: Scene) -> None:
    tamper(
        answered.database,
        "UPDATE ledger_entry SET sequence = -4 WHERE ledger = 'kronoberg-2018' AND sequence = 4",
        "UPDATE ledger_entry SET sequence = 4 WHERE ledger = 'kronoberg-2018' AND sequence = 5",
        "UPDATE ledger_entry SET sequence = 5 WHERE ledger = 'kronoberg-2018' AND sequence = -4",
    )
    assert found(answered).chain == (
        (KRONOBERG, ChainProblem(Damage.MOVED, 4)),
        (KRONOBERG, ChainProblem(Damage.MOVED, 5)),
    )


def test_inserted_entry_is_named(answered: Scene) -> None:
    tamper(
        answered.database,
        "UPDATE ledger_entry SET sequence = 6 WHERE ledger = 'kronoberg-2018' AND sequence = 5",
        """INSERT INTO ledger_entry (id, workspace_id, ledger, sequence, text, hash)
        SELECT 1000, workspace_id, ledger, 5, text, hash FROM ledger_entry
        WHERE ledger = 'kronoberg-2018' AND sequence = 4""",
    )
    assert (KRONOBERG, ChainProblem(Damage.INSERTED, 4)) in found(answered).chain


def test_cut_tail_shows_against_a_published_head(answered: Scene) -> None:
    with answered.database.reading("T1") as session:
        published = heads(session)[KRONOBERG]
    tamper(
        answered.database,
        "DELETE FROM ledger_entry WHERE sequence = 5 AND ledger = 'kronoberg-2018'",
        "DELETE FROM current_answer WHERE member = '0780'",
        "DELETE FROM answer WHERE member = '0780'",
    )
    assert found(answered).is_sound
    assert found(answered, published).chain == ((KRONOBERG, ChainProblem(Damage.CUT, 5)),)


def test_whole_ledger_that_is_gone_shows_against_a_published_head(answered: Scene) -> None:
    with answered.database.reading("T1") as session:
        published = heads(session)[KRONOBERG]
    tamper(answered.database, "DELETE FROM ledger_entry WHERE ledger = 'kronoberg-2018'")
    assert found(answered, published).chain == tuple(
        (KRONOBERG, ChainProblem(Damage.CUT, gone)) for gone in range(1, 6)
    )


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE answer SET outcome = 'declines' WHERE member = '0780'",
            RowProblem(KRONOBERG, "answer", "0780:1", RowFault.CHANGED, ("outcome",)),
        ),
        (
            "UPDATE answer SET decided_on = '2017-08-24', paragraph = 'Sn 1' WHERE member = '0780'",
            RowProblem(
                KRONOBERG, "answer", "0780:1", RowFault.CHANGED, ("decided_on", "paragraph")
            ),
        ),
        (
            "UPDATE answer SET said_by = 'U0763' WHERE member = '0780'",
            RowProblem(KRONOBERG, "answer", "0780:1", RowFault.CHANGED, ("by",)),
        ),
        (
            "UPDATE answer SET door = 'phone' WHERE member = '0780'",
            RowProblem(KRONOBERG, "answer", "0780:1", RowFault.CHANGED, ("door",)),
        ),
        (
            "UPDATE answer SET received_at = '2017-09-04 07:00:00' WHERE member = '0780'",
            RowProblem(KRONOBERG, "answer", "0780:1", RowFault.CHANGED, ("at",)),
        ),
        (
            "UPDATE deadline SET deadline = '2018-01-01'",
            RowProblem(KRONOBERG, "deadline", "1", RowFault.CHANGED, ("deadline",)),
        ),
        (
            "UPDATE poll SET text = 'another'",
            RowProblem(KRONOBERG, "opened", "", RowFault.CHANGED, ("text",)),
        ),
        (
            "UPDATE poll SET closed_at = '2018-01-01 00:00:00', closed_by = 'CT1'",
            RowProblem(KRONOBERG, "closed", "", RowFault.UNRECORDED),
        ),
        (
            "DELETE FROM deadline",
            RowProblem(KRONOBERG, "deadline", "1", RowFault.MISSING),
        ),
        (
            "UPDATE mandate SET valid_to = '2017-01-01' WHERE member = '0780'",
            RowProblem(PEOPLE, "mandate", "7", RowFault.CHANGED, ("valid_to",)),
        ),
        (
            "DELETE FROM coordinator",
            RowProblem(PEOPLE, "coordinator", "1", RowFault.MISSING),
        ),
    ],
)
def test_altered_row_is_named_by_what_differs(
    answered: Scene, statement: str, problem: RowProblem
) -> None:
    tamper(answered.database, statement)
    checked = found(answered)
    assert (checked.chain, checked.rows) == ((), (problem,))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DELETE FROM current_answer WHERE member = '0781'", (None, 2)),
        (
            """UPDATE current_answer SET version = 1, answer_id =
            (SELECT id FROM answer WHERE member = '0781' AND version = 1)
            WHERE member = '0781'""",
            (1, 2),
        ),
        (
            """UPDATE current_answer SET answer_id =
            (SELECT id FROM answer WHERE member = '0780') WHERE member = '0781'""",
            (None, 2),
        ),
    ],
)
def test_projection_that_is_not_what_the_versions_give_is_named(
    answered: Scene, poll: Poll, statement: str, problem: tuple[int | None, int]
) -> None:
    tamper(answered.database, statement)
    checked = found(answered)
    assert checked.projections == (ProjectionProblem(poll.id, LJUNGBY, *problem),)
    assert (checked.chain, checked.rows) == ((), ())


def test_another_name_behind_a_digest_is_named(answered: Scene) -> None:
    with answered.database.reading("T1") as session:
        digest = json.loads(entries_of(session, KRONOBERG)[-1].text)["by"]
    tamper(answered.database, "UPDATE personal_text SET text = 'U9999' WHERE text = 'U0780'")
    assert PersonalProblem(digest) in found(answered).personal
