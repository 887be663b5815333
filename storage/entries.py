"""What a ledger's entries say: which columns of which row, who did it, when, through which door.

An entry is made from a row and compared with it later by the same description, so the record and
the ledger can't drift apart. Personal columns appear as digests; see `storage.personal_text`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.canonical import plain

PEOPLE = "@people"
"""The ledger of a workspace's people: mandates, coordinators, deputies, wishes, remedies.

Every other ledger is an agreement's.
"""

OPERATOR = "operator"
"""Who is recorded as having done what was done from the command line."""


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its name, its row's table and columns, and where who and when stand.

    `key` names the columns that tell two rows of a ledger apart.
    """

    name: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    personal: frozenset[str]
    at: str
    by: str
    door: str | None = None


def _kind(  # noqa: PLR0913  # the fields of one kind
    name: str,
    table: str,
    key: str,
    columns: str,
    *,
    personal: str = "",
    at: str = "recorded_at",
    by: str = "recorded_by",
    door: str | None = None,
) -> Kind:
    split = columns.split()
    return Kind(
        name, table, tuple(key.split()), tuple(split), frozenset(personal.split()), at, by, door
    )


OPENED = _kind(
    "opened", "poll", "", "recommendation text channel_id", at="opened_at", by="opened_by"
)
CLOSED = _kind("closed", "poll", "", "recommendation", at="closed_at", by="closed_by")
ANSWER = _kind(
    "answer",
    "answer",
    "member version",
    "member version outcome stage proviso body decided_on paragraph case_number document"
    " effective_on expected_on step_on",
    at="received_at",
    by="said_by",
    door="door",
)
DEADLINE = _kind("deadline", "deadline", "version", "version deadline")
RULING = _kind(
    "ruling",
    "ruling",
    "version",
    "version condition declared ruled_by ruled_on decision reason words",
    personal="ruled_by reason",
)
SETTLEMENT = _kind(
    "settlement",
    "settlement",
    "version",
    "version kind origin money_ore back_ore body decided_on paragraph",
)
INVITED = _kind("invited", "invitation", "id", "id members expires_at")
JOINED = _kind("joined", "invitation", "id", "id joined_by", at="joined_at", by="joined_by")
MANDATE = _kind(
    "mandate", "mandate", "id", "id member user_id valid_from valid_to", personal="user_id"
)
COORDINATOR = _kind(
    "coordinator", "coordinator", "id", "id user_id is_coordinator", personal="user_id"
)
DEPUTY = _kind("deputy", "deputy", "id", "id member user_id is_deputy", personal="user_id")
WISH = _kind("reminder_wish", "reminder_wish", "id", "id days_between paused_until", by="user_id")
DUTY_DONE = _kind("duty_done", "duty_done", "duty", "duty done_on")
REMEDY = _kind(
    "remedy",
    "remedy",
    "id",
    "id act recipient messages member instead",
    personal="recipient instead",
)
ERASED = "erased"
"""The kind of the entry that says whose details were erased; no row stands behind it."""

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        OPENED,
        CLOSED,
        ANSWER,
        DEADLINE,
        RULING,
        SETTLEMENT,
        INVITED,
        JOINED,
        MANDATE,
        COORDINATOR,
        DEPUTY,
        WISH,
        DUTY_DONE,
        REMEDY,
    )
}


def personal_in(kind: Kind, value: Callable[[str], object]) -> frozenset[str]:
    """Return the personal texts of a row: who did it, and its personal columns."""
    columns = (kind.by, *sorted(kind.personal))
    return frozenset(str(value(column)) for column in columns if value(column))


def entry_fields(
    kind: Kind, value: Callable[[str], object], digest: Callable[[str], str]
) -> dict[str, object]:
    """Return what an entry says about a row, without its place in the chain.

    `value` gives a column's value, `digest` the digest that stands for a personal text.
    """

    def said(column: str) -> object:
        found = value(column)
        if column in kind.personal:
            return digest(str(found)) if found else ""
        return plain(found)

    by = str(value(kind.by))
    return {
        "kind": kind.name,
        "at": plain(value(kind.at)),
        "by": digest(by),
        "door": str(value(kind.door)) if kind.door else door_of(by),
        "content": {column: said(column) for column in kind.columns},
    }


def door_of(by: str) -> str:
    """Return the door of what has no door of its own: the command line, or Slack."""
    return "command_line" if by == OPERATOR else "slack"
