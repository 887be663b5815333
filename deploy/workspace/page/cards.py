"""Messages as HTML for one reader, drawn again only when they look different."""

from datetime import datetime
from weakref import WeakKeyDictionary

from deploy.workspace.model import Message
from deploy.workspace.page.mrkdwn import STOCKHOLM
from deploy.workspace.page.render import Renderer
from deploy.workspace.team import Team

BREATH = 300
"""Messages of one author within so many seconds stand under one name."""


Drawn = dict[tuple[str, str, bool], tuple[object, str]]
"""What was drawn of a message of a channel, beside or in its thread, and what it looked like."""

_common: WeakKeyDictionary[Team, dict[str, Drawn]] = WeakKeyDictionary()
"""What looks the same to everybody who reads in one language: drawn once for 300 windows."""


class Cards:
    """Draws messages, and keeps what it has drawn."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._team = renderer.sight.team
        self._own: Drawn = {}
        self._common = _common.setdefault(self._team, {}).setdefault(renderer.locale, {})

    def message(
        self, message: Message, previous: Message | None, *, in_thread: bool = False
    ) -> str:
        """Draw a message, with a line before the first one of a day; or as it was drawn before."""
        replies = len(self._team.channels[message.channel].threads.get(message.ts, ()))
        before = previous and (previous.ts, previous.ephemeral)
        looks = (message.version, message.edited_ts, before, replies)
        kept = self._own if self._is_personal(message) else self._common
        known, drawn = kept.get((message.channel, message.ts, in_thread), (None, ""))
        if known != looks:
            drawn = self._draw(message, previous, replies, in_thread=in_thread)
            kept[message.channel, message.ts, in_thread] = (looks, drawn)
        return drawn

    def _draw(
        self, message: Message, previous: Message | None, replies: int, *, in_thread: bool
    ) -> str:
        when = _clock_of(message)
        new_day = previous is None or _clock_of(previous).date() != when.date()
        return self._renderer.draw(
            "message",
            message=message,
            author=self._team.people[message.user],
            when=when,
            hour=f"{when:%H:%M}",
            day=self._renderer.long_date(when) if new_day and not in_thread else "",
            joined=previous is not None and not new_day and _same_breath(previous, message),
            replies=0 if in_thread else replies,
            place="thread" if in_thread else "stream",
            shortcuts=self._renderer.sight.shortcuts("message"),
        )

    def _is_personal(self, message: Message) -> bool:
        """Whether a message may look different to each reader: their own, their reaction."""
        own = message.user == self._renderer.sight.id
        return bool(
            own or message.files or message.reactions or message.blocks or message.ephemeral
        )


def _clock_of(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), STOCKHOLM)


def _same_breath(previous: Message, message: Message) -> bool:
    """Whether two messages stand together under one name."""
    near = float(message.ts) - float(previous.ts) < BREATH
    same = previous.user == message.user and previous.ephemeral == message.ephemeral
    return same and near and not message.ephemeral
