"""What Samtliga hears and has nothing to do about; acknowledged, so that it isn't repeated."""

from slack_bolt.async_app import AsyncAck, AsyncApp


def register(app: AsyncApp) -> None:
    """Register the listeners that only acknowledge."""

    @app.event("message")
    async def hear(ack: AsyncAck) -> None:
        await ack()
