"""Puts the page and the protocol on one port.

NiceGUI keeps its application in module globals, so a process has one page at a time; which
workspace it shows is set anew each time one is served.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from nicegui import ui
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.workspace.page.window import Window
from deploy.workspace.routes import routes

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

HERE = Path(__file__).parent
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="8" fill="#3d1a4f"/><path d="M9 17l5 5 9-12" stroke="#fff" stroke-width="3.4" fill="none" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


class _Stage:
    """The application on the port: the protocol of the workspace being shown, then NiceGUI."""

    def __init__(self) -> None:
        self.app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        self.workspace: Workspace | None = None
        self._protocol: ASGIApp | None = None
        self.app.mount("/page", StaticFiles(directory=HERE / "static"))
        ui.run_with(
            self.app,
            dark=None,
            favicon=ICON,
            binding_refresh_interval=None,
            reconnect_timeout=30,
            tailwind=False,
            show_welcome_message=False,
        )

    def show(self, workspace: "Workspace") -> None:
        """Let the page show this workspace."""
        from starlette.applications import Starlette  # noqa: PLC0415

        self.workspace = workspace
        upload = Route("/page-upload/{user}/{channel}", _upload, methods=["POST"])
        self._protocol = Starlette(routes=[upload, *routes(workspace)])
        self._prefixes = ("/api/", "/response/", "/upload/", "/files-pri/", "/oauth/", "/link/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        ours = path.startswith((*self._prefixes, "/page-upload/")) or path == "/control"
        target = self._protocol if ours and self._protocol else self.app
        await target(scope, receive, send)


async def _upload(request: Request) -> Response:
    """Take a file that somebody drops into a conversation or a form on the page."""
    workspace = _current()
    if "x-workspace" not in request.headers:  # a foreign site can't set it without being asked
        return Response(status_code=403)
    hands = workspace.person(request.path_params["user"])
    name, content = request.query_params["name"], await request.body()
    comment = request.query_params.get("comment", "")
    channel = request.path_params["channel"]
    if channel != "form":
        root = request.query_params.get("thread")
        thread = hands.channel(channel).messages.get(root) if root else None
        if root and not thread:  # deleted since the file was chosen
            return Response(status_code=404)
        await hands.upload(channel, name, content, comment=comment, thread=thread)
        return JSONResponse({"ok": True})
    file = workspace.new_file(hands.team, name, hands.id)
    file.content, file.uploaded = content, True
    return JSONResponse({"ok": True, "id": file.id})


_stage: _Stage | None = None


def _current() -> "Workspace":
    if _stage is None or _stage.workspace is None:
        raise RuntimeError("No workspace is being served.")
    return _stage.workspace


@ui.page("/")
def index(request: Request) -> None:
    """Open a window on the workspace, as the person that the address names."""
    Window(_current(), request.query_params.get("as", ""))


def page_app(workspace: "Workspace") -> ASGIApp:
    """Give the application that serves the page together with the protocol."""
    global _stage  # noqa: PLW0603 - NiceGUI's application is a global as well
    if _stage is None:
        _stage = _Stage()
    _stage.show(workspace)
    return _stage
