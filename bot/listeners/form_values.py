"""What stands in the fields of a form that was sent in."""

from collections.abc import Mapping
from datetime import date


class FormValues:
    """The state of a view, by block; each block has one element, and an empty one is empty."""

    def __init__(self, state: Mapping[str, object]) -> None:
        values = state.get("values", {})
        self._values = values if isinstance(values, dict) else {}

    def text(self, block: str) -> str:
        """Return the text of a field, without space around it."""
        return str(self._element(block).get("value") or "").strip()

    def day(self, block: str) -> date | None:
        """Return the chosen day, None if none is."""
        chosen = self._element(block).get("selected_date")
        return date.fromisoformat(str(chosen)) if chosen else None

    def choice(self, block: str) -> str:
        """Return the value of the chosen option, or nothing."""
        chosen = self._element(block).get("selected_option")
        return str(chosen.get("value", "")) if isinstance(chosen, dict) else ""

    def choices(self, block: str) -> list[str]:
        """Return the values of all chosen options."""
        chosen = self._element(block).get("selected_options")
        if not isinstance(chosen, list):
            return []
        return [str(each["value"]) for each in chosen if isinstance(each, dict)]

    def _element(self, block: str) -> dict[str, object]:
        elements = self._values.get(block, {})
        if not isinstance(elements, dict) or not elements:
            return {}
        element = next(iter(elements.values()))
        return element if isinstance(element, dict) else {}
