"""What a key is applied to, and the exact amounts that come of it, before any rounding.

Exact amounts are integer numerators over one common denominator, in öre; None is an amount that
can't be computed from what the documents state. Steps of explanation are made only when asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from core.allocation.trace import Gap, Missing, Step
from core.errors import SamtligaError
from core.figure import Source
from core.keys import AllocationKey
from core.recommendation import Recommendation
from core.register import Register

Explain = Callable[[int], tuple[Step, ...]]
"""The steps to one member's amount, by the member's place in the order of the codes."""


@dataclass(frozen=True)
class Ground:
    """What a key is applied to: an amount in öre (None: not stated) among members.

    `codes` are those who pay, sorted; `everybody` also holds those who declined, so that "the
    four largest" are the same four whoever joins. `source` is where the figures come from.
    """

    recommendation: Recommendation
    register: Register
    codes: Sequence[str]
    everybody: Sequence[str]
    total: Fraction | None
    source: Source


@dataclass(frozen=True)
class Split:
    """Exact amounts in öre: `numerators` (None: not stated) over `denominator`, by code."""

    numerators: Sequence[int | None]
    denominator: int
    explain: Explain

    @property
    def known(self) -> list[int]:
        """Return the numerators that are known, in order."""
        return [each for each in self.numerators if each is not None]

    @property
    def is_complete(self) -> bool:
        """Return whether everybody's amount is known."""
        return None not in self.numerators

    def amount(self, at: int) -> Fraction | None:
        """Return one member's exact amount in öre, or None if it isn't stated."""
        numerator = self.numerators[at]
        return None if numerator is None else Fraction(numerator, self.denominator)


def missing(ground: Ground, what: Gap, name: str = "") -> Split:
    """Return the split in which nobody's amount is known, and what would have to be stated."""
    step = Missing(what=what, name=name, source=ground.source)
    return Split([None] * len(ground.codes), 1, lambda _: (step,))


@dataclass(eq=False)
class KeyDoesNotFitError(SamtligaError):
    """Fixed fees, parts or floors of a key ask for more than the total; both in öre."""

    code: ClassVar[str] = "key_does_not_fit"
    recommendation: str
    kind: str
    needed_ore: int
    total_ore: Fraction


def does_not_fit(
    key: AllocationKey, ground: Ground, needed: int, total: Fraction
) -> KeyDoesNotFitError:
    """Return the error of a key that needs more öre than the total."""
    return KeyDoesNotFitError(ground.recommendation.key, key.kind, needed, total)
