"""Each fault, asked for, shows itself to the official client as it would on a bad day."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from deploy.workspace import GestureError, VirtualPace
from deploy.workspace.control import control
from tests.workspace.scene import Scene, build, connected, served


async def test_lost_reply_leaves_the_message_and_the_default_client_posts_twice() -> None:
    async with served(build()) as scene:
        scene.workspace.faults.add("lose_reply", "chat.postMessage")

        await scene.client().chat_postMessage(channel=scene.channel, text="En gång")

        assert [m.text for m in scene.karin.messages(scene.channel)] == ["En gång", "En gång"]


async def test_lost_reply_is_an_error_for_a_client_that_doesnt_retry() -> None:
    async with served(build()) as scene:
        scene.workspace.faults.add("lose_reply", "chat.*")
        client = AsyncWebClient(scene.app.bot_token, base_url=scene.api_url, retry_handlers=[])

        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.chat_postMessage(channel=scene.channel, text="En gång")

        assert [m.text for m in scene.karin.messages(scene.channel)] == ["En gång"]


async def test_500_comes_without_effect_and_once() -> None:
    async with served(build()) as scene:
        scene.workspace.faults.add("status_500", "chat.postMessage")

        with pytest.raises(SlackApiError) as failure:
            await scene.client().chat_postMessage(channel=scene.channel, text="Ett")
        await scene.client().chat_postMessage(channel=scene.channel, text="Två")

        assert failure.value.response.status_code == 500
        assert [m.text for m in scene.karin.messages(scene.channel)] == ["Två"]


async def test_storm_of_429_hits_every_call_while_it_lasts() -> None:
    scene = build()
    scene.workspace.faults.add("rate_storm", "*", times=2, seconds=30)
    token = scene.app.bot_token

    replies = [await scene.workspace.call("auth.test", token) for _ in range(3)]

    assert [reply.status for reply in replies] == [429, 429, 200]
    assert replies[0].headers == {"Retry-After": "30"}


def address(scene: Scene) -> str:
    team = scene.workspace.team
    return scene.workspace.response_url(
        team, scene.app, team.channel(scene.channel), scene.karin.person
    )


async def test_response_address_loses_replies_fails_and_storms_too() -> None:
    """And what came of each stands in the recording, with the app's id."""
    async with served(build()) as scene:
        respond = AsyncWebhookClient(address(scene), retry_handlers=[])
        scene.workspace.faults.add("status_500", "response_url")
        scene.workspace.faults.add("rate_storm", "response_url")
        scene.workspace.faults.add("lose_reply", "response_url")

        storm = await respond.send(text="Ett")
        failed = await respond.send(text="Två")
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await respond.send(text="Tre")
        fine = await respond.send(text="Fyra")

        assert (storm.status_code, failed.status_code, fine.body) == (429, 500, "ok")
        assert [m.text for m in scene.karin.ephemerals(scene.channel)] == ["Tre", "Fyra"]
        entries = scene.workspace.recording.search("response_url")
        assert [entry.status for entry in entries] == [
            "ok",
            "lost",
            "internal_error",
            "ratelimited",
        ]
        assert {entry.app_id for entry in entries} == {scene.app.app_id}


async def test_refused_answer_to_an_address_is_recorded_with_its_reason() -> None:
    async with served(build()) as scene:
        refused = await AsyncWebhookClient(address(scene)).send(text="")

        assert refused.status_code == 400
        assert scene.workspace.recording.search("response_url")[0].status == "no_text"


async def test_delay_keeps_the_answer_back() -> None:
    pace = VirtualPace()
    scene = build(pace=pace)
    scene.workspace.faults.add("delay", "auth.test", seconds=20)
    call = asyncio.ensure_future(scene.workspace.call("auth.test", scene.app.bot_token))

    await pace.advance(19)
    early = call.done()
    await pace.advance(2)

    assert (early, (await call).status) == (False, 200)


async def test_event_comes_twice_with_the_same_id() -> None:
    heard = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.event("message")
        async def _(body) -> None:
            heard.append(body["event_id"])

        scene.workspace.faults.add("duplicate", "message")
        await scene.karin.say(scene.channel, "Hej")
        await scene.workspace.settled()

        assert len(heard) == 2
        assert len(set(heard)) == 1


