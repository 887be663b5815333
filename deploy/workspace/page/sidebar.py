"""The list of conversations with what is unread, and the heading of the one that is shown."""

from deploy.workspace.apps import InstalledApp
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.model import Channel
from deploy.workspace.page.icons import icon
from deploy.workspace.page.mrkdwn import safe
from deploy.workspace.page.people import avatar, badge
from deploy.workspace.words import say


def sidebar(sight: Sight, place: str) -> str:
    """Draw the list of channels, direct conversations and apps."""
    locale, bots = sight.person.locale, _bots(sight)
    channels = [c for c in sight.channels() if c.kind in ("public", "private")]
    talks = [c for c in sight.channels() if c.kind == "mpim" or _is_talk(c, bots)]
    groups = {
        "channels": [_channel_row(sight, channel, place) for channel in channels],
        "directs": [_talk_row(sight, channel, place) for channel in talks],
        "apps": [_app_row(sight, app, place) for app in sight.team.listeners()],
    }
    lists = "".join(
        f"<h2>{say(name, locale)}</h2>{''.join(rows)}" for name, rows in groups.items() if rows
    )
    return (
        f'<div class="team">{safe(sight.team.name)}</div>'
        f'<nav aria-label="{say("conversations", locale)}">{lists}</nav>'
    )


def _bots(sight: Sight) -> set[str]:
    return {app.bot_user_id for app in sight.team.installations.values()}


def _is_talk(channel: Channel, bots: set[str]) -> bool:
    return channel.kind == "im" and not bots & set(channel.members)


def _channel_row(sight: Sight, channel: Channel, place: str) -> str:
    unread = sight.unread(channel.id)
    count = unread if unread and _mentioned(sight, channel) else 0
    face = f'<span class="hash">{"#" if channel.kind == "public" else icon("lock")}</span>'
    return _row(f"c:{channel.id}", channel.name, face, place, unread=bool(unread), count=count)


def _talk_row(sight: Sight, channel: Channel, place: str) -> str:
    others = [sight.team.people[member] for member in channel.members if member != sight.id]
    name, unread = ", ".join(person.name for person in others), sight.unread(channel.id)
    face = avatar(others[0]) if others else ""
    return _row(f"c:{channel.id}", name, face, place, unread=bool(unread), count=unread)


def _app_row(sight: Sight, app: InstalledApp, place: str) -> str:
    bot = sight.team.people[app.bot_user_id]
    channel = sight.team.direct(sight.id, bot.id)
    unread = sight.unread(channel.id)
    return _row(f"c:{channel.id}", bot.name, avatar(bot), place, unread=bool(unread), count=unread)


def _mentioned(sight: Sight, channel: Channel) -> bool:
    seen, mark = channel.read.get(sight.id, 0), f"<@{sight.id}>"
    for message in reversed(channel.messages.values()):
        if message.sequence <= seen:
            return False
        if mark in message.text or "<!channel>" in message.text:
            return True
    return False


def _row(  # noqa: PLR0913 - what a row consists of
    target: str, name: str, face: str, place: str, *, unread: bool, count: int
) -> str:
    here = ' aria-current="page"' if place in (target, f"h:{target}") else ""
    mark = f'<span class="count">{count}</span>' if count else ""
    return (
        f'<button type="button" class="{"row unread" if unread else "row"}" data-do="go" '
        f'data-place="{target}" data-testid="place" data-name="{safe(name)}"{here}>'
        f"{face}{safe(name)}{mark}</button>"
    )


def channel_header(sight: Sight, channel: Channel) -> str:
    """Draw the heading of a conversation; one with an app has its tabs there."""
    others = [sight.team.people[member] for member in channel.members if member != sight.id]
    app = next((a for a in sight.team.listeners() if a.bot_user_id in channel.members), None)
    if channel.kind == "im" and app:
        return app_header(sight, app, channel, "messages")
    if channel.kind in ("im", "mpim"):
        names = safe(", ".join(person.name for person in others))
        faces = "".join(avatar(person) for person in others[:1])
        return f"<h1>{faces}{names}</h1>{badge(others[0]) if others else ''}"
    face = "#" if channel.kind == "public" else icon("lock")
    count = say("members", sight.person.locale, count=len(channel.members))
    topic = f'<span class="topic">{safe(channel.topic)}</span>' if channel.topic else ""
    return (
        f'<h1><span class="hash">{face}</span>{safe(channel.name)}</h1>{topic}'
        f'<span class="members">{count}</span>'
    )


def app_header(sight: Sight, app: InstalledApp, channel: Channel, tab: str) -> str:
    """Draw the heading of an app with its two tabs."""
    bot = sight.team.people[app.bot_user_id]
    tabs = {"home": f"h:c:{channel.id}", "messages": f"c:{channel.id}"}
    if not app.app.manifest.features.app_home.home_tab_enabled:
        del tabs["home"]
    buttons = "".join(
        f'<button type="button" role="tab" aria-selected="{str(name == tab).lower()}" '
        f'data-do="go" data-place="{target}" data-testid="tab-{name}">'
        f"{say(name, sight.person.locale)}</button>"
        for name, target in tabs.items()
    )
    return (
        f"<h1>{avatar(bot)}{safe(bot.name)}</h1>{badge(bot)}"
        f'<div class="tabs" role="tablist">{buttons}</div>'
    )
