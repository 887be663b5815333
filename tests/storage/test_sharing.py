"""One agreement, several workspaces: answered at home, collected at the host's, people unseen."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from bot.listeners.boundary import sentence_for
from bot.texts import texts_in
from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.guests import HostDecidesError
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.move_deadline import MoveDeadline, move_deadline
from bot.usecases.poll_state import PollState
from bot.usecases.record_answer import EvidenceFields
from bot.usecases.record_ruling import RecordRuling, record_ruling
from bot.usecases.settle_money import SettleMoney, settle_money
from bot.usecases.share_poll import InviteWorkspace, JoinPoll, invite_workspace, join_poll
from core.answer import Outcome
from core.condition import AllMembers, AtLeast
from core.errors import (
    AlreadyOpenedError,
    NoMandateError,
    NotAMemberError,
    NotCoordinatorError,
    PollClosedError,
    UnknownMemberError,
)
from storage.copying import _partitions
from storage.engine import Database
from storage.errors import InvitationInvalidError
from storage.polls import Poll, next_steps, poll_by_id, settle_step, steps_due
from storage.tables import MessageKind, OutboxRow, StepState, metadata
from storage.verification import verify_everything
from tests.storage.scene import DECIDED, EIGHT, KRONOBERG, LJUNGBY, Scene

VÄXJÖ = "0780"
HOST, LJUNGBYS, VÄXJÖS = "T1", "TLJ", "TVX"


@pytest.fixture
def region(scene: Scene, poll: Poll) -> Scene:
    """The region has kronoberg-2018 open; Ljungby and Växjö have workspaces of their own."""
    scene.add_workspace(LJUNGBYS, members=[LJUNGBY], people="L")
    scene.add_workspace(VÄXJÖS, members=[VÄXJÖ, LJUNGBY], people="V")
    return scene


def invite(scene: Scene, *members: str, user: str = "CT1") -> str:
    command = InviteWorkspace(
        workspace_id=HOST, recommendation=KRONOBERG, members=members, user_id=user
    )
    return invite_workspace(scene.desk, command)


def join(scene: Scene, code: str, workspace: str, user: str | None = None) -> Poll:
    command = JoinPoll(
        workspace_id=workspace, code=code, channel_id="THEIRS", user_id=user or f"C{workspace}"
    )
    return join_poll(scene.desk, command)


def status(scene: Scene, workspace: str) -> PollState:
    return look_up_status(
        scene.desk, LookUpStatus(workspace_id=workspace, recommendation=KRONOBERG)
    )


def texts_of(scene: Scene, workspace: str) -> str:
    """Every row of a workspace as text, but for who is in its own ledger of people."""
    with scene.database.connection(write=False) as connection:
        return "".join(
            repr(row)
            for table in metadata.sorted_tables
            for rows in _partitions(connection, table)
            for row in rows
            if row.get("workspace_id") == workspace
        )


def test_guests_answer_reaches_the_host_and_every_guest(region: Scene) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    join(region, invite(region, "Växjö"), VÄXJÖS)
    region.answer(ljungby, user=f"L{LJUNGBY}", outcome=Outcome.DECLINES)
    seen = {each: status(region, each).answers[LJUNGBY] for each in (HOST, LJUNGBYS, VÄXJÖS)}
    assert {answer.outcome for answer in seen.values()} == {Outcome.DECLINES}
    assert {each: answer.said_by for each, answer in seen.items()} == {
        HOST: LJUNGBYS,
        LJUNGBYS: f"L{LJUNGBY}",
        VÄXJÖS: "",
    }


def test_nobody_sees_the_others_people(region: Scene, poll: Poll) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    växjö = join(region, invite(region, "Växjö"), VÄXJÖS)
    region.answer(ljungby, user=f"L{LJUNGBY}", gesture=f"press:L{LJUNGBY}:1504508400.5")
    region.answer(växjö, VÄXJÖ, user=f"V{VÄXJÖ}")
    region.answer(poll, "0764")
    move(region)
    foreign = {
        HOST: [f"L{LJUNGBY}", f"V{VÄXJÖ}", f"C{LJUNGBYS}", f"C{VÄXJÖS}"],
        LJUNGBYS: [f"V{VÄXJÖ}", "U0764", "CT1", f"C{VÄXJÖS}"],
        VÄXJÖS: [f"L{LJUNGBY}", "U0764", "CT1", f"C{LJUNGBYS}"],
    }
    for workspace, people in foreign.items():
        kept = texts_of(region, workspace)
        assert [person for person in people if person in kept] == []


def boards(scene: Scene, workspace: str) -> list[str]:
    """The keys of a workspace's board updates and notices, without the poll's id, in order."""
    wanted = (MessageKind.BOARD_UPDATE, MessageKind.CONDITION_NOTICE)
    with scene.database.reading(workspace) as session:
        rows = session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()
    return [re.sub(r":\d+:", ":", row.key, count=1) for row in rows if row.kind in wanted]


def test_every_board_follows_a_guests_answer(region: Scene) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    join(region, invite(region, "Växjö"), VÄXJÖS)
    region.answer(ljungby, user=f"L{LJUNGBY}", outcome=Outcome.DECLINES)
    followed = [f"board:{LJUNGBY}:v1"]
    assert {each: boards(region, each) for each in (HOST, LJUNGBYS, VÄXJÖS)} == dict.fromkeys(
        (HOST, LJUNGBYS, VÄXJÖS), followed
    )


def test_every_board_follows_the_hosts_answer_and_tells_when_the_condition_turns(
    region: Scene, poll: Poll
) -> None:
    join(region, invite(region, "Ljungby"), LJUNGBYS)
    join(region, invite(region, "Växjö"), VÄXJÖS)
    region.answer(poll, outcome=Outcome.CONDITIONAL, proviso=AllMembers())
    region.answer(poll, "0764", Outcome.DECLINES)
    followed = [f"board:{LJUNGBY}:v1", "board:0764:v1", "condition:0764:v1"]
    assert {each: boards(region, each) for each in (HOST, LJUNGBYS, VÄXJÖS)} == dict.fromkeys(
        (HOST, LJUNGBYS, VÄXJÖS), followed
    )


def test_guests_question_follows_what_the_host_records_for_its_member(
    region: Scene, poll: Poll
) -> None:
    """The region takes a phone call of Ljungby's: the question in Ljungby's Slack shows it."""
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    join(region, invite(region, "Växjö"), VÄXJÖS)
    region.answer(poll)
    key = f"'question:{ljungby.id}:{LJUNGBY}:L{LJUNGBY}:v1'"
    assert key in texts_of(region, LJUNGBYS)
    assert f":V{LJUNGBY}:v1'" not in texts_of(region, VÄXJÖS)


def test_whoever_answers_is_asked_for_evidence_at_home_only(region: Scene) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    region.answer(ljungby, user=f"L{LJUNGBY}", evidence=EvidenceFields())
    assert f"'evidence:{ljungby.id}:{LJUNGBY}:v1:1:L{LJUNGBY}'" in texts_of(region, LJUNGBYS)
    assert "'evidence:" not in texts_of(region, HOST)


def test_versions_are_counted_over_all_workspaces(region: Scene, poll: Poll) -> None:
    """The region records a phone call between two answers of Ljungby's own."""
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    recorded = [
        region.answer(ljungby, user=f"L{LJUNGBY}", outcome=Outcome.DECLINES),
        region.answer(poll, outcome=Outcome.UNDECIDED),
        region.answer(ljungby, user=f"L{LJUNGBY}", outcome=Outcome.ADOPTS),
    ]
    assert [each.answer.version for each in recorded] == [1, 2, 3]
    assert status(region, HOST).answers[LJUNGBY].outcome is Outcome.ADOPTS


