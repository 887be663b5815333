"""Each limit of Slack shows itself: on the virtual pace where it takes minutes."""

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from deploy.workspace import GestureError, Limits, VirtualPace
from deploy.workspace.limits import Rate, RateLimiter
from tests.workspace.scene import Scene, build, connected, served

TEXT = {"type": "plain_text", "text": "Hej"}
MODAL = {"type": "modal", "title": TEXT, "blocks": []}


def view_arguments(scene: Scene, **more: object) -> dict:
    trigger = scene.workspace.trigger(scene.app, scene.karin.person, **more)
    return {"trigger_id": trigger, "view": MODAL}


async def test_one_post_a_second_in_a_channel_after_a_small_burst() -> None:
    pace = VirtualPace()
    scene = build(pace=pace)

    async def post() -> int:
        reply = await scene.workspace.call(
            "chat.postMessage", scene.app.bot_token, channel=scene.channel, text="x"
        )
        return reply.status

    burst = [await post() for _ in range(6)]
    await pace.advance(1)
    after = [await post() for _ in range(2)]

    assert (burst, after) == ([200] * 4 + [429] * 2, [200, 429])


async def test_a_limited_post_says_when_to_come_back_and_other_channels_are_free() -> None:
    scene = build(pace=VirtualPace())
    for _ in range(4):
        await scene.call("chat.postMessage", channel=scene.channel, text="x")

    token = scene.app.bot_token
    limited = await scene.workspace.call("chat.postMessage", token, channel=scene.channel, text="x")
    elsewhere = await scene.workspace.call(
        "chat.postMessage", token, channel=scene.karin.id, text="x"
    )

    assert limited.headers == {"Retry-After": "1"}
    assert limited.body == {"ok": False, "error": "ratelimited"}
    assert elsewhere.status == 200


@pytest.mark.parametrize(
    ("method", "a_minute"),
    [("conversations.list", 20), ("conversations.info", 50), ("users.info", 100)],
)
async def test_method_has_its_tier(method: str, a_minute: int) -> None:
    pace = VirtualPace()
    scene = build(pace=pace)

    async def call() -> int:
        reply = await scene.workspace.call(
            method, scene.app.bot_token, channel=scene.channel, user=scene.karin.id
        )
        return reply.status

    statuses = [await call() for _ in range(a_minute + 1)]
    await pace.advance(60)

    assert statuses == [200] * a_minute + [429]
    assert await call() == 200


async def test_connection_may_be_opened_ten_times_at_once_and_then_once_a_minute() -> None:
    """The first tier, which counts for an app's own token."""
    pace = VirtualPace()
    scene = build(pace=pace)

    async def call() -> int:
        return (await scene.workspace.call("apps.connections.open", scene.app.app.app_token)).status

    at_once = [await call() for _ in range(11)]
    await pace.advance(60)
    later = [await call() for _ in range(2)]

    assert (at_once, later) == ([200] * 10 + [429], [200, 429])


async def test_team_gets_only_so_many_posts_a_minute_in_all_its_channels() -> None:
    pace = VirtualPace()
    scene = build(pace=pace, limits=replace(Limits(), post_per_team=Rate(60, 6)))
    places = [scene.channel, scene.karin.id, scene.erik.id]

    async def post(number: int) -> int:
        reply = await scene.workspace.call(
            "chat.postMessage", scene.app.bot_token, channel=places[number % 3], text="x"
        )
        return reply.status

    assert [await post(number) for number in range(7)] == [200] * 6 + [429]
    await pace.advance(1)
    assert await post(0) == 200


async def test_special_method_may_be_called_six_hundred_times_at_once() -> None:
    scene = build(pace=VirtualPace())
    token = scene.app.bot_token
    statuses = [(await scene.workspace.call("auth.test", token)).status for _ in range(601)]
    assert statuses == [200] * 600 + [429]


def test_bucket_never_holds_more_than_its_burst() -> None:
    pace = VirtualPace()
    limiter = RateLimiter(pace)
    pace._now = 10_000.0

    taken = [limiter.wait_for(("a",), Rate(60, 3)) for _ in range(4)]

    assert taken == [0.0, 0.0, 0.0, 1.0]


async def test_trigger_opens_one_view() -> None:
    scene = build()
    arguments = view_arguments(scene)

    assert (await scene.call("views.open", **arguments))["ok"]
    assert (await scene.call("views.open", **arguments))["error"] == "exchanged_trigger_id"


