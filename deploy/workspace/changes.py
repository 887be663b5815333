"""Who wants to know when something visible has changed: every open page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["message", "channel", "view", "home", "people", "read", "record", "clock"]


@dataclass(frozen=True)
class Change:
    """What changed: in which conversation, or for which person; None means for all."""

    kind: Kind
    channel: str | None = None
    user: str | None = None


class Changes:
    """Tells synchronous listeners; a listener that fails to keep up slows only itself."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` on every change; the returned function ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def tell(self, kind: Kind, *, channel: str | None = None, user: str | None = None) -> None:
        """Pass a change on to everybody."""
        change = Change(kind, channel, user)
        for listener in list(self._listeners):
            listener(change)
