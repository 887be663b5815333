"""Clients that we didn't write: the official Bolt and types for JavaScript, over both ways."""

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.workspace.scene import Scene, build, manifest, served
from tests.workspace.test_faults import back_again

pytestmark = pytest.mark.contract
HERE = Path(__file__).parent / "contract"


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    """Install the clients beside the test, once; they are ignored by git."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js and npm are missing: apt-get install nodejs npm (Node 20 or later)")
    if (HERE / "node_modules" / "@slack" / "bolt").exists():
        return
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        pytest.skip(f"npm couldn't install the clients: {done.stderr.strip().splitlines()[-1]}")


@contextlib.asynccontextmanager
async def javascript(scene: Scene, port: int | None = None) -> AsyncIterator[None]:
    """The app in JavaScript, as a process of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "API_URL": scene.api_url,
        "APP_TOKEN": scene.app.app_token,
        "BOT_TOKEN": scene.app.bot_token,
        "SIGNING_SECRET": scene.app.signing_secret,
        "PORT": str(port or ""),
    }
    process = await asyncio.create_subprocess_exec(
        "node",
        "app.mjs",
        cwd=HERE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(20):
            while (line := await process.stdout.readline()).strip() != b"ready":
                assert line, "the app ended before it was ready"
        yield
    finally:
        process.kill()
        await process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.asynccontextmanager
async def playing(way: str) -> AsyncIterator[Scene]:
    if way == "socket":
        async with served(build()) as scene, javascript(scene):
            yield scene
    else:
        port = free_port()
        document = manifest(socket=False, url=f"http://127.0.0.1:{port}/slack/events")
        async with served(build(document=document)) as scene, javascript(scene, port):
            yield scene


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_official_bolt_plays_the_whole_story(way: str) -> None:
    async with playing(way) as scene:
        karin, channel = scene.karin, scene.channel

        await karin.command("/tyst", channel=channel)
        assert karin.ephemerals(channel)[-1].text == f"Hej <@{karin.id}>"

        await karin.command("/kaffe", channel=channel)
        await scene.workspace.settled()
        assert karin.view is not None
        assert await karin.submit(values={"Koppar": "två"}) == {"cups": "Ett tal, tack."}
        assert await karin.submit(values={"Koppar": "2"}) is None
        await scene.workspace.settled()
        message = karin.messages(channel)[-1]
        assert message.plain().splitlines()[:2] == ["*2* koppar", "[Brygg]"]

        await karin.choose(message, "place", "Köket")
        await karin.choose(message, "milk", "Mjölk")
        await scene.workspace.settled()
        assert karin.ephemerals(channel)[-1].text == "Med mjölk"
        await karin.click(message, "Brygg")
        await scene.workspace.settled()
        assert (message.plain(), message.edited) == ("Bryggt: 2", True)

        await karin.open_home()
        await scene.workspace.settled()
        assert karin.home is not None
        assert karin.home.plain() == "Hej från Bolt"

        mention = await karin.say(channel, "@Fika?")
        await scene.workspace.settled()
        assert [m.text for m in karin.thread(mention)][1:] == ["Ja?"]

        await karin.command("/kaffe fil", channel=channel)
        await scene.workspace.settled(quiet=0.5)
        [file] = karin.messages(channel)[-1].files
        assert (file.name, karin.download(file)) == ("lista.txt", b"bryggt")


async def test_official_bolt_reconnects_when_it_is_asked_to() -> None:
    async with playing("socket") as scene:
        await scene.workspace.sockets.refresh(scene.app.app_id)
        await back_again(scene, within=12)  # this client waits for five seconds first

        await scene.karin.command("/tyst", channel=scene.channel)

        assert len(scene.karin.ephemerals(scene.channel)) == 1


TYPES = {
    "/kaffe": ("SlashCommand", "@slack/bolt"),
    "block_actions": ("BlockAction", "@slack/bolt"),
    "view_submission": ("ViewSubmitAction", "@slack/bolt"),
    "view_closed": ("ViewClosedAction", "@slack/bolt"),
    "block_suggestion": ("BlockSuggestion", "@slack/bolt"),
    "shortcut": ("GlobalShortcut", "@slack/bolt"),
    "message_action": ("MessageShortcut", "@slack/bolt"),
    "message": ("GenericMessageEvent", "@slack/types"),
    "app_mention": ("AppMentionEvent", "@slack/types"),
    "app_home_opened": ("AppHomeOpenedEvent", "@slack/types"),
    "file_shared": ("FileSharedEvent", "@slack/types"),
    "member_joined_channel": ("MemberJoinedChannelEvent", "@slack/types"),
    "function_executed": ("FunctionExecutedEvent", "@slack/types"),
    "tokens_revoked": ("TokensRevokedEvent", "@slack/types"),
    "app_uninstalled": ("AppUninstalledEvent", "@slack/types"),
}


CHANGES = {"message_changed": "MessageChangedEvent", "message_deleted": "MessageDeletedEvent"}
OURS = Path("deploy/manifest.json")
EXACT = """
type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };
const exact = <const T>(value: T) => value as Mutable<T>;
"""
"""Keeps each literal's own type; a payload may have more than the types know, as Slack's do."""


async def everything_once(scene: Scene) -> None:
    """Each gesture and event once, so that its payload is recorded."""
    karin, channel = scene.karin, scene.channel
    await karin.command("/kaffe", channel=channel)
    await scene.workspace.settled()
    await karin.submit(values={"Koppar": "2"})
    await scene.workspace.settled()
    message = karin.messages(channel)[-1]
    await karin.choose(message, "place", "Köket")
    await karin.click(message, "Brygg")
    trigger = scene.workspace.trigger(scene.app, karin.person)
    title = {"type": "plain_text", "text": "Stängs"}
    view = {"type": "modal", "title": title, "blocks": [], "notify_on_close": True}
    await scene.call("views.open", trigger_id=trigger, view=view)
    with contextlib.suppress(Exception):
        await karin.close()  # the small app doesn't listen to that; the payload is what counts
    await karin.shortcut("brew")
    await karin.shortcut("keep", message)
    await karin.open_home()
    said = await karin.say(channel, "@Fika, hej")
    await karin.edit(said, "@Fika, hej igen")
    await karin.delete(said)
    await karin.upload(channel, "a.txt", b"1")
    await karin.invite(channel, scene.workspace.add_person("Anna Berg"))
    await karin.run_function("grind", {"beans": 18})
    await scene.workspace.settled(quiet=0.3)
    scene.workspace.uninstall(scene.app)


def as_typescript(scene: Scene) -> str:
    """The recorded payloads as constants of the official types."""
    lines = [f'import type {{ {name} }} from "{package}";' for name, package in set(TYPES.values())]
    lines.append(EXACT)
    lines.append('import type { Manifest } from "@slack/web-api/dist/types/request/manifest.js";')
    for number, (name, (kind, _)) in enumerate(TYPES.items()):
        entries = [
            entry
            for entry in scene.workspace.recording.search(latest=1000)
            if entry.direction == "socket" and entry.name == name
            if entry.sent.get("event", {}).get("subtype") not in CHANGES
        ]
        assert entries, f"no {name} was recorded"
        sent = entries[-1].sent
        body = f"exact({json.dumps(sent['event'] if 'event_id' in sent else sent)})"
        if kind == "GenericMessageEvent":  # JSON can't say that a message has no subtype
            body = f"{{ ...{body}, subtype: undefined }}"
        lines.append(f"export const p{number}: {kind} = {body};")
    lines += [_change(scene, subtype, kind) for subtype, kind in CHANGES.items()]
    for number, document in enumerate(
        (scene.app.app.document, json.loads(OURS.read_text("utf-8")))
    ):
        lines.append(f"export const m{number}: Manifest = exact({json.dumps(document)});")
    return "\n".join(lines)


def _change(scene: Scene, subtype: str, kind: str) -> str:
    """An edit or a deletion; the messages in it have less than the types say, as Slack's have."""
    inner = ("message", "previous_message")
    events = (e.sent.get("event", {}) for e in scene.workspace.recording.search(latest=1000))
    found = next(event for event in events if event.get("subtype") == subtype)
    assert {name for name in inner if name in found} >= {"previous_message"}
    outside = json.dumps({name: value for name, value in found.items() if name not in inner})
    omitted = "'message' | 'previous_message'"
    return (
        f'import type {{ {kind} }} from "@slack/types";\n'
        f"export const {subtype}: Omit<{kind}, {omitted}> = exact({outside});"
    )


def compile_types() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


async def test_recorded_payloads_and_manifest_have_the_official_types() -> None:
    async with playing("socket") as scene:
        await everything_once(scene)
        await asyncio.sleep(0.3)
    recorded = HERE / "recorded.ts"  # beside the packages, where the compiler finds them
    recorded.write_text(as_typescript(scene))
    try:
        done = await asyncio.to_thread(compile_types)
    finally:
        recorded.unlink()

    assert done.stdout == ""
    assert done.returncode == 0
