"""Workers that take answers and can be killed at a marked point, forked from one warm process.

Each worker does what a listener does: it takes a click, runs the use case, and acknowledges only
after the use case has returned. A run names the point at which the worker kills itself (SIGKILL),
and the how-manieth passing of that point it is.
"""

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import event

from core.answer import Outcome
from storage.engine import Database
from storage.polls import Poll
from tests.storage.scene import DECIDED, Scene

POINTS = ("arrived", "begun", "half written", "before the commit", "committed", "acknowledged")
"""Between a click's arrival and after its acknowledgement."""


@dataclass(frozen=True)
class Click:
    """One click: its gesture (which is its paragraph too, so that no two say the same)."""

    gesture: str
    member: str
    outcome: str


@dataclass(frozen=True)
class Death:
    """Where a worker dies: the point, and at which passing of it (from 1)."""

    point: str
    passing: int


class Reaper:
    """Counts the passings of a point and kills the process at the appointed one."""

    def __init__(self, death: Death | None) -> None:
        self._death = death
        self._passed = 0

    def pass_by(self, point: str) -> None:
        if self._death is None or self._death.point != point:
            return
        self._passed += 1
        if self._passed == self._death.passing:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, database: Database) -> None:
        """Put the points that lie inside a transaction where they are."""
        engine = database._writing
        event.listen(engine, "begin", lambda _: self.pass_by("begun"))
        event.listen(engine, "commit", lambda _: self.pass_by("before the commit"))

        def after_statement(*arguments: object) -> None:
            if str(arguments[2]).startswith("INSERT INTO answer"):
                self.pass_by("half written")

        event.listen(engine, "after_cursor_execute", after_statement)


def work(url: str, poll: Poll, clicks: Sequence[Click], death: Death | None) -> list[str]:
    """Let a worker take clicks until it is done or dies; return the gestures it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_worker(url, poll, clicks, death, lambda said: os.write(writing, said))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as acknowledged:
        said = acknowledged.read().split()
    os.waitpid(child, 0)
    return said


def _be_worker(
    url: str,
    poll: Poll,
    clicks: Sequence[Click],
    death: Death | None,
    acknowledge: Callable[[bytes], object],
) -> None:
    try:
        take_clicks(url, poll, clicks, death, acknowledge)
    finally:
        os._exit(0)


def take_clicks(
    url: str,
    poll: Poll,
    clicks: Sequence[Click],
    death: Death | None,
    acknowledge: Callable[[bytes], object],
) -> None:
    """Take clicks one after the other, as a process of its own over the same record."""
    database = Database(url)
    reaper = Reaper(death)
    reaper.watch(database)
    scene = Scene(database)
    for click in clicks:
        reaper.pass_by("arrived")
        scene.answer(
            poll,
            click.member,
            Outcome(click.outcome),
            evidence=DECIDED.model_copy(update={"paragraph": click.gesture}),
            gesture=click.gesture,
        )
        reaper.pass_by("committed")
        acknowledge(f"{click.gesture}\n".encode())
        reaper.pass_by("acknowledged")
    database.close()
