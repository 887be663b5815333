"""What would follow if some members answered otherwise: nothing is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.poll_state import PollState
from core.allocation import allocate
from core.answer import Because, Says, Standing
from core.errors import SamtligaError
from core.recommendation import Recommendation
from core.register import shipped_register
from core.whatif import WhatIf, what_if

_WORDS = {
    "ja": Says.YES,
    "yes": Says.YES,
    "nej": Says.NO,
    "no": Says.NO,
    "tyst": Says.SILENT,
    "silent": Says.SILENT,
}


@dataclass(eq=False)
class WhatIfUnclearError(SamtligaError):
    """The words don't say who would answer what; `text` is what was written."""

    code: ClassVar[str] = "what_if_unclear"
    text: str


class TryWhatIf(BaseModel):
    """What somebody wrote: "växjö nej, ljungby ja", perhaps a recommendation's key first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    text: str


@dataclass(frozen=True)
class Tried:
    """The poll as it is, what was changed, and what would follow."""

    state: PollState
    changes: Mapping[str, Standing]
    result: WhatIf


def try_what_if(desk: Desk, command: TryWhatIf) -> Tried:
    """Return what would follow. Without a key: for the poll that was opened last.

    Raises: NotOpenError, WhatIfUnclearError, UnknownMemberError, NotAMemberError.
    """
    first, _, rest = command.text.strip().partition(" ")
    key, words = (first, rest) if desk.catalogue.has(first) else ("", command.text)
    lookup = LookUpStatus(workspace_id=command.workspace_id, recommendation=key)
    state = look_up_status(desk, lookup)
    changes = _changes(words, state.recommendation)
    result = what_if(
        state.standings,
        changes,
        state.followed.condition,
        state.circumstances,
        lambda adopters: _amounts(state.recommendation, adopters),
    )
    return Tried(state, changes, result)


def _changes(words: str, recommendation: Recommendation) -> dict[str, Standing]:
    changes: dict[str, Standing] = {}
    for part in words.split(","):
        name, _, said = part.strip().rpartition(" ")
        if not name or said.casefold() not in _WORDS:
            raise WhatIfUnclearError(words.strip())
        found = recommendation.find_member(name)
        says = _WORDS[said.casefold()]
        because = Because.NO_ANSWER if says is Says.SILENT else Because.DECIDED
        changes[found.key] = Standing(says, because)
    return changes


def _amounts(recommendation: Recommendation, adopters: frozenset[str]) -> Mapping[str, int | None]:
    return allocate(recommendation, shipped_register(), adopters=adopters).amounts
