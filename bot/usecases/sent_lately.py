"""What was sent lately, by whichever process, and how long Slack wants silence after it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.desk import Desk
from storage.outbox import UPDATES
from storage.sending import channel_with, sent_since, silence, silent_until

_MINUTE = timedelta(minutes=1)
_MOST = 1000


@dataclass(frozen=True)
class SentLately:
    """One call that Slack has counted: where, of which kind, how long ago."""

    channel: str
    is_update: bool
    seconds_ago: float


def sent_lately(desk: Desk, workspace_id: str) -> tuple[SentLately, ...]:
    """Return the last minute's calls, the oldest first."""
    now = desk.now()
    with desk.database.reading(workspace_id) as session:
        rows = sent_since(session, now - _MINUTE, _MOST)
    return tuple(
        SentLately(
            channel=row.user_id or row.channel_id or "",
            is_update=row.kind in UPDATES,
            seconds_ago=max(0.0, (now - row.settled_at).total_seconds()),
        )
        for row in reversed(rows)
        if row.settled_at is not None and row.carried_by is None
    )


def keep_silent(desk: Desk, workspace_id: str, seconds: float) -> None:
    """Remember for whichever process sends next that Slack wants silence for so long."""
    with desk.database.transaction(workspace_id) as session:
        silence(session, workspace_id, desk.now() + timedelta(seconds=seconds))


def silent_for(desk: Desk, workspace_id: str) -> float:
    """Return for how many seconds more Slack wants silence, by what any process was told."""
    now = desk.now()
    with desk.database.reading(workspace_id) as session:
        until = silent_until(session, workspace_id)
    return 0.0 if until is None else max(0.0, (until - now).total_seconds())


def find_channel(desk: Desk, workspace_id: str, user_id: str) -> str | None:
    """Return a person's conversation with us, None if nothing was ever sent to them."""
    with desk.database.reading(workspace_id) as session:
        return channel_with(session, user_id)