def test_host_is_told_by_an_update_of_its_board(region: Scene, poll: Poll) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    region.answer(ljungby, user=f"L{LJUNGBY}")
    assert f"'board:{poll.id}:{LJUNGBY}:v1'" in texts_of(region, HOST)


def test_guest_answers_for_the_members_of_its_invitation_only(region: Scene) -> None:
    """Växjö's workspace has given somebody a mandate for Ljungby; that is no invitation."""
    shared = join(region, invite(region, "Växjö"), VÄXJÖS)
    with pytest.raises(NoMandateError):
        region.answer(shared, LJUNGBY, user=f"V{LJUNGBY}")
    assert LJUNGBY not in status(region, HOST).answers


def test_every_ledger_of_a_shared_agreement_is_sound(region: Scene, poll: Poll) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    region.answer(ljungby, user=f"L{LJUNGBY}")
    region.answer(poll, "0764")
    checked = verify_everything(region.database)
    assert [each.is_sound for each in checked] == [True, True, True]
    assert checked[0].heads[KRONOBERG].entries == 6


def test_code_is_used_once(region: Scene) -> None:
    code = invite(region, "Ljungby")
    join(region, code, LJUNGBYS)
    with pytest.raises(InvitationInvalidError):
        join(region, code, VÄXJÖS)


