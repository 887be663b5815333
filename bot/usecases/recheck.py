"""Whether a message is still true: looked at again in the claiming transaction.

Who has answered is not reminded, what is closed is not asked, whose mandate has ended is left in
peace, and what a later message says better is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cached_property

from sqlmodel import Session

from bot.usecases.escalate import DEPUTY
from bot.usecases.poll_state import PollState, load_poll_state
from core.answer import owes_answer
from core.deadline import local_day
from core.life import force_expected
from storage.deputies import Deputies, deputies
from storage.duties import duties_done
from storage.mandates import coordinators, valid_mandates
from storage.polls import Poll, all_polls, poll_by_id
from storage.sending import has_newer, latest_of, troubled_messages
from storage.tables import MessageKind, MessageState, OutboxRow
from storage.wishes import ReminderWish, reminder_wishes


class Skip(Enum):
    """Why a message isn't sent after all."""

    HAS_ANSWERED = "has_answered"
    HAS_EVIDENCE = "has_evidence"
    IN_FORCE = "in_force"
    DONE = "done"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    NEVER_ASKED = "never_asked"
    MOVED = "moved"
    PAUSED = "paused"
    DEPUTY_ASKED = "deputy_asked"
    EXPECTED_LATER = "expected_later"
    NOTHING_TO_TELL = "nothing_to_tell"


@dataclass(frozen=True)
class Send:
    """It is still true: post it, or change the message that stands at `place` (channel, ts)."""

    place: tuple[str, str] | None = None


@dataclass(frozen=True)
class Wait:
    """It can't be said yet: the message that it would change is itself in doubt."""


Verdict = Send | Skip | Wait


class Situation:
    """What is true in one workspace at one moment; each thing is read once, when asked for."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.today: date = local_day(now)
        self._states: dict[int, PollState] = {}

    def state_of(self, poll_id: int | None) -> PollState:
        """Return a poll's state."""
        assert poll_id is not None  # noqa: S101  # asked for by messages about a poll only
        if poll_id not in self._states:
            poll = poll_by_id(self.session, poll_id)
            assert poll is not None  # noqa: S101  # the foreign key holds it there
            self._states[poll_id] = load_poll_state(self.session, poll)
        return self._states[poll_id]

    @cached_property
    def holders(self) -> frozenset[tuple[str, str]]:
        """Return who may answer for whom today: pairs of member and user id."""
        return frozenset((m.member, m.user_id) for m in valid_mandates(self.session, self.today))

    @cached_property
    def deputies(self) -> Deputies:
        """Return who is a deputy for which member: pairs of member and user id."""
        return deputies(self.session)

    @cached_property
    def wishes(self) -> Mapping[str, ReminderWish]:
        """Return who has wishes of their own about reminders."""
        return reminder_wishes(self.session)

    @cached_property
    def coordinators(self) -> frozenset[str]:
        """Return who is a coordinator."""
        return coordinators(self.session)

    @cached_property
    def open_polls(self) -> tuple[Poll, ...]:
        """Return the polls that take answers, the one opened first first."""
        return tuple(poll for poll in reversed(all_polls(self.session)) if poll.is_open)

    @cached_property
    def troubled(self) -> tuple[OutboxRow, ...]:
        """Return the messages that need a coordinator's remedy."""
        return troubled_messages(self.session)


def members_owing(state: PollState) -> frozenset[str]:
    """Return the members that still owe an answer."""
    return frozenset(m.code for m in state.recommendation.members if _owes(state, m.code))


def recheck(row: OutboxRow, situation: Situation) -> Verdict:
    """Return whether a message that is due is still to be sent."""
    return _CHECKS[row.kind](row, situation)


def _owes(state: PollState, member: str) -> bool:
    return owes_answer(state.answers.get(member), state.recommendation.binding_body(member))


def _question(row: OutboxRow, situation: Situation) -> Verdict:
    state = situation.state_of(row.poll_id)
    if not state.poll.is_open:
        return Skip.CLOSED
    if (row.member, row.user_id) not in situation.holders:
        return Skip.MOVED
    return Send() if _owes(state, row.member or "") else Skip.HAS_ANSWERED


def _board(row: OutboxRow, situation: Situation) -> Verdict:
    return Send() if situation.state_of(row.poll_id).poll.is_open else Skip.CLOSED


def _update_of(kind: MessageKind) -> Callable[[OutboxRow, Situation], Verdict]:
    def check(row: OutboxRow, situation: Situation) -> Verdict:
        assert row.poll_id is not None  # noqa: S101  # questions and boards have a poll
        if has_newer(situation.session, row, situation.now):
            return Skip.SUPERSEDED
        original = latest_of(
            situation.session, kind, row.poll_id, member=row.member, user_id=row.user_id
        )
        if original is None or original.state is MessageState.FAILED:
            return Skip.NEVER_ASKED
        if original.state is MessageState.PLANNED:
            return Skip.SUPERSEDED
        if original.sent_channel and original.sent_ts:
            return Send((original.sent_channel, original.sent_ts))
        is_settled = original.state is MessageState.SENT or original.needs_person
        return Skip.NEVER_ASKED if is_settled else Wait()

    return check


