"""Where something is due, across all workspaces: what an engine asks at each tick.

Reads due rows only (an index of state and due moment), so a tick costs what is due, not what
exists; and leaves a sign of life that the auditor looks at.
"""

from bot.desk import Desk
from storage.heartbeats import beat
from storage.outbox import workspaces_with_due
from storage.polls import workspaces_with_steps_due


def look_for_work(desk: Desk, engine: str, every_seconds: int) -> tuple[str, ...]:
    """Return the workspaces with a step or a message that is due, and record that we looked."""
    now = desk.now()
    with desk.database.across_workspaces(write=True) as session:
        beat(session, engine, now, every_seconds)
    with desk.database.across_workspaces() as session:
        found = {*workspaces_with_steps_due(session, now), *workspaces_with_due(session, now)}
    return tuple(sorted(found))


def has_work(desk: Desk) -> bool:
    """Return whether anything is due anywhere."""
    now = desk.now()
    with desk.database.across_workspaces() as session:
        return bool(workspaces_with_steps_due(session, now) or workspaces_with_due(session, now))
