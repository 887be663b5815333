"""Events: who is told of what happened, once or, when nobody answers, up to four times."""

import itertools
from collections.abc import Callable, Coroutine
from typing import Any

from deploy.workspace.apps import InstalledApp
from deploy.workspace.delivery.courier import Courier
from deploy.workspace.manifest import EVENT_SCOPES
from deploy.workspace.model import Channel, File, Message
from deploy.workspace.team import Team
from deploy.workspace.wire import Json, SlackError, derive

Spawn = Callable[[Coroutine[Any, Any, None]], None]
"""Starts work that is waited for by `Workspace.settled`."""

UNASKED = ("function_executed",)
"""An app with functions hears of their runs without subscribing to that."""

RETRY_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "http_error"}


class Events:
    """Sends events to the apps that subscribe to them and may see them."""

    def __init__(self, courier: Courier, spawn: Spawn) -> None:
        self._courier = courier
        self._spawn = spawn
        self._numbers = itertools.count(1)
        self._held: dict[str, list[Coroutine[Any, Any, None]]] = {}

    def message(self, team: Team, channel: Channel, message: Message) -> None:
        """Tell of a message: to the apps in the conversation, and to those it mentions."""
        event = message.to_json() | {
            "channel": channel.id,
            "channel_type": channel.family.removesuffix("s"),
            "event_ts": message.ts,
            "team": team.id,
        }
        self._to_members(team, channel, f"message.{channel.family}", event)
        for app in _inside(team, channel):
            mentioned = f"<@{app.bot_user_id}>" in message.text
            if mentioned and channel.kind != "im" and message.user != app.bot_user_id:
                self.send(team, app, "app_mention", event | {"type": "app_mention"})

    def changed(self, team: Team, channel: Channel, before: Json, after: Message | None) -> None:
        """Tell that a message was changed or, with nothing after it, deleted."""
        ts = team.new_ts()
        event: Json = {
            "type": "message",
            "subtype": "message_changed" if after else "message_deleted",
            "channel": channel.id,
            "channel_type": channel.family.removesuffix("s"),
            "ts": ts,
            "event_ts": ts,
            "hidden": True,
            "previous_message": before,
            **({"message": after.to_json()} if after else {"deleted_ts": before["ts"]}),
        }
        self._to_members(team, channel, f"message.{channel.family}", event)

    def joined(self, team: Team, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Tell that somebody has come into a channel."""
        event: Json = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "C" if channel.kind == "public" else "G",
            "team": team.id,
            "event_ts": team.new_ts(),
        }
        if inviter:
            event["inviter"] = inviter
        self._to_members(team, channel, "member_joined_channel", event)

    def file_shared(self, team: Team, channel: Channel, file: File) -> None:
        """Tell that a file is now in a conversation."""
        event: Json = {
            "type": "file_shared",
            "file_id": file.id,
            "user_id": file.user,
            "file": {"id": file.id},
            "channel_id": channel.id,
            "event_ts": team.new_ts(),
        }
        self._to_members(team, channel, "file_shared", event)

    def _to_members(self, team: Team, channel: Channel, subscription: str, event: Json) -> None:
        for app in _inside(team, channel):
            self.send(team, app, subscription, event)

    def send(self, team: Team, app: InstalledApp, subscription: str, event: Json) -> None:
        """Tell one app, if it subscribes to this and the team lets it."""
        wanted = app.app.manifest.settings.event_subscriptions.bot_events
        if subscription not in wanted and subscription not in UNASKED:
            return
        if not app.grants(EVENT_SCOPES.get(subscription)):
            return
        number = next(self._numbers)
        payload: Json = {
            "token": app.app.verification_token,
            "team_id": team.id,
            "api_app_id": app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:08d}{derive('event', str(number), length=4).upper()}",
            "event_time": int(team.clock.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{derive('context', str(number))}",
        }
        self._schedule(app, payload)

    def _schedule(self, app: InstalledApp, payload: Json) -> None:
        """Send now, twice, later or after the next one, as the faults have it."""
        name = payload["event"]["type"]
        faults = self._courier.faults
        if faults.take("reorder", name):
            self._held.setdefault(app.app_id, []).append(self._persist(app, payload))
            return
        late = faults.take("late", name)
        delay = late.seconds if late else 0
        held = self._held.pop(app.app_id, [])
        self._spawn(_one_by_one(self._persist(app, payload, delay=delay), *held))
        if faults.take("duplicate", name):
            self._spawn(self._persist(app, payload))

    async def _persist(self, app: InstalledApp, payload: Json, *, delay: float = 0) -> None:
        """Deliver, and try again at once, after one minute and after five."""
        await self._courier.pace.sleep(delay)
        waits = self._courier.limits.retry_seconds
        retry: Json | None = None
        for number in range(len(waits) + 1):
            try:
                await self._courier.deliver(app, "events_api", payload, retry=retry)
            except SlackError as error:
                if number == len(waits) or not app.listens:
                    return
                reason = error.detail.get("reason", RETRY_REASONS.get(error.name, error.name))
                retry = {"number": number + 1, "reason": reason}
                await self._courier.pace.sleep(waits[number])
            else:
                return


async def _one_by_one(*deliveries: Coroutine[Any, Any, None]) -> None:
    for each in deliveries:
        await each


def _inside(team: Team, channel: Channel) -> list[InstalledApp]:
    """List the apps in a conversation."""
    return [app for app in team.listeners() if app.bot_user_id in channel.members]
