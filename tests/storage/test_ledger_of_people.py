"""Deputies, wishes, duties and remedies stand in the ledgers too, and whoever alters them is found.

Through the use cases that a click or a command runs.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from bot.catalogue import Catalogue
from bot.usecases.escalate import AppointDeputy, appoint_deputy
from bot.usecases.fulfil_duty import FulfilDuty, fulfil_duty
from bot.usecases.remedy import AskInstead, Remedy, ask_instead, leave, resend, say_it_arrived
from bot.usecases.settle_messages import settle_message
from bot.usecases.wish_reminders import PaceReminders, PauseReminders, pace_reminders
from bot.usecases.wish_reminders import pause_reminders as pause
from core.duty import DutyAlreadyDoneError
from core.recommendation_file import read_recommendation
from core.register import shipped_register
from storage.copying import _partitions
from storage.engine import Database
from storage.entries import PEOPLE
from storage.erasure import erase_person
from storage.ledger import entries_of
from storage.row_check import RowFault, RowProblem
from storage.schema import migrate
from storage.tables import MessageState, OutboxRow, metadata
from storage.verification import verify_workspace
from tests.storage.scene import EIGHT, LJUNGBY, Scene
from tests.storage.tampering import tamper

KEY = "prov-2017"
PERSON = f"U{LJUNGBY}"
_TEXT = f"""
key = "{KEY}"
title = "Prov"
question = "Ska ni vara med?"
recommended_by = "Region Kronoberg"
members = ["Ljungby", "Växjö"]
[sources.brev]
title = "Brev"
[condition]
kind = "all_members"
[[costs]]
name = "drift"
total_kr = 1_000_000
[costs.key]
kind = "equal"
[[duties]]
owner = "Ljungby"
what = "Återrapportera om gemensam ingång"
to = "Kommunstyrelsens arbetsutskott"
due = 2018-05-03
"""


@pytest.fixture
def reminding(database: Database) -> Scene:
    """Everything that reminding records, once, after two messages to Ljungby went wrong.

    Ljungby's person wants fewer reminders, is a deputy, has fulfilled a duty, and is then replaced.
    """
    scene = Scene(database, _catalogue())
    scene.add_workspace(members=EIGHT)
    poll = scene.open(recommendation=KEY)
    desk = scene.desk
    pause(desk, PauseReminders(workspace_id="T1", user_id=PERSON, until=desk.today()))
    pace_reminders(desk, PaceReminders(workspace_id="T1", user_id=PERSON, days_between=7))
    deputy = AppointDeputy(workspace_id="T1", member="Ljungby", user_id=PERSON, by="CT1")
    appoint_deputy(desk, deputy)
    fulfil_duty(desk, FulfilDuty(workspace_id="T1", poll_id=poll.id, duty=0, user_id=PERSON))
    remedy = Remedy(workspace_id="T1", recipient=PERSON, user_id="CT1")
    trouble(scene, MessageState.FAILED)
    resend(desk, remedy)
    trouble(scene, MessageState.FAILED)
    leave(desk, remedy)
    trouble(scene, MessageState.UNCERTAIN)
    say_it_arrived(desk, remedy)
    instead = AskInstead(
        workspace_id="T1", recipient=PERSON, user_id="CT1", member=LJUNGBY, instead="UNEW"
    )
    ask_instead(desk, instead)
    return scene


def _catalogue() -> Catalogue:
    recommendation = read_recommendation(_TEXT, "prov.toml", shipped_register())
    return Catalogue({KEY: recommendation}, {KEY: _TEXT})


def trouble(scene: Scene, outcome: MessageState) -> None:
    """Let a message to Ljungby's person go wrong; the first still planned one."""
    with scene.database.transaction("T1") as session:
        row = session.exec(
            select(OutboxRow)
            .where(OutboxRow.user_id == PERSON)
            .order_by(col(OutboxRow.id))
            .limit(1)
        ).one()
        row.state, row.claimed_at = MessageState.CLAIMED, scene.clock.now()
        session.add(row)
    assert row.id is not None
    is_doubt = outcome is MessageState.UNCERTAIN
    settle_message(
        scene.desk,
        "T1",
        row.id,
        outcome,
        reason="x",
        claimed_at=scene.clock.now(),
        needs_person=is_doubt,
    )


