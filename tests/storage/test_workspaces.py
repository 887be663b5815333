"""Nobody reaches another workspace's rows, whatever ids they name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, func, select, update

from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.look_up_question import LookUpQuestion, look_up_question
from bot.usecases.look_up_share import LookUpShare, look_up_share
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.open_poll import OpenPoll, open_poll, preview_opening
from bot.usecases.people import GrantMandate, appoint_coordinator, grant_mandates, list_mandates
from bot.usecases.record_answer import RecordAnswer, record_answer
from core.answer import Outcome
from core.errors import NobodyToAskError, NoMandateError, NotCoordinatorError, NotOpenError
from storage.copying import tables_of
from storage.engine import Database
from storage.tables import AnswerRow, MandateRow, PollRow, WorkspaceRow
from tests.storage.scene import EIGHT, KRONOBERG, LJUNGBY, Scene

OTHER = "T2"


@dataclass(frozen=True)
class Attempt:
    """A use case that the other workspace calls with ids of the first, and how it is refused."""

    call: Callable[[Scene, int], object]
    error: type[Exception]


def _question(scene: Scene, poll_id: int) -> object:
    lookup = LookUpQuestion(
        workspace_id=OTHER, poll_id=poll_id, member=LJUNGBY, user_id=f"U{LJUNGBY}"
    )
    return look_up_question(scene.desk, lookup)


def _answer(scene: Scene, poll_id: int) -> object:
    answer = RecordAnswer(
        workspace_id=OTHER,
        poll_id=poll_id,
        member=LJUNGBY,
        user_id=f"U{LJUNGBY}",
        outcome=Outcome.DECLINES,
        gesture="forged",
    )
    return record_answer(scene.desk, answer)


def _opening(user_id: str) -> OpenPoll:
    return OpenPoll(
        workspace_id=OTHER, recommendation=KRONOBERG, channel_id="CHANNEL", user_id=user_id
    )


ATTEMPTS = {
    "look_up_question": Attempt(_question, NotOpenError),
    "record_answer": Attempt(_answer, NotOpenError),
    "look_up_status": Attempt(
        lambda scene, _: look_up_status(
            scene.desk, LookUpStatus(workspace_id=OTHER, recommendation=KRONOBERG)
        ),
        NotOpenError,
    ),
    "close_poll": Attempt(
        lambda scene, _: close_poll(
            scene.desk, ClosePoll(workspace_id=OTHER, recommendation=KRONOBERG, user_id="CT2")
        ),
        NotOpenError,
    ),
    "close_poll as their coordinator": Attempt(
        lambda scene, _: close_poll(
            scene.desk, ClosePoll(workspace_id=OTHER, recommendation=KRONOBERG, user_id="CT1")
        ),
        NotCoordinatorError,
    ),
    "open_poll as their coordinator": Attempt(
        lambda scene, _: open_poll(scene.desk, _opening("CT1")), NotCoordinatorError
    ),
    "open_poll with their people": Attempt(
        lambda scene, _: open_poll(scene.desk, _opening("CT2")), NobodyToAskError
    ),
    "preview_opening with their people": Attempt(
        lambda scene, _: preview_opening(scene.desk, _opening("CT2")), NobodyToAskError
    ),
    "appoint_coordinator as their coordinator": Attempt(
        lambda scene, _: appoint_coordinator(scene.desk, OTHER, "U1", by="CT1"),
        NotCoordinatorError,
    ),
    "grant_mandates as their coordinator": Attempt(
        lambda scene, _: grant_mandates(
            scene.desk, OTHER, [GrantMandate(member=LJUNGBY, user_id="U1")], by="CT1"
        ),
        NotCoordinatorError,
    ),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_use_case_finds_nothing_of_another_workspace(scene: Scene, name: str) -> None:
    poll = scene.open()
    scene.answer(poll)
    scene.add_workspace(OTHER, members=())
    before = _everything(scene.database)
    with pytest.raises(ATTEMPTS[name].error):
        ATTEMPTS[name].call(scene, poll.id)
    assert _everything(scene.database) == before


def test_mandate_in_ones_own_workspace_opens_no_other(scene: Scene) -> None:
    """The same person id and the same member there: still not that poll."""
    poll = scene.open()
    scene.add_workspace(OTHER)
    with pytest.raises(NotOpenError):
        _answer(scene, poll.id)


def test_lookups_of_another_workspace_show_nothing_of_this_one(scene: Scene) -> None:
    scene.answer(scene.open())
    scene.add_workspace(OTHER, members=())
    share = look_up_share(
        scene.desk, LookUpShare(workspace_id=OTHER, text="Ljungby kronoberg-2018")
    )
    assert (share.state, share.answer) == (None, None)
    assert list_mandates(scene.desk, OTHER) == ()


def test_both_workspaces_may_have_the_same_recommendation_open(scene: Scene) -> None:
    ours = scene.open()
    scene.add_workspace(OTHER)
    theirs = scene.open(OTHER)
    scene.answer(ours, outcome=Outcome.ADOPTS)
    scene.answer(theirs, outcome=Outcome.DECLINES, gesture="form:theirs")
    states = [
        look_up_status(scene.desk, LookUpStatus(workspace_id=each, recommendation=KRONOBERG))
        for each in ("T1", OTHER)
    ]
    assert [state.answers[LJUNGBY].outcome for state in states] == [
        Outcome.ADOPTS,
        Outcome.DECLINES,
    ]


def test_mandate_withdrawn_elsewhere_holds_here(scene: Scene) -> None:
    """The newest version of a mandate is looked for among one's own rows only."""
    poll = scene.open()
    scene.add_workspace(OTHER)
    ended = GrantMandate(
        member=LJUNGBY,
        user_id=f"U{LJUNGBY}",
        valid_to=datetime(2017, 1, 1, tzinfo=UTC).date(),
    )
    grant_mandates(scene.desk, OTHER, [ended], by="operator")
    assert scene.answer(poll).is_new
    other = scene.open(OTHER)
    with pytest.raises(NoMandateError):
        scene.answer(other)


