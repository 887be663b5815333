"""Opening a recommendation: the buttons of the confirmation."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.desk import Desk
from bot.directory import Directory
from bot.listeners.boundary import sentence_for
from bot.listeners.payload import Press
from bot.usecases.open_poll import OpenPoll, open_poll


def register(app: AsyncApp, desk: Desk, directory: Directory) -> None:
    """Register the listeners of the confirmation."""

    @app.action(re.compile(r"^opening\."))
    async def press(ack: AsyncAck, body: dict[str, object], respond: AsyncRespond) -> None:
        pressed = Press.model_validate(body)
        t = await directory.texts_for(pressed.user.id)
        text = t("Nothing was opened.")
        if pressed.act.action_id == "opening.open":
            try:
                await desk.run(open_poll, _command(pressed))
                text = t(
                    "Opened. The questions are on their way, and the board stands in this channel."
                )
            except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
                text = sentence_for(error, t)
        await respond(text=text, response_type="ephemeral", replace_original=True)
        await ack()


def _command(pressed: Press) -> OpenPoll:
    return OpenPoll(
        workspace_id=pressed.team.id,
        recommendation=pressed.act.value,
        channel_id=pressed.container.channel_id or "",
        user_id=pressed.user.id,
    )
