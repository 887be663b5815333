"""What a coordinator is told once a week, or the morning after something went wrong.

Who hasn't answered, what changed since the last time, and which messages failed or are in doubt,
each with what can be done about it. And where each ledger ends, which nobody can take back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlmodel import Session, col, select

from bot.usecases.poll_state import PollState
from bot.usecases.recheck import members_owing
from bot.usecases.situation import Situation
from storage.chain import Head
from storage.ledger import heads
from storage.tables import MessageKind, MessageState, OutboxRow

_WEEK = timedelta(days=7)


class TroubleKind(Enum):
    """What is the matter with messages to one recipient."""

    FAILED = "failed"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True)
class Trouble:
    """Messages to one person or channel that failed, or of which nobody knows whether they came.

    `reason` is Slack's word ("user_not_found"); `recommendation` and `member` are of the latest,
    `first` is the oldest's number, by which they are ordered.
    """

    kind: TroubleKind
    recipient: str
    is_person: bool
    reason: str
    count: int
    recommendation: str | None
    member: str | None
    first: int


@dataclass(frozen=True)
class PollNews:
    """One open poll: who still owes an answer, and whose answer came since the last digest."""

    state: PollState
    owing: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True)
class CoordinatorDigest:
    """Everything that one coordinator is told at one time; `since` is when they were last told.

    `heads` says where each ledger ends: what is cut off later shows against it.
    """

    since: datetime
    polls: tuple[PollNews, ...]
    troubles: tuple[Trouble, ...]
    heads: Mapping[str, Head]


def coordinator_digest(row: OutboxRow, situation: Situation) -> CoordinatorDigest:
    """Return what a coordinator's digest says now."""
    since = _told_last(situation.session, row.user_id) or situation.now - _WEEK
    return CoordinatorDigest(
        since=since,
        polls=tuple(_news(situation.state_of(poll.id), since) for poll in situation.open_polls),
        troubles=troubles_in(situation),
        heads=heads(situation.session),
    )


def _news(state: PollState, since: datetime) -> PollNews:
    owing = members_owing(state)
    changed = {m for m, answer in state.answers.items() if answer.received_at > since}
    codes = [member.code for member in state.recommendation.members]
    return PollNews(
        state=state,
        owing=tuple(code for code in codes if code in owing),
        changed=tuple(code for code in codes if code in changed),
    )


def troubles_in(situation: Situation) -> tuple[Trouble, ...]:
    """Return what is the matter with messages, by recipient, the oldest first."""
    found: dict[tuple[str, TroubleKind], list[OutboxRow]] = {}
    for row in situation.troubled:
        kind = TroubleKind.FAILED if row.state is MessageState.FAILED else TroubleKind.IN_DOUBT
        found.setdefault((row.user_id or row.channel_id or "", kind), []).append(row)
    return tuple(
        Trouble(
            kind=kind,
            recipient=recipient,
            is_person=rows[-1].user_id is not None,
            reason=(rows[-1].reason or "").rpartition(":")[2],
            count=len(rows),
            recommendation=_recommendation(rows[-1], situation),
            member=rows[-1].member,
            first=rows[0].id or 0,
        )
        for (recipient, kind), rows in found.items()
    )


def _recommendation(row: OutboxRow, situation: Situation) -> str | None:
    if row.poll_id is None:
        return None
    return situation.state_of(row.poll_id).recommendation.key


def _told_last(session: Session, user_id: str | None) -> datetime | None:
    return session.exec(
        select(OutboxRow.settled_at)
        .where(
            OutboxRow.user_id == user_id,
            OutboxRow.kind == MessageKind.COORDINATOR_DIGEST,
            OutboxRow.state == MessageState.SENT,
        )
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    ).first()
