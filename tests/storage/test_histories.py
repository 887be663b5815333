"""Random histories of several workspaces against a simple model: dictionaries and lists."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.usecases.close_poll import ClosePoll, close_poll
from bot.usecases.guests import HostDecidesError
from bot.usecases.move_deadline import MoveDeadline, move_deadline
from bot.usecases.share_poll import InviteWorkspace, JoinPoll, invite_workspace, join_poll
from core.answer import Outcome
from core.errors import NobodyToAskError, NoMandateError, PollClosedError
from storage.answers import all_versions, latest_answers
from storage.chain import Head
from storage.engine import Database
from storage.erasure import erase_person
from storage.errors import UnknownPersonError
from storage.ledger import heads
from storage.polls import Poll, poll_by_id
from storage.sharing import common_record
from storage.verification import verify_workspace
from tests.storage.scene import EIGHT, KRONOBERG, Scene

WORKSPACES = ("T1", "T2", "T3")
FEW = EIGHT[:3]
INVITED = FEW[0]
"""The one that a workspace that joins another's question answers for."""

OUTCOMES = (Outcome.ADOPTS, Outcome.DECLINES, Outcome.UNDECIDED)


class Histories(RuleBasedStateMachine):
    """What people do, and what the record must then be."""

    fresh: ClassVar[Callable[[], Database]]

    def __init__(self) -> None:
        super().__init__()
        self.scene = Scene(type(self).fresh())
        self.said: dict[str, dict[str, list[Outcome]]] = {each: {} for each in WORKSPACES}
        self.polls: dict[str, Poll] = {}
        self.closed: set[str] = set()
        self.host_of: dict[str, str] = {}
        self.numbers: dict[tuple[str, str], list[int]] = {}
        self.erased: set[tuple[str, str]] = set()
        self.published: dict[str, dict[str, Head]] = {each: {} for each in WORKSPACES}
        for each in WORKSPACES:
            self.scene.add_workspace(each, members=FEW)

    @rule(workspace=st.sampled_from(WORKSPACES))
    def open(self, workspace: str) -> None:
        if workspace in self.polls:
            return
        if {(workspace, f"U{member}") for member in FEW} <= self.erased:
            with pytest.raises(NobodyToAskError):
                self.scene.open(workspace)
            return
        self.polls[workspace] = self.scene.open(workspace)

    @precondition(lambda self: self.polls)
    @rule(data=st.data(), member=st.sampled_from(FEW), outcome=st.sampled_from(OUTCOMES))
    def answer(self, data: st.DataObject, member: str, outcome: Outcome) -> None:
        workspace = data.draw(st.sampled_from(sorted(self.polls)))
        user = f"U{member}"
        if (workspace, user) in self.erased:
            return
        if workspace in self.host_of:
            self._answer_as_guest(workspace, member, outcome)
            return
        said = self.said[workspace].setdefault(member, [])
        try:
            recorded = self.scene.answer(self.polls[workspace], member, outcome)
        except PollClosedError:
            assert workspace in self.closed
            return
        assert workspace not in self.closed
        assert recorded.is_new is (said[-1:] != [outcome])
        if recorded.is_new:
            said.append(outcome)
            self._number(workspace, member, len(said))

    def _answer_as_guest(self, workspace: str, member: str, outcome: Outcome) -> None:
        """What a guest says is said at the host's too, under one count of versions."""
        host = self.host_of[workspace]
        said = self.said[host].setdefault(member, [])
        if member != INVITED:
            with pytest.raises((NoMandateError, PollClosedError)):
                self.scene.answer(self.polls[workspace], member, outcome)
            return
        try:
            recorded = self.scene.answer(self.polls[workspace], member, outcome)
        except PollClosedError:
            assert host in self.closed
            return
        assert host not in self.closed
        assert recorded.is_new is (said[-1:] != [outcome])
        if recorded.is_new:
            said.append(outcome)
            self._number(host, member, len(said))
            self.said[workspace].setdefault(member, []).append(outcome)
            self._number(workspace, member, len(said))

    def _number(self, workspace: str, member: str, version: int) -> None:
        self.numbers.setdefault((workspace, member), []).append(version)

    @rule(host=st.sampled_from(WORKSPACES), guest=st.sampled_from(WORKSPACES))
    def join(self, host: str, guest: str) -> None:
        """A workspace that hasn't opened the question joins one that has; it answers for one."""
        is_open = host in self.polls and host not in self.closed and host not in self.host_of
        if not is_open or guest in self.polls:
            return
        desk = self.scene.desk
        code = invite_workspace(
            desk,
            InviteWorkspace(
                workspace_id=host,
                recommendation=KRONOBERG,
                members=(INVITED,),
                user_id=f"C{host}",
            ),
        )
        self.polls[guest] = join_poll(
            desk,
            JoinPoll(workspace_id=guest, code=code, channel_id="THEIRS", user_id=f"C{guest}"),
        )
        self.host_of[guest] = host

    @precondition(lambda self: self.polls)
    @rule(data=st.data(), days=st.integers(min_value=1, max_value=200))
    def move(self, data: st.DataObject, days: int) -> None:
        workspace = data.draw(st.sampled_from(sorted(self.polls)))
        command = MoveDeadline(
            workspace_id=workspace,
            recommendation=KRONOBERG,
            deadline=self.scene.desk.today() + timedelta(days=days),
            user_id=f"C{workspace}",
        )
        if self._is_closed(workspace):
            with pytest.raises(PollClosedError):
                move_deadline(self.scene.desk, command)
        elif workspace in self.host_of:
            with pytest.raises(HostDecidesError):
                move_deadline(self.scene.desk, command)
        else:
            move_deadline(self.scene.desk, command)

    def _is_closed(self, workspace: str) -> bool:
        return self.host_of.get(workspace, workspace) in self.closed

    @precondition(lambda self: self.polls)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        workspace = data.draw(st.sampled_from(sorted(self.polls)))
        if workspace in self.host_of:
            return
        if workspace not in self.closed:
            command = ClosePoll(
                workspace_id=workspace, recommendation=KRONOBERG, user_id=f"C{workspace}"
            )
            close_poll(self.scene.desk, command)
            self.closed.add(workspace)

    @rule(workspace=st.sampled_from(WORKSPACES), member=st.sampled_from(FEW))
    def erase(self, workspace: str, member: str) -> None:
        person = f"U{member}"
        try:
            with self.scene.database.transaction(workspace) as session:
                erase_person(
                    session,
                    person,
                    "chef",
                    today=self.scene.desk.today(),
                    at=self.scene.clock.now(),
                    by="operator",
                )
        except UnknownPersonError:
            assert (workspace, person) in self.erased
        self.erased.add((workspace, person))

    @rule(workspace=st.sampled_from(WORKSPACES))
    def publish(self, workspace: str) -> None:
        with self.scene.database.reading(workspace) as session:
            self.published[workspace] = dict(heads(session))

    @invariant()
    def record_is_what_was_said(self) -> None:
        for workspace, poll in self.polls.items():
            said = {member: each for member, each in self.said[workspace].items() if each}
            with self.scene.database.reading(workspace) as session:
                versions = all_versions(session, poll.id)
                latest = latest_answers(session, poll.id)
            assert {
                member: [answer.outcome for answer in each] for member, each in versions.items()
            } == said
            assert {
                member: [answer.version for answer in each] for member, each in versions.items()
            } == {member: self.numbers[workspace, member] for member in said}
            assert {member: answer.outcome for member, answer in latest.items()} == {
                member: each[-1] for member, each in said.items()
            }

    @invariant()
    def guests_see_what_the_host_has(self) -> None:
        """The same answers without the people, the same deadline, open or closed alike."""
        for guest, host in self.host_of.items():
            with self.scene.database.reading(host) as session:
                theirs = poll_by_id(session, self.polls[host].id)
                answers = common_record(session, self.polls[host].id).answers
            with self.scene.database.reading(guest) as session:
                ours = poll_by_id(session, self.polls[guest].id)
                seen = common_record(session, self.polls[guest].id).answers
            assert theirs is not None
            assert ours is not None
            assert (ours.deadline, ours.is_open) == (theirs.deadline, theirs.is_open)
            assert {m: (a.version, a.outcome) for m, a in seen.items()} == {
                m: (a.version, a.outcome) for m, a in answers.items()
            }

    def teardown(self) -> None:
        """Everything verifies, also against every head that was ever published."""
        for workspace in WORKSPACES:
            published = self.published[workspace]
            assert verify_workspace(self.scene.database, workspace, published).is_sound
        self.scene.desk.close()


QUICK = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_random_histories_of_several_workspaces_agree_with_a_simple_model(
    fresh_database: Callable[[], Database],
) -> None:
    machine = type("Histories", (Histories,), {"fresh": staticmethod(fresh_database)})
    run_state_machine_as_test(machine, settings=QUICK)
