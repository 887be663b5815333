"""A sending process of its own, to be killed.

It runs what `samtliga run` runs without the listeners: one process with APScheduler, or one of
several with Procrastinate.
"""

import asyncio
import logging
import multiprocessing
import os
import threading
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.catalogue import load_catalogue
from bot.clock import SystemClock
from bot.delivery import Delivery
from bot.desk import Desk
from bot.directory import Directory
from bot.pace import Pace
from bot.post_office import PostOffice
from bot.scheduler import Ticker
from bot.workers import Workers
from core.register import shipped_register
from storage.engine import Database
from storage.sending_lock import sending_locks


class Senders:
    """A sender for each workspace of the job description, made when first needed."""

    def __init__(self, desk: Desk, job: dict) -> None:
        self._desk = desk
        self._job = job
        self._locks = sending_locks(desk.database)
        self._known: dict[str, Delivery] = {}

    async def __call__(self, workspace_id: str) -> Delivery | None:
        if workspace_id not in self._job["workspaces"]:
            return None
        if workspace_id not in self._known:
            api_url, token = self._job["workspaces"][workspace_id]
            client = AsyncWebClient(
                token=token, base_url=api_url, retry_handlers=[], timeout=self._job["timeout"]
            )
            self._known[workspace_id] = Delivery(
                self._desk,
                client,
                Directory(client),
                workspace_id,
                Pace(self._job["seconds_between"], self._job["per_minute"]),
                timedelta(seconds=self._job["trouble"]),
                locks=self._locks,
                lease=timedelta(seconds=self._job["lease"]),
            )
        return self._known[workspace_id]


async def work(job: dict) -> None:
    catalogue = load_catalogue(shipped_register())
    desk = Desk(Database(job["database"]), SystemClock(), shipped_register(), catalogue)
    senders = Senders(desk, job)
    if job["engine"] == "procrastinate":
        await Workers(desk, senders, job["every"]).run()
        return
    office = PostOffice(desk, senders, "apscheduler", job["every"])
    for workspace_id in job["workspaces"]:
        delivery = await senders(workspace_id)
        assert delivery is not None
        await delivery.begin()
    Ticker(office.round, job["every"], office.settled).start()
    await asyncio.Event().wait()


def run(job: dict) -> None:
    """Work until killed, or until the test that started it has gone."""
    logging.basicConfig(level=logging.ERROR)
    threading.Thread(target=_end_with_the_test, daemon=True).start()
    asyncio.run(work(job))


def _end_with_the_test() -> None:
    test = multiprocessing.parent_process()
    assert test is not None
    test.join()
    os._exit(1)
