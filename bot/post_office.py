"""Where something is due, and a sender for each workspace: they don't wait for one another.

Independent of what wakes it. A workspace that Slack slows down, or whose channel hangs, keeps its
own sender busy and nobody else's.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.delivery import Delivery
from bot.desk import Desk
from bot.usecases.find_work import look_for_work, next_due

LOGGER = logging.getLogger(__name__)

DeliveryFor = Callable[[str], Awaitable[Delivery | None]]
"""A workspace's sender; None where Samtliga isn't installed any more."""


class PostOffice:
    """The senders of all workspaces that this process serves."""

    def __init__(self, desk: Desk, delivery_for: DeliveryFor, engine: str, every: float) -> None:
        self._desk = desk
        self._delivery_for = delivery_for
        self._engine = engine
        self._every = every
        self._running: dict[str, asyncio.Task[None]] = {}
        self._asked_again: set[str] = set()
        self._later: dict[str, asyncio.TimerHandle] = {}

    async def round(self) -> None:
        """See where something is due and set its senders to work; doesn't wait for them."""
        found = await self._desk.run(look_for_work, self._engine, round(self._every))
        for workspace_id in found:
            self.set_to_work(workspace_id)

    async def next_in(self) -> float | None:
        """Return the seconds until something comes due, None if nothing is planned."""
        due = await self._desk.run(next_due)
        return None if due is None else (due - self._desk.now()).total_seconds()

    async def settled(self) -> None:
        """Wait until no sender is at work."""
        while self._running:
            await asyncio.wait(tuple(self._running.values()))

    async def stop(self) -> None:
        """Stop every sender, in the middle of its work if it must be: the outbox knows how far."""
        for handle in self._later.values():
            handle.cancel()
        for task in tuple(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def set_to_work(self, workspace_id: str) -> asyncio.Task[None] | None:
        """Set a workspace's sender to work and return it; None if it is at work and looks again."""
        if workspace_id in self._running:
            self._asked_again.add(workspace_id)
            return None
        self._running[workspace_id] = asyncio.create_task(self._work(workspace_id))
        return self._running[workspace_id]

    async def _work(self, workspace_id: str) -> None:
        try:
            while True:
                self._asked_again.discard(workspace_id)
                await self._send(workspace_id)
                if workspace_id not in self._asked_again:
                    return
        finally:
            del self._running[workspace_id]

    async def _send(self, workspace_id: str) -> None:
        try:
            delivery = await self._delivery_for(workspace_id)
            if delivery is None:
                return
            await delivery.drain()
        except Exception:
            LOGGER.exception("sending in %s failed; the next round tries again", workspace_id)
            return
        pause = delivery.try_again_in()
        if pause is not None:
            self._send_later(workspace_id, pause)

    def _send_later(self, workspace_id: str, seconds: float) -> None:
        known = self._later.pop(workspace_id, None)
        if known is not None:
            known.cancel()
        loop = asyncio.get_running_loop()
        self._later[workspace_id] = loop.call_later(seconds, self.set_to_work, workspace_id)
