"""What follows, in the workspaces that joined a recommendation, from what happens in another one.

Only the host's coordinators decide: they move the deadline, rule, invite and close, and the guests'
boards, questions and plans follow in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from sqlmodel import Session

from bot.usecases.follow_up import updates_after_answer
from core.adoption import State
from core.answer import Answer
from core.deadline import ReminderPolicy, local_day, steps_to_come
from core.errors import SamtligaError
from storage.engine import among_all, beside
from storage.mandates import mandate_holders
from storage.outbox import Message, Recipient, plan_messages_at
from storage.polls import Poll, append_deadline, poll_by_id, steps_taken
from storage.sharing import Guest, guests_of, host_of
from storage.tables import MessageKind, Workspace


@dataclass(eq=False)
class HostDecidesError(SamtligaError):
    """Only the workspace that invited to a shared recommendation decides this; `host` names it."""

    code: ClassVar[str] = "host_decides"
    recommendation: str
    host: str


def require_host(session: Session, poll: Poll) -> None:
    """Check that a poll is this workspace's own. Raises: HostDecidesError."""
    host = host_of(session, poll.id)
    if host is not None:
        name = session.get_one(Workspace, host.workspace_id).name
        raise HostDecidesError(poll.recommendation, name)


def tell_guests(
    session: Session, poll: Poll, answer: Answer, turn: State | None, *, but: str = ""
) -> None:
    """Let every guest's board follow an answer, and the questions of whoever answers there.

    `but` is the guest that gave it. As many queries for a hundred guests as for two, since only
    the one that answers for the member has people to tell.
    """
    today = local_day(answer.received_at)
    messages = {
        guest.workspace_id: updates_after_answer(
            _seen_by(guest, poll), answer, _holders(session, guest, answer.member, today), turn
        )
        for guest in guests_of(session, poll.id)
        if guest.workspace_id != but
    }
    _plan(session, messages, answer.received_at)


def tell_guests_of_ruling(
    session: Session, poll: Poll, nth: int, turn: State | None, at: datetime
) -> None:
    """Let every guest's board follow a ruling, with a notice where it changes how things stand."""
    messages = {
        guest.workspace_id: ruling_messages(_seen_by(guest, poll), nth, turn, at)
        for guest in guests_of(session, poll.id)
    }
    _plan(session, messages, at)


def ruling_messages(poll: Poll, nth: int, turn: State | None, at: datetime) -> list[Message]:
    """Return the board's update after a ruling, and a notice where it changes how things stand."""
    board = Message(
        key=f"board:{poll.id}:ruling{nth}",
        kind=MessageKind.BOARD_UPDATE,
        poll_id=poll.id,
        to=Recipient(channel_id=poll.channel_id),
        due_at=at,
    )
    if turn is None:
        return [board]
    notice = replace(
        board,
        key=f"condition:{poll.id}:ruling{nth}",
        kind=MessageKind.CONDITION_NOTICE,
        detail=turn.value,
    )
    return [board, notice]


def move_at_guest(
    there: Session, guest: Guest, moved: Poll, policy: ReminderPolicy, at: datetime
) -> Poll:
    """Append the host's deadline to a guest's poll, with a plan of the guest's own; return it.

    A guest that joined late hasn't taken the steps that the host has, and the other way round.
    """
    assert moved.deadline is not None  # noqa: S101  # it was moved to a day
    taken = steps_taken(there, guest.poll_id)
    append_deadline(
        there,
        guest.poll_id,
        deadline=moved.deadline,
        steps=steps_to_come(moved.deadline, at, policy, taken),
        at=at,
        by=moved.workspace_id,
    )
    theirs = poll_by_id(there, guest.poll_id)
    assert theirs is not None  # noqa: S101  # it was there a line ago, in this transaction
    return theirs


def _seen_by(guest: Guest, poll: Poll) -> Poll:
    """Return the host's poll as the guest has it."""
    return replace(
        poll, id=guest.poll_id, workspace_id=guest.workspace_id, channel_id=guest.channel_id
    )


def _holders(session: Session, guest: Guest, member: str, today: date) -> Sequence[str]:
    if member not in guest.members:
        return ()
    with beside(session, guest.workspace_id) as there:
        return mandate_holders(there, member, today)


def _plan(session: Session, messages: dict[str, list[Message]], at: datetime) -> None:
    if messages:
        with among_all(session) as everywhere:
            plan_messages_at(everywhere, messages, at)
