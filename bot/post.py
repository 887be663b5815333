"""The calls to Slack that delivery makes: post, update, and look for a message by its key.

A post carries its outbox key as message metadata, so that it can be found again when the reply was
lost. Nothing here tries anything twice.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.pace import Act, Pace
from bot.usecases.claim_messages import Claimed
from bot.views.message import Rendered

EVENT_TYPE = "samtliga_message"
Place = tuple[str, str]
"""Slack's (channel, ts) of a message."""

_PAGE = 200
_MOST_PAGES = 10
_CLOCKS_APART = timedelta(minutes=10)


class HistoryTooLongError(Exception):
    """So much was written since that the message couldn't be looked for to the end."""


class Post:
    """One workspace's Slack, at its pace."""

    def __init__(self, client: AsyncWebClient, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def turn(self, message: Claimed) -> None:
        """Wait until Slack's pace permits to deliver a message."""
        if message.place is None:
            await self._pace.turn(message.recipient, Act.POST)
        else:
            await self._pace.turn(message.place[0], Act.UPDATE)

    async def deliver(self, message: Claimed, rendered: Rendered) -> Place:
        """Post a message, or change the one that stands, when its turn has come; return its place.

        Raises: SlackApiError; ClientError, TimeoutError or OSError when no reply came.
        """
        if message.place is not None:
            return await self._update(message.place, rendered)
        reply = await self._client.chat_postMessage(
            channel=message.recipient,
            text=rendered.text,
            blocks=rendered.blocks,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(reply["channel"]), str(reply["ts"])

    async def _update(self, place: Place, rendered: Rendered) -> Place:
        channel, ts = place
        reply = await self._client.chat_update(
            channel=channel, ts=ts, text=rendered.text, blocks=rendered.blocks
        )
        return str(reply["channel"]), str(reply["ts"])

    async def find(self, message: Claimed, known_channel: str | None = None) -> Place | None:
        """Look for a message by its key, back to when it was tried; None: it isn't there.

        `known_channel` is the person's conversation, where something was sent to them before: it
        saves a call. Raises: as `deliver`; HistoryTooLongError.
        """
        channel = message.channel_id or known_channel
        channel = channel or await self._direct_channel(message.user_id or "")
        async for each in self._history(channel, message.claimed_at - _CLOCKS_APART):
            metadata = each.get("metadata")
            payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
            if isinstance(payload, dict) and payload.get("key") == message.key:
                return channel, str(each["ts"])
        return None

    async def _history(self, channel: str, since: datetime) -> AsyncIterator[dict[str, object]]:
        cursor = ""
        for _ in range(_MOST_PAGES):
            await self._pace.turn(channel, Act.LOOK)
            page = await self._client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                limit=_PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
            messages: list[dict[str, object]] = page["messages"]
            for each in messages:
                yield each
            metadata: dict[str, str] = page.get("response_metadata") or {}
            cursor = metadata.get("next_cursor") or ""
            if not cursor:
                return
        raise HistoryTooLongError(channel)

    async def _direct_channel(self, user_id: str) -> str:
        await self._pace.turn(user_id, Act.LOOK)
        reply = await self._client.conversations_open(users=user_id)
        channel: dict[str, object] = reply["channel"]
        return str(channel["id"])
