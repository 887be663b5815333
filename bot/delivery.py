"""The outbox's way to Slack: claim, recheck, send without automatic retries, record the outcome.

One sender at a time for a workspace (`storage.sending_lock`), whatever engine woke it. What Slack
certainly refused is tried again or given up, by its reason. When it isn't known whether a post
arrived, the message is looked for before anything is sent again; where nobody can look, a
coordinator must say.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.directory import Directory
from bot.pace import LONGEST_SILENCE, Act, Pace, SilenceWantedError
from bot.post import HistoryTooLongError, Post
from bot.refusal import Refusal, meaning_of, reason_of, retry_after
from bot.rest import Rest
from bot.usecases.claim_messages import Batch, Claimed, claim_messages, release_claims
from bot.usecases.sent_lately import find_channel, keep_silent, sent_lately, silent_for
from bot.usecases.settle_messages import postpone_message, settle_message
from bot.usecases.take_due_steps import take_due_steps
from bot.views.message import Rendered, render
from storage.errors import StorageTroubleError
from storage.sending import LEASE
from storage.sending_lock import SendingLocks, sending_locks
from storage.tables import MessageState

LOGGER = logging.getLogger(__name__)
_AT_ONCE = range(4, 17)
_SECONDS_AHEAD = 2.0
"""What is claimed is sent within about so long: little is in doubt when a sender dies, and a
thousand workspaces that are due at once don't hold claims that run out before their turn."""
_ATTEMPTS = 12
_NEWS_AFTER = 1.0
"""Seconds: what comes due while a call hangs is claimed after so long."""
_SETTLING = (0.2, 1.0, 3.0, 10.0)
"""Seconds between attempts to record an outcome while the database is away."""
_SAFE_PART = 0.75
"""Of a lease: the rest, 30 of 120 seconds, is what Slack's client waits for a reply."""
_NO_REPLY = (ClientError, TimeoutError, OSError)


