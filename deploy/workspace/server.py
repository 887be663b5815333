"""Serving on loopback: the ASGI application of the protocol, and uvicorn inside a running loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from deploy.workspace.routes import routes

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

HOST = "127.0.0.1"


class PortTakenError(OSError):
    """Something else listens on the port that was asked for."""


@dataclass(frozen=True)
class Served:
    """Where a workspace is reached while it is served."""

    url: str

    @property
    def api_url(self) -> str:
        """The base address of the Web API, as `base_url` of a client."""
        return f"{self.url}/api/"


class _Protocol(HttpToolsProtocol):
    """HTTP whose connection the application may cut, to lose a reply on purpose."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"workspace.cut": {"cut": self.transport.abort}}


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever embeds it, and stops at once when asked."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready, self.stop = asyncio.Event(), asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        self.ready.set()
        await self.stop.wait()


def protocol_app(workspace: "Workspace") -> Starlette:
    """Make the application of the protocol alone, without a page."""
    return Starlette(routes=routes(workspace))


def _listen(port: int) -> socket.socket:
    # With the protocol named, asyncio turns Nagle's algorithm off: else a call takes 40 ms more.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        text = f"Port {port} on {HOST} is taken. Stop what uses it, or choose another port."
        raise PortTakenError(text) from error
    return listener


def _application(workspace: "Workspace", *, page: bool) -> ASGIApp:
    if not page:
        return protocol_app(workspace)
    from deploy.workspace.page import page_app  # noqa: PLC0415 - NiceGUI is heavy

    return page_app(workspace)


@contextlib.asynccontextmanager
async def serve(workspace: "Workspace", *, port: int, page: bool) -> AsyncIterator[Served]:
    """Serve until the block is left. Raises PortTakenError."""
    listener = _listen(port)
    served = Served(f"http://{HOST}:{listener.getsockname()[1]}")
    workspace.url = served.url
    config = uvicorn.Config(
        _application(workspace, page=page),
        http=_Protocol,
        ws_ping_interval=workspace.limits.ping_seconds,
        ws_ping_timeout=2 * workspace.limits.ping_seconds,
        log_config=None,
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    running = asyncio.get_running_loop().create_task(server.serve(sockets=[listener]))
    started = asyncio.ensure_future(server.ready.wait())
    try:
        await asyncio.wait({running, started}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
            raise RuntimeError("The server ended before it had begun.")
        yield served
    finally:
        server.stop.set()
        started.cancel()
        await running
