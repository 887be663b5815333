"""What people do otherwise: one job for each reminder in APScheduler's own SQLAlchemy job store.

`python -m tests.bench.jobstore_worker DATABASE API_URL TOKEN` runs one such process. As it comes,
the client retries by itself and a job that is a second late is dropped; with care neither happens.
"""

import sys
import time
from datetime import UTC, datetime

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk import WebClient


def remind(api_url: str, token: str, user: str) -> None:
    """Send one reminder with the client as it comes."""
    WebClient(token=token, base_url=api_url).chat_postMessage(channel=user, text="reminder:plain")


def remind_with_care(api_url: str, token: str, user: str) -> None:
    """Send one reminder; the client must not send it again by itself."""
    client = WebClient(token=token, base_url=api_url, retry_handlers=[])
    client.chat_postMessage(channel=user, text="reminder:plain")


def scheduler(database: str) -> BackgroundScheduler:
    return BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url=database)})


def plan(
    database: str, api_url: str, token: str, due: dict[str, datetime], *, with_care: bool
) -> None:
    """Write one job for each reminder."""
    planner = scheduler(database)
    planner.start(paused=True)
    options = {"misfire_grace_time": None, "coalesce": True} if with_care else {}
    act = remind_with_care if with_care else remind
    for user, moment in due.items():
        words = [api_url, token, user]
        planner.add_job(act, "date", run_date=moment, args=words, id=user, **options)
    planner.shutdown()


if __name__ == "__main__":
    scheduler(sys.argv[1]).start()
    while datetime.now(UTC).year:
        time.sleep(1)
