"""Slack's pace on a virtual clock: a post a second in a channel, an even stream in a workspace."""

import pytest

from bot.pace import Act, Pace, SilenceWantedError


class Seconds:
    """A clock that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


async def test_posts_in_one_channel_are_a_second_apart(seconds: Seconds):
    pace = Pace(1.0, 6000, seconds, seconds.sleep)
    moments = []

    for _ in range(5):
        await pace.turn("C1")
        moments.append(round(seconds.now, 2))

    assert moments == [0.0, 1.0, 2.0, 3.0, 4.0]


async def test_posts_to_many_use_the_whole_of_the_permitted_pace_and_no_more(seconds: Seconds):
    pace = Pace(1.0, 240, seconds, seconds.sleep)

    for number in range(1000):
        await pace.turn(f"D{number}")

    assert 1000 / (seconds.now / 60) == pytest.approx(240, rel=0.01)


@pytest.mark.parametrize("act", [Act.UPDATE, Act.LOOK])
async def test_updates_and_looks_keep_to_slacks_tier(seconds: Seconds, act: Act):
    pace = Pace(1.0, 240, seconds, seconds.sleep)
    moments = []

    for _ in range(200):
        await pace.turn("C1", act)
        moments.append(seconds.now)

    most = max(sum(start <= each < start + 60 for each in moments) for start in moments)
    assert most <= 48 + 21


async def test_retry_after_stops_every_kind_of_call(seconds: Seconds):
    pace = Pace(1.0, 240, seconds, seconds.sleep)
    pace.wait_until(30)

    await pace.turn("C1", Act.UPDATE)

    assert seconds.now == 30


async def test_pace_counts_what_another_process_has_just_sent(seconds: Seconds):
    seconds.now = 100.0
    pace = Pace(1.0, 240, seconds, seconds.sleep)
    pace.recall([("C1", Act.POST, 0.1), ("C2", Act.UPDATE, 0.1)])

    await pace.turn("C1")

    assert seconds.now == pytest.approx(100.9)


async def test_what_was_sent_is_counted_once_however_often_it_is_recalled(seconds: Seconds):
    pace = Pace(1.0, 240, seconds, seconds.sleep)
    moments = []
    for number in range(120):
        await pace.turn(f"D{number}")
        moments.append(seconds.now)
    stopped = seconds.now

    for _ in range(3):
        pace.recall((f"D{n}", Act.POST, stopped - at) for n, at in enumerate(moments))
    await pace.turn("D999")

    assert seconds.now - stopped == pytest.approx(0.25)


@pytest.mark.parametrize("act", Act)
async def test_long_silence_is_told_and_not_slept_through(seconds: Seconds, act: Act):
    pace = Pace(1.0, 240, seconds, seconds.sleep)
    pace.wait_until(300)

    with pytest.raises(SilenceWantedError):
        await pace.turn("C1", act)

    assert seconds.now == 0
