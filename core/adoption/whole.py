"""How the recommendation's own condition stands, and everything that is asked about it."""

from dataclasses import dataclass, field
from functools import cached_property

from core.adoption.bounds import Outlook, State
from core.adoption.network import Network
from core.adoption.reason import Reason, lost_in
from core.adoption.suffice import Enough, enough, pivotal
from core.answer import Says


@dataclass(frozen=True)
class Reading:
    """How the recommendation's own condition stands, and why.

    `declined` and `fallen` made it impossible: those who said no (or, once it is closed, nothing),
    and those whose own proviso failed. `pivotal` decide alone, `enough` would do: see `suffice`.
    """

    state: State
    reason: Reason
    _network: Network = field(repr=False, compare=False)
    _outlook: Outlook = field(repr=False, compare=False)

    @cached_property
    def enough(self) -> Enough | None:
        """Return the fewest further members that would suffice; None if nobody's yes would."""
        return enough(self._network, self._outlook)

    @cached_property
    def pivotal(self) -> tuple[str, ...]:
        """Return the members without each of whom the condition would be lost."""
        return pivotal(self._network, self._outlook)

    @cached_property
    def declined(self) -> tuple[str, ...]:
        """Return who made it impossible by not saying yes."""
        return tuple(code for code in lost_in(self.reason) if not self._is_conditional(code))

    @cached_property
    def fallen(self) -> tuple[str, ...]:
        """Return who made it impossible because their own proviso failed."""
        return tuple(code for code in lost_in(self.reason) if self._is_conditional(code))

    def _is_conditional(self, code: str) -> bool:
        return self._network.setting.standings[code].says is Says.CONDITIONALLY_YES
