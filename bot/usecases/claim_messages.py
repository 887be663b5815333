"""Claiming what is due: the truth is looked at again, and one person's reminders go out as one.

Nobody gets more than one message a day that Samtliga writes of its own accord: several that are
due at once become one, and what comes due later that day waits for the next working morning. So
with what a deputy is asked in the place of silent heads. A question that somebody opens by hand
goes to a head at once, whatever else that head got that day: it is a person's act, not ours.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.desk import Desk
from bot.usecases.coordinator_digest import CoordinatorDigest, coordinator_digest
from bot.usecases.hand_over import hand_over
from bot.usecases.poll_state import PollState
from bot.usecases.recheck import Later, Send, Skip, recheck
from bot.usecases.recurring import plan_following
from bot.usecases.situation import Situation
from core.deadline import local_day, morning_on_or_after
from storage.outbox import put_off, settle
from storage.sending import (
    LEASE,
    claim,
    due_messages,
    due_nudges,
    expire_claims,
    is_nudge,
    last_written_to,
    uncertain_messages,
)
from storage.tables import MessageKind, MessageState, OutboxRow
from storage.wishes import NO_WISH, ReminderWish

_LOOKED_AT_ONCE = 50
_MOST_IN_ONE = 15
"""How many reminders one message carries at most: Slack allows 50 blocks."""
_COMES_AGAIN = frozenset(
    {MessageKind.REMINDER, MessageKind.DUTY_REMINDER, MessageKind.COORDINATOR_DIGEST}
)
"""What a later step says again: left out in a pause. Everything else is asked once, and waits."""


@dataclass(frozen=True)
class Claimed:
    """A message to send now: its row, the state its words are made from, and what it updates.

    `place` is the (channel, ts) of the message to change; None: a new one is posted. `carried`
    are the other reminders that go out with it; for a change, all questions of the message that
    stands there, where it asks several. `claimed_at` is when this attempt began.
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
    claimed_at: datetime
    today: date
    poll: PollState | None
    place: tuple[str, str] | None = None
    carried: tuple["Claimed", ...] = ()
    digest: CoordinatorDigest | None = None

    @property
    def state(self) -> PollState:
        """Return the state of the message's poll; only a coordinator's digest has none."""
        assert self.poll is not None  # noqa: S101  # asked for by views of a poll's messages only
        return self.poll

    @property
    def recipient(self) -> str:
        """Return the person or the channel that it goes to."""
        return self.user_id or self.channel_id or ""


@dataclass(frozen=True)
class Batch:
    """What was claimed, what is in doubt, and whether nothing more is due to anybody else."""

    messages: tuple[Claimed, ...]
    doubts: tuple[Claimed, ...]
    is_last: bool


@dataclass
class _Round:
    """One claiming transaction under way."""

    situation: Situation
    lease: timedelta
    busy: set[str]
    claimed: list[Claimed] = field(default_factory=list)
    changed: int = 0


def claim_messages(
    desk: Desk,
    workspace_id: str,
    *,
    limit: int,
    busy: Collection[str] = (),
    lease: timedelta = LEASE,
) -> Batch:
    """Claim what is due in a workspace, in the order it was written, at most `limit` messages.

    `busy` are recipients that nothing is sent to now: a message to them is on its way, or an
    earlier one waits for its next attempt, and order is kept.
    """
    now = desk.now()
    with desk.database.transaction(workspace_id) as session:
        expire_claims(session, now)
        situation = Situation(session, now)
        doubts = [_claimed(row, situation) for row in uncertain_messages(session)]
        this = _Round(situation, lease, {*busy, *(each.recipient for each in doubts)})
        rows = due_messages(session, now, _LOOKED_AT_ONCE, not_to=this.busy) if limit > 0 else ()
        for row in rows:
            if len(this.claimed) < limit:
                _consider(this, row)
        return Batch(
            messages=tuple(this.claimed),
            doubts=tuple(each for each in doubts if each.recipient not in busy),
            is_last=this.changed == 0,
        )


def release_claims(desk: Desk, workspace_id: str) -> None:
    """End every claim in a workspace: for its only sender, before it begins to send."""
    with desk.database.transaction(workspace_id) as session:
        expire_claims(session, desk.now(), all_of_them=True)


