"""Socket Mode: up to ten connections for an app, each envelope to one of them, and its answer."""

import asyncio
import contextlib
import itertools
import json
import logging
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from websockets.exceptions import InvalidState

from deploy.workspace.recording import Recording
from deploy.workspace.wire import Json, SlackError, derive

log = logging.getLogger(__name__)
GONE = (RuntimeError, WebSocketDisconnect, InvalidState)
"""What a frame raises when the other side has closed, or is about to."""


@dataclass(eq=False)
class Connection:
    """One open socket of an app."""

    app_id: str
    socket: WebSocket
    sent: int = 0
    retiring: bool = False

    async def send(self, body: Json) -> None:
        """Send a frame. Raises ConnectionError when nobody is there any more."""
        if self.socket.application_state is not WebSocketState.CONNECTED:
            raise ConnectionError("closed")
        try:
            await self.socket.send_text(json.dumps(body))
        except GONE as error:
            raise ConnectionError("closed") from error
        self.sent += 1

    async def close(self, code: int) -> None:
        """Close the socket, if it isn't closed already."""
        self.retiring = True
        if self.socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(*GONE):
                await self.socket.close(code)


@dataclass
class SocketHub:
    """Every socket of every app, and the envelopes that wait for an answer."""

    most: int
    recording: Recording
    _tickets: dict[str, str] = field(default_factory=dict)
    _open: dict[str, list[Connection]] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _arrivals: list[asyncio.Future[None]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def ticket(self, app_id: str) -> str:
        """Give the single-use word that lets an app open one socket."""
        ticket = derive("ticket", app_id, str(next(self._numbers)))
        self._tickets[ticket] = app_id
        return ticket

    def connections(self, app_id: str) -> list[Connection]:
        """List an app's open sockets."""
        return list(self._open.get(app_id, ()))

    async def serve(self, socket: WebSocket) -> None:
        """Hold one socket from hello to its end."""
        app_id = self._tickets.pop(socket.query_params.get("ticket", ""), None)
        await socket.accept()
        if app_id is None:
            await socket.close(4401)
            return
        connection = Connection(app_id, socket)
        siblings = self._open.setdefault(app_id, [])
        if len(siblings) >= self.most:
            await self._tell(connection, _disconnect("too_many_websockets"))
            await connection.close(1008)
            return
        siblings.append(connection)
        try:
            await self._tell(connection, _hello(app_id, len(siblings)))
            self._announce()
            while True:
                self._answer(await socket.receive_text())
        except (WebSocketDisconnect, ConnectionError):
            log.debug("A socket of %s has closed", app_id)
        finally:
            siblings.remove(connection)

    async def _tell(self, connection: Connection, frame: Json) -> None:
        self.recording.add("socket", connection.app_id, frame["type"], frame).status = "sent"
        await connection.send(frame)

    def _announce(self) -> None:
        for waiter in self._arrivals:
            if not waiter.done():
                waiter.set_result(None)
        self._arrivals.clear()

    async def ready(self, app_id: str) -> None:
        """Return once an app has a socket open that isn't about to be closed."""
        while all(each.retiring for each in self.connections(app_id)):
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._arrivals.append(waiter)
            await waiter

    def _answer(self, frame: str) -> None:
        try:
            body = json.loads(frame)
        except ValueError:
            return
        waiter = self._waiting.pop(str(body.get("envelope_id")), None)
        if waiter and not waiter.done():
            waiter.set_result(body.get("payload") or {})

    async def send(self, app_id: str, envelope: Json) -> asyncio.Future[Json]:
        """Send an envelope over ONE socket; the future is its acknowledgement.

        Raises SlackError dispatch_failed if no socket is open.
        """
        number = next(self._numbers)
        envelope_id = f"{number:08d}-{derive('envelope', str(number), length=12)}"
        waiter: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiter
        ready = sorted(
            (each for each in self.connections(app_id) if not each.retiring),
            key=lambda each: each.sent,
        )
        for connection in ready:
            try:
                await connection.send(envelope | {"envelope_id": envelope_id})
            except ConnectionError:
                continue
            return waiter
        self._waiting.pop(envelope_id)
        raise SlackError("dispatch_failed")

    async def refresh(self, app_id: str, reason: str = "refresh_requested") -> None:
        """Ask every socket of an app to make way for a new one, as Slack does about hourly.

        The reason may also be "warning", which Slack sends some seconds earlier; clients answer
        either by opening a new socket.
        """
        for connection in self.connections(app_id):
            connection.retiring = True
            with contextlib.suppress(ConnectionError):
                await self._tell(connection, _disconnect(reason))

    async def drop(self, app_id: str) -> None:
        """Cut every socket of an app without a word."""
        for connection in self.connections(app_id):
            await connection.close(1011)

    async def close(self) -> None:
        """Close every socket."""
        for app_id in list(self._open):
            for connection in self.connections(app_id):
                await connection.close(1001)


def _hello(app_id: str, count: int) -> Json:
    return {
        "type": "hello",
        "num_connections": count,
        "debug_info": {
            "host": "workspace",
            "build_number": 1,
            "approximate_connection_time": 18_060,
        },
        "connection_info": {"app_id": app_id},
    }


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "workspace"}}
