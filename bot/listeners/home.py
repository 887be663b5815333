"""The app's home tab: who the bot is, and what can be written."""

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.directory import Directory
from bot.listeners.payload import HomeOpened
from bot.views.guide import home_view


def register(app: AsyncApp, directory: Directory) -> None:
    """Register the listener of the home tab."""

    @app.event("app_home_opened")
    async def show(body: dict[str, object], client: AsyncWebClient) -> None:
        opened = HomeOpened.model_validate(body["event"])
        if opened.tab == "home":
            t = await directory.texts_for(opened.user)
            await client.views_publish(user_id=opened.user, view=home_view(t))
