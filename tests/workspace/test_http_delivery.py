"""Delivery by signed HTTP requests, to the real Bolt behind aiohttp's server."""

import contextlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from deploy.workspace import GestureError, Pace, SlackError, VirtualPace
from deploy.workspace.control import control
from tests.workspace.scene import Scene, build, manifest, served


class Listener:
    """An HTTP server that answers what the test says and keeps what it was sent."""

    def __init__(self, status: int = 200, body: str = "") -> None:
        self.status, self.body = status, body
        self.requests: list[tuple[dict, bytes]] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, text=self.body)


@contextlib.asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def raw(listener: Listener, *, pace: Pace | None = None) -> AsyncIterator[Scene]:
    app = web.Application()
    app.router.add_post("/slack/events", listener.answer)
    async with listening(app) as url:
        document = manifest(socket=False, url=url)
        async with served(build(document=document, pace=pace)) as scene:
            yield scene


async def test_bolt_answers_commands_buttons_and_events_over_http() -> None:
    scene = build()
    heard = []
    bolt = AsyncApp(
        signing_secret=scene.app.signing_secret,
        token=scene.app.bot_token,
        process_before_response=True,
    )
    async with listening(bolt.server(path="/slack/events").web_app) as url:
        scene = build(document=manifest(socket=False, url=url))
        async with served(scene):
            bolt.client.base_url = scene.api_url

            @bolt.command("/kaffe")
            async def _(ack) -> None:
                await ack("Svart")

            @bolt.event("message")
            async def _(event) -> None:
                heard.append(event["text"])

            @bolt.action("yes")
            async def _(ack) -> None:
                heard.append("yes")
                await ack()

            await scene.workspace.courier.verify_url(scene.app.app)
            await scene.karin.command("/kaffe", channel=scene.channel)
            await scene.karin.say(scene.channel, "Hej")
            button = {
                "type": "button",
                "action_id": "yes",
                "text": {"type": "plain_text", "text": "Ja"},
            }
            await scene.call(
                "chat.postMessage",
                channel=scene.channel,
                blocks=[{"type": "actions", "elements": [button]}],
            )
            await scene.karin.click(scene.karin.messages(scene.channel)[-1], "Ja")
            await scene.workspace.settled()

            assert scene.karin.ephemerals(scene.channel)[0].text == "Svart"
            assert sorted(heard) == ["Hej", "yes"]


async def test_request_is_signed_as_slack_signs() -> None:
    listener = Listener()
    async with raw(listener) as scene:
        await scene.karin.command("/kaffe med mjölk", channel=scene.channel)

        [(headers, body)] = listener.requests
        verifier = SignatureVerifier(scene.app.signing_secret)
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + b"x", headers)
        assert b"command=%2Fkaffe&text=med+mj%C3%B6lk" in body


async def test_unanswered_event_is_sent_again_at_once_after_one_minute_and_after_five() -> None:
    listener, pace = Listener(status=500), VirtualPace()
    async with raw(listener, pace=pace) as scene:
        await scene.karin.say(scene.channel, "Hej")

        counts = []
        for seconds in (0, 59, 2, 298, 3, 10_000):
            await pace.advance(seconds)
            await scene.workspace.settled()
            counts.append(len(listener.requests))

        retries = [
            (headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason"))
            for headers, _ in listener.requests
        ]
        assert counts == [2, 2, 3, 3, 4, 4]
        assert retries == [(None, None)] + [(str(n), "http_error") for n in (1, 2, 3)]
        assert len({body for _, body in listener.requests}) == 1


async def test_event_that_nobody_takes_is_sent_again_with_the_reason() -> None:
    pace = VirtualPace()
    listener = Listener()
    async with raw(listener, pace=pace) as scene:
        scene.workspace.faults.add("unheard", "message")
        await scene.karin.say(scene.channel, "Hej")
        await pace.advance(4)
        await scene.workspace.settled()

        [(headers, _)] = listener.requests
        assert headers["X-Slack-Retry-Num"] == "1"
        assert headers["X-Slack-Retry-Reason"] == "http_timeout"


async def test_event_is_sent_again_when_no_one_listens() -> None:
    pace = VirtualPace()
    scene = build(document=manifest(socket=False, url="http://127.0.0.1:9/"), pace=pace)
    async with served(scene):
        await scene.karin.say(scene.channel, "Hej")
        await scene.workspace.settled()
        await pace.advance(400)
        await scene.workspace.settled()

        sent = [entry.sent.get("retry") for entry in scene.workspace.recording.search("message")]
        reason = {"reason": "connection_failed"}
        assert list(reversed(sent)) == [None, *({"number": n, **reason} for n in (1, 2, 3))]


async def test_event_answered_at_the_second_try_isnt_sent_again() -> None:
    listener, pace = Listener(status=500), VirtualPace()
    async with raw(listener, pace=pace) as scene:
        await scene.karin.say(scene.channel, "Hej")
        listener.status = 200
        await scene.workspace.settled()
        await pace.advance(1000)
        await scene.workspace.settled()

        assert len(listener.requests) <= 2


async def test_command_that_gets_an_error_shows_dispatch_failed() -> None:
    async with raw(Listener(status=404)) as scene:
        with pytest.raises(GestureError) as failure:
            await scene.karin.command("/kaffe", channel=scene.channel)

        assert failure.value.code == "dispatch_failed"


async def test_address_is_verified_by_a_challenge_and_a_certificate_check() -> None:
    listener = Listener()
    async with raw(listener) as scene:
        listener.body = f"challenge-{scene.app.app_id}"

        await scene.workspace.courier.verify_url(scene.app.app)

        bodies = [body for _, body in listener.requests]
        assert b'"type": "url_verification"' in bodies[0]
        assert [b"ssl_check=1" in body for body in bodies[1:]] == [True, True]


async def test_addresses_are_verified_when_the_command_line_asks() -> None:
    listener = Listener()
    async with raw(listener) as scene:
        listener.body = f"challenge-{scene.app.app_id}"
        await control(scene.workspace, {"do": "verify_url"})
        listener.body = "ok"

        with pytest.raises(ValueError, match="Fika: url_verification_failed"):
            await control(scene.workspace, {"do": "verify_url"})

        assert len(scene.workspace.recording.search("url_verification")) == 2


async def test_address_that_doesnt_echo_the_challenge_is_refused() -> None:
    async with raw(Listener(body="ok")) as scene:
        with pytest.raises(SlackError, match="url_verification_failed"):
            await scene.workspace.courier.verify_url(scene.app.app)
