"""What stands around the conversation: story clock, acting person, sidebar, headings, panels."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from deploy.workspace.apps import InstalledApp
from deploy.workspace.faults import KINDS
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.model import Channel, Person, View
from deploy.workspace.page.icons import icon
from deploy.workspace.page.mrkdwn import STOCKHOLM, emojis, safe
from deploy.workspace.page.render import Renderer, avatar, badge, long_date
from deploy.workspace.recording import Entry
from deploy.workspace.words import say

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

UPCOMING = 40


def do(name: str, label: str, /, *, css: str = "", **data: str) -> str:
    """Draw a button of the page itself."""
    extra = "".join(f' data-{key.replace("_", "-")}="{safe(value)}"' for key, value in data.items())
    return (
        f'<button type="button" class="{css}" data-do="{name}" data-testid="{name}"{extra}>'
        f"{label}</button>"
    )


def topbar(workspace: "Workspace", person: Person) -> str:
    """Draw the bar on top: the story clock, its steps and jumps, and whom one acts as."""
    locale = person.locale
    now = workspace.clock.now().astimezone(STOCKHOLM)
    weekday, _, date = long_date(now, locale).partition(" ")
    play = say("pause" if workspace.clock.running else "play", locale)
    jumps = "".join(
        do("jump", safe(jump.label), css="tb", index=str(i))
        for i, jump in enumerate(workspace.jumps)
    )
    sign = icon("pause" if workspace.clock.running else "play")
    menu = f'<button type="button" class="tb burger" data-do="sidebar" aria-label="{say("menu", locale)}">{icon("menu")}</button>'
    return (
        f'{menu}<div class="clock" role="group" aria-label="{say("story_clock", locale)}">'
        f'<button type="button" class="tb now" data-do="panel" data-name="next" '
        f'data-testid="clock" aria-label="{say("what_comes", locale)}">'
        f'<span class="date"><span class="weekday">{weekday} </span>{date}</span><span class="hour">{now:%H:%M}</span></button>'
        + do("next-day", say("next_day", locale), css="tb")
        + do("next-due", say("next_due", locale), css="tb")
        + do("play", f'{sign}<span class="sr">{play}</span>', css="tb icon")
        + f'<span class="jumps">{jumps}</span></div><div class="acting">'
        + f'<button type="button" class="tb" data-do="panel" data-name="record" '
        f'aria-label="{say("record", locale)}" title="{say("record", locale)}">{icon("code")}</button>'
        + '<button type="button" class="tb" data-local="theme" aria-label="'
        + f'{say("theme", locale)}" title="{say("theme", locale)}">{icon("theme")}</button>'
        + _act_as(workspace, person)
        + "</div>"
    )


def _act_as(workspace: "Workspace", person: Person) -> str:
    locale = person.locale
    label = say("act_as", locale)
    return (
        f'<details class="act" data-testid="act-as"><summary class="tb me">{avatar(person)}'
        f'<span class="me-name"><small>{label}</small>{safe(person.name)}</span></summary>'
        f'<div class="act-list"><input class="field" type="search" data-filter="people" '
        f'placeholder="{say("find_person", locale)}" aria-label="{say("find_person", locale)}">'
        f'<div class="people" role="listbox">{_people(workspace, person)}</div></div></details>'
    )


def _people(workspace: "Workspace", person: Person) -> str:
    rows = []
    for team in workspace.teams.values():
        if len(workspace.teams) > 1:
            rows.append(f'<div class="people-team">{safe(team.name)}</div>')
        for each in team.humans:
            here = ' aria-selected="true"' if each is person else ""
            window = say("new_window", person.locale)
            rows.append(
                f'<div class="person" data-words="{safe(each.name.lower())} '
                f'{safe(each.title.lower())}"><button type="button" role="option"{here} '
                f'data-do="act" data-user="{each.id}">{avatar(each)}<span><b>{safe(each.name)}</b>'
                f"<small>{safe(each.title)}</small></span></button>"
                f'<a href="?as={each.id}" target="_blank" aria-label="{window}: '
                f'{safe(each.name)}" title="{window}">{icon("window")}</a></div>'
            )
    return "".join(rows)


def sidebar(sight: Sight, place: str) -> str:
    """Draw the list of channels, direct conversations and apps, with marks for what is unread."""
    locale = sight.person.locale
    channels = [c for c in sight.channels() if c.kind in ("public", "private")]
    directs = [c for c in sight.channels() if c.kind in ("im", "mpim") and not _apps_in(sight, c)]
    rows = "".join(
        _row(sight, c, place, "#" if c.kind == "public" else icon("lock")) for c in channels
    )
    talks = "".join(_row(sight, c, place, "") for c in directs)
    apps = "".join(_app_row(sight, app, place) for app in sight.team.listeners())
    return (
        f'<div class="team">{safe(sight.team.name)}</div>'
        f'<nav aria-label="{say("conversations", locale)}">'
        f"<h2>{say('channels', locale)}</h2>{rows}"
        + (f"<h2>{say('directs', locale)}</h2>{talks}" if talks else "")
        + f"<h2>{say('apps', locale)}</h2>{apps}</nav>"
    )


def _apps_in(sight: Sight, channel: Channel) -> bool:
    bots = {app.bot_user_id for app in sight.team.installations.values()}
    return channel.kind == "im" and bool(bots & set(channel.members))


def _row(sight: Sight, channel: Channel, place: str, sign: str) -> str:
    unread = sight.unread(channel.id)
    names = [sight.team.people[m] for m in channel.members if m != sight.id]
    name = channel.name if sign else ", ".join(p.name for p in names)
    face = f'<span class="hash">{sign}</span>' if sign else (avatar(names[0]) if names else "")
    mentioned = unread and (not sign or _mentioned(sight, channel))
    count = f'<span class="count">{unread}</span>' if mentioned else ""
    return _place(f"c:{channel.id}", name, face + safe(name) + count, place, unread=bool(unread))


def _mentioned(sight: Sight, channel: Channel) -> bool:
    seen, mark = channel.read.get(sight.id, 0), f"<@{sight.id}>"
    for message in reversed(channel.messages.values()):
        if message.sequence <= seen:
            return False
        if mark in message.text or "<!channel>" in message.text:
            return True
    return False


def _app_row(sight: Sight, app: InstalledApp, place: str) -> str:
    bot = sight.team.people[app.bot_user_id]
    channel = sight.team.direct(sight.id, bot.id)
    unread = sight.unread(channel.id)
    count = f'<span class="count">{unread}</span>' if unread else ""
    name = safe(bot.name)
    return _place(
        f"c:{channel.id}", bot.name, f"{avatar(bot)}{name}{count}", place, unread=bool(unread)
    )


def _place(target: str, name: str, inner: str, place: str, *, unread: bool) -> str:
    here = ' aria-current="page"' if target == place or place == f"h:{target}" else ""
    css = "row unread" if unread else "row"
    return (
        f'<button type="button" class="{css}" data-do="go" data-place="{target}" '
        f'data-testid="place" data-name="{safe(name)}"{here}>{inner}</button>'
    )


def channel_header(sight: Sight, channel: Channel) -> str:
    """Draw the heading of a conversation; one with an app has its tabs there."""
    locale = sight.person.locale
    others = [sight.team.people[m] for m in channel.members if m != sight.id]
    app = next((a for a in sight.team.listeners() if a.bot_user_id in channel.members), None)
    if channel.kind == "im" and app:
        return app_header(sight, app, channel, "messages")
    if channel.kind in ("im", "mpim"):
        faces = "".join(avatar(person) for person in others[:1])
        names = safe(", ".join(person.name for person in others))
        return f"<h1>{faces}{names}</h1>{badge(others[0]) if others else ''}"
    sign = "#" if channel.kind == "public" else icon("lock")
    count = say("members", locale, count=len(channel.members))
    topic = f'<span class="topic">{safe(channel.topic)}</span>' if channel.topic else ""
    return f'<h1><span class="hash">{sign}</span>{safe(channel.name)}</h1>{topic}<span class="members">{count}</span>'


def app_header(sight: Sight, app: InstalledApp, channel: Channel, tab: str) -> str:
    """Draw the heading of an app with its two tabs."""
    locale, bot = sight.person.locale, sight.team.people[app.bot_user_id]
    tabs = [("messages", f"c:{channel.id}"), ("home", f"h:c:{channel.id}")]
    if not app.app.manifest.features.app_home.home_tab_enabled:
        tabs = tabs[:1]
    buttons = "".join(
        f'<button type="button" role="tab" aria-selected="{str(name == tab).lower()}" '
        f'data-do="go" data-place="{target}" data-testid="tab-{name}">{say(name, locale)}</button>'
        for name, target in reversed(tabs)
    )
    head = f'<h1>{avatar(bot)}{safe(bot.name)}</h1><span class="app-badge">APP</span>'
    return f'{head}<div class="tabs" role="tablist">{buttons}</div>'


def home(renderer: Renderer, view: View | None) -> str:
    """Draw an app's home tab."""
    if view is None:
        return f'<p class="empty">{say("no_home", renderer.locale)}</p>'
    return f'<div class="home" data-surface="v:{view.id}" data-testid="home">{renderer.view(view)}</div>'


