"""Signs of life: when an engine last looked for what is due. The auditor finds a silent one."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from storage.reminder_tables import HeartbeatRow


@dataclass(frozen=True)
class Heartbeat:
    """An engine, the moment (UTC) it last looked, and how often it means to (seconds)."""

    engine: str
    beaten_at: datetime
    every_seconds: int


def beat(session: Session, engine: str, at: datetime, every_seconds: int) -> None:
    """Record that an engine looks; needs a session across workspaces that may write."""
    row = session.get(HeartbeatRow, engine)
    if row is None:
        row = HeartbeatRow(engine=engine, beaten_at=at, every_seconds=every_seconds)
    row.beaten_at = at
    row.every_seconds = every_seconds
    session.add(row)


def heartbeats(session: Session) -> tuple[Heartbeat, ...]:
    """Return every engine's last sign of life."""
    rows = session.exec(select(HeartbeatRow))
    return tuple(Heartbeat(row.engine, row.beaten_at, row.every_seconds) for row in rows)
