"""Sharing a recommendation with another workspace: a code invites it, and it answers at home.

The region's coordinator invites a municipality's workspace for that municipality; the answers come
together at the region, and nobody sees the other's people.
"""

from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_bytes

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.follow_up import turn_between, updates_after_answer
from bot.usecases.guests import require_host, tell_guests
from bot.usecases.people import require_coordinator
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from core.answer import Answer
from core.deadline import local_day, steps_to_come
from core.errors import AlreadyOpenedError, NoMandateError, NotOpenError
from core.recommendation import Recommendation
from storage.engine import beside
from storage.mandates import mandate_holders, valid_mandates
from storage.outbox import Message, Recipient, plan_messages
from storage.polls import Poll, append_poll, close_poll, poll_by_id, poll_of
from storage.sharing import (
    Host,
    accept_invitation,
    append_guest,
    append_invitation,
    find_invitation,
    guests_of,
    pass_on_answer,
)
from storage.tables import MessageKind, PollRow

VALID_DAYS = 30
_CODE_BYTES = 10


class InviteWorkspace(BaseModel):
    """Who invites another workspace to which recommendation, and for which members."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str
    members: tuple[str, ...]
    user_id: str


class JoinPoll(BaseModel):
    """Who joins by which code, and in which channel the board is kept there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    code: str
    channel_id: str
    user_id: str


def invite_workspace(desk: Desk, command: InviteWorkspace) -> str:
    """Return a code that another workspace joins by, once and within 30 days.

    Raises: NotCoordinatorError, NotOpenError, PollClosedError, HostDecidesError,
    UnknownMemberError, NotAMemberError.
    """
    now = desk.now()
    code = b32encode(token_bytes(_CODE_BYTES)).decode()
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        key = desk.catalogue.get(command.recommendation).key
        found = poll_of(session, key)
        if found is None:
            raise NotOpenError(key)
        poll = poll_that_takes_answers(session, found.id)
        require_host(session, poll)
        recommendation = load_poll_state(session, poll).recommendation
        members = [recommendation.find_member(text, desk.register).key for text in command.members]
        append_invitation(
            session,
            poll.id,
            code=code,
            members=members,
            expires_at=now + timedelta(days=VALID_DAYS),
            at=now,
            by=command.user_id,
        )
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def join_poll(desk: Desk, command: JoinPoll) -> Poll:
    """Open another workspace's recommendation here, for the members of the invitation.

    Raises: InvitationInvalidError, NotCoordinatorError, AlreadyOpenedError, PollClosedError.
    """
    now = desk.now()
    invitation = find_invitation(desk.database, _plain(command.code), now)
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        with beside(session, invitation.workspace_id) as there:
            theirs = poll_that_takes_answers(there, invitation.poll_id)
            accept_invitation(there, invitation, workspace_id=command.workspace_id, at=now)
            recommendation = load_poll_state(there, theirs).recommendation
        known = poll_of(session, theirs.recommendation)
        if known is not None:
            raise AlreadyOpenedError(known.recommendation, known.opened_at)
        poll = _open_here(session, command, theirs, recommendation, now)
        append_guest(session, poll.id, invitation)
        plan_messages(session, _first_messages(session, poll, invitation.members, now), now)
    desk.wake()
    return poll


def check_invited(host: Host | None, member: str, name: str) -> None:
    """Check that this workspace answers for a member. Raises: NoMandateError if a guest doesn't."""
    if host is not None and member not in host.members:
        raise NoMandateError(name)


def tell_host(session: Session, host: Host, poll: Poll, answer: Answer, gesture: str) -> None:
    """Pass a guest's answer on to the host, in the same transaction; all other boards follow.

    Whoever answered is asked for what is missing at home, nobody at the host's.
    """
    with beside(session, host.workspace_id) as there:
        before = load_poll_state(there, poll_that_takes_answers(there, host.poll_id))
        passed = pass_on_answer(there, host, answer, gesture, poll.workspace_id)
        after = before.with_answer(passed)
        holders = mandate_holders(there, answer.member, local_day(answer.received_at))
        turn = turn_between(before, after)
        messages = updates_after_answer(after.poll, passed, holders, turn)
        plan_messages(there, messages, answer.received_at)
        tell_guests(there, after.poll, passed, turn, but=poll.workspace_id)


def close_at_guests(session: Session, poll_id: int, *, host: str, at: datetime) -> None:
    """Close a poll in every workspace that joined it, with the host's closing."""
    for guest in guests_of(session, poll_id):
        with beside(session, guest.workspace_id) as there:
            if not close_poll(there, guest.poll_id, at=at, by=host):
                continue
            closed = poll_by_id(there, guest.poll_id)
            assert closed is not None  # noqa: S101  # it was closed a line ago
            state = load_poll_state(there, closed)
            plan_messages(there, messages_after_closing(there, state, at), at)


def messages_after_closing(session: Session, state: PollState, now: datetime) -> list[Message]:
    """Return the updates that say that a poll is closed: to everybody asked and to the board."""
    poll = state.poll
    board = Message(
        key=f"board:{poll.id}:closed",
        kind=MessageKind.BOARD_UPDATE,
        poll_id=poll.id,
        to=Recipient(channel_id=poll.channel_id),
        due_at=now,
    )
    questions = [
        Message(
            key=f"question:{poll.id}:{mandate.member}:{mandate.user_id}:closed",
            kind=MessageKind.QUESTION_UPDATE,
            poll_id=poll.id,
            to=Recipient(user_id=mandate.user_id),
            due_at=now,
            member=mandate.member,
        )
        for mandate in valid_mandates(session, local_day(now))
        if mandate.member in state.recommendation.members_by_code
    ]
    return [board, *questions]


def _open_here(
    session: Session,
    command: JoinPoll,
    theirs: Poll,
    recommendation: Recommendation,
    now: datetime,
) -> Poll:
    due = theirs.deadline
    return append_poll(
        session,
        PollRow(
            recommendation=theirs.recommendation,
            text=theirs.text,
            channel_id=command.channel_id,
            opened_at=now,
            opened_by=command.user_id,
        ),
        deadline=due,
        steps=steps_to_come(due, now, recommendation.reminders) if due else (),
    )


def _first_messages(
    session: Session, poll: Poll, members: Sequence[str], now: datetime
) -> list[Message]:
    board = Message(
        key=f"board:{poll.id}",
        kind=MessageKind.BOARD,
        poll_id=poll.id,
        to=Recipient(channel_id=poll.channel_id),
        due_at=now,
    )
    questions = [
        Message(
            key=f"question:{poll.id}:{mandate.member}:{mandate.user_id}",
            kind=MessageKind.QUESTION,
            poll_id=poll.id,
            to=Recipient(user_id=mandate.user_id),
            due_at=now,
            member=mandate.member,
        )
        for mandate in valid_mandates(session, local_day(now))
        if mandate.member in members
    ]
    return [board, *questions]


def _plain(code: str) -> str:
    """Return a code as it was made: people leave the dashes out or write small letters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
