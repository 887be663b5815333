"""What Samtliga hears and has nothing to do about: acknowledged, so that Slack doesn't repeat it."""

from slack_bolt.async_app import AsyncAck, AsyncApp


def register(app: AsyncApp) -> None:
    """Register the listeners that only acknowledge."""

    @app.event("message")
    @app.event("app_home_opened")
    async def hear(ack: AsyncAck) -> None:
        await ack()
