"""The addresses of the protocol: Web API, sockets, response addresses, files, OAuth, control."""

import asyncio
import base64
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route, WebSocketRoute

from deploy.workspace import api
from deploy.workspace.api import oauth
from deploy.workspace.api.files import viewer_ticket
from deploy.workspace.control import control
from deploy.workspace.model import File
from deploy.workspace.team import Team
from deploy.workspace.wire import Json, SlackError, derive

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace


async def read_arguments(request: Request) -> Json:
    """Read arguments from the address, and from a form or JSON body."""
    raw: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            body = await request.json()
        except ValueError:
            raise SlackError("invalid_json") from None
        raw |= body if isinstance(body, dict) else {}
    elif kind:
        form = await request.form()
        raw |= {key: value for key, value in form.items() if isinstance(value, str)}
    return raw


def _token(request: Request, raw: Json) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return str(raw.get("token") or "")


def _client_of(request: Request) -> Json:
    """Read client id and secret from basic authentication, as oauth.v2.access allows."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": name, "client_secret": secret}


class Routes:
    """The handlers, bound to one workspace."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    async def api(self, request: Request) -> Response:
        """Answer a call of the Web API."""
        try:
            raw = await read_arguments(request) | _client_of(request)
        except SlackError as error:
            return JSONResponse(error.to_json())
        token = _token(request, raw)
        reply = await api.call(self._workspace, request.path_params["method"], token, raw)
        if reply.lost:
            return await _cut(request)
        return JSONResponse(reply.body, status_code=reply.status, headers=reply.headers)

    async def response(self, request: Request) -> Response:
        """Take a post to a response address."""
        workspace, name = self._workspace, request.path_params["name"]
        try:
            answer = await read_arguments(request)
            entry = workspace.recording.add("response_url", "", "response_url", answer)
            with workspace.activity.busy():
                workspace.responses.receive(workspace.teams, name, answer)
        except SlackError as error:
            status = 404 if error.name in ("used_url", "expired_url", "not_found") else 400
            return JSONResponse(error.to_json(), status_code=status)
        entry.status = "ok"
        return PlainTextResponse("ok")

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a file, as a body or as a form."""
        team = self._workspace.teams.get(request.path_params["team"])
        file = team.files.get(request.path_params["file"]) if team else None
        if file is None or request.path_params["secret"] != derive("upload", file.id):
            return PlainTextResponse("not found", status_code=404)
        if request.headers.get("content-type", "").startswith("multipart/"):
            form = await request.form()
            parts = [part for part in form.values() if isinstance(part, UploadFile)]
            file.content = await parts[0].read() if parts else b""
        else:
            file.content = await request.body()
        file.uploaded = True
        return PlainTextResponse(f"OK - {len(file.content)}")

    async def download(self, request: Request) -> Response:
        """Give a private file to an app in its conversation, or to a reader on the page."""
        team_id, _, file_id = request.path_params["key"].partition("-")
        team = self._workspace.teams.get(team_id)
        file = team.files.get(file_id) if team else None
        if team is None or file is None:
            return PlainTextResponse("not found", status_code=404)
        if not self._may_download(request, team, file):
            return RedirectResponse(f"{self._workspace.url}/?redir={request.url.path}")
        headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
        if not file.is_image or file.mimetype == "image/svg+xml":
            headers["Content-Disposition"] = "attachment"
        return Response(file.content, media_type=file.mimetype, headers=headers)

    def _may_download(self, request: Request, team: Team, file: File) -> bool:
        reader = request.query_params.get("as", "")
        if reader:
            known = request.query_params.get("ticket") == viewer_ticket(file.id, reader)
            return known and team.may_read(file, reader)
        try:
            installed = api.authenticate(self._workspace, _token(request, {}))
        except SlackError:
            return False
        return installed.grants("files:read") and team.may_read(file, installed.bot_user_id)

    async def authorise(self, request: Request) -> Response:
        """Ask whether an app may come in, and send the person back with the answer."""
        query = dict(request.query_params)
        try:
            asked = oauth.read_request(self._workspace, query)
            if request.method == "GET":
                page = oauth.authorise_page(self._workspace, asked, query.get("team", ""))
                return HTMLResponse(page)
            form = {key: str(value) for key, value in (await request.form()).items()}
            return RedirectResponse(oauth.decide(self._workspace, asked, form), status_code=302)
        except SlackError as error:
            return PlainTextResponse(error.name, status_code=400)

    async def control(self, request: Request) -> Response:
        """Carry out what the command line asks for: faults, refresh, the story clock."""
        try:
            return JSONResponse(await control(self._workspace, await request.json()))
        except (KeyError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)


async def _cut(request: Request) -> Response:
    """Close the connection without a word; nothing after that reaches anybody."""
    request.scope["extensions"]["workspace.cut"]["cut"]()
    await asyncio.sleep(0)
    return Response()


def routes(workspace: "Workspace") -> list[BaseRoute]:
    """List the routes of the protocol."""
    handlers = Routes(workspace)
    return [
        Route("/api/{method:path}", handlers.api, methods=["GET", "POST"]),
        Route("/response/{name:path}", handlers.response, methods=["POST"]),
        Route("/upload/{team}/{file}/{secret}", handlers.upload, methods=["POST"]),
        Route("/files-pri/{key}/{name:path}", handlers.download, methods=["GET"]),
        Route("/oauth/v2/authorize", handlers.authorise, methods=["GET", "POST"]),
        Route("/control", handlers.control, methods=["POST"]),
        WebSocketRoute("/link/", workspace.sockets.serve),
    ]
