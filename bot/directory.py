"""People's languages, as Slack knows them; asked for once and kept for an hour."""

from time import monotonic

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.texts import Texts, texts_in

_KEPT_SECONDS = 3600.0
_PAGE = 200


class Directory:
    """The people of one workspace and the locale of each."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._locales: dict[str, str] = {}
        self._asked_at = -_KEPT_SECONDS

    async def texts_for(self, user_id: str | None) -> Texts:
        """Return the texts in a person's language; Swedish for a channel and for the unknown."""
        if user_id is None:
            return texts_in(None)
        if user_id not in self._locales and monotonic() - self._asked_at >= _KEPT_SECONDS:
            await self._ask_for_all()
        if user_id not in self._locales:
            self._locales[user_id] = await self._ask_for(user_id)
        return texts_in(self._locales[user_id])

    async def _ask_for_all(self) -> None:
        """Ask for everybody at once: 290 people would be 290 calls of a limited method."""
        self._asked_at = monotonic()
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
                    return
        except SlackApiError:
            return  # nobody's language is worth an error; the default serves

    async def _ask_for(self, user_id: str) -> str:
        try:
            reply = await self._client.users_info(user=user_id, include_locale=True)
        except SlackApiError:
            return ""
        return str(reply["user"].get("locale", ""))
