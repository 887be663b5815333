"""Stages that several scenarios begin from."""

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.stage import KRONOBERG, SEPTEMBER_2017, Stage, stage_at


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """September 2017: the eight of Kronoberg have mandates; nothing has been opened."""
    async with stage_at(SEPTEMBER_2017, database_url) as stage:
        await stage.add_heads(sorted(KRONOBERG))
        yield stage


@pytest.fixture
async def opened(stage: Stage) -> Stage:
    """The same, with kronoberg-2018 open."""
    await stage.open("kronoberg-2018")
    return stage
