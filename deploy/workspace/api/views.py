"""views.*: modals, which stack three deep on a trigger, and the home tab."""

import itertools
from typing import Literal

from deploy.workspace.api.call import Call, Method
from deploy.workspace.apps import InstalledApp
from deploy.workspace.blocks import check_view
from deploy.workspace.gestures.form import initial_values
from deploy.workspace.model import Person, View
from deploy.workspace.team import Team
from deploy.workspace.wire import Json, SlackError, derive

_hashes = itertools.count(1)


def new_hash() -> str:
    """Give the mark of one version of a view."""
    number = next(_hashes)
    return f"{1_500_000_000 + number}.{derive('hash', str(number), length=8)}"


def make_view(team: Team, installed: InstalledApp, user: str, definition: Json) -> View:
    """Make a view that stands by itself. Raises SlackError duplicate_external_id."""
    external = definition.get("external_id")
    if external and team.find_view(installed.app_id, external_id=external):
        raise SlackError("duplicate_external_id")
    view_id = team.new_id("V")
    return View(
        id=view_id,
        app_id=installed.app_id,
        bot_id=installed.bot_id,
        team_id=team.id,
        user=user,
        definition=definition,
        hash=new_hash(),
        root_id=view_id,
        values=initial_values(definition["blocks"]),
    )


def push_view(person: Person, view: View, depth: int) -> None:
    """Lay a view on top. Raises SlackError push_limit_reached."""
    if len(person.views) >= depth:
        raise SlackError("push_limit_reached")
    if person.views:
        view.root_id = person.views[0].id
        view.previous_id = person.views[-1].id
    person.views.append(view)


def replace_view(view: View, definition: Json) -> None:
    """Show something else in a view; what was filled in stays where block and action stay."""
    fresh = initial_values(definition["blocks"])
    kept = {
        block: {
            action: view.values.get(block, {}).get(action, value) for action, value in of.items()
        }
        for block, of in fresh.items()
    }
    view.definition, view.values, view.errors, view.notice = definition, kept, {}, ""
    view.hash = new_hash()
    view.version += 1


def _definition(call: Call, surface: Literal["modal", "home"]) -> Json:
    return check_view(call.args.json("view"), surface=surface)


def _opened(call: Call, *, pushing: bool) -> Json:
    name = call.args.text("trigger_id") or call.args.text("interactivity_pointer")
    definition = _definition(call, "modal")
    trigger = call.workspace.triggers.redeem(name)
    if trigger.app_id != call.installed.app_id:
        raise SlackError("invalid_trigger_id")
    person = call.team.person(trigger.user)
    if pushing and (not person.views or trigger.from_view is None):
        raise SlackError("view_not_found" if trigger.from_view else "not_found")
    view = make_view(call.team, call.installed, person.id, definition)
    if not pushing:
        person.views.clear()
    push_view(person, view, call.workspace.limits.view_depth)
    call.team.changes.tell("view", user=person.id)
    return {"view": view.to_json()}


def _open(call: Call) -> Json:
    return _opened(call, pushing=False)


def _push(call: Call) -> Json:
    return _opened(call, pushing=True)


def _update(call: Call) -> Json:
    view = call.team.find_view(
        call.installed.app_id,
        view_id=call.args.text("view_id"),
        external_id=call.args.text("external_id"),
    )
    if view is None:
        raise SlackError("not_found")
    surface: Literal["modal", "home"] = "home" if view.definition["type"] == "home" else "modal"
    definition = _definition(call, surface)
    _check_hash(call, view)
    replace_view(view, definition)
    call.team.changes.tell("view", user=view.user)
    return {"view": view.to_json()}


def _check_hash(call: Call, view: View | None) -> None:
    given = call.args.text("hash")
    if given and view and given != view.hash:
        raise SlackError("hash_conflict")


def _publish(call: Call) -> Json:
    if not call.installed.app.manifest.features.app_home.home_tab_enabled:
        raise SlackError("not_enabled")
    person = call.team.person(call.args.need("user_id"))
    definition = _definition(call, "home")
    key = (call.installed.app_id, person.id)
    view = call.team.homes.get(key)
    _check_hash(call, view)
    if view is None:
        view = call.team.homes[key] = make_view(call.team, call.installed, person.id, definition)
    else:
        replace_view(view, definition)
    call.team.changes.tell("home", user=person.id)
    return {"view": view.to_json()}


METHODS = (
    Method("views.open", _open, tier=4),
    Method("views.push", _push, tier=4),
    Method("views.update", _update, tier=4),
    Method("views.publish", _publish, tier=4),
)
