"""Signed HTTP requests: the v0 signature, the form and JSON bodies, and what an answer means."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from deploy.workspace.apps import App
from deploy.workspace.wire import Json, SlackError


@dataclass(frozen=True)
class SignedRequest:
    """A request as it goes out: body and headers."""

    body: bytes
    headers: dict[str, str]


def sign(app: App, body: bytes, content_type: str, extra: dict[str, str]) -> SignedRequest:
    """Sign a body with the app's secret, as `v0=` HMAC-SHA256 over version, time and body."""
    moment = str(int(time.time()))
    digest = hmac.new(
        app.signing_secret.encode(), b":".join((b"v0", moment.encode(), body)), hashlib.sha256
    )
    headers = {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
        "User-Agent": "Slackbot 1.0 (workspace)",
    }
    return SignedRequest(body, headers | extra)


def encode(app: App, kind: str, payload: Json, extra: dict[str, str]) -> SignedRequest:
    """Encode a delivery: events as JSON, commands as a form, interactions as a form with JSON."""
    if kind == "events_api":
        return sign(app, json.dumps(payload).encode(), "application/json", extra)
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return sign(app, urlencode(form).encode(), "application/x-www-form-urlencoded", extra)


class HttpSender:
    """Posts signed requests; one client session for all."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, request: SignedRequest) -> Json:
        """Post and read the answer. Raises SlackError http_error or connection_failed."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        try:
            async with self._session.post(
                url, data=request.body, headers=request.headers, allow_redirects=False
            ) as reply:
                body = await reply.text()
                if reply.status != 200:  # noqa: PLR2004
                    raise SlackError("http_error", status=reply.status)
                return _read(body)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise SlackError("connection_failed") from error

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _read(body: str) -> Json:
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body} if body.strip() else {}
    return answer if isinstance(answer, dict) else {}
