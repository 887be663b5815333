"""What crosses the wire: JSON as it is read and written, Slack's errors, derived identifiers."""

import hashlib
from typing import Any

Json = dict[str, Any]
"""A JSON object. Its shape is checked where it enters (Block Kit, manifest, arguments)."""


class SlackError(Exception):
    """A refusal by the Web API, named as Slack names it; `detail` goes into the reply beside it."""

    def __init__(self, name: str, **detail: Any) -> None:  # noqa: ANN401 - any JSON value
        super().__init__(name)
        self.name = name
        self.detail = detail

    def to_json(self) -> Json:
        """Give the body of the reply."""
        return {"ok": False, "error": self.name, **self.detail}


class GestureError(Exception):
    """What a person is shown when a gesture fails; `code` is Slack's word for it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


def derive(*parts: str, length: int = 24) -> str:
    """Give the same letters for the same parts on every run: tokens of a local workspace."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:length]
