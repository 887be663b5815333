"""One call of the Web API: its arguments, who calls, and what a method may reach."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from deploy.workspace.apps import App, InstalledApp
from deploy.workspace.limits import Tier
from deploy.workspace.team import Team
from deploy.workspace.wire import Json, SlackError

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

PAGE = 100
MOST = 1000


class Arguments:
    """Arguments as they came: from a form, where JSON is text, or from a JSON body."""

    def __init__(self, raw: Json) -> None:
        self._raw = raw

    def text(self, name: str, default: str = "") -> str:
        """Read a text; missing is the default."""
        value = self._raw.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """Read a text that must be there. Raises SlackError invalid_arguments."""
        value = self.text(name)
        if not value:
            line = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [line]})
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read true or false, which forms write as words or digits."""
        value = self._raw.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """Read a whole number. Raises SlackError invalid_arguments."""
        try:
            return int(self._raw.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments") from None

    def words(self, name: str) -> list[str]:
        """Read a list, which forms write with commas."""
        value = self._raw.get(name)
        parts = value if isinstance(value, list) else str(value or "").split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def json(self, name: str, *, error: str = "invalid_arguments") -> object:
        """Read JSON, which forms write as text. Raises SlackError with the given name."""
        value = self._raw.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return cast("object", json.loads(value))
        except ValueError:
            raise SlackError(error) from None

    def has(self, name: str) -> bool:
        """Whether an argument was given at all."""
        return self._raw.get(name) is not None


@dataclass
class Call:
    """What a method works with. `installed` and `team` are the caller's."""

    workspace: "Workspace"
    installed: InstalledApp
    team: Team
    args: Arguments

    def need_scope(self, scope: str) -> None:
        """Raise SlackError missing_scope unless the team has granted it."""
        if not self.installed.grants(scope):
            provided = ",".join(sorted(self.installed.scopes))
            raise SlackError("missing_scope", needed=scope, provided=provided)

    def page(self, items: list[Json], key: str, *, default: int = PAGE) -> Json:
        """Cut a page out of a list by `limit` and `cursor`. Raises SlackError invalid_cursor."""
        size = min(self.args.number("limit", default), MOST)
        cursor = self.args.text("cursor")
        if cursor and not cursor.removeprefix("from:").isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor.removeprefix("from:") or 0)
        more = start + size < len(items)
        following = f"from:{start + size}" if more else ""
        return {
            key: items[start : start + size],
            "response_metadata": {"next_cursor": following},
        }


@dataclass
class AppCall:
    """What a method works with that is called with the app's own token or secret."""

    workspace: "Workspace"
    app: App | None
    args: Arguments


@dataclass(frozen=True)
class Method:
    """A method of the Web API: what it does, the scope that it needs, and how often it may run."""

    name: str
    run: Callable[[Call], Json] | Callable[[Call], Awaitable[Json]]
    scope: str | None = None
    tier: Tier = 3


@dataclass(frozen=True)
class AppMethod:
    """A method that no bot token opens: an app token does, or client id and secret."""

    name: str
    run: Callable[[AppCall], Json]
    app_token: bool
    tier: Tier = 3