class Delivery:
    """Sends one workspace's messages: to each recipient in the order they were written."""

    def __init__(  # noqa: PLR0913, PLR0917  # the parts of one sender
        self,
        desk: Desk,
        client: AsyncWebClient,
        directory: Directory,
        workspace_id: str,
        pace: Pace,
        trouble: timedelta,
        *,
        locks: SendingLocks | None = None,
        lease: timedelta = LEASE,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._desk = desk
        self._directory = directory
        self._workspace_id = workspace_id
        self._pace = pace
        self._post = Post(client, pace)
        self._at_once = _within(_AT_ONCE, pace.posts_in(_SECONDS_AHEAD))
        self._locks = locks or sending_locks(desk.database)
        self._lease = lease
        self._rest = Rest(trouble.total_seconds(), seconds)
        self._rested: set[int] = set()
        self._looks: Counter[int] = Counter()
        self._one_at_a_time = asyncio.Lock()
        self._sent = 0

    async def begin(self) -> None:
        """Put in doubt what a process that died left claimed: for the only process on SQLite."""
        if self._desk.database.is_sqlite:
            async with self._one_at_a_time:
                if await self._begin_sending():
                    try:
                        await self._desk.run(release_claims, self._workspace_id)
                    finally:
                        await self._end_sending()

    async def drain(self) -> int:
        """Send everything that is due now; return how many messages were sent.

        Returns at once where another process sends for this workspace. What rests after trouble
        is left: `try_again_in` says for how long.
        """
        async with self._one_at_a_time:
            if not await self._begin_sending():
                return 0
            try:
                self._sent = 0
                await self._desk.run(take_due_steps, self._workspace_id)
                await self._recall()
                await self._send_all()
                return self._sent
            finally:
                await self._end_sending()

    def try_again_in(self) -> float | None:
        """Return the seconds until something that rests may be tried again, None if nothing is."""
        return self._rest.ends_in()

    async def _begin_sending(self) -> bool:
        return await asyncio.to_thread(self._locks.acquire, self._workspace_id)

    async def _end_sending(self) -> None:
        await asyncio.to_thread(self._locks.release, self._workspace_id)

    async def _recall(self) -> None:
        """Count what other processes have sent in the last minute: the pace is the workspace's."""
        if not self._desk.database.is_sqlite:
            lately = await self._desk.run(sent_lately, self._workspace_id)
            self._pace.recall(
                (each.channel, Act.UPDATE if each.is_update else Act.POST, each.seconds_ago)
                for each in lately
            )
            self._pace.wait_until(await self._desk.run(silent_for, self._workspace_id))

    async def _send_all(self) -> None:
        flying: dict[asyncio.Task[None], str] = {}
        try:
            while True:
                batch = await self._claim(flying)
                for message in batch.messages:
                    flying[asyncio.create_task(self._deliver(message))] = message.recipient
                for message in self._ripe(batch.doubts)[: self._at_once - len(flying)]:
                    flying[asyncio.create_task(self._resolve(message))] = message.recipient
                if not flying and batch.is_last:
                    return
                await _land(flying, self._at_once // 2)
        finally:
            await asyncio.gather(*flying, return_exceptions=True)

    def _ripe(self, doubts: Iterable[Claimed]) -> list[Claimed]:
        """Return the doubts that may be looked into; one of another process's rests first.

        Its call may still be on its way, and a look that comes too early finds nothing. When it
        was made isn't known: just now at the latest, and in the safe part of its claim.
        """
        for message in doubts:
            if message.row_id not in self._rested:
                self._rested.add(message.row_id)
                since = self._desk.now() - (message.claimed_at + self._lease * _SAFE_PART)
                passed = max(0.0, since.total_seconds())
                self._rest.pause(message.recipient, self._rest.trouble - passed)
        resting = self._rest.recipients()
        return [message for message in doubts if message.recipient not in resting]

    async def _claim(self, flying: dict[asyncio.Task[None], str]) -> Batch:
        """Claim what may be sent now; nothing while Slack wants silence or the lock is lost."""
        silence = self._pace.shut_for()
        if 0 < silence <= LONGEST_SILENCE and not flying:
            await asyncio.sleep(silence)
        is_ours = await asyncio.to_thread(self._locks.holds, self._workspace_id)
        is_shut = self._pace.shut_for() > 0 or self._rest.is_shut_out()
        if is_shut or not is_ours:
            if is_ours and self._pace.shut_for() > 0:
                self._rest.pause("", self._pace.shut_for())
            return Batch(messages=(), doubts=(), is_last=True)
        return await self._desk.run(
            claim_messages,
            self._workspace_id,
            limit=max(0, self._at_once - len(flying)),
            busy={*flying.values(), *self._rest.recipients()},
            lease=self._lease,
        )

    async def _deliver(self, message: Claimed) -> None:
        rendered = await self._rendered(message)
        if rendered is None:
            await self._settle(message, MessageState.FAILED, reason="cannot_be_made")
            return
        try:
            await self._post.turn(message)
        except SilenceWantedError:
            await self._postpone(message, "ratelimited", is_attempt=False)
            return
        if self._is_running_out(message):
            LOGGER.warning("message %s had to wait so long that its claim ends", message.key)
            return
        try:
            place = await self._post.deliver(message, rendered)
        except SlackApiError as error:
            await self._refused(message, error)
        except _NO_REPLY as error:
            LOGGER.warning("no reply from Slack to %s: %s", message.key, type(error).__name__)
            await self._doubt(message, "no_reply")
        except Exception:
            LOGGER.exception("what Slack answered to %s can't be read", message.key)
            await self._doubt(message, "unreadable_reply")
        else:
            self._sent += 1
            self._rest.forget(message.recipient)
            await self._settle(message, MessageState.SENT, sent=place)

    async def _rendered(self, message: Claimed) -> Rendered | None:
        texts = await self._directory.texts_for(message.user_id)
        try:
            return render(message, texts)
        except Exception:
            LOGGER.exception("message %s can't be made", message.key)
            return None

    def _is_running_out(self, message: Claimed) -> bool:
        """Whether a claim may end before Slack's reply: then another sender may look already."""
        return self._desk.now() - message.claimed_at > self._lease * _SAFE_PART

    async def _refused(self, message: Claimed, error: SlackApiError) -> None:
        reason = reason_of(error)
        match meaning_of(error):
            case Refusal.WAIT:
                await self._be_silent(retry_after(error, default=1.0))
                await self._postpone(message, reason, is_attempt=False)
            case Refusal.SHUT_OUT:
                LOGGER.error("Slack refuses this installation (%s); messages wait", reason)
                self._rest.shut_out()
                await self._postpone(message, reason, is_attempt=False)
            case Refusal.LOOK:
                await self._doubt(message, reason)
            case Refusal.GIVE_UP:
                LOGGER.warning("message %s can't be sent: %s", message.key, reason)
                await self._settle(message, MessageState.FAILED, reason=reason)

    async def _be_silent(self, seconds: float) -> None:
        """Keep to Slack's Retry-After, and let whichever process sends next keep to it too."""
        self._pace.wait_until(seconds)
        if not self._desk.database.is_sqlite:
            await self._record(
                lambda: self._desk.run(keep_silent, self._workspace_id, self._pace.shut_for())
            )

    async def _doubt(self, message: Claimed, reason: str) -> None:
        """Repeat an update, look for a post: it isn't known whether Slack took it.

        Either way later, for a call that hangs somewhere may still take effect.
        """
        self._rest.after_trouble(message.recipient, message.attempts)
        self._rested.add(message.row_id)
        if message.place is None:
            await self._settle(message, MessageState.UNCERTAIN, reason=reason)
        else:
            await self._try_again(message, reason)

    async def _try_again(self, message: Claimed, reason: str) -> None:
        """Put back what certainly isn't there, unless it has failed too often."""
        if message.attempts < _ATTEMPTS:
            await self._postpone(message, reason)
        else:
            await self._settle(message, MessageState.FAILED, reason=f"gave_up:{reason}")

    async def _resolve(self, message: Claimed) -> None:
        """Find out whether a message was posted, by its key in the conversation's history."""
        try:
            place = await self._post.find(message, await self._channel_of(message))
        except HistoryTooLongError:
            await self._leave_to_person(message, "history_too_long")
        except SlackApiError as error:
            await self._could_not_look(message, error)
        except SilenceWantedError:
            LOGGER.debug("message %s stays in doubt while Slack wants silence", message.key)
        except _NO_REPLY as error:
            LOGGER.warning("message %s stays in doubt: %s", message.key, type(error).__name__)
            await self._look_again(message)
        except Exception:
            LOGGER.exception("message %s stays in doubt: Slack's answer can't be read", message.key)
            await self._look_again(message)
        else:
            self._looks.pop(message.row_id, None)
            if place is None:
                await self._try_again(message, "not_found_in_history")
            else:
                self._sent += 1
                reason = "found_in_history"
                await self._settle(message, MessageState.SENT, sent=place, reason=reason)

    async def _look_again(self, message: Claimed) -> None:
        """Look later, each time a little later, and in the end leave it to a person."""
        self._looks[message.row_id] += 1
        if self._looks[message.row_id] < _ATTEMPTS:
            self._rest.after_trouble(message.recipient, self._looks[message.row_id])
        else:
            del self._looks[message.row_id]
            await self._leave_to_person(message, "no_answer")

    async def _channel_of(self, message: Claimed) -> str | None:
        if message.user_id is None:
            return message.channel_id
        return await self._desk.run(find_channel, self._workspace_id, message.user_id)

    async def _could_not_look(self, message: Claimed, error: SlackApiError) -> None:
        match meaning_of(error):
            case Refusal.WAIT:
                await self._be_silent(retry_after(error, default=1.0))
            case Refusal.SHUT_OUT:
                self._rest.shut_out()
            case Refusal.LOOK:
                await self._look_again(message)
            case Refusal.GIVE_UP:
                await self._leave_to_person(message, reason_of(error))

    async def _leave_to_person(self, message: Claimed, reason: str) -> None:
        LOGGER.warning("nobody can tell whether message %s arrived: %s", message.key, reason)
        await self._settle(
            message, MessageState.UNCERTAIN, reason=f"cannot_look:{reason}", needs_person=True
        )

    async def _settle(
        self,
        message: Claimed,
        outcome: MessageState,
        *,
        reason: str | None = None,
        sent: tuple[str, str] | None = None,
        needs_person: bool = False,
    ) -> None:
        await self._record(
            lambda: self._desk.run(
                settle_message,
                self._workspace_id,
                message.row_id,
                outcome,
                reason=reason,
                claimed_at=message.claimed_at,
                sent=sent,
                needs_person=needs_person,
            )
        )

    async def _postpone(self, message: Claimed, reason: str, *, is_attempt: bool = True) -> None:
        await self._record(
            lambda: self._desk.run(
                postpone_message,
                self._workspace_id,
                message.row_id,
                reason=reason,
                claimed_at=message.claimed_at,
                is_attempt=is_attempt,
            )
        )

    async def _record(self, write: Callable[[], Awaitable[None]]) -> None:
        """Record an outcome, also when the database is away for a moment.

        If it stays away, the claim runs out and the message is looked for.
        """
        for pause in _SETTLING:
            with suppress(StorageTroubleError):
                await write()
                return
            await asyncio.sleep(pause)
        await write()


def _within(bounds: range, number: int) -> int:
    return min(max(number, bounds.start), bounds.stop - 1)


async def _land(flying: dict[asyncio.Task[None], str], most: int) -> None:
    """Wait until there is room, or for news: a slow channel keeps only its own."""
    while flying:
        done, _ = await asyncio.wait(
            flying, timeout=_NEWS_AFTER, return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            del flying[task]
            task.result()
        if len(flying) <= most or not done:
            return
