"""Random histories of several workspaces against a simple model: dictionaries and lists."""

from collections.abc import Callable
from typing import ClassVar

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
from core.answer import Outcome
from core.errors import PollClosedError
from storage.answers import all_versions, latest_answers
from storage.chain import Head
from storage.engine import Database
from storage.erasure import erase_person
from storage.errors import UnknownPersonError
from storage.ledger import heads
from storage.polls import Poll
from storage.verification import verify_workspace
from tests.storage.scene import EIGHT, KRONOBERG, Scene

WORKSPACES = ("T1", "T2", "T3")
FEW = EIGHT[:3]
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
        self.erased: set[tuple[str, str]] = set()
        self.published: dict[str, dict[str, Head]] = {each: {} for each in WORKSPACES}
        for each in WORKSPACES:
            self.scene.add_workspace(each, members=FEW)

    @rule(workspace=st.sampled_from(WORKSPACES))
    def open(self, workspace: str) -> None:
        if workspace not in self.polls:
            self.polls[workspace] = self.scene.open(workspace)

    @precondition(lambda self: self.polls)
    @rule(data=st.data(), member=st.sampled_from(FEW), outcome=st.sampled_from(OUTCOMES))
    def answer(self, data: st.DataObject, member: str, outcome: Outcome) -> None:
        workspace = data.draw(st.sampled_from(sorted(self.polls)))
        said = self.said[workspace].setdefault(member, [])
        user = f"U{member}"
        if (workspace, user) in self.erased:
            return
        try:
            recorded = self.scene.answer(self.polls[workspace], member, outcome)
        except PollClosedError:
            assert workspace in self.closed
            return
        assert workspace not in self.closed
        assert recorded.is_new is (said[-1:] != [outcome])
        if recorded.is_new:
            said.append(outcome)

    @precondition(lambda self: self.polls)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        workspace = data.draw(st.sampled_from(sorted(self.polls)))
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
            assert {member: answer.outcome for member, answer in latest.items()} == {
                member: each[-1] for member, each in said.items()
            }

    def teardown(self) -> None:
        """Everything verifies, also against every head that was ever published."""
        for workspace in WORKSPACES:
            published = self.published[workspace]
            assert verify_workspace(self.scene.database, workspace, published).is_sound
        self.scene.desk.close()


QUICK = settings(
    max_examples=6,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_random_histories_of_several_workspaces_agree_with_a_simple_model(
    fresh_database: Callable[[], Database],
) -> None:
    machine = type("Histories", (Histories,), {"fresh": staticmethod(fresh_database)})
    run_state_machine_as_test(machine, settings=QUICK)
