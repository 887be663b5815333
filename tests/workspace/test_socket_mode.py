"""The story of one app over Socket Mode, with the real Bolt and the real client."""

import asyncio

import aiohttp
import pytest
from aiohttp import WSMsgType

from deploy.workspace import GestureError, Limits
from tests.workspace.scene import Scene, build, connected, served

PINGS = (WSMsgType.PING, WSMsgType.PONG)

MODAL = {
    "type": "modal",
    "callback_id": "order",
    "title": {"type": "plain_text", "text": "Beställ"},
    "submit": {"type": "plain_text", "text": "Skicka"},
    "blocks": [
        {
            "type": "input",
            "block_id": "cups",
            "label": {"type": "plain_text", "text": "Antal koppar"},
            "element": {"type": "plain_text_input", "action_id": "n"},
        }
    ],
}


def button(text: str, action: str, **more: object) -> dict:
    return {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": text},
        **more,
    }


async def test_command_is_answered_for_its_asker_alone() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.command("/kaffe")
        async def _(ack, command) -> None:
            await ack(f"{command['text']} till {command['user_name']}")

        await scene.karin.command("/kaffe bryggt", channel=scene.channel)

        assert [m.plain() for m in scene.karin.ephemerals(scene.channel)] == [
            "bryggt till karin.lund"
        ]
        assert scene.erik.messages(scene.channel) == []


async def test_modal_reports_an_error_and_then_closes() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.command("/kaffe")
        async def _(ack, client, body) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        @bolt.view("order")
        async def _(ack, view) -> None:
            cups = view["state"]["values"]["cups"]["n"]["value"]
            if cups.isdigit():
                await ack()
            else:
                await ack(response_action="errors", errors={"cups": "Ett tal, tack."})

        await scene.karin.command("/kaffe", channel=scene.channel)
        assert scene.karin.view is not None
        assert scene.karin.view.title == "Beställ"

        missing = await scene.karin.submit()
        wrong = await scene.karin.submit(values={"Antal koppar": "två"})
        right = await scene.karin.submit(values={"cups": "2"})

        assert missing == {"cups": "Fyll i det här fältet."}
        assert wrong == {"cups": "Ett tal, tack."}
        assert right is None
        assert scene.karin.view is None


async def test_button_updates_its_message_through_the_response_address() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.action("answer.yes")
        async def _(ack, respond, body) -> None:
            await ack()
            await respond(f"Ja från <@{body['user']['id']}>", replace_original=True)

        blocks = [{"type": "actions", "elements": [button("Ja", "answer.yes", value="yes")]}]
        await scene.client().chat_postMessage(channel=scene.karin.id, text="Kaffe?", blocks=blocks)
        question = scene.karin.direct_messages()[-1]

        await scene.karin.click(question, "Ja")
        await scene.workspace.settled()

        assert question.plain() == f"Ja från <@{scene.karin.id}>"
        assert question.edited


async def test_button_that_asks_first_isnt_pressed_after_a_no() -> None:
    ask = {
        "title": {"type": "plain_text", "text": "Säkert?"},
        "text": {"type": "plain_text", "text": "Alla får brev."},
        "confirm": {"type": "plain_text", "text": "Ja"},
        "deny": {"type": "plain_text", "text": "Nej"},
    }
    pressed = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.action("send")
        async def _(ack, body) -> None:
            pressed.append(body["user"]["id"])
            await ack()

        blocks = [{"type": "actions", "elements": [button("Skicka", "send", confirm=ask)]}]
        await scene.client().chat_postMessage(channel=scene.channel, text="!", blocks=blocks)
        message = scene.karin.messages(scene.channel)[-1]

        assert not await scene.karin.click(message, "Skicka", confirm=False)
        assert await scene.erik.click(message, "send")
        assert pressed == [scene.erik.id]


async def test_home_tab_shows_what_the_app_publishes() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.event("app_home_opened")
        async def _(client, event) -> None:
            text = {"type": "plain_text", "text": f"Hej {event['tab']}"}
            view = {"type": "home", "blocks": [{"type": "header", "text": text}]}
            await client.views_publish(user_id=event["user"], view=view)

        await scene.karin.open_home()
        await scene.workspace.settled()

        assert scene.karin.home is not None
        assert scene.karin.home.plain() == "Hej home"
        assert scene.erik.home is None


