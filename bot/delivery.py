"""The outbox's way to Slack: claim, recheck, send without automatic retries, record the outcome.

What Slack certainly refused is tried again or given up, by its reason. When the reply to a post was
lost, the message is looked for in the conversation before anything is sent again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.directory import Directory
from bot.pace import Pace
from bot.usecases.claim_messages import (
    Claimed,
    claim_messages,
    doubtful_messages,
    postpone_message,
    settle_message,
)
from bot.views.message import Rendered, render
from storage.tables import MessageState

LOGGER = logging.getLogger(__name__)
EVENT_TYPE = "samtliga_message"
_PASSING = {"ratelimited", "service_unavailable", "internal_error", "fatal_error", "rate_limited"}
_ATTEMPTS = 20
_HISTORY = 50


class Delivery:
    """Sends one workspace's messages, one after the other, in the order they were written."""

    def __init__(
        self,
        desk: Desk,
        client: AsyncWebClient,
        directory: Directory,
        workspace_id: str,
        pace: Pace,
        trouble: timedelta,
    ) -> None:
        self._desk = desk
        self._client = client
        self._directory = directory
        self._workspace_id = workspace_id
        self._pace = pace
        self._trouble = trouble
        self._one_at_a_time = asyncio.Lock()

    async def begin(self) -> None:
        """Clear up what a process that died left in doubt."""
        async with self._one_at_a_time:
            await self._resolve_doubts(after_a_start=True)

    async def drain(self) -> int:
        """Send everything that is due now; return how many messages were sent."""
        sent = 0
        async with self._one_at_a_time:
            await self._resolve_doubts()
            while batch := await self._desk.run(claim_messages, self._workspace_id):
                for message in batch:
                    sent += await self._send(message)
        return sent

    async def _send(self, message: Claimed) -> bool:
        to = message.channel_id or message.user_id or ""
        rendered = render(message, await self._directory.texts_for(message.user_id))
        await self._pace.turn(to)
        try:
            place = await self._call(message, to, rendered)
        except SlackApiError as error:
            await self._refused(message, error)
        except (ClientError, TimeoutError, OSError) as error:
            await self._lost(message, error)
        else:
            await self._settle(message, MessageState.SENT, sent=place)
            return True
        return False

    async def _call(self, message: Claimed, to: str, rendered: Rendered) -> tuple[str, str]:
        if message.place is not None:
            channel, ts = message.place
            reply = await self._client.chat_update(
                channel=channel, ts=ts, text=rendered.text, blocks=rendered.blocks
            )
        else:
            reply = await self._client.chat_postMessage(
                channel=to,
                text=rendered.text,
                blocks=rendered.blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(reply["channel"]), str(reply["ts"])

    async def _refused(self, message: Claimed, error: SlackApiError) -> None:
        """Slack answered, so it is certain that nothing was posted."""
        reason = str(error.response.get("error", "unknown"))
        if reason in _PASSING and message.attempts < _ATTEMPTS:
            seconds = float(error.response.headers.get("Retry-After", 0) or 0)
            self._pace.wait_until(seconds)
            wait = timedelta(seconds=seconds) if seconds else self._trouble
            await self._postpone(message, wait, reason)
        else:
            LOGGER.warning("message %s can't be sent: %s", message.key, reason)
            await self._settle(message, MessageState.FAILED, reason=reason)

    async def _lost(self, message: Claimed, error: Exception) -> None:
        """No answer came: an update may simply be repeated, a post must be looked for first."""
        LOGGER.warning("no reply from Slack to %s: %s", message.key, type(error).__name__)
        if message.place is not None:
            await self._postpone(message, self._trouble, "no_reply")
        else:
            await self._settle(message, MessageState.UNCERTAIN, reason="no_reply")

    async def _resolve_doubts(self, *, after_a_start: bool = False) -> None:
        doubtful = await self._desk.run(
            doubtful_messages, self._workspace_id, after_a_start=after_a_start
        )
        for message in doubtful:
            await self._resolve(message)

    async def _resolve(self, message: Claimed) -> None:
        """Find out whether a message was posted, by its key in the conversation's history."""
        try:
            place = await self._find(message)
        except (SlackApiError, ClientError, TimeoutError, OSError) as error:
            LOGGER.warning("message %s stays in doubt: %s", message.key, error)
            return
        if place is None:
            await self._postpone(message, timedelta(), "not_found_in_history")
        else:
            await self._settle(message, MessageState.SENT, sent=place, reason="found_in_history")

    async def _find(self, message: Claimed) -> tuple[str, str] | None:
        channel = message.channel_id or await self._direct_channel(message.user_id or "")
        reply = await self._client.conversations_history(
            channel=channel, limit=_HISTORY, include_all_metadata=True
        )
        for each in reply["messages"]:
            payload = each.get("metadata", {}).get("event_payload", {})
            if payload.get("key") == message.key:
                return channel, str(each["ts"])
        return None

    async def _direct_channel(self, user_id: str) -> str:
        reply = await self._client.conversations_open(users=user_id)
        return str(reply["channel"]["id"])

    async def _settle(
        self,
        message: Claimed,
        outcome: MessageState,
        *,
        reason: str | None = None,
        sent: tuple[str, str] | None = None,
    ) -> None:
        await self._desk.run(
            settle_message, self._workspace_id, message.row_id, outcome, reason=reason, sent=sent
        )

    async def _postpone(self, message: Claimed, wait: timedelta, reason: str) -> None:
        await self._desk.run(
            postpone_message,
            self._workspace_id,
            message.row_id,
            until=self._desk.now() + wait,
            reason=reason,
        )


Drain = Callable[[], Awaitable[int]]
