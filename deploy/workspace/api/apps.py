"""What an app does about itself: open a socket, finish a function, be installed, leave."""

from deploy.workspace.api.call import AppCall, AppMethod, Call, Method
from deploy.workspace.apps import App, InstalledApp
from deploy.workspace.wire import Json, SlackError

HALF_A_DAY = 43_200


def _open_connection(call: AppCall) -> Json:
    if call.app is None or not call.app.manifest.settings.socket_mode_enabled:
        raise SlackError("socket_mode_not_enabled")
    ticket = call.workspace.sockets.ticket(call.app.app_id)
    base = call.workspace.url.replace("http://", "ws://")
    return {"url": f"{base}/link/?ticket={ticket}&app_id={call.app.app_id}"}


def _authenticated(call: AppCall) -> App:
    found = [
        app for app in call.workspace.apps.values() if app.client_id == call.args.text("client_id")
    ]
    if not found:
        raise SlackError("invalid_client_id")
    if call.args.text("client_secret") != found[0].client_secret:
        raise SlackError("bad_client_secret")
    return found[0]


def _access(call: AppCall) -> Json:
    app = _authenticated(call)
    if call.args.text("grant_type") == "refresh_token":
        return _granted(call, _refreshed(call, app))
    grant = call.workspace.codes.redeem(call.args.need("code"))
    if grant.app_id != app.app_id:
        raise SlackError("invalid_code")
    if call.args.text("redirect_uri") not in ("", grant.redirect_uri):
        raise SlackError("bad_redirect_uri")
    team = call.workspace.teams[grant.team_id]
    installed = team.install(app, installed_by=grant.user, scopes=grant.scopes)
    if not app.manifest.settings.token_rotation_enabled:
        return _granted(call, installed)
    return _granted(call, _renewed(call, installed))


def _refreshed(call: AppCall, app: App) -> InstalledApp:
    wanted = call.args.need("refresh_token")
    for installed in app.installations.values():
        if installed.refresh_token == wanted and not installed.uninstalled:
            return _renewed(call, installed)
    raise SlackError("invalid_refresh_token")


def _renewed(call: AppCall, installed: InstalledApp) -> InstalledApp:
    installed.renew_token()
    installed.expires_at = call.workspace.pace.monotonic() + HALF_A_DAY
    return installed


def _granted(call: AppCall, installed: InstalledApp) -> Json:
    team = call.workspace.teams[installed.team_id]
    body: Json = {
        "app_id": installed.app_id,
        "authed_user": {"id": installed.installed_by},
        "scope": ",".join(sorted(installed.scopes)),
        "token_type": "bot",
        "access_token": installed.bot_token,
        "bot_user_id": installed.bot_user_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if installed.expires_at is not None:
        body |= {"refresh_token": installed.refresh_token, "expires_in": HALF_A_DAY}
    return body


def _revoke(call: Call) -> Json:
    if call.args.flag("test"):
        return {"revoked": False}
    call.workspace.revoke(call.installed)
    return {"revoked": True}


def _uninstall(call: Call) -> Json:
    app = _authenticated(AppCall(call.workspace, None, call.args))
    if app.app_id != call.installed.app_id:
        raise SlackError("client_id_token_mismatch")
    call.workspace.uninstall(call.installed)
    return {}


def _complete(call: Call) -> Json:
    call.workspace.functions.finish(
        call.args.need("function_execution_id"),
        call.installed.app_id,
        outputs=call.args.json("outputs") or {},
    )
    return {}


def _fail(call: Call) -> Json:
    call.workspace.functions.finish(
        call.args.need("function_execution_id"),
        call.installed.app_id,
        error=call.args.need("error"),
    )
    return {}


METHODS = (
    Method("auth.revoke", _revoke, tier=3),
    Method("apps.uninstall", _uninstall, tier=1),
    Method("functions.completeSuccess", _complete, tier=3),
    Method("functions.completeError", _fail, tier=3),
)
APP_METHODS = (
    AppMethod("apps.connections.open", _open_connection, app_token=True, tier=1),
    AppMethod("oauth.v2.access", _access, app_token=False, tier=4),
)
