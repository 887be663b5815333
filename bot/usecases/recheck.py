"""Whether a message is still true: looked at again in the claiming transaction.

Who has answered is not reminded, what is closed is not asked, whose mandate has ended is left in
peace, and what a later message says better is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.usecases.poll_state import PollState
from bot.usecases.situation import Situation
from core.answer import Answer, owes_answer
from core.deadline import morning_on_or_after
from core.life import force_expected
from storage.duties import duties_done
from storage.sending import DEPUTY, has_newer, in_one_message, latest_of
from storage.tables import MessageKind, MessageState, OutboxRow

_ONE_DAY = timedelta(days=1)


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
    STANDS_WITH_OTHERS = "stands_with_others"


@dataclass(frozen=True)
class Send:
    """It is still true: post it, or change the message that stands at `place` (channel, ts).

    `together` are the questions that stand there in one message, where they are several.
    """

    place: tuple[str, str] | None = None
    together: tuple[OutboxRow, ...] = ()


@dataclass(frozen=True)
class Wait:
    """It can't be said yet: the message that it would change is itself in doubt."""


@dataclass(frozen=True)
class Later:
    """It is true and can't be said today: look again at that moment."""

    until: datetime
    reason: str


Verdict = Send | Skip | Wait | Later


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
            return _change(original, (original.sent_channel, original.sent_ts), situation)
        is_settled = original.state is MessageState.SENT or original.needs_person
        return Skip.NEVER_ASKED if is_settled else Wait()

    return check


def _change(original: OutboxRow, place: tuple[str, str], situation: Situation) -> Verdict:
    """Return how a message that stands is changed: whole, with every question that it asks.

    A deputy's may stand with reminders of other things, which can't be said again as they were.
    """
    together = in_one_message(situation.session, original) if original.detail == DEPUTY else ()
    if len(together) < 2:  # noqa: PLR2004  # alone
        return Send(place)
    if any(each.kind is not MessageKind.QUESTION for each in together):
        return Skip.STANDS_WITH_OTHERS
    return Send(place, together)


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


def _about_a_version(
    settled: Callable[[Answer], Skip | None],
) -> Callable[[OutboxRow, Situation], Verdict]:
    """Make the check of a message about one version of an answer.

    It fits while no newer version or message has come, nothing has settled it, and its recipient
    holds the mandate.
    """

    def check(row: OutboxRow, situation: Situation) -> Verdict:
        state = situation.state_of(row.poll_id)
        answer = state.answers.get(row.member or "")
        if answer is None or answer.version != row.step:
            return Skip.SUPERSEDED
        if has_newer(situation.session, row, situation.now):
            return Skip.SUPERSEDED
        if not state.poll.is_open:
            return Skip.CLOSED
        return settled(answer) or _if_theirs(row, situation)

    return check


def _has_evidence(answer: Answer) -> Skip | None:
    return None if answer.lacks_evidence else Skip.HAS_EVIDENCE


def _is_in_force(answer: Answer) -> Skip | None:
    return Skip.IN_FORCE if force_expected(answer) is None else None


def _if_theirs(row: OutboxRow, situation: Situation) -> Verdict:
    """Return whether a request goes to its recipient: moved where others hold the mandate now.

    While nobody does it waits, looked at every working morning, for whoever is appointed.
    """
    responsible = people_responsible(row, situation)
    if row.user_id in responsible:
        return Send()
    if responsible:
        return Skip.MOVED
    return Later(morning_on_or_after(situation.today + _ONE_DAY), "nobody_holds_it")


def people_responsible(row: OutboxRow, situation: Situation) -> tuple[str, ...]:
    """Return who may be asked: the member's people; the coordinators for a duty of nobody's."""
    holders = situation.holders_of(row.member)
    is_duty = row.kind is MessageKind.DUTY_REMINDER
    return holders or (tuple(sorted(situation.coordinators)) if is_duty else ())


def _duty_reminder(row: OutboxRow, situation: Situation) -> Verdict:
    assert row.poll_id is not None  # noqa: S101  # duties belong to a recommendation
    if row.detail in duties_done(situation.session, row.poll_id):
        return Skip.DONE
    if has_newer(situation.session, row, situation.now):
        return Skip.SUPERSEDED
    return _if_theirs(row, situation)


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
    MessageKind.EVIDENCE_REQUEST: _about_a_version(_has_evidence),
    MessageKind.DECISION_EXPECTED: _about_a_version(lambda _: None),
    MessageKind.FORCE_REQUEST: _about_a_version(_is_in_force),
    MessageKind.DUTY_REMINDER: _duty_reminder,
    MessageKind.CONDITION_NOTICE: _condition_notice,
    MessageKind.SILENCE_NOTICE: _silence_notice,
    MessageKind.COORDINATOR_DIGEST: _digest,
}
