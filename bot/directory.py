"""People's languages, as Slack knows them: everybody's asked for at once and kept for an hour.

Nobody's language is worth an error or a long wait: what isn't known yet is Swedish. A workspace of
290 people costs two calls of users.list an hour, and a few of users.info for newcomers.
"""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.texts import Texts, texts_in

LOGGER = logging.getLogger(__name__)
_KEPT_SECONDS = 3600.0
_AFTER_TROUBLE_SECONDS = 120.0
_PATIENCE_SECONDS = 1.0
_PAGE = 200
_NEWCOMERS_AN_HOUR = 30
_TROUBLE = (SlackApiError, ClientError, TimeoutError, OSError)


class Directory:
    """The people of one workspace and the locale of each."""

    def __init__(self, client: AsyncWebClient, seconds: Callable[[], float] = monotonic) -> None:
        self._client = client
        self._seconds = seconds
        self._locales: dict[str, str] = {}
        self._ask_again_at = 0.0
        self._newcomers = 0
        self._asking: asyncio.Task[None] | None = None

    async def texts_for(self, user_id: str | None) -> Texts:
        """Return the texts in a person's language; Swedish for a channel and for the unknown.

        Waits a second at most, and never raises for what is wrong with Slack.
        """
        if user_id is None:
            return texts_in(None)
        if user_id not in self._locales or self._seconds() >= self._ask_again_at:
            await self._wait_for(self._begin_to_ask(user_id))
        return texts_in(self._locales.get(user_id))

    def _begin_to_ask(self, user_id: str) -> "asyncio.Task[None] | None":
        """Ask for everybody, or for one newcomer; one question at a time."""
        if self._asking is not None and not self._asking.done():
            return self._asking
        if self._seconds() >= self._ask_again_at:
            self._asking = asyncio.create_task(self._ask_for_all())
        elif user_id not in self._locales and self._newcomers < _NEWCOMERS_AN_HOUR:
            self._newcomers += 1
            self._asking = asyncio.create_task(self._ask_for(user_id))
        else:
            return None
        return self._asking

    async def _wait_for(self, asking: "asyncio.Task[None] | None") -> None:
        if asking is not None:
            await asyncio.wait({asking}, timeout=_PATIENCE_SECONDS)

    async def _ask_for_all(self) -> None:
        self._ask_again_at = self._seconds() + _AFTER_TROUBLE_SECONDS
        self._newcomers = 0
        cursor = ""
        try:
            while True:
                page = await self._client.users_list(
                    include_locale=True, limit=_PAGE, cursor=cursor
                )
                members: list[dict[str, str]] = page["members"]
                self._locales |= {each["id"]: each.get("locale", "") for each in members}
                metadata: dict[str, str] = page.get("response_metadata") or {}
                cursor = metadata.get("next_cursor", "")
                if not cursor:
                    self._ask_again_at = self._seconds() + _KEPT_SECONDS
                    return
        except _TROUBLE as error:
            LOGGER.warning("people's languages aren't known: %s", error)

    async def _ask_for(self, user_id: str) -> None:
        try:
            reply = await self._client.users_info(user=user_id, include_locale=True)
        except _TROUBLE:
            self._locales[user_id] = ""
            return
        user: dict[str, str] = reply["user"]
        self._locales[user_id] = user.get("locale", "")
