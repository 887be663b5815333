"""Inviting and joining as people type it, over the local workspace."""

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.stage import KRONOBERG, SEPTEMBER_2017, Stage, stage_at


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[Stage]:
    """The eight of Kronoberg have been asked."""
    async with stage_at(SEPTEMBER_2017, database_url) as stage:
        await stage.add_heads(sorted(KRONOBERG))
        await stage.open("kronoberg-2018")
        yield stage


async def said_to(stage: Stage, command: str) -> str:
    await stage.maria.command(command, channel=stage.channel)
    return stage.maria.ephemerals(stage.channel)[-1].plain()


async def test_coordinator_is_given_a_code_to_pass_on(opened: Stage) -> None:
    said = await said_to(opened, "/samtliga bjudin kronoberg-2018 Ljungby, Växjö")
    before, _, code = said.strip().rpartition(" ")
    assert before == (
        "Ge Ljungby och Växjö den här koden, som används en gång inom 30 dagar i deras egen"
        " arbetsyta: /samtliga anslut"
    )
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]


@pytest.mark.parametrize("code", ["", "AAAA-BBBB"])
async def test_code_that_is_not_valid_is_told(opened: Stage, code: str) -> None:
    assert (await said_to(opened, f"/samtliga anslut {code}")).strip() == (
        "Koden gäller inte: den har aldrig delats ut, är redan använd eller är äldre än 30 dagar."
        " Be den som bjöd in er om en ny."
    )
