"""Nothing that anybody does, or that happens by itself, asks the database more often for many.

Each act is counted at 8, 290 and 2 900 members; those of a shared agreement also at two guests and
at nine.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.usecases.audit import audit
from bot.usecases.claim_messages import claim_messages
from bot.usecases.coordinator_digest import coordinator_digest
from bot.usecases.escalate import AppointDeputy, appoint_deputy
from bot.usecases.foresee import foresee
from bot.usecases.fulfil_duty import FulfilDuty, fulfil_duty
from bot.usecases.look_up_history import LookUpHistory, look_up_history
from bot.usecases.look_up_past import LookUpPast, look_up_past
from bot.usecases.look_up_question import LookUpQuestion, look_up_question
from bot.usecases.move_deadline import MoveDeadline, move_deadline
from bot.usecases.remedy import AskInstead, Remedy, ask_instead, leave
from bot.usecases.share_poll import InviteWorkspace, JoinPoll, invite_workspace, join_poll
from bot.usecases.situation import Situation
from bot.usecases.take_due_steps import take_due_steps
from bot.usecases.try_what_if import TryWhatIf, try_what_if
from bot.usecases.wish_reminders import PaceReminders, pace_reminders
from core.answer import Outcome
from storage.engine import Database
from storage.erasure import erase_person
from storage.ledger import heads
from storage.polls import Poll
from storage.record_file import export_record
from storage.tables import MessageKind, MessageState, OutboxRow
from tests.storage.scene import LJUNGBY, Scene
from tests.storage.test_statement_counts import SIZES, scene_of, statements

KEY = "prov-2027"
PERSON = f"U{LJUNGBY}"
DUTY = """
[[duties]]
owner = "Ljungby"
what = "Återrapportera"
to = "Kommunstyrelsen"
due = 2018-05-03
"""
Act = Callable[[Scene, Poll], object]


def _digest(scene: Scene, _poll: Poll) -> None:
    now = scene.clock.now()
    row = OutboxRow(
        key="digest",
        kind=MessageKind.COORDINATOR_DIGEST,
        user_id="CT1",
        due_at=now,
        recorded_at=now,
        state=MessageState.PLANNED,
    )
    with scene.database.reading("T1") as session:
        coordinator_digest(row, Situation(session, now))


def _export(scene: Scene, _poll: Poll) -> None:
    with scene.database.reading("T1") as session:
        list(export_record(session, KEY, scene.clock.now()))


def _heads(scene: Scene, _poll: Poll) -> None:
    with scene.database.reading("T1") as session:
        heads(session)


def _erase(scene: Scene, _poll: Poll) -> None:
    with scene.database.transaction("T1") as session:
        now, today = scene.clock.now(), scene.desk.today()
        erase_person(session, "Upart-0003", "chef", today=today, at=now, by="operator")


def _take_steps(scene: Scene, _poll: Poll) -> None:
    scene.clock.moment = datetime(2017, 11, 20, 9, tzinfo=UTC)
    assert take_due_steps(scene.desk, "T1")


def _move(scene: Scene, _poll: Poll) -> None:
    day = scene.desk.today() + timedelta(days=80)
    command = MoveDeadline(workspace_id="T1", recommendation=KEY, deadline=day, user_id="CT1")
    move_deadline(scene.desk, command)


ACTS: dict[str, Act] = {
    "claim": lambda scene, _: claim_messages(scene.desk, "T1", limit=1),
    "question": lambda scene, poll: look_up_question(
        scene.desk,
        LookUpQuestion(workspace_id="T1", poll_id=poll.id, member=LJUNGBY, user_id=PERSON),
    ),
    "what if": lambda scene, _: try_what_if(
        scene.desk, TryWhatIf(workspace_id="T1", text=f"{KEY} Ljungby nej")
    ),
    "first answer": lambda scene, poll: scene.answer(poll),
    "changed answer": lambda scene, poll: scene.answer(poll, outcome=Outcome.DECLINES),
    "history": lambda scene, _: look_up_history(
        scene.desk, LookUpHistory(workspace_id="T1", text=f"Ljungby {KEY}")
    ),
    "past": lambda scene, _: look_up_past(
        scene.desk, LookUpPast(workspace_id="T1", recommendation=KEY, on=scene.desk.today())
    ),
    "move the deadline": _move,
    "take due steps": _take_steps,
    "foresee": lambda scene, _: foresee(scene.desk, "T1"),
    "digest": _digest,
    "heads": _heads,
    "audit": lambda scene, _: audit(scene.desk),
    "wish": lambda scene, _: pace_reminders(
        scene.desk, PaceReminders(workspace_id="T1", user_id=PERSON, days_between=7)
    ),
    "duty": lambda scene, poll: fulfil_duty(
        scene.desk, FulfilDuty(workspace_id="T1", poll_id=poll.id, duty=0, user_id=PERSON)
    ),
    "deputy": lambda scene, _: appoint_deputy(
        scene.desk, AppointDeputy(workspace_id="T1", member="Ljungby", user_id=PERSON, by="CT1")
    ),
    "leave": lambda scene, _: leave(
        scene.desk, Remedy(workspace_id="T1", recipient=PERSON, user_id="CT1")
    ),
    "ask instead": lambda scene, _: ask_instead(
        scene.desk,
        AskInstead(
            workspace_id="T1", recipient=PERSON, user_id="CT1", member=LJUNGBY, instead="UNEW"
        ),
    ),
    "export": _export,
    "erase": _erase,
}


def counted(database: Database, members: int) -> dict[str, int]:
    """How many statements each act takes, one after the other in one workspace."""
    scene, _ = scene_of(database, members, DUTY)
    poll = scene.open(recommendation=KEY)
    found = {}
    for name, act in ACTS.items():
        with statements(database) as heard:
            act(scene, poll)
        found[name] = len(heard.said)
    return found


@pytest.mark.parametrize("members", SIZES[1:])
def test_acts_take_as_many_statements_for_many_members_as_for_eight(
    fresh_database: Callable[[], Database], members: int
) -> None:
    assert counted(fresh_database(), members) == counted(fresh_database(), SIZES[0])


def shared(database: Database, members: int, guests: int) -> dict[str, int]:
    """How many statements it takes where workspaces share the agreement, each with a member."""
    scene, codes = scene_of(database, members)
    poll = scene.open(recommendation=KEY)
    theirs: list[Poll] = []
    joining = 0
    for number in range(guests):
        workspace, code = f"TG{number}", codes[number + 1]
        scene.add_workspace(workspace, members=[code], people="G")
        invitation = InviteWorkspace(
            workspace_id="T1", recommendation=KEY, members=(f"Part {code}",), user_id="CT1"
        )
        secret = invite_workspace(scene.desk, invitation)
        command = JoinPoll(
            workspace_id=workspace, code=secret, channel_id="THEIRS", user_id=f"C{workspace}"
        )
        with statements(database) as heard:
            theirs.append(join_poll(scene.desk, command))
        joining = len(heard.said)
    with statements(database) as hosts:
        scene.answer(poll)
    with statements(database) as guest:
        scene.answer(theirs[0], codes[1], user=f"G{codes[1]}")
    return {"join": joining, "host answers": len(hosts.said), "guest answers": len(guest.said)}


@pytest.mark.parametrize("members", SIZES[1:])
def test_shared_agreement_takes_as_many_statements_for_many_members_as_for_ten(
    fresh_database: Callable[[], Database], members: int
) -> None:
    assert shared(fresh_database(), members, 2) == shared(fresh_database(), 10, 2)


def test_answer_takes_as_many_statements_for_nine_guests_as_for_two(
    fresh_database: Callable[[], Database],
) -> None:
    assert shared(fresh_database(), 10, 9) == shared(fresh_database(), 10, 2)
