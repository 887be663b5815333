"""One Slack workspace in memory: who is in it, what they said, and which apps it has installed."""

import itertools
from collections.abc import Iterable
from datetime import timedelta
from typing import TypedDict, Unpack

from deploy.workspace.apps import App, InstalledApp
from deploy.workspace.changes import Changes
from deploy.workspace.clock import StoryClock
from deploy.workspace.model import Channel, ChannelKind, File, Message, Person, View
from deploy.workspace.wire import SlackError

MICROSECOND = timedelta(microseconds=1)


class Profile(TypedDict, total=False):
    """What may be said of somebody who joins; the defaults are those of `Person`."""

    title: str
    email: str
    locale: str
    is_admin: bool
    is_bot: bool


class Team:
    """People, conversations, files, installations; ids are the same on every run."""

    def __init__(self, number: int, name: str, clock: StoryClock, changes: Changes) -> None:
        self.id = f"T{number:010d}"
        self.name = name
        self.domain = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")
        self.clock = clock
        self.changes = changes
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.installations: dict[str, InstalledApp] = {}
        self._number = number
        self._counters: dict[str, itertools.count[int]] = {}
        self._directs: dict[frozenset[str], str] = {}
        self._last_ts = 0
        self.slackbot = self.add_person("Slackbot", is_bot=True)

    def new_id(self, prefix: str) -> str:
        """Give the next id of a kind."""
        counter = self._counters.setdefault(prefix, itertools.count(1))
        return f"{prefix}{self._number:02d}{next(counter):08d}"

    def new_ts(self) -> str:
        """Give a timestamp from the story clock, later than any before it and unique."""
        moment = round(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(moment, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # -- people ------------------------------------------------------------------------------

    def add_person(self, name: str, **profile: Unpack[Profile]) -> Person:
        """Let somebody join the team."""
        person = Person(id=self.new_id("U"), team_id=self.id, name=name, **profile)
        self.people[person.id] = person
        self.changes.tell("people")
        return person

    def person(self, user_id: str) -> Person:
        """Find a member of the team. Raises SlackError user_not_found."""
        if user_id not in self.people:
            raise SlackError("user_not_found")
        return self.people[user_id]

    @property
    def humans(self) -> list[Person]:
        """Everybody who can be acted as."""
        return [person for person in self.people.values() if not person.is_bot]

    # -- conversations -----------------------------------------------------------------------

    def add_channel(
        self, name: str, *, kind: ChannelKind, creator: str, members: Iterable[str] = ()
    ) -> Channel:
        """Create a conversation. Raises SlackError name_taken."""
        if any(c.name == name for c in self.channels.values() if c.kind in ("public", "private")):
            raise SlackError("name_taken")
        prefix = {"im": "D", "private": "G", "mpim": "G"}.get(kind, "C")
        created = int(self.clock.now().timestamp())
        channel = Channel(self.new_id(prefix), name, kind, creator, created, list(members))
        self.channels[channel.id] = channel
        self.changes.tell("channel", channel=channel.id)
        return channel

    def channel(self, channel_id: str) -> Channel:
        """Find a conversation. Raises SlackError channel_not_found."""
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def direct(self, *users: str) -> Channel:
        """Find or open the direct conversation of these people."""
        key = frozenset(self.person(user).id for user in users)
        if key not in self._directs:
            kind: ChannelKind = "im" if len(key) <= 2 else "mpim"  # noqa: PLR2004
            name = f"direct-{self._number}-{len(self._directs)}"
            channel = self.add_channel(name, kind=kind, creator=users[0], members=sorted(key))
            self._directs[key] = channel.id
        return self.channels[self._directs[key]]

    def visible_channel(self, channel_id: str, user_id: str) -> Channel:
        """Find a conversation that somebody can see. Raises SlackError channel_not_found."""
        channel = self.channel(channel_id)
        if channel.kind != "public" and user_id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def channels_of(self, user_id: str) -> list[Channel]:
        """List the conversations that somebody is in, in the order they were made."""
        return [channel for channel in self.channels.values() if user_id in channel.members]

    def may_read(self, file: File, user_id: str) -> bool:
        """Whether a file is somebody's own, was given to them, or is where they are."""
        given = user_id == file.user or user_id in file.readers
        return given or any(user_id in self.channel(each).members for each in file.channels)

    # -- messages ----------------------------------------------------------------------------

    def post(self, message: Message) -> Message:
        """Put a message where it belongs: a conversation, a thread, or one reader's sight."""
        channel = self.channels[message.channel]
        if message.ephemeral:
            channel.ephemerals.append(message)
        else:
            channel.messages[message.ts] = message
            if message.thread_ts and message.thread_ts != message.ts:
                channel.threads.setdefault(message.thread_ts, []).append(message.ts)
            channel.read[message.user] = message.sequence
        self.changes.tell("message", channel=channel.id, user=message.ephemeral_for)
        return message

    def message(self, channel: Channel, ts: str) -> Message:
        """Find a message that everybody in a conversation sees. Raises message_not_found."""
        if ts not in channel.messages:
            raise SlackError("message_not_found")
        return channel.messages[ts]

    def touch(self, message: Message) -> None:
        """Tell that a message looks different now."""
        message.version += 1
        self.changes.tell("message", channel=message.channel, user=message.ephemeral_for)

    def remove(self, message: Message) -> None:
        """Take a message away; a page that still shows it learns so."""
        channel = self.channels[message.channel]
        if message.ephemeral:
            channel.ephemerals = [each for each in channel.ephemerals if each is not message]
        else:
            channel.messages.pop(message.ts, None)
            if message.thread_ts in channel.threads:
                replies = channel.threads[message.thread_ts]
                channel.threads[message.thread_ts] = [ts for ts in replies if ts != message.ts]
        message.deleted = True
        self.changes.tell("message", channel=channel.id, user=message.ephemeral_for)

    # -- apps --------------------------------------------------------------------------------

    def install(self, app: App, *, installed_by: str, scopes: frozenset[str]) -> InstalledApp:
        """Install an app, or grant an installed one more scopes."""
        present = self.installations.get(app.app_id)
        if present and not present.uninstalled:
            present.scopes |= scopes
            return present
        bot = self.add_person(app.manifest.bot_name, is_bot=True)
        bot.app_id, bot.bot_id = app.app_id, self.new_id("B")
        installed = InstalledApp(app, self.id, bot.id, bot.bot_id, scopes, installed_by)
        self.installations[app.app_id] = app.installations[self.id] = installed
        return installed

    def listeners(self) -> list[InstalledApp]:
        """List the apps that may be told of what happens here."""
        return [each for each in self.installations.values() if each.listens]

    # -- views -------------------------------------------------------------------------------

    def drop_views(self, app_id: str) -> None:
        """Close an app's modals and take its home tabs away."""
        for person in self.people.values():
            person.views = [view for view in person.views if view.app_id != app_id]
        self.homes = {key: view for key, view in self.homes.items() if view.app_id != app_id}
        self.changes.tell("view")
        self.changes.tell("home")

    def find_view(self, app_id: str, *, view_id: str = "", external_id: str = "") -> View | None:
        """Find an open view of an app by either of its ids."""
        stacked = [view for person in self.people.values() for view in person.views]
        for view in [*stacked, *self.homes.values()]:
            named = view.id == view_id if view_id else None
            known = external_id and view.definition.get("external_id") == external_id
            if view.app_id == app_id and (named or (named is None and known)):
                return view
        return None
