"""How often and how soon: Slack's rate limits, trigger ids and response addresses.

Everything here runs on the `Pace`, never on the story clock: a jump to next spring must neither
refill a limit nor expire a click.
"""

import itertools
from dataclasses import dataclass, field, replace
from typing import Literal

from deploy.workspace.clock import Pace
from deploy.workspace.wire import SlackError, derive

Tier = Literal[1, 2, 3, 4, "post", "special"]


@dataclass(frozen=True)
class Rate:
    """So many a minute, and so many at once before that counts."""

    per_minute: float
    burst: float


@dataclass(frozen=True)
class Limits:
    """Slack's documented limits. `Limits.off()` is for seeding a story, not for showing it."""

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    response_url_uses: int = 5
    response_url_seconds: float = 1800.0
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    connections: int = 10
    ping_seconds: float = 10.0
    view_depth: int = 3
    post_per_channel: Rate = Rate(60, 4)
    post_per_team: Rate = Rate(600, 600)
    tiers: dict[int | str, Rate] = field(
        default_factory=lambda: {
            1: Rate(1, 10),
            2: Rate(20, 20),
            3: Rate(50, 50),
            4: Rate(100, 100),
            "special": Rate(600, 600),
        }
    )

    @classmethod
    def off(cls) -> "Limits":
        """No rate limits; deadlines stay."""
        free = Rate(float("inf"), float("inf"))
        tiers: dict[int | str, Rate] = dict.fromkeys((1, 2, 3, 4, "special"), free)
        return replace(cls(), post_per_channel=free, post_per_team=free, tiers=tiers)


class RateLimiter:
    """Token buckets, one for each thing that is limited."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._buckets: dict[tuple[str, ...], tuple[float, float]] = {}

    def wait_for(self, key: tuple[str, ...], rate: Rate) -> float:
        """Take one from a bucket and return 0, or return the seconds until there is one."""
        if rate.burst == float("inf"):
            return 0.0
        now = self._pace.monotonic()
        level, since = self._buckets.get(key, (rate.burst, now))
        level = min(rate.burst, level + (now - since) * rate.per_minute / 60)
        if level < 1:
            self._buckets[key] = (level, now)
            return (1 - level) * 60 / rate.per_minute
        self._buckets[key] = (level - 1, now)
        return 0.0


@dataclass
class Trigger:
    """A gesture that may open one view, soon."""

    app_id: str
    user: str
    expires: float
    from_view: str | None = None
    used: bool = False


class Triggers:
    """Trigger ids: three seconds, once."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._numbers = itertools.count(1)
        self._known: dict[str, Trigger] = {}

    def issue(self, app_id: str, user: str, seconds: float, *, view: str | None = None) -> str:
        """Give a gesture its id."""
        number = next(self._numbers)
        name = f"{number}.{derive('trigger', str(number), length=12)}"
        self._known[name] = Trigger(app_id, user, self._pace.monotonic() + seconds, view)
        return name

    def redeem(self, name: str, app_id: str) -> Trigger:
        """Use an id up. Raises SlackError invalid_, exchanged_ or expired_trigger_id."""
        trigger = self._known.get(name)
        if trigger is None or trigger.app_id != app_id:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._pace.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass
class ResponseTarget:
    """Where a response address leads, and how often it may still be used."""

    app_id: str
    team_id: str
    channel: str
    user: str
    expires: float
    uses_left: int
    message_ts: str | None = None
    ephemeral: bool = False


class ResponseAddresses:
    """Response addresses: five uses within thirty minutes."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._numbers = itertools.count(1)
        self._known: dict[str, ResponseTarget] = {}

    def issue(self, target: ResponseTarget) -> str:
        """Give a target its secret name."""
        number = str(next(self._numbers))
        name = f"{target.team_id}/{number}/{derive('response', number)}"
        self._known[name] = target
        return name

    def redeem(self, name: str) -> ResponseTarget:
        """Use an address once. Raises SlackError not_found, expired_url or used_url."""
        target = self._known.get(name)
        if target is None:
            raise SlackError("not_found")
        if self._pace.monotonic() > target.expires:
            raise SlackError("expired_url")
        if target.uses_left == 0:
            raise SlackError("used_url")
        target.uses_left -= 1
        return target
