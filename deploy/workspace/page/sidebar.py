"""The list of conversations with what is unread, and the heading of the one that is shown."""

from dataclasses import dataclass

from deploy.workspace.apps import InstalledApp
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.model import Channel, ChannelKind, Person
from deploy.workspace.page.render import Renderer


@dataclass(frozen=True)
class Row:
    """A conversation in the list: `count` is shown, `unread` makes it bold."""

    channel: str
    kind: ChannelKind
    name: str
    unread: int
    count: int
    face: Person | None = None


Group = tuple[str, list[Row], str]
"""The heading of rows, the rows, and what its button offers."""


def groups(sight: Sight) -> list[Group]:
    """List channels, direct conversations and apps."""
    bots = {app.bot_user_id for app in sight.team.installations.values()}
    channels, talks = [], []
    for channel in sight.channels():
        if channel.kind in ("public", "private"):
            channels.append(_channel(sight, channel))
        elif channel.kind == "mpim" or not bots & {*channel.members}:
            talks.append(_talk(sight, channel))
    apps = [_talk(sight, sight.app_channel(app.app_id)) for app in sight.team.listeners()]
    return [
        ("channels", channels, "browse_channels"),
        ("directs", talks, "new_message"),
        ("apps", apps, ""),
    ]


def _channel(sight: Sight, channel: Channel) -> Row:
    unread = sight.unread(channel.id)
    count = unread if _mentioned(sight, channel) else 0
    return Row(channel.id, channel.kind, channel.name, unread, count)


def _talk(sight: Sight, channel: Channel) -> Row:
    people, unread = others(sight, channel), sight.unread(channel.id)
    name = ", ".join(person.name for person in people)
    return Row(channel.id, channel.kind, name, unread, unread, people[0])


def others(sight: Sight, channel: Channel) -> list[Person]:
    """List with whom somebody talks; with themselves, if with nobody else."""
    members = [member for member in channel.members if member != sight.id]
    return [sight.team.people[member] for member in members or [sight.id]]


def _mentioned(sight: Sight, channel: Channel) -> bool:
    seen, mark = channel.read.get(sight.id, 0), f"<@{sight.id}>"
    for message in reversed(channel.messages.values()):
        if message.sequence <= seen:
            return False
        if mark in message.text or "<!channel>" in message.text:
            return True
    return False


def header(renderer: Renderer, channel: Channel, app: InstalledApp | None, tab: str) -> str:
    """Draw the heading of a conversation; one with an app has its tabs there."""
    sight, tabs = renderer.sight, {"home": f"h:c:{channel.id}", "messages": f"c:{channel.id}"}
    if app and not app.app.manifest.features.app_home.home_tab_enabled:
        del tabs["home"]
    return renderer.draw(
        "header",
        channel=channel,
        bot=sight.team.people[app.bot_user_id] if app else None,
        others=others(sight, channel),
        tab=tab,
        tabs=tabs.items(),
    )
