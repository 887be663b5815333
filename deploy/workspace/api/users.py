"""users.* and what an app may learn of the team, of bots and of itself."""

from deploy.workspace.api.call import Call, Method
from deploy.workspace.model import Person
from deploy.workspace.wire import Json, SlackError


def _shown(call: Call, person: Person) -> Json:
    return person.to_json(
        with_email=call.installed.grants("users:read.email"),
        with_locale=call.args.flag("include_locale"),
    )


def _info(call: Call) -> Json:
    return {"user": _shown(call, call.team.person(call.args.need("user")))}


def _list(call: Call) -> Json:
    people = [_shown(call, person) for person in call.team.people.values()]
    return call.page(people, "members", default=1000)


def _lookup_by_email(call: Call) -> Json:
    wanted = call.args.need("email").lower()
    for person in call.team.people.values():
        if person.email and person.email.lower() == wanted:
            return {"user": _shown(call, person)}
    raise SlackError("users_not_found")


def _auth_test(call: Call) -> Json:
    return {
        "url": f"https://{call.team.domain}.slack.example/",
        "team": call.team.name,
        "user": call.team.person(call.installed.bot_user_id).handle,
        "team_id": call.team.id,
        "user_id": call.installed.bot_user_id,
        "bot_id": call.installed.bot_id,
        "is_enterprise_install": False,
    }


def _team_info(call: Call) -> Json:
    team = call.team
    wanted = call.args.text("team") or team.id
    if wanted != team.id:
        raise SlackError("team_not_found")
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}}


def _bots_info(call: Call) -> Json:
    wanted = call.args.text("bot") or call.installed.bot_id
    for person in call.team.people.values():
        if person.bot_id == wanted:
            return {
                "bot": {
                    "id": person.bot_id,
                    "deleted": person.deleted,
                    "name": person.name,
                    "app_id": person.app_id,
                    "user_id": person.id,
                    "updated": 0,
                    "icons": {},
                }
            }
    raise SlackError("bot_not_found")


METHODS = (
    Method("auth.test", _auth_test, tier="special"),
    Method("users.info", _info, scope="users:read", tier=4),
    Method("users.list", _list, scope="users:read", tier=2),
    Method("users.lookupByEmail", _lookup_by_email, scope="users:read.email", tier=3),
    Method("team.info", _team_info, scope="team:read", tier=3),
    Method("bots.info", _bots_info, scope="users:read", tier=3),
)