async def test_events_come_out_of_order() -> None:
    heard = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.event("message")
        async def _(event) -> None:
            heard.append(event["text"])

        scene.workspace.faults.add("reorder", "message")
        await scene.karin.say(scene.channel, "ett")
        await scene.karin.say(scene.channel, "två")
        await scene.workspace.settled()

        assert heard == ["två", "ett"]


async def test_event_comes_late() -> None:
    heard = []
    pace = VirtualPace()
    async with served(build(pace=pace)) as scene, connected(scene) as bolt:

        @bolt.event("message")
        async def _(event) -> None:
            heard.append(event["text"])

        scene.workspace.faults.add("late", "message", seconds=600)
        await scene.karin.say(scene.channel, "sent")
        await scene.workspace.settled()
        before = list(heard)
        await pace.advance(600)
        await scene.workspace.settled()

        assert (before, heard) == ([], ["sent"])


async def test_dropped_socket_is_opened_again_by_the_client() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.command("/kaffe")
        async def _(ack) -> None:
            await ack("Tillbaka")

        await control(scene.workspace, {"do": "drop_sockets"})
        await back_again(scene)
        await scene.karin.command("/kaffe", channel=scene.channel)

        assert scene.karin.ephemerals(scene.channel)[-1].text == "Tillbaka"


async def test_refreshed_socket_makes_way_for_a_new_one() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.command("/kaffe")
        async def _(ack) -> None:
            await ack("Ny anslutning")

        [old] = scene.workspace.sockets.connections(scene.app.app_id)
        await control(scene.workspace, {"do": "refresh_sockets"})
        await back_again(scene)
        await scene.karin.command("/kaffe", channel=scene.channel)

        assert old not in scene.workspace.sockets.connections(scene.app.app_id)
        assert scene.karin.ephemerals(scene.channel)[-1].text == "Ny anslutning"


async def back_again(scene, within: float = 5) -> None:
    async with asyncio.timeout(within):
        await scene.workspace.sockets.ready(scene.app.app_id)


async def test_revoked_token_is_refused_and_the_app_is_told() -> None:
    told = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.event("tokens_revoked")
        async def _(event) -> None:
            told.append(event["tokens"])

        await control(scene.workspace, {"do": "revoke_token"})
        await scene.workspace.settled()

        assert (await scene.call("auth.test"))["error"] == "token_revoked"
        assert told == [{"oauth": [], "bot": [scene.app.bot_user_id]}]


async def test_uninstalled_app_is_told_and_hears_nothing_more() -> None:
    heard = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.event("app_uninstalled")
        async def _() -> None:
            heard.append("app_uninstalled")

        @bolt.event("message")
        async def _() -> None:
            heard.append("message")

        @bolt.event("tokens_revoked")
        async def _() -> None:
            heard.append("tokens_revoked")

        await control(scene.workspace, {"do": "uninstall"})
        await scene.karin.say(scene.channel, "Är du kvar?")
        await scene.workspace.settled()

        assert sorted(heard) == ["app_uninstalled", "tokens_revoked"]
        assert (await scene.call("auth.test"))["error"] == "account_inactive"
        with pytest.raises(GestureError) as failure:
            await scene.karin.command("/kaffe", channel=scene.channel)
        assert failure.value.code == "unknown_command"


async def test_fault_can_be_asked_for_from_outside() -> None:
    async with served(build()) as scene, aiohttp.ClientSession() as session:
        order = {"do": "status_500", "target": "auth.test", "times": 1}
        async with session.post(f"{scene.workspace.url}/control", json=order) as reply:
            accepted = reply.status
        async with session.post(f"{scene.workspace.url}/control", json={"do": "x"}) as reply:
            refused = reply.status, (await reply.json())["error"].split(";")[0]

        assert (accepted, refused) == (200, (400, "x can't be done"))
        assert (await scene.workspace.call("auth.test", scene.app.bot_token)).status == 500
