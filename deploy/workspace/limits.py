"""How often and how soon: Slack's rate limits, trigger ids and response addresses.

Everything here runs on the `Pace`, never on the story clock: a jump to next spring must neither
refill a limit nor expire a click.
"""

import itertools
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

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
    from_view: str | None = None


@dataclass
class ResponseTarget:
    """Where a response address leads."""

    app_id: str
    team_id: str
    channel: str
    user: str
    message_ts: str | None = None
    ephemeral: bool = False


Held = TypeVar("Held")


@dataclass
class _Voucher(Generic[Held]):
    holds: Held
    expires: float
    uses_left: int


class Vouchers(Generic[Held]):
    """Secret names that stand for something for a while, and may be used so many times.

    Trigger ids, response addresses and the codes of OAuth are of this kind; `unknown`, `used` and
    `expired` are Slack's names for what may be wrong with one.
    """

    def __init__(self, pace: Pace, *, unknown: str, used: str, expired: str) -> None:
        self._pace = pace
        self._errors = {"unknown": unknown, "used": used, "expired": expired}
        self._numbers = itertools.count(1)
        self._known: dict[str, _Voucher[Held]] = {}

    def issue(self, holds: Held, *, seconds: float, uses: int = 1) -> str:
        """Give a name for something."""
        number = next(self._numbers)
        name = f"{number}.{derive(*self._errors.values(), str(number))}"
        self._known[name] = _Voucher(holds, self._pace.monotonic() + seconds, uses)
        return name

    def look_at(self, name: str) -> Held | None:
        """Return what a name stands for without using it."""
        voucher = self._known.get(name)
        return voucher.holds if voucher else None

    def redeem(self, name: str) -> Held:
        """Use a name once. Raises SlackError, as it is called for this kind."""
        voucher = self._known.get(name)
        if voucher is None:
            raise SlackError(self._errors["unknown"])
        if voucher.uses_left == 0:
            raise SlackError(self._errors["used"])
        if self._pace.monotonic() > voucher.expires:
            raise SlackError(self._errors["expired"])
        voucher.uses_left -= 1
        return voucher.holds
