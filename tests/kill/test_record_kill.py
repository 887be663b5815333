"""SIGKILL between a click and its acknowledgement: what was acknowledged is stored exactly once.

What wasn't is delivered again, as Slack does, and then stored once too. Every run prints its seed;
SAMTLIGA_KILL_RUNS=300 plays hundreds.
"""

import os
from collections import Counter
from collections.abc import Callable
from random import Random, randrange

import pytest
from sqlmodel import select

from storage.engine import Database
from storage.polls import Poll
from storage.tables import AnswerRow, OutboxRow
from storage.verification import verify_workspace
from tests.kill.record_nursery import POINTS, Click, Death, work
from tests.storage.scene import EIGHT, Scene

RUNS = int(os.environ.get("SAMTLIGA_KILL_RUNS", "12"))
CLICKS = 4

pytestmark = pytest.mark.kill


@pytest.fixture
def story(fresh_database: Callable[[], Database]) -> tuple[str, Poll]:
    """A record with an open recommendation; no connection of ours stays open over the fork."""
    scene = Scene(fresh_database())
    scene.add_workspace()
    poll = scene.open()
    scene.desk.close()
    return scene.database.url, poll


def clicks_of(random: Random, run: int) -> list[Click]:
    """Clicks that each say something new, and one of them delivered twice."""
    outcome = "declines" if run % 2 else "adopts"
    members = random.sample(EIGHT, CLICKS)
    clicks = [Click(f"form:{run}:{member}", member, outcome) for member in members]
    return [*clicks, random.choice(clicks)]


def stored(url: str) -> Counter[str]:
    """How often each gesture is in the record, which verifies."""
    database = Database(url)
    assert verify_workspace(database, "T1").is_sound
    with database.reading("T1") as session:
        found = Counter(session.exec(select(AnswerRow.gesture)).all())
    database.close()
    return found


def test_what_was_acknowledged_before_a_kill_is_stored_exactly_once(
    story: tuple[str, Poll],
) -> None:
    url, poll = story
    delivered: set[str] = set()
    for run in range(RUNS):
        seed = randrange(2**32)
        random = Random(seed)
        death = Death(POINTS[run % len(POINTS)], random.randint(1, CLICKS))
        print(f"run {run}: seed {seed}, {death}")  # noqa: T201  # shown where a run fails
        clicks = clicks_of(random, run)
        acknowledged = work(url, poll, clicks, death)
        kept = stored(url)
        again = work(url, poll, [each for each in clicks if each.gesture not in acknowledged], None)

        assert {*acknowledged} <= {*kept}
        assert {*acknowledged, *again} == {each.gesture for each in clicks}
        delivered |= {*acknowledged, *again}
        assert set(stored(url).values()) == {1}
    assert {*stored(url)} <= delivered


@pytest.mark.parametrize("point", POINTS)
def test_click_that_met_a_kill_is_whole_or_not_there(story: tuple[str, Poll], point: str) -> None:
    """The answer, its ledger entry and its messages stand or fall together."""
    url, poll = story
    click = Click("form:only", "0781", "adopts")
    acknowledged = work(url, poll, [click], Death(point, 1))
    is_kept = point in {"committed", "acknowledged"}
    assert stored(url) == (Counter({"form:only": 1}) if is_kept else Counter())
    assert acknowledged == (["form:only"] if point == "acknowledged" else [])
    database = Database(url)
    with database.reading("T1") as session:
        keys = session.exec(select(OutboxRow.key).where(OutboxRow.member == "0781")).all()
    database.close()
    assert any(key.endswith(":v1") for key in keys) is is_kept
    assert work(url, poll, [click], None) == ["form:only"]
    assert stored(url) == Counter({"form:only": 1})
