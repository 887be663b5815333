"""The bar on top: the story clock with its steps and jumps, and whom one acts as."""

from typing import TYPE_CHECKING

from deploy.workspace.model import Person
from deploy.workspace.page.icons import icon
from deploy.workspace.page.mrkdwn import STOCKHOLM, safe
from deploy.workspace.page.people import avatar, long_date
from deploy.workspace.words import say

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace


def do(name: str, label: str, /, *, css: str = "", **data: str) -> str:
    """Draw a button of the page itself; `data` goes with the report of its press."""
    extra = "".join(f' data-{key}="{safe(value)}"' for key, value in data.items())
    return (
        f'<button type="button" class="{css}" data-do="{name}" data-testid="{name}"{extra}>'
        f"{label}</button>"
    )


def sign(name: str, words: str, does: str) -> str:
    """Draw a button that shows only a sign; its words are for a pointer that rests and a reader."""
    return (
        f'<button type="button" class="tb" {does} aria-label="{words}" title="{words}">'
        f"{icon(name)}</button>"
    )


def clock(workspace: "Workspace", locale: str) -> str:
    """Draw the left part of the bar: the story clock, its steps and jumps."""
    burger = sign("menu", say("menu", locale), 'data-do="sidebar"').replace("tb", "tb burger", 1)
    return f"{burger}{_clock(workspace, locale)}"


def acting(workspace: "Workspace", person: Person) -> str:
    """Draw the right part of the bar: whom one acts as, and everybody else to choose from."""
    locale = person.locale
    record = sign("code", say("record", locale), 'data-do="panel" data-name="record"')
    theme = sign("theme", say("theme", locale), 'data-local="theme"')
    return f'<div class="acting">{record}{theme}{_act_as(workspace, person)}</div>'


def _clock(workspace: "Workspace", locale: str) -> str:
    now = workspace.clock.now().astimezone(STOCKHOLM)
    weekday, _, date = long_date(now, locale).partition(" ")
    running = workspace.clock.running
    words = say("pause" if running else "play", locale)
    play = f'{icon("pause" if running else "play")}<span class="sr">{words}</span>'
    jumps = "".join(
        do("jump", safe(label), css="tb", index=str(number))
        for number, (label, _) in enumerate(workspace.jumps)
    )
    return (
        f'<div class="clock" role="group" aria-label="{say("story_clock", locale)}">'
        f'<button type="button" class="tb now" data-do="panel" data-name="next" '
        f'data-testid="clock" title="{say("what_comes", locale)}"><span class="date">'
        f'<span class="weekday">{weekday} </span>{date}</span>'
        f'<span class="hour">{now:%H:%M}</span></button>'
        f"{do('next-day', say('next_day', locale), css='tb')}"
        f"{do('next-due', say('next_due', locale), css='tb')}"
        f'{do("play", play, css="tb")}<span class="jumps">{jumps}</span></div>'
    )


def _act_as(workspace: "Workspace", person: Person) -> str:
    find = say("find_person", person.locale)
    rows = "".join(
        _team_name(workspace, team.name) + "".join(_choice(each, person) for each in team.humans)
        for team in workspace.teams.values()
    )
    return (
        f'<details class="act" data-testid="act-as"><summary class="tb me">{avatar(person)}'
        f'<span class="me-name"><small>{say("act_as", person.locale)}</small>{safe(person.name)}'
        f'</span></summary><div class="act-list"><input class="field" type="search" '
        f'data-filter="people" placeholder="{find}" aria-label="{find}">'
        f'<div class="people" role="listbox">{rows}</div></div></details>'
    )


def _team_name(workspace: "Workspace", name: str) -> str:
    return f'<div class="people-team">{safe(name)}</div>' if len(workspace.teams) > 1 else ""


def _choice(each: Person, acting: Person) -> str:
    window = f"{say('new_window', acting.locale)}: {safe(each.name)}"
    here = "true" if each is acting else "false"
    return (
        f'<div class="person" data-words="{safe(each.name.lower())} {safe(each.title.lower())}">'
        f'<button type="button" role="option" aria-selected="{here}" data-do="act" '
        f'data-user="{each.id}">{avatar(each)}<span><b>{safe(each.name)}</b>'
        f'<small>{safe(each.title)}</small></span></button><a href="?as={each.id}" '
        f'target="_blank" aria-label="{window}" title="{window}">{icon("window")}</a></div>'
    )
