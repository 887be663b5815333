"""Claiming what is due: the truth is looked at again before anything goes out.

In the claiming transaction each message is checked against the state of now: who has answered is
not reminded, what is closed is not asked, an update that a later one replaces is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.poll_state import PollState, load_poll_state
from bot.usecases.take_due_steps import members_owing
from storage.outbox import (
    claim_due,
    expire_claims,
    has_newer,
    postpone,
    sent_place,
    settle,
    uncertain_messages,
)
from storage.polls import poll_by_id
from storage.tables import MessageKind, MessageState, OutboxRow

_BATCH = 50


class Skip(Enum):
    """Why a message isn't sent after all."""

    HAS_ANSWERED = "has_answered"
    HAS_EVIDENCE = "has_evidence"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    NEVER_ASKED = "never_asked"


@dataclass(frozen=True)
class Claimed:
    """A message to send now: its row, the state its words are made from, and what it updates.

    `place` is the (channel, ts) of the message to change; None: a new one is posted.
    """

    row_id: int
    key: str
    kind: MessageKind
    user_id: str | None
    channel_id: str | None
    member: str | None
    step: int | None
    detail: str | None
    attempts: int
    state: PollState
    place: tuple[str, str] | None


def claim_messages(desk: Desk, workspace_id: str) -> tuple[Claimed, ...]:
    """Claim a batch of what is due in a workspace, in the order it was written."""
    now = desk.now()
    claimed: list[Claimed] = []
    with desk.database.transaction(workspace_id) as session:
        expire_claims(session, now)
        states = _States(session)
        for row in claim_due(session, now, _BATCH):
            state = states.of(row.poll_id)
            found = _recheck(session, row, state)
            if isinstance(found, Skip):
                _settle(session, row, found, now)
            else:
                claimed.append(_claimed(row, state, found.place))
    return tuple(claimed)


def settle_message(  # noqa: PLR0913  # the fields of one outcome
    desk: Desk,
    workspace_id: str,
    row_id: int,
    outcome: MessageState,
    *,
    reason: str | None = None,
    sent: tuple[str, str] | None = None,
) -> None:
    """Record what became of a message."""
    with desk.database.transaction(workspace_id) as session:
        settle(session, row_id, outcome, at=desk.now(), reason=reason, sent=sent)


def postpone_message(
    desk: Desk, workspace_id: str, row_id: int, *, until: datetime, reason: str
) -> None:
    """Put a message back that Slack certainly didn't take."""
    with desk.database.transaction(workspace_id) as session:
        postpone(session, row_id, until, reason)


def doubtful_messages(
    desk: Desk, workspace_id: str, *, after_a_start: bool = False
) -> tuple[Claimed, ...]:
    """Return the messages of which it isn't known whether Slack took them.

    `after_a_start`: this process has just begun and is the only sender, so every claim is a dead
    process's.
    """
    with desk.database.transaction(workspace_id) as session:
        if after_a_start:
            expire_claims(session, desk.now(), all_of_them=True)
        states = _States(session)
        return tuple(
            _claimed(row, states.of(row.poll_id), None) for row in uncertain_messages(session)
        )


@dataclass(frozen=True)
class _Send:
    place: tuple[str, str] | None = None


class _States:
    """The polls' states of one transaction, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, PollState] = {}

    def of(self, poll_id: int) -> PollState:
        if poll_id not in self._known:
            poll = poll_by_id(self._session, poll_id)
            assert poll is not None  # noqa: S101  # the foreign key holds it there
            self._known[poll_id] = load_poll_state(self._session, poll)
        return self._known[poll_id]


def _recheck(session: Session, row: OutboxRow, state: PollState) -> _Send | Skip:
    return _CHECKS[row.kind](session, row, state)


def _new_post(_session: Session, _row: OutboxRow, state: PollState) -> _Send | Skip:
    return _Send() if state.poll.is_open else Skip.CLOSED


def _update_of(kind: MessageKind) -> Callable[[Session, OutboxRow, PollState], _Send | Skip]:
    def check(session: Session, row: OutboxRow, state: PollState) -> _Send | Skip:
        if has_newer(session, row):
            return Skip.SUPERSEDED
        place = sent_place(session, kind, state.poll.id, member=row.member, user_id=row.user_id)
        return _Send(place) if place else Skip.NEVER_ASKED

    return check


def _reminder(_session: Session, row: OutboxRow, state: PollState) -> _Send | Skip:
    if not state.poll.is_open:
        return Skip.CLOSED
    return _Send() if row.member in members_owing(state) else Skip.HAS_ANSWERED


def _evidence_request(_session: Session, row: OutboxRow, state: PollState) -> _Send | Skip:
    answer = state.answers.get(row.member or "")
    if answer is None or answer.version != row.step:
        return Skip.SUPERSEDED
    if not state.poll.is_open:
        return Skip.CLOSED
    return _Send() if answer.lacks_evidence else Skip.HAS_EVIDENCE


def _condition_notice(_session: Session, row: OutboxRow, state: PollState) -> _Send | Skip:
    is_still_so = state.adoption.whole.state.value == row.detail
    return _Send() if is_still_so else Skip.SUPERSEDED


_CHECKS: dict[MessageKind, Callable[[Session, OutboxRow, PollState], _Send | Skip]] = {
    MessageKind.QUESTION: _new_post,
    MessageKind.BOARD: _new_post,
    MessageKind.QUESTION_UPDATE: _update_of(MessageKind.QUESTION),
    MessageKind.BOARD_UPDATE: _update_of(MessageKind.BOARD),
    MessageKind.REMINDER: _reminder,
    MessageKind.EVIDENCE_REQUEST: _evidence_request,
    MessageKind.CONDITION_NOTICE: _condition_notice,
}


def _settle(session: Session, row: OutboxRow, why: Skip, now: datetime) -> None:
    assert row.id is not None  # noqa: S101  # it came from the database
    settle(session, row.id, MessageState.SKIPPED, at=now, reason=why.value)


def _claimed(row: OutboxRow, state: PollState, place: tuple[str, str] | None) -> Claimed:
    assert row.id is not None  # noqa: S101  # it came from the database
    return Claimed(
        row_id=row.id,
        key=row.key,
        kind=row.kind,
        user_id=row.user_id,
        channel_id=row.channel_id,
        member=row.member,
        step=row.step,
        detail=row.detail,
        attempts=row.attempts,
        state=state,
        place=place,
    )