def _reminder(row: OutboxRow, situation: Situation) -> Verdict:
    state = situation.state_of(row.poll_id)
    verdict = _question(row, situation)
    if isinstance(verdict, Skip):
        return verdict
    if has_newer(situation.session, row, situation.now):
        return Skip.SUPERSEDED
    if _is_deputys_turn(row, situation):
        return Skip.DEPUTY_ASKED
    answer = state.answers.get(row.member or "")
    is_later = answer and answer.expected_on and answer.expected_on >= situation.today
    return Skip.EXPECTED_LATER if is_later else Send()


def _is_deputys_turn(row: OutboxRow, situation: Situation) -> bool:
    """Return whether a deputy has been asked in this person's place, after days of silence."""
    if row.poll_id is None or (row.member, row.user_id) in situation.deputies:
        return False
    standing_in = {
        user_id
        for member, user_id in situation.deputies
        if member == row.member and (member, user_id) in situation.holders
    }
    return any(
        asked is not None and asked.detail == DEPUTY and asked.state is MessageState.SENT
        for asked in (
            latest_of(
                situation.session,
                MessageKind.QUESTION,
                row.poll_id,
                member=row.member,
                user_id=user_id,
            )
            for user_id in sorted(standing_in)
        )
    )


def _channel_reminder(row: OutboxRow, situation: Situation) -> Verdict:
    state = situation.state_of(row.poll_id)
    if not state.poll.is_open:
        return Skip.CLOSED
    if has_newer(situation.session, row, situation.now):
        return Skip.SUPERSEDED
    return Send() if members_owing(state) else Skip.HAS_ANSWERED


def _about_a_version(row: OutboxRow, situation: Situation) -> Skip | None:
    """Return why a message about one version of an answer no longer fits, None if it does."""
    state = situation.state_of(row.poll_id)
    answer = state.answers.get(row.member or "")
    if answer is None or answer.version != row.step:
        return Skip.SUPERSEDED
    if has_newer(situation.session, row, situation.now):
        return Skip.SUPERSEDED
    return None if state.poll.is_open else Skip.CLOSED


def _evidence_request(row: OutboxRow, situation: Situation) -> Verdict:
    answer = situation.state_of(row.poll_id).answers.get(row.member or "")
    misfit = _about_a_version(row, situation)
    return misfit or (Send() if answer and answer.lacks_evidence else Skip.HAS_EVIDENCE)


def _decision_expected(row: OutboxRow, situation: Situation) -> Verdict:
    return _about_a_version(row, situation) or Send()


def _force_request(row: OutboxRow, situation: Situation) -> Verdict:
    answer = situation.state_of(row.poll_id).answers.get(row.member or "")
    is_waited_for = answer is not None and force_expected(answer) is not None
    return _about_a_version(row, situation) or (Send() if is_waited_for else Skip.IN_FORCE)


def _duty_reminder(row: OutboxRow, situation: Situation) -> Verdict:
    assert row.poll_id is not None  # noqa: S101  # duties belong to a recommendation
    if row.detail in duties_done(situation.session, row.poll_id):
        return Skip.DONE
    return Skip.SUPERSEDED if has_newer(situation.session, row, situation.now) else Send()


def _condition_notice(row: OutboxRow, situation: Situation) -> Verdict:
    state = situation.state_of(row.poll_id)
    return Send() if state.adoption.whole.state.value == row.detail else Skip.SUPERSEDED


def _silence_notice(row: OutboxRow, situation: Situation) -> Verdict:
    if row.user_id not in situation.coordinators:
        return Skip.MOVED
    return _channel_reminder(row, situation)


def _digest(row: OutboxRow, situation: Situation) -> Verdict:
    if row.user_id not in situation.coordinators:
        return Skip.MOVED
    if has_newer(situation.session, row, situation.now):
        return Skip.SUPERSEDED
    is_worth = situation.open_polls or situation.troubled
    return Send() if is_worth else Skip.NOTHING_TO_TELL


_CHECKS: dict[MessageKind, Callable[[OutboxRow, Situation], Verdict]] = {
    MessageKind.QUESTION: _question,
    MessageKind.BOARD: _board,
    MessageKind.QUESTION_UPDATE: _update_of(MessageKind.QUESTION),
    MessageKind.BOARD_UPDATE: _update_of(MessageKind.BOARD),
    MessageKind.REMINDER: _reminder,
    MessageKind.CHANNEL_REMINDER: _channel_reminder,
    MessageKind.EVIDENCE_REQUEST: _evidence_request,
    MessageKind.DECISION_EXPECTED: _decision_expected,
    MessageKind.FORCE_REQUEST: _force_request,
    MessageKind.DUTY_REMINDER: _duty_reminder,
    MessageKind.CONDITION_NOTICE: _condition_notice,
    MessageKind.SILENCE_NOTICE: _silence_notice,
    MessageKind.COORDINATOR_DIGEST: _digest,
}