def modal(renderer: Renderer, view: View, depth: int) -> str:
    """Draw the modal on top of the stack."""
    locale = renderer.locale
    definition = view.definition
    close = definition.get("close", {}).get("text") or say("cancel", locale)
    submit = definition.get("submit", {}).get("text")
    send = f'<button type="submit" class="btn primary" data-testid="submit">{safe(submit or "")}</button>'
    notice = f'<div class="notice" role="alert">{safe(view.notice)}</div>' if view.notice else ""
    back = (
        f'<button type="button" class="x" data-do="close" aria-label="{say("back", locale)}">{icon("back")}</button>'
        if depth > 1
        else ""
    )
    bot = renderer.sight.team.people[renderer.sight.app(view.app_id).bot_user_id]
    return (
        f'<div class="scrim"><form class="modal" role="dialog" aria-modal="true" '
        f'aria-labelledby="modal-title" data-surface="v:{view.id}" data-testid="modal" novalidate>'
        f'<header>{back}{avatar(bot)}<h2 id="modal-title">{emojis(safe(view.title))}</h2>'
        f'<button type="button" class="x" data-do="close-all" aria-label="{say("close", locale)}">'
        f'{icon("close")}</button></header><div class="modal-body">{notice}{renderer.view(view)}</div><footer>'
        f'<button type="button" class="btn" data-do="close" data-testid="cancel">{safe(close)}'
        f"</button>{send if submit else ''}</footer></form></div>"
    )


