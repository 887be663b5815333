"""A small app and the people around it, for tests that play through the real protocols."""

import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from deploy.workspace import Hands, Limits, Pace, StoryClock, Workspace
from deploy.workspace.apps import InstalledApp

START = datetime(2017, 9, 4, 7, 0, tzinfo=UTC)

SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:write",
    "reactions:write",
    "team:read",
    "users:read",
    "users:read.email",
]

EVENTS = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "file_shared",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
]


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def option(text: str) -> dict:
    return {"text": plain(text), "value": text.lower()}


def manifest(*, socket: bool = True, url: str | None = None, **settings: object) -> dict:
    """The manifest of the small app."""
    where = {"url": url} if url else {}
    request = {"request_url": url} if url else {}
    return {
        "display_information": {"name": "Fika", "description": "Frågar om kaffe"},
        "features": {
            "bot_user": {"display_name": "Fika"},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [
                {"command": "/kaffe", "description": "Fråga om kaffe", **where},
                {"command": "/tyst", "description": "Svarar aldrig", **where},
            ],
            "shortcuts": [
                {
                    "name": "Koka kaffe",
                    "type": "global",
                    "callback_id": "brew",
                    "description": "Nu",
                },
                {
                    "name": "Spara",
                    "type": "message",
                    "callback_id": "keep",
                    "description": "Detta",
                },
            ],
        },
        "oauth_config": {
            "scopes": {"bot": list(SCOPES)},
            "redirect_urls": ["http://127.0.0.1/slack/oauth_redirect"],
        },
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **request},
            "interactivity": {"is_enabled": True, **request},
            "socket_mode_enabled": socket,
            **settings,
        },
        "functions": {
            "grind": {
                "title": "Mal bönor",
                "description": "Mal bönor till kaffet",
                "input_parameters": {
                    "properties": {
                        "beans": {
                            "type": "number",
                            "title": "Bönor",
                            "description": "Gram",
                            "name": "beans",
                        }
                    },
                    "required": ["beans"],
                },
                "output_parameters": {"properties": {}, "required": []},
            }
        },
    }


@dataclass
class Scene:
    """A workspace with the app and two people in one channel."""

    workspace: Workspace
    app: InstalledApp
    karin: Hands
    erik: Hands
    channel: str
    api_url: str = ""
    heard: list[dict] = field(default_factory=list)

    def client(self) -> AsyncWebClient:
        return AsyncWebClient(token=self.app.bot_token, base_url=self.api_url)

    async def call(self, method: str, **arguments: object) -> dict:
        """Call the Web API without a network."""
        return (await self.workspace.call(method, self.app.bot_token, **arguments)).body


def build(
    *, limits: Limits | None = None, pace: Pace | None = None, document: dict | None = None
) -> Scene:
    workspace = Workspace(
        clock=StoryClock(START), team_name="Region Kronoberg", limits=limits, pace=pace
    )
    app = workspace.install_app(document or manifest())
    karin = workspace.add_person("Karin Lund", title="Socialchef", email="karin@example.org")
    erik = workspace.add_person("Erik Ek", locale="en-GB", is_admin=True)
    channel = workspace.add_channel("forum", members=[karin, erik, app.bot_user_id])
    return Scene(workspace, app, workspace.person(karin), workspace.person(erik), channel)


@contextlib.asynccontextmanager
async def served(scene: Scene, *, page: bool = False) -> AsyncIterator[Scene]:
    async with scene.workspace.serve(page=page) as server:
        scene.api_url = server.api_url
        yield scene


@contextlib.asynccontextmanager
async def connected(scene: Scene, *, bolt: AsyncApp | None = None) -> AsyncIterator[AsyncApp]:
    """The real Bolt app, over the real Socket Mode client."""
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    bolt = bolt or AsyncApp(
        token=scene.app.bot_token, client=scene.client(), process_before_response=True
    )
    handler = AsyncSocketModeHandler(bolt, scene.app.app_token)
    await handler.connect_async()
    await scene.workspace.sockets.ready(scene.app.app_id)
    try:
        yield bolt
    finally:
        await handler.close_async()
