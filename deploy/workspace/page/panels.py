"""What lies over or beside the conversation: home tab, modal, thread, what comes, the recording."""

import json
from datetime import UTC
from typing import TYPE_CHECKING

from deploy.workspace.control import DEEDS
from deploy.workspace.faults import KINDS
from deploy.workspace.model import View
from deploy.workspace.page.bar import do
from deploy.workspace.page.icons import icon
from deploy.workspace.page.mrkdwn import STOCKHOLM, emojis, safe
from deploy.workspace.page.people import avatar, long_date
from deploy.workspace.page.render import Renderer
from deploy.workspace.recording import Entry
from deploy.workspace.words import say

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

UPCOMING = 40
ENTRIES = 100


def home(renderer: Renderer, view: View | None) -> str:
    """Draw an app's home tab."""
    if view is None:
        return f'<p class="empty">{say("no_home", renderer.locale)}</p>'
    return (
        f'<div class="home" data-surface="v:{view.id}" data-testid="home">{renderer.view(view)}'
        "</div>"
    )


def modal(renderer: Renderer, view: View, depth: int) -> str:
    """Draw the modal on top of the stack."""
    locale, definition = renderer.locale, view.definition
    cancel = safe(definition.get("close", {}).get("text") or say("cancel", locale))
    submit = safe(definition.get("submit", {}).get("text") or "")
    send = f'<button type="submit" class="btn primary" data-testid="submit">{submit}</button>'
    notice = f'<div class="notice" role="alert">{safe(view.notice)}</div>' if view.notice else ""
    back = _cross("close", "back", locale) if depth > 1 else ""
    bot = renderer.sight.team.people[renderer.sight.app(view.app_id).bot_user_id]
    return (
        f'<div class="scrim"><form class="modal" role="dialog" aria-modal="true" '
        f'aria-labelledby="modal-title" data-surface="v:{view.id}" data-testid="modal" novalidate>'
        f'<header>{back}{avatar(bot)}<h2 id="modal-title">{emojis(safe(view.title))}</h2>'
        f"{_cross('close-all', 'close', locale)}</header>"
        f'<div class="modal-body">{notice}{renderer.view(view)}</div><footer>'
        f'<button type="button" class="btn" data-do="close" data-testid="cancel">{cancel}</button>'
        f"{send if submit else ''}</footer></form></div>"
    )


def _cross(deed: str, sign: str, locale: str) -> str:
    return (
        f'<button type="button" class="x" data-do="{deed}" data-name="" '
        f'aria-label="{say(sign, locale)}">{icon(sign)}</button>'
    )


def _panel(title: str, body: str, locale: str) -> str:
    return (
        f'<div class="panel-head"><h2>{title}</h2>{_cross("panel", "close", locale)}</div>'
        f'<div class="panel-body">{body}</div>'
    )


def next_panel(workspace: "Workspace", locale: str) -> str:
    """Draw the list of what will happen next in the story."""
    rows = []
    for moment, text in sorted(workspace.upcoming())[:UPCOMING]:
        local = moment.astimezone(STOCKHOLM)
        rows.append(
            f'<li><button type="button" data-do="to" '
            f'data-moment="{moment.astimezone(UTC).isoformat()}">'
            f"<time>{long_date(local, locale)} {local:%H:%M}</time>{safe(text)}</button></li>"
        )
    body = f"<ol>{''.join(rows)}</ol>" if rows else f'<p class="empty">{say("nothing", locale)}</p>'
    return _panel(say("what_comes", locale), f'<div data-testid="upcoming">{body}</div>', locale)


def thread_panel(body: str, locale: str) -> str:
    """Draw a thread with the box to answer in."""
    inner = f'<div data-testid="thread">{body}</div>'
    box = text_box("thread-composer", say("reply_in_thread", locale))
    return _panel(say("thread", locale), inner, locale) + box


def text_box(name: str, label: str) -> str:
    """Draw a box to write in; the browser completes commands and sends on Enter."""
    return (
        f'<div class="composer {name}-box"><ul class="completions" role="listbox" hidden></ul>'
        f'<textarea rows="1" placeholder="{label}" aria-label="{label}" data-testid="{name}">'
        f'</textarea><button type="button" class="send" data-local="send" aria-label="{label}">'
        f"{icon('send')}</button></div>"
    )


def record_panel(workspace: "Workspace", words: str, locale: str) -> str:
    """Draw the recording with its search, and the faults that one may ask for."""
    found = workspace.recording.search(words, latest=ENTRIES)
    search = say("search", locale)
    body = (
        f'{_faults(workspace, locale)}<input class="field" type="search" data-search="record" '
        f'value="{safe(words)}" placeholder="{search}" aria-label="{search}">'
        f'<div class="entries" data-testid="entries">{"".join(_entry(e) for e in found)}</div>'
    )
    return _panel(say("record", locale), body, locale)


def _faults(workspace: "Workspace", locale: str) -> str:
    kinds = "".join(f"<option>{kind}</option>" for kind in KINDS)
    deeds = "".join(do("deed", deed, css="btn", name=deed) for deed in DEEDS)
    waiting = ", ".join(f"{f.kind} {f.target} ×{f.times}" for f in workspace.faults.waiting)
    fields = "".join(
        f'<input class="field" id="fault-{name}" type="{kind}" value="{value}" aria-label="{name}">'
        for name, kind, value in (
            ("target", "text", "*"),
            ("times", "number", "1"),
            ("seconds", "number", "1"),
        )
    )
    return (
        f'<details class="faults" data-entry="faults"><summary>{say("faults", locale)} '
        f'<small>{safe(waiting)}</small></summary><div class="fault-form">'
        f'<select class="field" id="fault-kind" aria-label="kind">{kinds}</select>{fields}'
        f"{do('fault', say('add', locale), css='btn primary')}</div>"
        f'<div class="fault-form">{deeds}</div></details>'
    )


def _entry(entry: Entry) -> str:
    when = entry.story_time.astimezone(STOCKHOLM)
    css = "entry" if entry.status in ("ok", "ack") else "entry bad"
    way = "→" if entry.direction in ("call", "response_url") else "⇢"
    both = {"sent": entry.sent, "received": entry.received}
    body = safe(json.dumps(both, ensure_ascii=False, indent=1))
    return (
        f'<details class="{css}" data-entry="{entry.number}"><summary><span>{way}</span>'
        f"<b>{safe(entry.name)}</b><i>{safe(entry.status)}</i><small>{when:%H:%M:%S} · "
        f"{entry.milliseconds:.1f} ms</small></summary><pre>{body}</pre></details>"
    )
