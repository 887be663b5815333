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
from deploy.workspace.recording import Entry
from deploy.workspace.team import Team
from deploy.workspace.wire import Json, SlackError, derive

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace


OK = 200


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
        return await _answer(request, reply)

    async def response(self, request: Request) -> Response:
        """Take a post to a response address."""
        workspace, name = self._workspace, request.path_params["name"]
        try:
            answer = await read_arguments(request)
        except SlackError as error:
            return JSONResponse(error.to_json(), status_code=400)

        async def receive() -> api.Reply:
            try:
                workspace.responses.receive(workspace.teams, name, answer)
            except SlackError as error:
                status = 404 if error.name in ("used_url", "expired_url", "not_found") else 400
                return api.Reply(status, error.to_json())
            return api.Reply(200, {"ok": True})

        app_id = workspace.responses.app_of(name)
        entry = workspace.recording.add("response_url", app_id, "response_url", answer)
        reply = await api.exchange(workspace, entry, receive)
        if reply.status == OK and not reply.lost:
            return PlainTextResponse("ok")
        return await _answer(request, reply)

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a file, as a body or as a form."""
        team = self._workspace.teams.get(request.path_params["team"])
        file = team.files.get(request.path_params["file"]) if team else None
        entry = self._record("upload", file, request)
        if file is None or request.path_params["secret"] != derive("upload", file.id):
            entry.status = "not found"
            return PlainTextResponse("not found", status_code=404)
        if request.headers.get("content-type", "").startswith("multipart/"):
            form = await request.form()
            parts = [part for part in form.values() if isinstance(part, UploadFile)]
            file.content = await parts[0].read() if parts else b""
        else:
            file.content = await request.body()
        file.uploaded, entry.status = True, "ok"
        return PlainTextResponse(f"OK - {len(file.content)}")

    async def download(self, request: Request) -> Response:
        """Give a private file to an app in its conversation, or to a reader on the page."""
        team_id, _, file_id = request.path_params["key"].partition("-")
        team = self._workspace.teams.get(team_id)
        file = team.files.get(file_id) if team else None
        entry = self._record("download", file, request)
        if team is None or file is None:
            entry.status = "not found"
            return PlainTextResponse("not found", status_code=404)
        if not self._may_download(request, team, file):
            entry.status = "refused"
            return RedirectResponse(f"{self._workspace.url}/?redir={request.url.path}")
        entry.status = "ok"
        headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
        if not file.is_image or file.mimetype == "image/svg+xml":
            headers["Content-Disposition"] = "attachment"
        return Response(file.content, media_type=file.mimetype, headers=headers)

    def _record(self, name: str, file: File | None, request: Request) -> Entry:
        sent: Json = {"file": file.id if file else request.url.path}
        self._workspace.changes.tell("record")
        return self._workspace.recording.add("call", "", name, sent)

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
        entry = self._workspace.recording.add("call", "", f"authorize {request.method}", query)
        try:
            asked = oauth.read_request(self._workspace, query)
            if request.method == "GET":
                page = oauth.authorise_page(self._workspace, asked, query.get("team", ""))
                return HTMLResponse(page)
            form = {key: str(value) for key, value in (await request.form()).items()}
            return RedirectResponse(oauth.decide(self._workspace, asked, form), status_code=302)
        except SlackError as error:
            entry.status = error.name
            return PlainTextResponse(error.name, status_code=400)

    async def control(self, request: Request) -> Response:
        """Carry out what the command line asks for: faults, refresh, the story clock."""
        try:
            return JSONResponse(await control(self._workspace, await request.json()))
        except (KeyError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)


async def _answer(request: Request, reply: api.Reply) -> Response:
    if reply.lost:
        return await _cut(request)
    return JSONResponse(reply.body, status_code=reply.status, headers=reply.headers)


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
