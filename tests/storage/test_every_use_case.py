"""Every use case, those of tomorrow too, is called in one workspace with the ids of another.

Whatever it answers, the other workspace's rows are as before and nobody of its people is shown. A
use case with a field that isn't in EXAMPLES fails here until somebody says what to call it with.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel
from sqlmodel import select

from bot import usecases
from core.answer import Outcome
from core.decision import Step
from core.errors import SamtligaError
from storage.copying import _partitions
from storage.tables import MessageState, OutboxRow, metadata
from tests.storage.scene import KRONOBERG, LJUNGBY, Scene

THEIRS, OURS = "T1", "T2"
ACROSS_ALL = {"audit", "has_work", "look_for_work", "next_due"}
"""What engines and operators run looks at every workspace, by its purpose."""

OF_A_STATE = {"weigh_thresholds", "look_up_duties"}
"""Goes on from a state that another use case has read, in that one's workspace."""

_DAY = datetime(2017, 12, 1, tzinfo=UTC).date()
EXAMPLES: dict[str, Any] = {
    "workspace_id": OURS,
    "recommendation": KRONOBERG,
    "channel_id": "CHANNEL",
    "user_id": "CT1",
    "by": "CT1",
    "member": LJUNGBY,
    "members": ("Ljungby",),
    "outcome": Outcome.DECLINES,
    "gesture": "forged",
    "deadline": _DAY,
    "done_on": _DAY,
    "until": _DAY,
    "paused_until": _DAY,
    "text": "Ljungby nej",
    "enough": "80 %",
    "decision": "§ 1",
    "code": "AAAA-BBBB-CCCC-DDDD",
    "duty": 0,
    "recipient": f"U{LJUNGBY}",
    "instead": f"U{LJUNGBY}",
    "to": f"U{LJUNGBY}",
    "step": Step.TABLE,
    "on": _DAY,
    "money_ore": 100,
    "origin": "forged",
    "reason": "forged",
    "limit": 50,
    "after": 0,
    "seconds": 60.0,
    "claimed_at": datetime(2017, 9, 4, 7, tzinfo=UTC),
    "days": 3,
    "days_between": 3,
    "name": "Ours",
    "grants": (),
    "version": 1,
    "in_force": True,
    "user": "CT1",
}
"""What each field is called with: ids and names of the other workspace wherever there are any."""


def every_use_case() -> Iterator[Callable[..., object]]:
    for module in pkgutil.iter_modules(usecases.__path__):
        loaded = importlib.import_module(f"bot.usecases.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters)
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if is_own and parameters[:1] == ["desk"]:
                yield function


USE_CASES = {
    each.__name__: each for each in every_use_case() if each.__name__ not in ACROSS_ALL | OF_A_STATE
}


def example(name: str, poll_id: int, row_id: int) -> object:
    if name == "poll_id":
        return poll_id
    if name in {"row_id", "message_id"}:
        return row_id
    assert name in EXAMPLES, f"say in EXAMPLES what {name} is called with"
    return EXAMPLES[name]


def arguments(
    use_case: Callable[..., object], user: str, poll_id: int, row_id: int
) -> dict[str, object]:
    """What a use case is called with: a command with every required field, or its parameters."""
    hints = get_type_hints(use_case)
    found: dict[str, object] = {}
    for name, parameter in list(inspect.signature(use_case).parameters.items())[1:]:
        kind = hints[name]
        if inspect.isclass(kind) and issubclass(kind, BaseModel):
            values = {
                field: example(field, poll_id, row_id)
                for field, info in kind.model_fields.items()
                if info.is_required()
            }
            if "user_id" in values:
                values["user_id"] = user
            found[name] = kind(**values)
        elif kind is MessageState:
            found[name] = MessageState.SENT
        elif parameter.default is inspect.Parameter.empty:
            found[name] = example(name, poll_id, row_id)
    return found


def rows_of(scene: Scene, workspace: str) -> list[str]:
    with scene.database.connection(write=False) as connection:
        return [
            repr(row)
            for table in metadata.sorted_tables
            for rows in _partitions(connection, table)
            for row in rows
            if row.get("workspace_id") == workspace
        ]


@pytest.mark.parametrize("user", ["CT1", "CT2", f"U{LJUNGBY}"])
@pytest.mark.parametrize("name", USE_CASES)
def test_use_case_neither_changes_nor_shows_another_workspace(
    scene: Scene, name: str, user: str
) -> None:
    """As the other's coordinator, as one's own, and as the other's mandate holder."""
    poll = scene.open(THEIRS)
    scene.answer(poll, "0780")
    scene.add_workspace(OURS, members=())
    with scene.database.reading(THEIRS) as session:
        row_id = session.exec(select(OutboxRow.id)).first() or 0
    before = rows_of(scene, THEIRS)
    try:
        shown = repr(
            USE_CASES[name](scene.desk, **arguments(USE_CASES[name], user, poll.id, row_id))
        )
    except (SamtligaError, LookupError) as error:
        shown = repr(error)
    assert rows_of(scene, THEIRS) == before
    assert [person for person in ("U0780", "U0764", "U0760") if person in shown] == []
