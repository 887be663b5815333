"""The payloads that gestures become, shaped as Slack shapes them."""

from deploy.workspace.apps import InstalledApp
from deploy.workspace.model import Channel, Message, Person, View
from deploy.workspace.team import Team
from deploy.workspace.wire import Json

Surface = Message | View


def about(team: Team, person: Person, app: InstalledApp, kind: str) -> Json:
    """Write what every interaction begins with."""
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": team.id,
        },
        "api_app_id": app.app_id,
        "token": app.app.verification_token,
        "is_enterprise_install": False,
    }


def command(
    team: Team, person: Person, app: InstalledApp, channel: Channel, words: tuple[str, str]
) -> Json:
    """Write the payload of a slash command but for its trigger and response address."""
    return {
        "token": app.app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel.api_name,
        "user_id": person.id,
        "user_name": person.handle,
        "command": words[0],
        "text": words[1],
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
    }


def where(surface: Surface, channel: Channel | None) -> Json:
    """Write the part of an interaction that says where it happened."""
    if isinstance(surface, View):
        return {
            "container": {"type": "view", "view_id": surface.id},
            "view": surface.to_json(),
        }
    container: Json = {
        "type": "message",
        "message_ts": surface.ts,
        "channel_id": surface.channel,
        "is_ephemeral": surface.ephemeral,
    }
    if surface.thread_ts:
        container["thread_ts"] = surface.thread_ts
    body: Json = {"container": container}
    if channel:
        body["channel"] = {"id": channel.id, "name": channel.api_name}
    if not surface.ephemeral:
        body["message"] = surface.to_json()
    return body


def action(block: Json, element: Json, choice: Json, moment: str) -> Json:
    """Write one entry of `actions`."""
    body = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": moment,
        **{key: value for key, value in choice.items() if key != "type"},
    }
    for key in ("placeholder", "style", "initial_option", "initial_date", "initial_time"):
        if key in element and element["type"] != "overflow":
            body[key] = element[key]
    return body
