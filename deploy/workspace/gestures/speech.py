"""What a person says and types: messages, commands, files, reactions, edits."""

import html
import re

from deploy.workspace.api.files import guess_type
from deploy.workspace.apps import InstalledApp
from deploy.workspace.gestures import payloads
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.manifest import SlashCommand
from deploy.workspace.model import Channel, Message
from deploy.workspace.wire import GestureError, Json, SlackError
from deploy.workspace.words import say


class Speech(Sight):
    """Everything that a person puts into words."""

    async def enter(self, channel: str, text: str) -> None:
        """Do what Enter does in the text box: run a command, or say something."""
        if re.match(r"/[^\s/]+(\s|$)", text):
            await self.command(text, channel=channel)
        else:
            await self.say(channel, text)

    async def say(self, channel: str, text: str, *, thread: Message | None = None) -> Message:
        """Write a message; @Name and #channel become mentions."""
        found = self.channel(channel)
        message = Message(
            ts=self.team.new_ts(),
            channel=found.id,
            user=self.id,
            text=self._marked_up(text),
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
        )
        self.team.post(message)
        self.workspace.events.message(self.team, found, message)
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Change one's own message. Raises GestureError."""
        self._must_own(message)
        before = message.to_json()
        message.text, message.edited_ts = self._marked_up(text), self.team.new_ts()
        self.team.touch(message)
        channel = self.team.channel(message.channel)
        self.workspace.events.changed(self.team, channel, before, message)

    async def delete(self, message: Message) -> None:
        """Take one's own message back, or dismiss an ephemeral one. Raises GestureError."""
        if message.ephemeral_for == self.id:
            self.team.remove(message)
            return
        self._must_own(message)
        self.team.remove(message)
        channel = self.team.channel(message.channel)
        self.workspace.events.changed(self.team, channel, message.to_json(), None)

    async def react(self, message: Message, name: str) -> None:
        """Put a reaction on a message, or take it away."""
        users = message.reactions.setdefault(name, [])
        (users.remove if self.id in users else users.append)(self.id)
        if not users:
            del message.reactions[name]
        self.team.touch(message)

    async def upload(
        self,
        channel: str,
        name: str,
        content: bytes,
        *,
        comment: str = "",
        thread: Message | None = None,
    ) -> Message:
        """Share a file in a conversation or a thread."""
        found = self.channel(channel)
        file = self.workspace.new_file(self.team, name, self.id)
        file.content, file.uploaded, file.mimetype = content, True, guess_type(name)
        file.channels.append(found.id)
        message = Message(
            ts=self.team.new_ts(),
            channel=found.id,
            user=self.id,
            text=self._marked_up(comment),
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
            subtype="file_share",
            files=[file],
        )
        self.team.post(message)
        self.workspace.events.file_shared(self.team, found, file)
        self.workspace.events.message(self.team, found, message)
        return message

    def talk_to(self, *users: str) -> Channel:
        """Open the conversation with one person, or with several."""
        return self.team.direct(self.id, *(self.team.person(user).id for user in users))

    async def join(self, channel: str) -> None:
        """Come into a public channel."""
        self.workspace.join(self.team, self.team.visible_channel(channel, self.id), self.id)

    async def invite(self, channel: str, user: str) -> None:
        """Bring somebody, or an app's bot user, into a channel."""
        found = self.channel(channel)
        self.workspace.join(self.team, found, self.team.person(user).id, inviter=self.id)

    def commands(self) -> list[tuple[InstalledApp, SlashCommand]]:
        """List the commands of the team's apps."""
        return [
            (installed, command)
            for installed in self.team.listeners()
            for command in installed.app.manifest.features.slash_commands
            if installed.grants("commands")
        ]

    async def command(
        self, text: str, *, channel: str | None = None, thread: Message | None = None
    ) -> None:
        """Type a slash command; without a channel, in the conversation with the app.

        Raises GestureError unknown_command, no_commands_in_threads, operation_timeout or
        dispatch_failed; the last two are shown by Slackbot as well.
        """
        word, _, rest = text.strip().partition(" ")
        locale = self.person.locale
        found = [(app, known) for app, known in self.commands() if known.command == word]
        if not found:
            raise GestureError("unknown_command", say("unknown_command", locale, name=word))
        if thread:
            raise GestureError("no_commands_in_threads", say("no_commands_in_threads", locale))
        app, known = found[-1]
        rest = self._marked_up(rest, with_names=True) if known.should_escape else rest
        where = self.channel(channel) if channel else self.app_channel(app.app_id)
        payload = payloads.command(self.team, self.person, app, where, (word, rest.strip()))
        payload["trigger_id"] = self.workspace.trigger(app, self.person)
        payload["response_url"] = self.workspace.response_url(self.team, app, where, self.person)
        try:
            with self.workspace.activity.busy():
                answer = await self.workspace.courier.deliver(app, "slash_commands", payload)
        except SlackError as error:
            failure = self.failure(error, word)
            self.whisper(where, failure.text)
            raise failure from error
        if answer:
            self._show_answer(app, where, answer, word)

    def _show_answer(self, app: InstalledApp, where: Channel, answer: Json, word: str) -> None:
        try:
            self.workspace.responses.show(self.team, app, where, self.person, answer)
        except SlackError as error:
            self.whisper(where, say("trouble_connecting", self.person.locale))
            raise self.failure(error, word) from error

    def whisper(self, channel: Channel, text: str) -> None:
        """Let Slackbot tell this person something that nobody else sees."""
        self.team.post(
            Message(
                ts=self.team.new_ts(),
                channel=channel.id,
                user=self.team.slackbot.id,
                text=text,
                ephemeral_for=self.id,
            )
        )

    def _must_own(self, message: Message) -> None:
        if message.user != self.id:
            raise GestureError("cant_update_message", "Only its author can change a message.")

    def _marked_up(self, text: str, *, with_names: bool = False) -> str:
        """Write @Name and #channel as mentions; in a command they carry their names as well."""
        marked = html.escape(text, quote=False)
        names = sorted(self.team.people.values(), key=lambda each: -len(each.name))
        for person in names if "@" in marked else ():
            mention = f"<@{person.id}|{person.handle}>" if with_names else f"<@{person.id}>"
            marked = marked.replace(f"@{person.name}", mention)
        for channel in self.channels() if "#" in marked else ():
            mention = f"<#{channel.id}|{channel.name}>" if with_names else f"<#{channel.id}>"
            marked = re.sub(rf"#{re.escape(channel.name)}\b", mention, marked)
        return marked
