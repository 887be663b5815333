"""The Web API: every method in one table, and what is checked before one of them runs."""

import inspect
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deploy.workspace.api import apps, chat, conversations, files, users, views
from deploy.workspace.api.call import AppCall, AppMethod, Arguments, Call, Method
from deploy.workspace.apps import App, InstalledApp
from deploy.workspace.limits import Tier
from deploy.workspace.recording import Entry
from deploy.workspace.wire import Json, SlackError

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

_MODULES = (chat, conversations, users, views, files, apps)
METHODS: dict[str, Method] = {each.name: each for module in _MODULES for each in module.METHODS}
APP_METHODS: dict[str, AppMethod] = {each.name: each for each in apps.APP_METHODS}


@dataclass(frozen=True)
class Reply:
    """An HTTP answer of the Web API; `lost` if it must not arrive."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False


async def call(workspace: "Workspace", name: str, token: str, raw: Json) -> Reply:
    """Run a method as the holder of a token, with scopes, limits and faults as they stand."""
    entry = workspace.recording.add("call", _owner_of(workspace, token), name, raw)
    return await exchange(workspace, entry, lambda: _run(workspace, name, token, raw))


async def exchange(
    workspace: "Workspace", entry: Entry, run: Callable[[], Awaitable[Reply]]
) -> Reply:
    """Do what an app asks for as the faults have it, and record what came of it."""
    faults, name = workspace.faults, entry.name
    started = workspace.pace.monotonic()
    with workspace.activity.busy():
        if delay := faults.take("delay", name):
            await workspace.pace.sleep(delay.seconds)
        if storm := faults.take("rate_storm", name):
            reply = _refused(SlackError("ratelimited", retry_after=storm.seconds))
        elif faults.take("status_500", name):
            reply = Reply(500, {"ok": False, "error": "internal_error"})
        else:
            reply = await run()
            if faults.take("lose_reply", name):
                reply = Reply(reply.status, reply.body, reply.headers, lost=True)
    entry.received = reply.body
    entry.status = "lost" if reply.lost else str(reply.body.get("error", "ok"))
    entry.milliseconds = (workspace.pace.monotonic() - started) * 1000
    workspace.changes.tell("record")
    return reply


async def _run(workspace: "Workspace", name: str, token: str, raw: Json) -> Reply:
    try:
        if name in APP_METHODS:
            return Reply(200, {"ok": True, **_run_for_app(workspace, name, token, raw)})
        method = _method(name)
        installed = authenticate(workspace, token)
        body = await _run_for_bot(workspace, method, installed, raw)
    except SlackError as error:
        return _refused(error)
    headers = {
        "x-oauth-scopes": ",".join(sorted(installed.scopes)),
        "x-accepted-oauth-scopes": method.scope or "",
    }
    return Reply(200, {"ok": True, **body}, headers)


def _method(name: str) -> Method:
    if name not in METHODS:
        raise SlackError("unknown_method", req_method=name)
    return METHODS[name]


async def _run_for_bot(
    workspace: "Workspace", method: Method, installed: InstalledApp, raw: Json
) -> Json:
    request = Call(workspace, installed, workspace.teams[installed.team_id], Arguments(raw))
    if method.scope:
        request.need_scope(method.scope)
    if method.tier != "post":
        _keep_pace(workspace, method.tier, (method.name, installed.app_id, installed.team_id))
    body = method.run(request)
    return await body if inspect.isawaitable(body) else body


def _run_for_app(workspace: "Workspace", name: str, token: str, raw: Json) -> Json:
    method = APP_METHODS[name]
    app: App | None = None
    if method.app_token:
        if not token:
            raise SlackError("not_authed")
        if not token.startswith("xapp-"):
            raise SlackError("not_allowed_token_type")
        app = next((each for each in workspace.apps.values() if each.app_token == token), None)
        if app is None:
            raise SlackError("invalid_auth")
        _keep_pace(workspace, method.tier, (name, app.app_id))
    return method.run(AppCall(workspace, app, Arguments(raw)))


def _keep_pace(workspace: "Workspace", tier: Tier, key: tuple[str, ...]) -> None:
    if wait := workspace.limiter.wait_for(key, workspace.limits.tiers[tier]):
        raise SlackError("ratelimited", retry_after=wait)


def authenticate(workspace: "Workspace", token: str) -> InstalledApp:
    """Find the installation that a bot token stands for.

    Raises SlackError not_authed, invalid_auth, not_allowed_token_type, token_revoked,
    token_expired or account_inactive.
    """
    if not token:
        raise SlackError("not_authed")
    if token.startswith("xapp-"):
        raise SlackError("not_allowed_token_type")
    for app in workspace.apps.values():
        for installed in app.installations.values():
            if installed.bot_token == token:
                _still_valid(workspace, installed)
                return installed
    raise SlackError("invalid_auth")


def _still_valid(workspace: "Workspace", installed: InstalledApp) -> None:
    if installed.uninstalled:
        raise SlackError("account_inactive")
    if installed.revoked:
        raise SlackError("token_revoked")
    if installed.expires_at is not None and workspace.pace.monotonic() > installed.expires_at:
        raise SlackError("token_expired")


def _owner_of(workspace: "Workspace", token: str) -> str:
    for app in workspace.apps.values():
        tokens = {app.app_token, *(each.bot_token for each in app.installations.values())}
        if token in tokens:
            return app.app_id
    return ""


def _refused(error: SlackError) -> Reply:
    if error.name != "ratelimited":
        return Reply(200, error.to_json())
    seconds = max(1, math.ceil(error.detail["retry_after"]))
    return Reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})