def said(scene: Scene, ledger: str) -> list[Mapping[str, Any]]:
    with scene.database.reading("T1") as session:
        return [json.loads(entry.text) for entry in entries_of(session, ledger)]


def test_what_people_do_about_reminders_is_recorded_in_its_order(reminding: Scene) -> None:
    entries = said(reminding, PEOPLE)[9:]
    assert [(each["kind"], each["content"].get("act")) for each in entries] == [
        ("reminder_wish", None),
        ("reminder_wish", None),
        ("deputy", None),
        ("remedy", "sent_again"),
        ("remedy", "left"),
        ("remedy", "arrived"),
        ("mandate", None),
        ("mandate", None),
        ("remedy", "asked_instead"),
    ]
    assert {each["door"] for each in entries} == {"slack"}
    assert said(reminding, KEY)[-1]["kind"] == "duty_done"


def test_entries_say_what_was_done_and_name_nobody(reminding: Scene) -> None:
    entries = said(reminding, PEOPLE)
    wish, deputy, instead = entries[10], entries[11], entries[-1]
    assert wish["content"] == {"id": 2, "days_between": 7, "paused_until": "2017-09-04"}
    assert (deputy["content"]["member"], deputy["content"]["is_deputy"]) == (LJUNGBY, True)
    assert deputy["content"]["user_id"] == wish["by"] == instead["content"]["recipient"]
    assert (instead["content"]["member"], instead["content"]["messages"]) == (LJUNGBY, [])
    assert said(reminding, KEY)[-1]["content"] == {"duty": "0", "done_on": "2017-09-04"}
    everything = json.dumps([*entries, *said(reminding, KEY)])
    assert [person for person in (PERSON, "CT1", "UNEW") if person in everything] == []


def test_remedy_names_the_messages_that_it_changed(reminding: Scene) -> None:
    with reminding.database.reading("T1") as session:
        rows = session.exec(select(OutboxRow.id).where(OutboxRow.user_id == PERSON)).all()
    entries = [each for each in said(reminding, PEOPLE) if each["kind"] == "remedy"]
    assert [each["content"]["messages"] for each in entries] == [
        *[[min(rows)]] * 3,
        [],
    ]


def test_remedy_that_finds_nothing_to_do_records_nothing(reminding: Scene) -> None:
    before = said(reminding, PEOPLE)
    remedy = Remedy(workspace_id="T1", recipient=PERSON, user_id="CT1")
    assert [act(reminding.desk, remedy) for act in (resend, leave, say_it_arrived)] == [0, 0, 0]
    assert said(reminding, PEOPLE) == before


def test_duty_that_is_done_already_is_not_recorded_again(reminding: Scene) -> None:
    before = said(reminding, KEY)
    with pytest.raises(DutyAlreadyDoneError):
        fulfil_duty(reminding.desk, FulfilDuty(workspace_id="T1", poll_id=1, duty=0, user_id="CT1"))
    assert said(reminding, KEY) == before