@pytest.mark.parametrize("spoil", [str.lower, lambda code: code.replace("-", " "), str.strip])
def test_code_is_read_as_people_copy_it(region: Scene, spoil: object) -> None:
    code = spoil(f" {invite(region, 'Ljungby')} ")  # type: ignore[operator]  # a function of text
    assert join(region, code, LJUNGBYS).recommendation == KRONOBERG


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD", "' OR 1=1 --"])
def test_code_that_was_never_given_is_refused(region: Scene, code: str) -> None:
    with pytest.raises(InvitationInvalidError):
        join(region, code, LJUNGBYS)


def test_code_expires(region: Scene) -> None:
    code = invite(region, "Ljungby")
    region.clock.moment = datetime(2018, 1, 1, tzinfo=UTC)
    with pytest.raises(InvitationInvalidError):
        join(region, code, LJUNGBYS)


def test_code_itself_is_not_kept(region: Scene) -> None:
    code = invite(region, "Ljungby")
    assert code not in texts_of(region, HOST)
    assert code.replace("-", "") not in texts_of(region, HOST)


def test_only_coordinators_invite_and_join(region: Scene) -> None:
    with pytest.raises(NotCoordinatorError):
        invite(region, "Ljungby", user=f"U{LJUNGBY}")
    with pytest.raises(NotCoordinatorError):
        join(region, invite(region, "Ljungby"), LJUNGBYS, user=f"L{LJUNGBY}")


