"""Where something is due, across all workspaces: what an engine asks at each tick.

Reads due rows only (an index of state and due moment), so a tick costs what is due, not what
exists; and leaves a sign of life that the auditor looks at.
"""

from datetime import datetime

from bot.desk import Desk
from storage.heartbeats import beat
from storage.outbox import first_planned, workspaces_with_due
from storage.polls import first_step, workspaces_with_steps_due


def look_for_work(desk: Desk, engine: str, every_seconds: int) -> tuple[str, ...]:
    """Return the workspaces with a step or a message that is due, and record that we looked."""
    now = desk.now()
    with desk.database.across_workspaces(write=True) as session:
        beat(session, engine, now, every_seconds)
    with desk.database.across_workspaces() as session:
        found = {*workspaces_with_steps_due(session, now), *workspaces_with_due(session, now)}
    return tuple(sorted(found))


def next_due(desk: Desk) -> datetime | None:
    """Return when the next message or step comes due anywhere, None if nothing is planned."""
    now = desk.now()
    with desk.database.across_workspaces() as session:
        moments = (first_planned(session, now), first_step(session, now))
    return min((each for each in moments if each is not None), default=None)


def has_work(desk: Desk) -> bool:
    """Return whether anything is due anywhere."""
    now = desk.now()
    with desk.database.across_workspaces() as session:
        return bool(workspaces_with_steps_due(session, now) or workspaces_with_due(session, now))
