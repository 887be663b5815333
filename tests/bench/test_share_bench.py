"""How long somebody waits for /share, from the key press to the answer, over the real protocols."""

from statistics import median
from time import perf_counter

import pytest

from tests.scenarios.stage import KRONOBERG, SEPTEMBER_2017, stage_at

pytestmark = pytest.mark.bench


async def test_share_is_answered_within_a_second(database_url, capsys):
    async with stage_at(SEPTEMBER_2017, database_url) as stage:
        await stage.add_heads(sorted(KRONOBERG))
        await stage.open("kronoberg-2018")
        waits = []
        for written in ["Ljungby", "Ljungby skl-2020", "Norrtälje skl-2020", "Ljugby"] * 5:
            began = perf_counter()
            await stage.maria.command(f"/share {written}", channel=stage.channel)
            waits.append(perf_counter() - began)

    with capsys.disabled():
        figures = f"median {median(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms"
        print(f"\n/share: {figures}")  # noqa: T201  # the figure is what it is for
    assert max(waits) < 1
