"""No use case asks the database more often because there are more members, answers or versions."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.catalogue import Catalogue
from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.look_up_history import LookUpHistory, look_up_history
from bot.usecases.look_up_past import LookUpPast, look_up_past
from bot.usecases.look_up_share import LookUpShare, look_up_share
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.settle_money import SettleMoney, settle_money
from bot.usecases.tell_step import TellStep, tell_step
from core.answer import Outcome
from core.decision import Step
from core.recommendation_file import read_recommendation
from core.register import shipped_register
from storage.engine import Database
from storage.mandates import Mandate, append_mandates
from storage.verification import verify_workspace
from tests.storage.scene import DECIDED, Scene

SIZES = (8, 290, 2900)
ROWS_A_STATEMENT = 1000
"""SQLAlchemy's page: a statement that inserts rows takes so many at a time."""

_TEXT = """
key = "prov-2027"
title = "Prov"
question = "Ska ni vara med?"
recommended_by = "Region Kronoberg"
members = ["Ljungby"]
[sources.brev]
title = "Brev"
[condition]
kind = "all_members"
[[costs]]
name = "drift"
total_kr = 1_000_000
[costs.key]
kind = "equal"
"""


class Statements:
    """The statements that went to a database, a page of inserted rows counted as one."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def hear(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        is_next_page = statement.startswith("INSERT") and self.said[-1:] == [_table_of(statement)]
        if not is_next_page:
            self.said.append(_table_of(statement))


def _table_of(statement: str) -> str:
    return " ".join(statement.split()[:3]) if statement.startswith("INSERT") else statement


@contextmanager
def statements(database: Database) -> Iterator[Statements]:
    heard = Statements()
    event.listen(database._writing, "before_cursor_execute", heard.hear)
    try:
        yield heard
    finally:
        event.remove(database._writing, "before_cursor_execute", heard.hear)


def scene_of(database: Database, members: int, more: str = "") -> tuple[Scene, list[str]]:
    """A scene whose agreement asks Ljungby and as many other parties as it takes."""
    codes = ["0781", *(f"part-{number:04}" for number in range(1, members))]
    parties = "".join(
        f'[[parties]]\ncode = "{code}"\nname = "Part {code}"\nkind = "agency"\n'
        for code in codes[1:]
    )
    text = _TEXT + parties + more
    recommendation = read_recommendation(text, "prov.toml", shipped_register())
    catalogue = Catalogue({"prov-2027": recommendation}, {"prov-2027": text})
    scene = Scene(database, catalogue)
    scene.add_workspace(members=())
    mandates = [Mandate(code, f"U{code}", scene.desk.today(), None) for code in codes]
    with database.transaction("T1") as session:
        append_mandates(session, mandates, recorded_at=scene.clock.now(), recorded_by="CT1")
    return scene, codes


def counted(database: Database, members: int, versions: int) -> dict[str, int]:
    """How many statements each use case takes, where everybody has answered so many times."""
    scene, codes = scene_of(database, 8 if versions > 1 else members)
    poll = scene.open(recommendation="prov-2027")
    for nth in range(versions):
        outcome = Outcome.UNDECIDED if nth % 2 else Outcome.ADOPTS
        for code in codes[:8]:
            scene.answer(poll, code, outcome)
    with statements(database) as answering:
        scene.answer(poll, outcome=Outcome.DECLINES)
    with statements(database) as status:
        look_up_status(scene.desk, LookUpStatus(workspace_id="T1", recommendation="prov-2027"))
    with statements(database) as share:
        look_up_share(scene.desk, LookUpShare(workspace_id="T1", text="Ljungby prov-2027"))
    with statements(database) as telling:
        tell_step(
            scene.desk,
            TellStep(
                workspace_id="T1",
                poll_id=poll.id,
                member="0781",
                version=versions + 1,
                user_id="U0781",
                step=Step.CONFIRM,
                gesture="told",
            ),
        )
    with statements(database) as history:
        look_up_history(scene.desk, LookUpHistory(workspace_id="T1", text="Ljungby prov-2027"))
    with statements(database) as past:
        today = scene.desk.today()
        look_up_past(
            scene.desk, LookUpPast(workspace_id="T1", recommendation="prov-2027", on=today)
        )
    with statements(database) as settling:
        settle_money(
            scene.desk,
            SettleMoney(
                workspace_id="T1",
                recommendation="prov-2027",
                user_id="CT1",
                money_ore=100_000,
                origin="statsbidrag",
                decision=DECIDED,
            ),
        )
    with statements(database) as verification:
        assert verify_workspace(database, "T1").is_sound
    with statements(database) as closing:
        close_poll(
            scene.desk, ClosePoll(workspace_id="T1", recommendation="prov-2027", user_id="CT1")
        )
    return {
        "answer": len(answering.said),
        "status": len(status.said),
        "share": len(share.said),
        "tell": len(telling.said),
        "history": len(history.said),
        "past": len(past.said),
        "settle": len(settling.said),
        "verify": len(verification.said),
        "close": len(closing.said),
    }


def opened(database: Database, members: int) -> dict[str, int]:
    """How many statements it takes to give mandates to everybody and to ask everybody."""
    with statements(database) as granting:
        scene, _ = scene_of(database, members)
    with statements(database) as opening:
        scene.open(recommendation="prov-2027")
    return {"grant": len(granting.said), "open": len(opening.said)}


@pytest.mark.parametrize("members", SIZES[1:])
def test_asking_takes_as_many_statements_for_many_members_as_for_eight(
    fresh_database, members: int
) -> None:
    assert opened(fresh_database(), members) == opened(fresh_database(), SIZES[0])


@pytest.mark.parametrize("members", SIZES[1:])
def test_use_cases_take_as_many_statements_for_many_members_as_for_eight(
    fresh_database, members: int
) -> None:
    assert counted(fresh_database(), members, 1) == counted(fresh_database(), SIZES[0], 1)


def test_use_cases_take_as_many_statements_for_many_versions_as_for_one(fresh_database) -> None:
    assert counted(fresh_database(), 8, 12) == counted(fresh_database(), 8, 1)