async def test_trigger_expires_after_three_seconds() -> None:
    pace = VirtualPace()
    scene = build(pace=pace)
    early, late = view_arguments(scene), view_arguments(scene)

    await pace.advance(2.9)
    assert (await scene.call("views.open", **early))["ok"]
    await pace.advance(0.2)
    assert (await scene.call("views.open", **late))["error"] == "expired_trigger_id"


async def test_views_stack_three_deep() -> None:
    scene = build()
    await scene.call("views.open", **view_arguments(scene))

    pushed = [
        (await scene.call("views.push", **view_arguments(scene, view=scene.karin.view.id))).get(
            "error"
        )
        for _ in range(3)
    ]

    assert pushed == [None, None, "push_limit_reached"]
    assert len(scene.karin.person.views) == 3


async def test_update_with_an_old_hash_is_a_conflict() -> None:
    scene = build()
    opened = (await scene.call("views.open", **view_arguments(scene)))["view"]
    arguments = {"view_id": opened["id"], "view": MODAL, "hash": opened["hash"]}

    assert (await scene.call("views.update", **arguments))["ok"]
    assert (await scene.call("views.update", **arguments))["error"] == "hash_conflict"


async def test_external_id_is_taken_while_its_view_is_open() -> None:
    scene = build()
    view = MODAL | {"external_id": "poll-7"}
    first = view_arguments(scene) | {"view": view}
    second = view_arguments(scene, view="V1") | {"view": view}
    await scene.call("views.open", **first)

    assert (await scene.call("views.push", **second))["error"] == "duplicate_external_id"
    assert (await scene.call("views.update", external_id="poll-7", view=view))["ok"]


async def post_to(url: str, **body: object) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as reply:
        return reply.status, await reply.text()


async def test_response_address_is_good_for_five_uses() -> None:
    async with served(build()) as scene:
        channel = scene.workspace.team.channel(scene.channel)
        url = scene.workspace.response_url(
            scene.workspace.team, scene.app, channel, scene.karin.person
        )

        answers = [await post_to(url, text=str(n)) for n in range(6)]

        assert [status for status, _ in answers] == [200] * 5 + [404]
        assert answers[5][1] == '{"ok":false,"error":"used_url"}'
        assert [m.text for m in scene.karin.ephemerals(scene.channel)] == list("01234")


async def test_response_address_expires_after_half_an_hour() -> None:
    pace = VirtualPace()
    async with served(build(pace=pace)) as scene:
        channel = scene.workspace.team.channel(scene.channel)
        url = scene.workspace.response_url(
            scene.workspace.team, scene.app, channel, scene.karin.person
        )
        await pace.advance(1801)

        status, body = await post_to(url, text="För sent")

        assert (status, '"expired_url"' in body) == (404, True)


async def test_unacknowledged_gesture_fails_after_three_seconds() -> None:
    pace = VirtualPace()
    async with served(build(pace=pace)) as scene, connected(scene):
        scene.workspace.faults.add("unheard", "/kaffe")
        gesture = asyncio.ensure_future(scene.karin.command("/kaffe", channel=scene.channel))

        await pace.advance(2.9)
        waiting = not gesture.done()
        await pace.advance(0.2)
        with pytest.raises(GestureError) as failure:
            await gesture

        assert waiting
        assert failure.value.text == "/kaffe svarade inte i tid (operation_timeout). Försök igen."


async def test_eleventh_socket_is_turned_away() -> None:
    async with served(build()) as scene, aiohttp.ClientSession() as session:
        hellos, sockets = [], []
        for _ in range(11):
            client = scene.client()
            url = (await client.apps_connections_open(app_token=scene.app.app_token))["url"]
            sockets.append(await session.ws_connect(url))
            hellos.append((await sockets[-1].receive_json())["type"])
            scene.workspace.limiter._buckets.clear()

        assert hellos == ["hello"] * 10 + ["disconnect"]


async def test_envelopes_go_to_one_socket_each_in_turn() -> None:
    async with served(build()) as scene, aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(3):
            opened = await scene.client().apps_connections_open(app_token=scene.app.app_token)
            sockets.append(await session.ws_connect(opened["url"]))
            await sockets[-1].receive_json()
        for number in range(6):
            await scene.karin.say(scene.channel, str(number))

        got = [
            [(await socket.receive_json())["payload"]["event"]["text"] for _ in range(2)]
            for socket in sockets
        ]

        assert sorted(text for pair in got for text in pair) == list("012345")


async def test_limits_can_be_lifted_while_a_story_is_set_up() -> None:
    scene = build(limits=Limits.off())
    for _ in range(300):
        assert (await scene.call("chat.postMessage", channel=scene.channel, text="x"))["ok"]
