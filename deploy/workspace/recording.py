"""What went over the wire: every call and every delivery with its timing, to be searched later."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deploy.workspace.wire import Json

Direction = Literal["call", "socket", "http", "response_url"]

SECRETS = frozenset({"token", "client_secret", "refresh_token", "access_token", "app_token"})


@dataclass
class Entry:
    """One exchange: who asked what, what came back, and how long it took in milliseconds."""

    number: int
    story_time: datetime
    direction: Direction
    app_id: str
    name: str
    sent: Json
    received: Json | None = None
    status: str = ""
    milliseconds: float = 0.0

    def body(self) -> str:
        """Give what was sent and what came back, to be read."""
        both = {"sent": self.sent, "received": self.received}
        return json.dumps(both, ensure_ascii=False, indent=1)

    def text(self) -> str:
        """Give the whole exchange as text, for a search."""
        return f"{self.direction} {self.app_id} {self.name} {self.status} " + json.dumps(
            [self.sent, self.received], ensure_ascii=False
        )


class Recording:
    """The latest exchanges; older ones make room."""

    def __init__(self, now: Callable[[], datetime], keep: int = 5_000) -> None:
        self._now = now
        self._entries: deque[Entry] = deque(maxlen=keep)
        self._count = 0

    def add(self, direction: Direction, app_id: str, name: str, sent: Json) -> Entry:
        """Open an entry; what comes back is written into it."""
        self._count += 1
        entry = Entry(self._count, self._now(), direction, app_id, name, _without_secrets(sent))
        self._entries.append(entry)
        return entry

    def search(self, words: str = "", *, latest: int = 200) -> list[Entry]:
        """Find the latest exchanges that contain every word, newest first."""
        wanted = words.lower().split()
        found = []
        for entry in reversed(self._entries):
            if not wanted or all(word in entry.text().lower() for word in wanted):
                found.append(entry)
                if len(found) == latest:
                    break
        return found


def _without_secrets(sent: Json) -> Json:
    return {key: "…" if key in SECRETS else value for key, value in sent.items()}
