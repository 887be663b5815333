"""What an app says beside the Web API: answers to commands, posts to response addresses."""

from deploy.workspace.apps import InstalledApp
from deploy.workspace.blocks import check_blocks
from deploy.workspace.delivery.events import Events
from deploy.workspace.limits import ResponseTarget, Vouchers
from deploy.workspace.model import Channel, Message, Person
from deploy.workspace.team import Team
from deploy.workspace.wire import Json, SlackError


class Responses:
    """Shows such answers where they belong."""

    def __init__(self, addresses: Vouchers[ResponseTarget], events: Events) -> None:
        self._addresses = addresses
        self._events = events

    def show(
        self, team: Team, app: InstalledApp, channel: Channel, reader: Person, answer: Json
    ) -> Message:
        """Post an answer: for the reader alone, or for all. Raises SlackError."""
        ephemeral = answer.get("response_type") != "in_channel"
        message = Message(
            ts=team.new_ts(),
            channel=channel.id,
            user=app.bot_user_id,
            app_id=app.app_id,
            bot_id=app.bot_id,
            text=str(answer.get("text") or ""),
            blocks=_blocks(answer),
            thread_ts=answer.get("thread_ts"),
            ephemeral_for=reader.id if ephemeral else None,
        )
        if not (message.text or message.blocks):
            raise SlackError("no_text")
        team.post(message)
        if not ephemeral:
            self._events.message(team, channel, message)
        return message

    def app_of(self, name: str) -> str:
        """Return the app that an address was given to, "" for one that was never given."""
        target = self._addresses.look_at(name)
        return target.app_id if target else ""

    def receive(self, teams: dict[str, Team], name: str, answer: Json) -> None:
        """Take a post to a response address. Raises SlackError, as Slack names it."""
        target = self._addresses.redeem(name)
        team = teams[target.team_id]
        app = team.installations[target.app_id]
        original = self._original(team, target)
        if answer.get("delete_original"):
            if original is None:
                raise SlackError("message_not_found")
            team.remove(original)
        elif original and answer.get("replace_original"):
            self._replace(team, original, answer)
        else:
            channel, reader = team.channel(target.channel), team.person(target.user)
            shown = self.show(team, app, channel, reader, answer)
            if target.message_ts is None:
                target.message_ts, target.ephemeral = shown.ts, shown.ephemeral

    def _original(self, team: Team, target: ResponseTarget) -> Message | None:
        channel = team.channel(target.channel)
        if target.ephemeral:
            found = [each for each in channel.ephemerals if each.ts == target.message_ts]
            return found[0] if found else None
        return channel.messages.get(target.message_ts or "")

    def _replace(self, team: Team, original: Message, answer: Json) -> None:
        blocks, text = _blocks(answer), str(answer.get("text") or "")
        if not (blocks or text):
            raise SlackError("no_text")
        original.blocks, original.text, original.values = blocks, text, {}
        if not original.ephemeral:
            original.edited_ts = team.new_ts()
        team.touch(original)


def _blocks(answer: Json) -> list[Json]:
    return check_blocks(answer["blocks"]) if answer.get("blocks") else []
