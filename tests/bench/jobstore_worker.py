"""What people do otherwise: one job for each reminder in APScheduler's own SQLAlchemy job store.

`python -m tests.bench.jobstore_worker DATABASE API_URL TOKEN` runs one such process; the client is
used as it comes, with its automatic retries.
"""

import sys
import time
from datetime import UTC, datetime

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk import WebClient


def remind(api_url: str, token: str, user: str) -> None:
    """Send one reminder."""
    WebClient(token=token, base_url=api_url).chat_postMessage(channel=user, text="reminder:plain")


def scheduler(database: str) -> BackgroundScheduler:
    return BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url=database)})


def plan(database: str, api_url: str, token: str, due: dict[str, datetime]) -> None:
    """Write one job for each reminder."""
    planner = scheduler(database)
    planner.start(paused=True)
    for user, moment in due.items():
        planner.add_job(remind, "date", run_date=moment, args=[api_url, token, user], id=user)
    planner.shutdown()


if __name__ == "__main__":
    scheduler(sys.argv[1]).start()
    while datetime.now(UTC).year:
        time.sleep(1)