def test_row_of_another_workspace_is_not_found_by_its_id(scene: Scene) -> None:
    poll = scene.open()
    scene.add_workspace(OTHER, members=())
    with scene.database.reading(OTHER) as session:
        assert session.get(PollRow, poll.id) is None


def test_update_reaches_ones_own_rows_only(scene: Scene) -> None:
    scene.open()
    scene.add_workspace(OTHER, members=())
    with scene.database.transaction(OTHER) as session:
        changed = session.exec(update(PollRow).values(channel_id="THEIRS"))
    assert changed.rowcount == 0


def test_subquery_is_held_to_the_workspace_too(scene: Scene) -> None:
    scene.add_workspace(OTHER, members=EIGHT[:2])
    with scene.database.reading(OTHER) as session:
        inner = select(MandateRow.id).subquery()
        counted = session.exec(select(func.count()).select_from(inner)).one()
    assert counted == 2


def test_bare_statement_is_refused(scene: Scene) -> None:
    with (
        pytest.raises(RuntimeError, match="bare statement"),
        scene.database.reading("T1") as session,
    ):
        session.execute(text("SELECT * FROM poll"))


def test_session_that_belongs_nowhere_is_refused(scene: Scene) -> None:
    with (
        Session(scene.database._writing) as session,
        pytest.raises(RuntimeError, match="outside"),
    ):
        session.exec(select(PollRow)).all()


def test_new_row_may_not_name_another_workspace(scene: Scene) -> None:
    row = MandateRow(
        workspace_id=OTHER,
        member=LJUNGBY,
        user_id="U1",
        valid_from=datetime(2017, 1, 1, tzinfo=UTC).date(),
        recorded_at=scene.clock.now(),
        recorded_by="CT1",
    )
    with (
        pytest.raises(RuntimeError, match="workspace"),
        scene.database.transaction("T1") as session,
    ):
        session.add(row)


def test_every_table_of_rows_belongs_to_a_workspace() -> None:
    free = {
        mapper.class_.__name__
        for mapper in WorkspaceRow.__subclasses__()[0]._sa_registry.mappers
        if not issubclass(mapper.class_, WorkspaceRow)
    }
    assert free == {"Workspace", "HeartbeatRow"}


@pytest.mark.parametrize(
    "alter",
    [
        lambda session, row: session.exec(
            update(AnswerRow).where(col(AnswerRow.id) == row.id).values(outcome="declines")
        ),
        lambda session, row: session.delete(row),
        lambda _, row: setattr(row, "outcome", Outcome.DECLINES),
    ],
    ids=["update", "delete", "attribute"],
)
def test_version_of_an_answer_can_be_neither_altered_nor_deleted(
    scene: Scene, alter: Callable[[Session, AnswerRow], object]
) -> None:
    scene.answer(scene.open())
    before = _everything(scene.database)
    with (
        pytest.raises(RuntimeError, match="append-only"),
        scene.database.transaction("T1") as session,
    ):
        alter(session, session.exec(select(AnswerRow)).one())
    assert _everything(scene.database) == before


def test_reading_writes_nothing(scene: Scene) -> None:
    poll = scene.open()
    with (
        pytest.raises(RuntimeError, match="reading"),
        scene.database.reading("T1") as session,
    ):
        session.exec(update(PollRow).where(col(PollRow.id) == poll.id).values(closed_by="x"))


def _everything(database: Database) -> object:
    with database.connection(write=False) as connection:
        return tables_of(connection)