def test_record_of_reminding_is_sound(reminding: Scene) -> None:
    assert verify_workspace(reminding.database, "T1").is_sound


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE reminder_wish SET days_between = 90 WHERE id = 2",
            RowProblem(PEOPLE, "reminder_wish", "2", RowFault.CHANGED, ("days_between",)),
        ),
        (
            "UPDATE reminder_wish SET user_id = 'U0780' WHERE id = 2",
            RowProblem(PEOPLE, "reminder_wish", "2", RowFault.CHANGED, ("by",)),
        ),
        (
            "UPDATE deputy SET is_deputy = false",
            RowProblem(PEOPLE, "deputy", "1", RowFault.CHANGED, ("is_deputy",)),
        ),
        (
            "DELETE FROM deputy",
            RowProblem(PEOPLE, "deputy", "1", RowFault.MISSING),
        ),
        (
            "UPDATE duty_done SET done_on = '2018-05-02'",
            RowProblem(KEY, "duty_done", "0", RowFault.CHANGED, ("done_on",)),
        ),
        (
            "DELETE FROM duty_done",
            RowProblem(KEY, "duty_done", "0", RowFault.MISSING),
        ),
        (
            "UPDATE remedy SET act = 'arrived', recorded_by = 'U0780' WHERE id = 2",
            RowProblem(PEOPLE, "remedy", "2", RowFault.CHANGED, ("by", "act")),
        ),
        (
            "UPDATE remedy SET messages = '[]' WHERE id = 1",
            RowProblem(PEOPLE, "remedy", "1", RowFault.CHANGED, ("messages",)),
        ),
        (
            """INSERT INTO remedy (workspace_id, id, act, recipient, messages, recorded_at,
            recorded_by) VALUES ('T1', 9, 'left', 'U0780', '[]', '2018-01-01 00:00:00', 'CT1')""",
            RowProblem(PEOPLE, "remedy", "9", RowFault.UNRECORDED),
        ),
    ],
)
def test_altered_row_of_reminding_is_named(
    reminding: Scene, statement: str, problem: RowProblem
) -> None:
    tamper(reminding.database, statement)
    checked = verify_workspace(reminding.database, "T1")
    assert (checked.chain, checked.rows) == ((), (problem,))


def test_erased_person_is_gone_from_reminding_too_and_the_record_is_sound(
    reminding: Scene,
) -> None:
    for person in (PERSON, "UNEW", "CT1"):
        with reminding.database.transaction("T1") as session:
            erase_person(
                session,
                person,
                "socialchef",
                today=reminding.desk.today(),
                at=reminding.clock.now(),
                by="operator",
            )
    with reminding.database.connection(write=False) as connection:
        kept = "".join(
            repr(row)
            for table in metadata.sorted_tables
            for rows in _partitions(connection, table)
            for row in rows
        )
    assert [person for person in (PERSON, "UNEW", "CT1") if person in kept] == []
    assert verify_workspace(reminding.database, "T1").is_sound


def test_rows_from_before_they_had_entries_get_them_when_the_schema_is_brought_up(
    empty_url: str,
) -> None:
    database = Database(empty_url)
    migrate(database, "0002")
    with database.connection() as connection:
        for statement in _BEFORE:
            connection.execute(text(statement), {"at": "2017-09-04 07:00:00.000000"})
    migrate(database)
    checked = verify_workspace(database, "T1")
    assert checked.is_sound
    assert {name: head.entries for name, head in checked.heads.items()} == {PEOPLE: 3, KEY: 2}
    database.close()


_BEFORE = (
    "INSERT INTO workspace VALUES ('T1', 'Region T1', :at)",
    """INSERT INTO poll (workspace_id, id, recommendation, text, channel_id, opened_at, opened_by)
    VALUES ('T1', 1, 'prov-2017', 'x', 'CHANNEL', :at, 'CT1')""",
    "INSERT INTO duty_done VALUES ('T1', 1, 1, '0', '2017-09-04', :at, 'U0781')",
    "INSERT INTO deputy VALUES ('T1', 1, '0781', 'U0781', true, :at, 'CT1')",
    "INSERT INTO reminder_wish VALUES ('T1', 1, 'U0781', 7, '2017-09-04', :at)",
    "INSERT INTO reminder_wish VALUES ('T1', 2, 'U0781', 1, NULL, :at)",
)


@pytest.mark.parametrize("act", [resend, leave, say_it_arrived])
def test_remedies_are_taken_back_with_what_they_changed(
    reminding: Scene, act: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails after the change takes the change with it: no remedy without its entry."""
    trouble(reminding, MessageState.UNCERTAIN)
    before = said(reminding, PEOPLE)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("storage.remedies.record", broken)
    with pytest.raises(ZeroDivisionError):
        act(reminding.desk, Remedy(workspace_id="T1", recipient=PERSON, user_id="CT1"))
    assert said(reminding, PEOPLE) == before
    with reminding.database.reading("T1") as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.user_id == PERSON)).all()
    assert [row.needs_person for row in rows if row.state is MessageState.UNCERTAIN] == [True]
