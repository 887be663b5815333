"""A running workspace is disturbed from the command line."""

import asyncio

import aiohttp
import pytest
from typer.testing import CliRunner

from deploy.workspace.__main__ import app
from deploy.workspace.control import DEEDS
from deploy.workspace.faults import KINDS, Fault
from tests.workspace.scene import build, served


async def run(*arguments: str) -> tuple[int, str]:
    """Run the command beside the loop that serves the workspace."""
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments))
    return result.exit_code, result.output


async def test_fault_is_ordered_from_the_command_line() -> None:
    async with served(build()) as scene:
        port = scene.workspace.url.rpartition(":")[2]

        done = await run("fault", "status_500", "--target", "auth.test", "--port", port)
        wrong = await run("do", "nothing", "--port", port)

        assert done == (0, "now 2017-09-04T07:00:00+00:00\n")
        assert wrong[0] == 2
        assert wrong[1].startswith("nothing can't be done; there are lose_reply, ")
        assert (await scene.workspace.call("auth.test", scene.app.bot_token)).status == 500


@pytest.mark.parametrize("kind", KINDS)
async def test_every_fault_is_ordered_from_the_command_line(kind: str) -> None:
    async with served(build()) as scene:
        port = scene.workspace.url.rpartition(":")[2]
        arguments = ("--target", "chat.*", "--times", "3", "--seconds", "2.5", "--port", port)

        code, _ = await run("fault", kind, *arguments)

        assert code == 0
        assert scene.workspace.faults.waiting == [Fault(kind, "chat.*", 3, 2.5)]


DEEDS_DO = {
    "drop_sockets": lambda scene: scene.workspace.sockets.connections(scene.app.app_id) == [],
    "refresh_sockets": lambda scene: (
        scene.workspace.sockets.connections(scene.app.app_id)[0].retiring
    ),
    "revoke_token": lambda scene: scene.app.revoked,
    "uninstall": lambda scene: scene.app.uninstalled,
    "clear_faults": lambda scene: scene.workspace.faults.waiting == [],
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_every_deed_is_done_from_the_command_line(deed: str) -> None:
    async with served(build()) as scene, aiohttp.ClientSession() as session:
        opened = await scene.client().apps_connections_open(app_token=scene.app.app_token)
        async with session.ws_connect(opened["url"]) as socket:
            await socket.receive_json()
            scene.workspace.faults.add("delay")
            before = DEEDS_DO[deed](scene)

            code, _ = await run("do", deed, "--port", scene.workspace.url.rpartition(":")[2])
            await asyncio.sleep(0.05)

            assert (before, code, DEEDS_DO[deed](scene)) == (False, 0, True)


async def test_story_clock_is_moved_from_the_command_line() -> None:
    async with served(build()) as scene:
        port = scene.workspace.url.rpartition(":")[2]

        done = await run("do", "advance", "--days", "7", "--port", port)

        assert done == (0, "now 2017-09-11T07:00:00+00:00\n")


@pytest.mark.parametrize("arguments", [("do", "clear_faults"), ("fault", "delay")])
async def test_command_line_says_when_nobody_answers(arguments: tuple[str, ...]) -> None:
    assert await run(*arguments, "--port", "9") == (2, "No workspace answers on port 9.\n")


async def test_manifest_that_is_refused_is_one_clear_error(tmp_path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"display_information": {}}')

    assert await run("serve", str(manifest)) == (2, "/display_information/name: Field required\n")
