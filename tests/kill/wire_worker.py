"""`samtliga run`, as an operator starts it, marked with the place at which it kills itself.

The product has no such places: they are put around Bolt's Socket Mode handler and SQLAlchemy's
engine before the command's own `main` is called. One warm process bears the bots one after the
other, since a cold start takes seconds: each line "point:form" on its input is a birth, and it
tells the bot's number and, later, how it died.
"""

import os
import signal
import sys
from typing import Any

from slack_bolt.adapter.socket_mode import aiohttp as socket_mode
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.catalogue import load_catalogue
from bot.texts import texts_in
from core.register import shipped_register
from deploy.cli import main
from tests.kill.record_nursery import Death


class WireReaper:
    """Kills the process at a point of the n-th form that arrives, and at no other moment."""

    def __init__(self, death: Death) -> None:
        self._death = death
        self._arrived = 0

    def pass_by(self, point: str) -> None:
        if self._arrived == self._death.passing and point == self._death.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def arrive(self, request: Any) -> None:
        self._arrived += request.payload.get("type") == "view_submission"
        self.pass_by("arrived")

    def watch_transactions(self) -> None:
        event.listen(Engine, "begin", lambda _: self.pass_by("begun"))
        event.listen(Engine, "commit", lambda _: self.pass_by("before the commit"))

        def after_statement(*arguments: object) -> None:
            if str(arguments[2]).startswith("INSERT INTO answer"):
                self.pass_by("half written")

        event.listen(Engine, "after_cursor_execute", after_statement)

    def watch_socket(self) -> None:
        handle = socket_mode.AsyncSocketModeHandler.handle
        acknowledge = socket_mode.send_async_response

        async def handle_watched(handler: Any, client: Any, request: Any) -> None:
            self.arrive(request)
            await handle(handler, client, request)

        async def acknowledge_watched(client: Any, request: Any, *rest: Any) -> None:
            is_form = request.payload.get("type") == "view_submission"
            if is_form:
                self.pass_by("committed")
            await acknowledge(client, request, *rest)
            if is_form:
                self.pass_by("acknowledged")

        socket_mode.AsyncSocketModeHandler.handle = handle_watched  # type: ignore[method-assign]  # the mark
        socket_mode.send_async_response = acknowledge_watched


def be_bot(death: Death) -> None:
    """Be `samtliga run` until death."""
    reaper = WireReaper(death)
    reaper.watch_transactions()
    reaper.watch_socket()
    sys.argv = ["samtliga", "run"]
    main()


def bear_bots() -> None:
    """Bear a bot for each line of the input, each in a process of its own."""
    load_catalogue(shipped_register())
    for language in ("sv", "en"):
        texts_in(language)
    for line in sys.stdin:
        point, _, form = line.strip().rpartition(":")
        child = os.fork()
        if child == 0:
            try:
                be_bot(Death(point, int(form)))
            finally:
                os._exit(1)
        print(child, flush=True)  # noqa: T201  # what the test waits for
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  # as above


if __name__ == "__main__":
    bear_bots()
