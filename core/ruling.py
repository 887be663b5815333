"""Rulings: who fixed what "enough" means, when, and by which decision (tolkning, fastställande).

A ruling replaces a condition that the source doesn't quantify by one that can be counted; the
latest one counts. Nothing is ever ruled by the product itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from core.condition import AllOf, AnyOf, Condition, Delayed, Latched, Not, NotQuantified, NotStated


class Declared(Enum):
    """What may be ruled without saying how much would be enough: that it is, or that it isn't."""

    MET = "met"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Ruling:
    """One recorded ruling: `condition` stands for the words from `on`.

    With `declared` it was ruled that the condition is met, or isn't, without saying how much is
    enough; `condition` is then the one that was ruled on.

    `words` are the source's words that it interprets; empty: every condition that isn't
    quantified, and one that isn't stated. `by` is who ruled, `decision` by which decision,
    `reason` why, in their own words.
    """

    condition: Condition
    by: str
    on: date
    decision: str
    reason: str = ""
    words: str = ""
    declared: Declared | None = None

    def fits(self, condition: NotQuantified | NotStated) -> bool:
        """Return whether this ruling is about that condition."""
        if not self.words:
            return True
        return isinstance(condition, NotQuantified) and condition.words == self.words


def ruling_on(
    condition: NotQuantified | NotStated, rulings: Iterable[Ruling], as_of: date | None
) -> Ruling | None:
    """Return the ruling that counts for `condition` as of a date: the latest, or None.

    `as_of` None counts all. Of two on the same day the one given last counts.
    """
    counting = [
        ruling
        for ruling in rulings
        if ruling.fits(condition) and (as_of is None or ruling.on <= as_of)
    ]
    latest = max((ruling.on for ruling in counting), default=None)
    return next((ruling for ruling in reversed(counting) if ruling.on == latest), None)


def ruled(condition: Condition, rulings: tuple[Ruling, ...], as_of: date | None) -> Condition:
    """Return `condition` with every part that somebody has quantified replaced by the ruling."""
    match condition:
        case NotQuantified() | NotStated():
            found = ruling_on(condition, rulings, as_of)
            return found.condition if found and not found.declared else condition
        case AllOf() | AnyOf():
            parts = tuple(ruled(part, rulings, as_of) for part in condition.conditions)
            return condition.model_copy(update={"conditions": parts})
        case Not() | Delayed() | Latched():
            part = ruled(condition.condition, rulings, as_of)
            return condition.model_copy(update={"condition": part})
        case _:
            return condition