@pytest.mark.parametrize(
    ("member", "error"), [("Norrtälje", NotAMemberError), ("Nowhere at all", UnknownMemberError)]
)
def test_only_members_are_invited(region: Scene, member: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        invite(region, member)


def test_joining_what_is_open_here_already_uses_nothing_up(region: Scene) -> None:
    region.open(LJUNGBYS)
    code = invite(region, "Ljungby")
    with pytest.raises(AlreadyOpenedError):
        join(region, code, LJUNGBYS)
    assert join(region, code, VÄXJÖS).is_open


def test_hosts_closing_closes_it_everywhere(region: Scene) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    late = invite(region, "Växjö")
    close_poll(region.desk, ClosePoll(workspace_id=HOST, recommendation=KRONOBERG, user_id="CT1"))
    with pytest.raises(PollClosedError):
        region.answer(ljungby, user=f"L{LJUNGBY}")
    with pytest.raises(PollClosedError):
        join(region, late, VÄXJÖS)
    assert f"'board:{ljungby.id}:closed'" in texts_of(region, LJUNGBYS)
    assert [each.is_sound for each in verify_everything(region.database)] == [True, True, True]


DAY = datetime(2017, 12, 1, tzinfo=UTC).date()


def move(scene: Scene, workspace: str = HOST, day: date = DAY) -> PollState:
    command = MoveDeadline(
        workspace_id=workspace, recommendation=KRONOBERG, deadline=day, user_id=f"C{workspace}"
    )
    return move_deadline(scene.desk, command)


def rule(scene: Scene, workspace: str = HOST) -> PollState:
    """Rule that six are enough."""
    command = RecordRuling(
        workspace_id=workspace,
        recommendation=KRONOBERG,
        user_id=f"C{workspace}",
        enough="6",
        decision="styrelsen § 12",
    )
    return record_ruling(scene.desk, command)


def test_every_board_follows_the_hosts_ruling(region: Scene) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    rule(region)
    seen = status(region, LJUNGBYS)
    assert [(ruling.condition, ruling.by) for ruling in seen.rulings] == [(AtLeast(count=6), "")]
    assert boards(region, LJUNGBYS) == boards(region, HOST) == ["board:ruling1"]
    assert f"'board:{ljungby.id}:ruling1'" in texts_of(region, LJUNGBYS)


def test_every_question_and_board_follows_the_hosts_moved_deadline(region: Scene) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    move(region)
    kept = texts_of(region, LJUNGBYS)
    assert f"'board:{ljungby.id}:p2'" in kept
    assert f"'question:{ljungby.id}:{LJUNGBY}:L{LJUNGBY}:p2'" in kept


def test_guests_plan_knows_which_steps_the_guest_has_taken(region: Scene) -> None:
    """Ljungby joins after the region's first reminder; then the deadline is moved on."""
    move(region)
    region.clock.moment = datetime(2017, 11, 5, tzinfo=UTC)
    with region.database.transaction(HOST) as session:
        (first,) = steps_due(session, region.clock.now())
        assert settle_step(session, first, StepState.TAKEN)
    join(region, invite(region, "Ljungby"), LJUNGBYS)
    move(region, day=datetime(2018, 2, 1, tzinfo=UTC).date())
    ours, theirs = (planned(region, each) for each in (HOST, LJUNGBYS))
    assert first.days_before == 30
    assert {*theirs} - {*ours} == {30}
    assert [*ours] == [days for days in theirs if days != 30]


def planned(scene: Scene, workspace: str) -> list[int]:
    with scene.database.reading(workspace) as session:
        return [step.days_before for step in next_steps(session, scene.clock.now())]


def close(scene: Scene, workspace: str) -> PollState:
    command = ClosePoll(workspace_id=workspace, recommendation=KRONOBERG, user_id=f"C{workspace}")
    return close_poll(scene.desk, command)


def invite_on(scene: Scene, workspace: str) -> str:
    command = InviteWorkspace(
        workspace_id=workspace,
        recommendation=KRONOBERG,
        members=("Ljungby",),
        user_id=f"C{workspace}",
    )
    return invite_workspace(scene.desk, command)


def settle(scene: Scene, workspace: str) -> object:
    command = SettleMoney(
        workspace_id=workspace,
        recommendation=KRONOBERG,
        user_id=f"C{workspace}",
        money_ore=100_000,
        origin="staten",
        decision=DECIDED,
    )
    return settle_money(scene.desk, command)


@pytest.mark.parametrize("decide", [move, rule, close, invite_on, settle])
def test_only_the_host_decides(region: Scene, decide: Callable[[Scene, str], object]) -> None:
    join(region, invite(region, "Ljungby"), LJUNGBYS)
    with pytest.raises(HostDecidesError) as refused:
        decide(region, LJUNGBYS)
    assert sentence_for(refused.value, texts_in("sv")) == (
        "Region T1 bjöd in er till kronoberg-2018 och bestämmer det här. Det som Region T1 ändrar"
        " syns även här."
    )


def test_hosts_moved_deadline_holds_everywhere(region: Scene, poll: Poll) -> None:
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    move(region)
    with region.database.reading(LJUNGBYS) as session:
        theirs = poll_by_id(session, ljungby.id)
        steps = [step.due_at for step in next_steps(session, region.clock.now())]
    with region.database.reading(HOST) as session:
        ours = [step.due_at for step in next_steps(session, region.clock.now())]
    assert theirs is not None
    assert (theirs.deadline, steps) == (DAY, ours)
    assert [each.is_sound for each in verify_everything(region.database)] == [True, True, True]


def test_eight_workspaces_meet_the_regions_condition(region: Scene) -> None:
    """Region Kronoberg's eight municipalities, each with its own Slack."""
    for code in EIGHT:
        workspace = f"TK{code}"
        region.add_workspace(workspace, members=[code], people="K")
        name = region.desk.member_name(code)
        region.answer(join(region, invite(region, name), workspace), code, user=f"K{code}")
    assert {answer.outcome for answer in status(region, HOST).answers.values()} == {Outcome.ADOPTS}
    assert len(status(region, "TK0760").answers) == len(EIGHT)


def test_workspaces_that_write_to_each_other_at_once_never_wait_for_each_other(
    region: Scene, poll: Poll
) -> None:
    """Ljungby answers while the region answers for it: each writes what the other shows."""
    ljungby = join(region, invite(region, "Ljungby"), LJUNGBYS)
    växjö = join(region, invite(region, "Växjö"), VÄXJÖS)
    places = [
        (ljungby, LJUNGBY, f"L{LJUNGBY}"),
        (växjö, VÄXJÖ, f"V{VÄXJÖ}"),
        (poll, LJUNGBY, f"U{LJUNGBY}"),
    ]
    scenes = [Scene(Database(region.database.url, 30), clock=region.clock) for _ in places]

    def answer(at: int) -> int:
        there, member, user = places[at % 3]
        outcome = Outcome.ADOPTS if at // 3 % 2 else Outcome.DECLINES
        gesture = f"form:{at}"
        recorded = scenes[at % 3].answer(there, member, outcome, user=user, gesture=gesture)
        return recorded.answer.version

    with ThreadPoolExecutor(3) as people:
        versions = list(people.map(answer, range(24)))
    for scene in scenes:
        scene.desk.close()
    assert sum(versions) > 0
    assert [each.is_sound for each in verify_everything(region.database)] == [True, True, True]
