"""OAuth: from the authorise page to a token, and its rotation."""

from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from deploy.workspace import SlackError, VirtualPace
from tests.workspace.scene import Scene, build, manifest, served

REDIRECT = "http://127.0.0.1/slack/oauth_redirect"


async def grant(scene: Scene, decision: str = "allow", **query: str) -> dict[str, list[str]]:
    """Walk through the page as a person would, up to the redirect."""
    app = scene.app.app
    query = {"client_id": app.client_id, "scope": "chat:write,commands", "state": "s1"} | query
    url = f"{scene.workspace.url}/oauth/v2/authorize"
    form = {"team": scene.workspace.team.id, "user": scene.karin.id, "decision": decision}
    async with aiohttp.ClientSession() as session:
        async with session.get(url, params=query) as page:
            text = await page.text()
            assert "Fika is asking to join Region Kronoberg" in text
            assert "chat:write" in text
        async with session.post(url, params=query, data=form, allow_redirects=False) as reply:
            location = reply.headers["Location"]
    assert location.startswith(REDIRECT)
    return parse_qs(urlsplit(location).query)


def secrets(scene: Scene) -> dict[str, str]:
    return {"client_id": scene.app.app.client_id, "client_secret": scene.app.app.client_secret}


async def test_code_becomes_a_token_once() -> None:
    async with served(build()) as scene:
        answer = await grant(scene)
        client = AsyncWebClient(base_url=scene.api_url)

        token = await client.oauth_v2_access(code=answer["code"][0], **secrets(scene))
        with pytest.raises(SlackApiError) as again:
            await client.oauth_v2_access(code=answer["code"][0], **secrets(scene))

        assert answer["state"] == ["s1"]
        assert token["access_token"] == scene.app.bot_token
        assert token["team"]["id"] == scene.workspace.team.id
        assert again.value.response["error"] == "code_already_used"


async def test_refusal_is_sent_back() -> None:
    async with served(build()) as scene:
        assert await grant(scene, "deny") == {"error": ["access_denied"], "state": ["s1"]}


async def test_code_expires_after_ten_minutes() -> None:
    pace = VirtualPace()
    async with served(build(pace=pace)) as scene:
        answer = await grant(scene)
        await pace.advance(601)

        reply = await scene.workspace.call(
            "oauth.v2.access", "", code=answer["code"][0], **secrets(scene)
        )

        assert reply.body["error"] == "invalid_code"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"client_id": "x"}, "invalid_client_id"),
        ({"client_secret": "x"}, "bad_client_secret"),
        ({"code": "x"}, "invalid_code"),
        ({"redirect_uri": "http://elsewhere"}, "bad_redirect_uri"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_refresh_token"),
    ],
)
async def test_exchange_is_refused_by_name(arguments: dict, error: str) -> None:
    async with served(build()) as scene:
        answer = await grant(scene)
        whole = secrets(scene) | {"code": answer["code"][0]} | arguments

        reply = await scene.workspace.call("oauth.v2.access", "", **whole)

        assert reply.body["error"] == error


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"redirect_uri": "http://evil.example"}, "bad_redirect_uri"),
        ({"client_id": "x"}, "invalid_client_id"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
async def test_page_refuses_by_name(changed: dict[str, str], error: str) -> None:
    async with served(build()) as scene, aiohttp.ClientSession() as session:
        query = {"client_id": scene.app.app.client_id, "scope": "chat:write"} | changed
        url = f"{scene.workspace.url}/oauth/v2/authorize"
        async with session.get(url, params=query) as reply:
            assert (reply.status, await reply.text()) == (400, error)


async def test_rotating_token_expires_and_is_refreshed() -> None:
    pace = VirtualPace()
    scene = build(pace=pace, document=manifest(token_rotation_enabled=True))
    async with served(scene):
        answer = await grant(scene)
        first = (
            await scene.workspace.call(
                "oauth.v2.access", "", code=answer["code"][0], **secrets(scene)
            )
        ).body
        await pace.advance(43_201)
        expired = await scene.workspace.call("auth.test", first["access_token"])
        second = (
            await scene.workspace.call(
                "oauth.v2.access",
                "",
                grant_type="refresh_token",
                refresh_token=first["refresh_token"],
                **secrets(scene),
            )
        ).body

        assert expired.body["error"] == "token_expired"
        assert second["expires_in"] == 43_200
        assert second["access_token"].startswith("xoxe.xoxb-")
        assert (await scene.workspace.call("auth.test", second["access_token"])).body["ok"]


def test_manifest_that_slack_would_refuse_says_where_and_why() -> None:
    document = manifest()
    document["features"]["slash_commands"][0]["command"] = "/status"
    document["oauth_config"]["scopes"]["bot"].remove("im:history")

    with pytest.raises(ValueError, match="one of Slack's own") as refusal:
        build(document=document)

    assert str(refusal.value).splitlines() == [
        "/features/slash_commands: /status is one of Slack's own",
        "/settings/event_subscriptions/bot_events: message.im needs im:history",
    ]
    assert not isinstance(refusal.value, SlackError)
