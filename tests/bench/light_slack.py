"""A Slack end that does next to nothing: it takes posts and updates over HTTP and counts them.

A process of its own, so that what is measured is the bot. It knows a workspace by its token, gives
each person one conversation, and remembers the key of every post: the same key twice is a double.
"""

import asyncio
import itertools
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from aiohttp import web


@dataclass(frozen=True)
class Taken:
    """What has arrived: posts, those that had come before, updates, and other calls."""

    posts: int
    doubled: int
    updates: int
    others: int


class LightSlack:
    """The counting half."""

    def __init__(self) -> None:
        self._ts = itertools.count(1)
        self._keys: Counter[tuple[str, str]] = Counter()
        self._calls: Counter[str] = Counter()

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self._calls[method] += 1
        if method == "chat.postMessage":
            body = await request.json()
            token = request.headers["Authorization"]
            self._keys[token, body["metadata"]["event_payload"]["key"]] += 1
            return web.json_response(
                {"ok": True, "channel": f"D{body['channel']}", "ts": f"{next(self._ts)}.0"}
            )
        if method == "chat.update":
            body = await request.json()
            return web.json_response({"ok": True, "channel": body["channel"], "ts": body["ts"]})
        return web.json_response({"ok": True, "members": [], "user": {"locale": "sv-SE"}})

    def taken(self) -> Taken:
        posts, updates = self._calls["chat.postMessage"], self._calls["chat.update"]
        others = self._calls.total() - posts - updates
        return Taken(posts, posts - len(self._keys), updates, others)


class LightSlackProcess:
    """The server as seen from the bench: where it is, and what it has taken."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.url: str = pipe.recv()

    def taken(self) -> Taken:
        self._pipe.send("taken")
        found: Taken = self._pipe.recv()
        return found


@contextmanager
def light_slack() -> Iterator[LightSlackProcess]:
    """Run the server for as long as the block lasts."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield LightSlackProcess(ours)
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_answer(pipe))


async def _answer(pipe: Connection) -> None:
    slack = LightSlack()
    app = web.Application()
    app.router.add_post("/api/{method}", slack.call)
    app.router.add_get("/api/{method}", slack.call)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    pipe.send(f"http://127.0.0.1:{port}/api/")
    while True:
        await asyncio.to_thread(pipe.recv)
        pipe.send(slack.taken())
