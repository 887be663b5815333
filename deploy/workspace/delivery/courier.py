"""Brings gestures and events to an app and its answer back, whichever way the app has chosen."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from deploy.workspace.activity import Activity
from deploy.workspace.apps import App, InstalledApp
from deploy.workspace.changes import Changes
from deploy.workspace.clock import Pace
from deploy.workspace.delivery.requests import HttpSender, encode
from deploy.workspace.delivery.sockets import SocketHub
from deploy.workspace.faults import Faults
from deploy.workspace.limits import Limits
from deploy.workspace.recording import Recording
from deploy.workspace.wire import Json, SlackError

DeliveryKind = Literal["slash_commands", "interactive", "events_api"]


@dataclass
class Courier:
    """Delivers once; who calls decides whether to try again."""

    pace: Pace
    limits: Limits
    faults: Faults
    recording: Recording
    sockets: SocketHub
    sender: HttpSender
    activity: Activity
    changes: Changes

    async def deliver(
        self,
        installed: InstalledApp,
        kind: DeliveryKind,
        payload: Json,
        *,
        retry: Json | None = None,
    ) -> Json:
        """Deliver and give the app's answer, which may be empty.

        Raises SlackError operation_timeout after three seconds without an acknowledgement,
        dispatch_failed if the app can't be reached or answers with an error.
        """
        app = installed.app
        name = _name_of(kind, payload)
        if kind == "interactive" and not app.manifest.settings.interactivity.is_enabled:
            raise SlackError("dispatch_failed", reason="interactivity is off in the manifest")
        way: Literal["socket", "http"] = (
            "socket" if app.manifest.settings.socket_mode_enabled else "http"
        )
        entry = self.recording.add(
            way, app.app_id, name, payload | ({"retry": retry} if retry else {})
        )
        started = self.pace.monotonic()
        try:
            with self.activity.busy():
                answer = await self._within_three_seconds(app, kind, payload, retry or {}, name)
        except SlackError as error:
            entry.status = error.name
            raise
        else:
            entry.status, entry.received = "ack", answer
            return answer
        finally:
            entry.milliseconds = (self.pace.monotonic() - started) * 1000
            self.changes.tell("record")

    async def _within_three_seconds(
        self, app: App, kind: DeliveryKind, payload: Json, retry: Json, name: str
    ) -> Json:
        unheard = self.faults.take("unheard", name)
        work = asyncio.ensure_future(
            asyncio.Event().wait() if unheard else self._send(app, kind, payload, retry)
        )
        alarm = asyncio.ensure_future(self.pace.sleep(self.limits.ack_seconds))
        try:
            await asyncio.wait({work, alarm}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise SlackError("operation_timeout")
            answer = work.result()
            return answer if isinstance(answer, dict) else {}
        finally:
            work.cancel()
            alarm.cancel()

    async def _send(self, app: App, kind: DeliveryKind, payload: Json, retry: Json) -> Json:
        if app.manifest.settings.socket_mode_enabled:
            envelope: Json = {
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
            }
            if kind == "events_api":
                envelope |= {
                    "retry_attempt": retry.get("number", 0),
                    "retry_reason": retry.get("reason", ""),
                }
            return await (await self.sockets.send(app.app_id, envelope))
        headers = {}
        if retry:
            headers = {
                "X-Slack-Retry-Num": str(retry["number"]),
                "X-Slack-Retry-Reason": retry["reason"],
            }
        url = request_url(app, kind, payload)
        if not url:
            raise SlackError("dispatch_failed")
        try:
            return await self.sender.post(url, encode(app, kind, payload, headers))
        except SlackError as error:
            reason = {"reason": error.name, **error.detail}
            raise SlackError("dispatch_failed", **reason) from error

    async def verify_url(self, app: App) -> None:
        """Ask the app's event address to echo a challenge, and its command addresses for TLS.

        Raises SlackError url_verification_failed.
        """
        url = app.manifest.settings.event_subscriptions.request_url
        challenge: Json = {
            "type": "url_verification",
            "token": app.verification_token,
            "challenge": f"challenge-{app.app_id}",
        }
        if url:
            entry = self.recording.add("http", app.app_id, "url_verification", challenge)
            answer = await self.sender.post(url, encode(app, "events_api", challenge, {}))
            entry.received, entry.status = answer, "ack"
            if challenge["challenge"] not in (answer.get("challenge"), answer.get("text")):
                raise SlackError("url_verification_failed")
        for command in app.manifest.features.slash_commands:
            if command.url:
                check: Json = {"ssl_check": "1", "token": app.verification_token}
                entry = self.recording.add("http", app.app_id, "ssl_check", check)
                await self.sender.post(command.url, encode(app, "slash_commands", check, {}))
                entry.status = "ack"


def request_url(app: App, kind: DeliveryKind, payload: Json) -> str | None:
    """Find the address that a delivery goes to."""
    settings = app.manifest.settings
    if kind == "events_api":
        return settings.event_subscriptions.request_url
    if kind == "slash_commands":
        commands = app.manifest.features.slash_commands
        return next((c.url for c in commands if c.command == payload["command"]), None)
    if payload["type"] == "block_suggestion":
        return settings.interactivity.message_menu_options_url or settings.interactivity.request_url
    return settings.interactivity.request_url


def _name_of(kind: DeliveryKind, payload: Json) -> str:
    if kind == "slash_commands":
        return str(payload["command"])
    if kind == "events_api":
        return str(payload["event"]["type"])
    return str(payload["type"])
