"""What one person sees: their conversations, what is unread, and what is open on their screen."""

from typing import TYPE_CHECKING, Literal

from deploy.workspace.apps import InstalledApp
from deploy.workspace.manifest import Shortcut
from deploy.workspace.model import Channel, File, Message, Person, View
from deploy.workspace.team import Team
from deploy.workspace.wire import GestureError, SlackError
from deploy.workspace.words import say

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

MANY_UNREAD = 99


class Sight:
    """The workspace through one person's eyes."""

    def __init__(self, workspace: "Workspace", team: Team, person: Person) -> None:
        self.workspace = workspace
        self.team = team
        self.person = person

    @property
    def id(self) -> str:
        """The person's id."""
        return self.person.id

    def channels(self) -> list[Channel]:
        """List the channels and direct conversations that they are in."""
        return self.team.channels_of(self.id)

    def channel(self, name: str) -> Channel:
        """Find one of their conversations by id or name. Raises GestureError."""
        for channel in self.channels():
            if name in (channel.id, channel.name, f"#{channel.name}"):
                return channel
        raise GestureError("channel_not_found", f"{self.person.name} is not in {name}.")

    def messages(self, channel: str, *, include_ephemeral: bool = True) -> list[Message]:
        """List what stands in a conversation, oldest first, replies in threads left out."""
        found = self.channel(channel)
        shown = [
            message
            for message in found.messages.values()
            if message.thread_ts in (None, message.ts) or message.broadcast
        ]
        if include_ephemeral:
            shown = sorted(shown + self._whispers(found, None), key=lambda each: each.sequence)
        return shown

    def recent(self, channel: Channel, count: int) -> tuple[list[Message], bool]:
        """Give the latest messages, oldest first, and whether there are earlier ones."""
        found: list[Message] = []
        for message in reversed(channel.messages.values()):
            if message.thread_ts in (None, message.ts) or message.broadcast:
                if len(found) == count:
                    return self._with_whispers(channel, found, whole=False), True
                found.append(message)
        return self._with_whispers(channel, found, whole=True), False

    def _with_whispers(
        self, channel: Channel, newest_first: list[Message], *, whole: bool
    ) -> list[Message]:
        start = 0 if whole or not newest_first else newest_first[-1].sequence
        whispers = [each for each in self._whispers(channel, None) if each.sequence >= start]
        return sorted(newest_first + whispers, key=lambda each: each.sequence)

    def _whispers(self, channel: Channel, thread: str | None) -> list[Message]:
        """List what only they see in a thread, or beside the threads."""
        mine = [each for each in channel.ephemerals if each.ephemeral_for == self.id]
        return [each for each in mine if each.thread_ts == thread]

    def ephemerals(self, channel: str) -> list[Message]:
        """List what only they see in a conversation and its threads."""
        return [e for e in self.channel(channel).ephemerals if e.ephemeral_for == self.id]

    def thread(self, message: Message) -> list[Message]:
        """List a message and its replies, without what has been deleted."""
        channel = self.channel(message.channel)
        root = message.thread_ts or message.ts
        written = (root, *channel.threads.get(root, ()))
        said = [channel.messages[ts] for ts in written if ts in channel.messages]
        return sorted(said + self._whispers(channel, root), key=lambda each: each.sequence)

    def unread(self, channel: str) -> int:
        """Count what others have written since they last looked, up to 99."""
        found = self.channel(channel)
        seen, count = found.read.get(self.id, 0), 0
        for message in reversed(found.messages.values()):
            if message.sequence <= seen or count == MANY_UNREAD:
                break
            count += message.user != self.id
        return count

    def mark_read(self, channel: str) -> None:
        """Note that they have seen what stands there."""
        found = self.channel(channel)
        latest = next(reversed(found.messages.values()), None)
        if latest and found.read.get(self.id, 0) < latest.sequence:
            found.read[self.id] = latest.sequence
            self.team.changes.tell("read", channel=found.id, user=self.id)

    @property
    def view(self) -> View | None:
        """The modal on top of their screen."""
        return self.person.views[-1] if self.person.views else None

    def app(self, app_id: str | None = None) -> InstalledApp:
        """Find an app of their team; without an id, the first one. Raises GestureError."""
        for installed in self.team.listeners():
            if app_id in (None, installed.app_id):
                return installed
        raise GestureError("no_app", "There is no such app in this workspace.")

    def shortcuts(self, kind: Literal["global", "message"]) -> list[Shortcut]:
        """List what the team's apps offer anywhere, or on a message."""
        return [
            shortcut
            for installed in self.team.listeners()
            for shortcut in installed.app.manifest.features.shortcuts
            if shortcut.type == kind
        ]

    @property
    def home(self) -> View | None:
        """The home tab of the first app, as last published to them."""
        return self.home_of(self.app().app_id)

    def home_of(self, app_id: str) -> View | None:
        """Give an app's home tab, as last published to them."""
        return self.team.homes.get((app_id, self.id))

    def app_channel(self, app_id: str | None = None) -> Channel:
        """Give their direct conversation with an app."""
        return self.team.direct(self.id, self.app(app_id).bot_user_id)

    def direct_messages(self, app_id: str | None = None) -> list[Message]:
        """List their conversation with an app."""
        return self.messages(self.app_channel(app_id).id)

    def download(self, file: File) -> bytes:
        """Read a file. Raises GestureError file_not_found to whom it isn't for."""
        if not self.team.may_read(file, self.id):
            raise GestureError("file_not_found", "This file is not for you.")
        return file.content

    def failure(self, error: SlackError, name: str) -> GestureError:
        """Turn a failed delivery into what the person is told."""
        code = error.name if error.name == "operation_timeout" else "dispatch_failed"
        return GestureError(code, say(code, self.person.locale, name=name))