def next_panel(workspace: "Workspace", locale: str) -> str:
    """Draw the list of what will happen next in the story."""
    rows = []
    for moment, text in sorted(workspace.upcoming())[:UPCOMING]:
        local = moment.astimezone(STOCKHOLM)
        date = f"{long_date(local, locale)} {local:%H:%M}"
        iso = moment.astimezone(UTC).isoformat()
        rows.append(
            f'<li><button type="button" data-do="to" data-moment="{iso}"><time>{date}</time>'
            f"{safe(text)}</button></li>"
        )
    body = f"<ol>{''.join(rows)}</ol>" if rows else f"<p class='empty'>{say('nothing', locale)}</p>"
    return _panel(say("what_comes", locale), f'<div data-testid="upcoming">{body}</div>', locale)


def _panel(title: str, body: str, locale: str) -> str:
    close = say("close", locale)
    return (
        f'<div class="panel-head"><h2>{title}</h2><button type="button" class="x" data-do="panel" '
        f'data-name="" aria-label="{close}">{icon("close")}</button></div><div class="panel-body">{body}</div>'
    )


def thread_panel(body: str, locale: str) -> str:
    """Draw the frame of a thread."""
    return _panel(say("thread", locale), f'<div data-testid="thread">{body}</div>', locale)


def record_panel(workspace: "Workspace", words: str, locale: str) -> str:
    """Draw the recording with its search, and the faults that one may ask for."""
    rows = "".join(_entry(entry) for entry in workspace.recording.search(words, latest=100))
    kinds = "".join(f"<option>{kind}</option>" for kind in KINDS)
    deeds = "".join(
        do("deed", deed, css="btn", name=deed)
        for deed in ("drop_sockets", "refresh_sockets", "revoke_token", "uninstall", "clear_faults")
    )
    waiting = ", ".join(f"{f.kind} {f.target} ×{f.times}" for f in workspace.faults.waiting)
    faults = (
        f'<details class="faults"><summary>{say("faults", locale)} {safe(waiting)}</summary>'
        f'<div class="fault-form"><select class="field" id="fault-kind" aria-label="kind">{kinds}'
        f'</select><input class="field" id="fault-target" value="*" aria-label="target">'
        f'<input class="field" id="fault-times" type="number" value="1" min="1" aria-label="times">'
        f'<input class="field" id="fault-seconds" type="number" value="1" min="0" aria-label="seconds">'
        f"{do('fault', say('add', locale), css='btn primary')}</div>"
        f'<div class="fault-form">{deeds}</div></details>'
    )
    search = (
        f'<input class="field" type="search" data-search="record" value="{safe(words)}" '
        f'placeholder="{say("search", locale)}" aria-label="{say("search", locale)}">'
    )
    body = f'{faults}{search}<div class="entries" data-testid="entries">{rows}</div>'
    return _panel(say("record", locale), body, locale)


def _entry(entry: Entry) -> str:
    when = entry.story_time.astimezone(STOCKHOLM)
    mark = {"call": "→", "socket": "⇢", "http": "⇢", "response_url": "→"}[entry.direction]
    bad = "" if entry.status in ("ok", "ack") else " bad"
    body = json.dumps(
        {"sent": entry.sent, "received": entry.received}, ensure_ascii=False, indent=1
    )
    return (
        f'<details class="entry{bad}" data-entry="{entry.number}"><summary><span>{mark}</span>'
        f"<b>{safe(entry.name)}</b><i>{safe(entry.status)}</i><small>{when:%H:%M:%S} · "
        f"{entry.milliseconds:.1f} ms</small></summary><pre>{safe(body)}</pre></details>"
    )


def text_box(name: str, label: str) -> str:
    """Draw a box to write in; the browser completes commands and sends on Enter."""
    return (
        f'<div class="composer {name}-box"><ul class="completions" role="listbox" hidden></ul>'
        f'<textarea rows="1" placeholder="{label}" aria-label="{label}" data-testid="{name}">'
        f'</textarea><button type="button" class="send" data-local="send" aria-label="{label}">'
        f"{icon('send')}</button></div>"
    )


def moment_of(text: str) -> datetime:
    """Read a moment that the page sent back."""
    return datetime.fromisoformat(text)