def _consider(this: _Round, row: OutboxRow) -> None:
    recipient = row.user_id or row.channel_id or ""
    if recipient in this.busy or row.state is not MessageState.PLANNED:
        return
    if is_nudge(row):
        _nudge(this, recipient)
        return
    verdict = recheck(row, this.situation)
    if isinstance(verdict, Skip):
        _skip(this, row, verdict)
        return
    this.busy.add(recipient)
    if isinstance(verdict, Send) and _claim(this, row):
        this.changed += 1
        together = tuple(_claimed(each, this.situation) for each in verdict.together)
        this.claimed.append(_claimed(row, this.situation, verdict.place, together))


def _claim(this: _Round, row: OutboxRow, carrier: OutboxRow | None = None) -> bool:
    return claim(this.situation.session, row, this.situation.now, this.lease, carrier)


def _nudge(this: _Round, user_id: str) -> None:
    """Claim everything that one person is to be reminded of as one message, or put it off."""
    situation = this.situation
    wish = situation.wishes.get(user_id, NO_WISH)
    true = _still_true(this, user_id, wish)
    if not true:
        return
    last = last_written_to(situation.session, user_id)
    earliest = local_day(last) + timedelta(days=wish.days_between) if last else situation.today
    if earliest > situation.today:
        reason = "one_a_day" if wish.days_between == 1 else "own_pace"
        for row in true:
            _put_off(this, row, Later(morning_on_or_after(earliest), reason))
        return
    _claim_as_one(this, user_id, true[:_MOST_IN_ONE])


def _still_true(this: _Round, user_id: str, wish: ReminderWish) -> list[OutboxRow]:
    """Return what one person may be reminded of now; leave out or put off everything else."""
    situation = this.situation
    true = []
    for row in due_nudges(situation.session, situation.now, user_id):
        verdict = recheck(row, situation)
        if isinstance(verdict, Send) and wish.is_paused(situation.today):
            verdict = _in_a_pause(row, wish)
        if isinstance(verdict, Skip):
            _skip(this, row, verdict)
        elif isinstance(verdict, Later):
            _put_off(this, row, verdict)
        elif isinstance(verdict, Send):
            true.append(row)
    asked = {(row.poll_id, row.member) for row in true if row.kind is MessageKind.QUESTION}
    reminded = [row for row in true if row.kind is MessageKind.REMINDER]
    for row in reminded:
        if (row.poll_id, row.member) in asked:
            _skip(this, row, Skip.SUPERSEDED)
            true.remove(row)
    return true


def _in_a_pause(row: OutboxRow, wish: ReminderWish) -> Skip | Later:
    """Return what a pause does: what is asked once waits for its end, the rest comes again."""
    if row.kind in _COMES_AGAIN or wish.paused_until is None:
        return Skip.PAUSED
    return Later(morning_on_or_after(wish.paused_until), Skip.PAUSED.value)


def _claim_as_one(this: _Round, user_id: str, rows: Sequence[OutboxRow]) -> None:
    """Claim what goes out as one message; the first of the rows carries the others."""
    ours: list[OutboxRow] = []
    for row in rows:
        if _claim(this, row, ours[0] if ours else None):
            plan_following(row, this.situation)
            ours.append(row)
    if not ours:
        return
    this.busy.add(user_id)
    this.changed += 1
    carrier, *carried = ours
    others = tuple(_claimed(row, this.situation) for row in carried)
    this.claimed.append(_claimed(carrier, this.situation, carried=others))


def _skip(this: _Round, row: OutboxRow, why: Skip) -> None:
    assert row.id is not None  # noqa: S101  # it came from the database
    this.changed += 1
    session, now = this.situation.session, this.situation.now
    settle(session, row.id, MessageState.SKIPPED, at=now, reason=why.value)
    if why is Skip.MOVED:
        hand_over(row, this.situation)
    if why is not Skip.DONE:
        plan_following(row, this.situation)


def _put_off(this: _Round, row: OutboxRow, until: Later) -> None:
    if put_off(this.situation.session, row, until.until, until.reason):
        this.changed += 1


def _claimed(
    row: OutboxRow,
    situation: Situation,
    place: tuple[str, str] | None = None,
    carried: tuple[Claimed, ...] = (),
) -> Claimed:
    assert row.id is not None  # noqa: S101  # it came from the database
    is_digest = row.kind is MessageKind.COORDINATOR_DIGEST
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
        claimed_at=row.claimed_at or situation.now,
        today=situation.today,
        poll=None if row.poll_id is None else situation.state_of(row.poll_id),
        place=place,
        carried=carried,
        digest=coordinator_digest(row, situation) if is_digest else None,
    )
