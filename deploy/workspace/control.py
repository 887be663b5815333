"""What can be done to the workspace from outside: faults, sockets, tokens and the story clock."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from deploy.workspace.apps import InstalledApp
from deploy.workspace.faults import KINDS
from deploy.workspace.wire import Json, SlackError

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

DEEDS = ("drop_sockets", "refresh_sockets", "revoke_token", "uninstall", "clear_faults")


async def control(workspace: "Workspace", order: Json) -> Json:
    """Carry out one order: `{"do": ..., ...}`. Raises ValueError on one that isn't known."""
    deed = str(order["do"])
    if deed in KINDS:
        workspace.faults.add(
            deed,  # type: ignore[arg-type]  # just checked
            str(order.get("target", "*")),
            times=int(order.get("times", 1)),
            seconds=float(order.get("seconds", 1)),
        )
    elif deed == "advance":
        workspace.clock.advance(timedelta(days=float(order.get("days", 1))))
    elif deed == "set":
        workspace.clock.set(datetime.fromisoformat(str(order["moment"])))
    elif deed == "verify_url":
        await _verify_addresses(workspace)
    elif deed in DEEDS:
        await _do(workspace, deed, str(order.get("app", "")), str(order.get("reason", "")))
    else:
        raise ValueError(f"{deed} can't be done; there are {', '.join((*KINDS, *DEEDS))}.")
    return {"now": workspace.clock.now().isoformat()}


async def _verify_addresses(workspace: "Workspace") -> None:
    """Ask every app's addresses whether they are its own, as Slack does when one is saved."""
    for app in workspace.apps.values():
        try:
            await workspace.courier.verify_url(app)
        except SlackError as error:
            raise ValueError(f"{app.manifest.bot_name}: {error.name}") from error


async def _do(workspace: "Workspace", deed: str, app_id: str, reason: str) -> None:
    if deed == "clear_faults":
        workspace.faults.clear()
        return
    for app in [a for a in workspace.apps.values() if app_id in ("", a.app_id)]:
        if deed == "drop_sockets":
            await workspace.sockets.drop(app.app_id)
        elif deed == "refresh_sockets":
            await workspace.sockets.refresh(app.app_id, reason or "refresh_requested")
        for installed in list(app.installations.values()):
            _to_installation(workspace, deed, installed)


def _to_installation(workspace: "Workspace", deed: str, installed: InstalledApp) -> None:
    if deed == "revoke_token":
        workspace.revoke(installed)
    elif deed == "uninstall":
        workspace.uninstall(installed)
