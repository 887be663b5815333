"""OAuth: the page on which somebody lets an app into their team, and the code it gives for it."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from deploy.workspace.apps import App
from deploy.workspace.wire import Json, SlackError

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

CODE_SECONDS = 600


@dataclass(frozen=True)
class Grant:
    """What somebody has agreed to, until the app fetches its token with the code."""

    app_id: str
    team_id: str
    user: str
    scopes: frozenset[str]
    redirect_uri: str


@dataclass(frozen=True)
class Asked:
    """What an app asks for on the authorise page, checked."""

    app: App
    scopes: frozenset[str]
    redirect_uri: str
    state: str


def read_request(workspace: "Workspace", query: Json) -> Asked:
    """Check a request to be let in. Raises SlackError invalid_client_id, bad_redirect_uri, ..."""
    found = [app for app in workspace.apps.values() if app.client_id == query.get("client_id")]
    if not found:
        raise SlackError("invalid_client_id")
    app = found[0]
    allowed = app.manifest.oauth_config.redirect_urls
    redirect_uri = str(query.get("redirect_uri") or (allowed[0] if allowed else ""))
    if not any(redirect_uri.startswith(url) for url in allowed):
        raise SlackError("bad_redirect_uri")
    scopes = frozenset(scope for scope in str(query.get("scope") or "").split(",") if scope)
    if not scopes:
        raise SlackError("invalid_scope")
    return Asked(app, scopes, redirect_uri, str(query.get("state") or ""))


def decide(workspace: "Workspace", asked: Asked, form: Json) -> str:
    """Carry out what somebody decided; the result is the address they are sent to."""
    if form.get("decision") != "allow":
        answer = {"error": "access_denied", "state": asked.state}
    else:
        team = workspace.teams[str(form["team"])]
        user = team.person(str(form["user"])).id
        grant = Grant(asked.app.app_id, team.id, user, asked.scopes, asked.redirect_uri)
        code = workspace.codes.issue(grant, seconds=CODE_SECONDS)
        answer = {"code": code, "state": asked.state}
    glue = "&" if "?" in asked.redirect_uri else "?"
    return f"{asked.redirect_uri}{glue}{urlencode(answer)}"


def authorise_page(workspace: "Workspace", asked: Asked, team_id: str) -> str:
    """Write the page that asks whether the app may come in, in the words of what it may do."""
    team = workspace.teams.get(team_id) or workspace.team
    name = html.escape(asked.app.manifest.display_information.name)
    scopes = "".join(
        f"<li><code>{html.escape(scope)}</code></li>" for scope in sorted(asked.scopes)
    )
    people = "".join(
        f'<option value="{person.id}">{html.escape(person.name)}</option>' for person in team.humans
    )
    teams = "".join(
        f'<option value="{each.id}"{" selected" if each is team else ""}>{html.escape(each.name)}'
        "</option>"
        for each in workspace.teams.values()
    )
    return f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}}
select,button{{font:inherit;padding:.4rem .8rem;margin:.2rem .4rem .2rem 0}}</style>
<h1>{name} is asking to join {html.escape(team.name)}</h1><p>It asks for:</p><ul>{scopes}</ul>
<form method="post"><label>Workspace <select name="team">{teams}</select></label>
<label>As <select name="user">{people}</select></label><p>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Cancel</button></p></form></html>"""