async def test_message_in_a_channel_reaches_the_app_and_a_mention_too() -> None:
    heard = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.event("message")
        async def _(event) -> None:
            heard.append(("message", event["channel_type"], event["text"]))

        @bolt.event("app_mention")
        async def _(event, say) -> None:
            heard.append(("mention", event["text"]))
            await say("Ja?", thread_ts=event["ts"])

        await scene.karin.say(scene.channel, "Hej @Fika & <alla>")
        await scene.karin.say(scene.karin.app_channel().id, "Bara du")
        await scene.workspace.settled()

        text = f"Hej <@{scene.app.bot_user_id}> &amp; &lt;alla&gt;"
        assert sorted(heard) == [
            ("mention", text),
            ("message", "channel", text),
            ("message", "im", "Bara du"),
        ]
        first = scene.karin.messages(scene.channel)[0]
        assert [m.text for m in scene.erik.thread(first)] == [text, "Ja?"]


async def raw_socket(
    scene: Scene, session: aiohttp.ClientSession
) -> aiohttp.ClientWebSocketResponse:
    """A client that answers nothing by itself, past its hello."""
    opened = await scene.client().apps_connections_open(app_token=scene.app.app_token)
    socket = await session.ws_connect(opened["url"], autoping=False)
    assert (await socket.receive_json())["type"] == "hello"
    return socket


async def test_server_pings_answers_pings_and_closes_what_is_deaf() -> None:
    scene = build(limits=Limits(ping_seconds=0.1))
    async with served(scene), aiohttp.ClientSession() as session:
        socket = await raw_socket(scene, session)
        await socket.ping(b"lever du?")

        got = {}
        async with asyncio.timeout(5):
            while WSMsgType.CLOSE not in got:
                message = await socket.receive()
                got.setdefault(message.type, bytes(message.data) if message.type in PINGS else b"")

        assert got[WSMsgType.PONG] == b"lever du?"
        assert WSMsgType.PING in got
        assert scene.workspace.sockets.connections(scene.app.app_id) == []


async def test_client_that_answers_pings_stays_connected() -> None:
    scene = build(limits=Limits(ping_seconds=0.1))
    async with served(scene), connected(scene):
        [before] = scene.workspace.sockets.connections(scene.app.app_id)

        await asyncio.sleep(0.6)

        assert scene.workspace.sockets.connections(scene.app.app_id) == [before]


async def test_unanswered_command_shows_operation_timeout_to_its_asker() -> None:
    scene = build(limits=Limits(ack_seconds=0.2))
    async with served(scene), connected(scene) as bolt:

        @bolt.command("/tyst")
        async def _() -> None:
            await asyncio.sleep(1)

        with pytest.raises(GestureError) as failure:
            await scene.karin.command("/tyst", channel=scene.channel)

        assert failure.value.code == "operation_timeout"
        assert scene.karin.ephemerals(scene.channel)[-1].text == failure.value.text
        assert scene.erik.ephemerals(scene.channel) == []


async def test_command_without_a_running_app_shows_dispatch_failed() -> None:
    async with served(build()) as scene:
        with pytest.raises(GestureError) as failure:
            await scene.karin.command("/kaffe", channel=scene.channel)

        assert failure.value.code == "dispatch_failed"


async def test_external_menu_offers_what_the_app_suggests() -> None:
    chosen = []
    menu = {"type": "external_select", "action_id": "place", "min_query_length": 1}
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.options("place")
        async def _(ack, payload) -> None:
            names = [n for n in ("Ljungby", "Ljusdal", "Lund") if n.startswith(payload["value"])]
            text = [{"text": {"type": "plain_text", "text": n}, "value": n.lower()} for n in names]
            await ack(options=text)

        @bolt.action("place")
        async def _(ack, action) -> None:
            await ack()
            chosen.append(action["selected_option"]["value"])

        blocks = [{"type": "actions", "elements": [menu]}]
        await scene.client().chat_postMessage(channel=scene.channel, text="Var?", blocks=blocks)
        message = scene.karin.messages(scene.channel)[-1]

        offered = await scene.karin.suggest(message, "place", "Lj")
        await scene.karin.choose(message, "place", "Ljungby")

        assert [option["value"] for option in offered] == ["ljungby", "ljusdal"]
        assert chosen == ["ljungby"]
