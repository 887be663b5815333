"""The slash commands: /share, and /samtliga with its subcommands in Swedish and in English."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.directory import Directory
from bot.listeners.boundary import sentence_for
from bot.listeners.payload import Command
from bot.listeners.record_subcommands import RECORD_SUBCOMMANDS
from bot.listeners.reminder_subcommands import REMINDER_SUBCOMMANDS
from bot.listeners.sharing import SHARING_SUBCOMMANDS
from bot.listeners.subcommands import SUBCOMMANDS, Asked, Reply, Subcommand, say_help, show_share
from bot.views.blocks import escaped_but_mentions, section

_ALL = {**SUBCOMMANDS, **RECORD_SUBCOMMANDS, **REMINDER_SUBCOMMANDS, **SHARING_SUBCOMMANDS}


def register(app: AsyncApp, desk: Desk, directory: Directory) -> None:
    """Register both commands; their answers are seen only by the one who asked."""

    async def answer(
        ack: AsyncAck,
        command: Command,
        client: AsyncWebClient,
        subcommand: Subcommand,
        words: str,
    ) -> None:
        t = await directory.texts_for(command.user_id)
        try:
            reply = await subcommand(Asked(desk, command, client, words, t))
        except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
            text = sentence_for(error, t)
            reply = Reply(text, [section(escaped_but_mentions(text))])
        await ack(response_type="ephemeral", text=reply.text, blocks=reply.blocks)

    @app.command("/share")
    async def share(ack: AsyncAck, body: dict[str, object], client: AsyncWebClient) -> None:
        command = Command.model_validate(body)
        await answer(ack, command, client, show_share, command.text)

    @app.command("/samtliga")
    async def samtliga(ack: AsyncAck, body: dict[str, object], client: AsyncWebClient) -> None:
        command = Command.model_validate(body)
        word, _, words = command.text.strip().partition(" ")
        subcommand = _ALL.get(word.casefold(), say_help)
        await answer(ack, command, client, subcommand, words.strip())
