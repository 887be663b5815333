"""Do the rows still say what the ledger recorded? Whoever alters a row by hand shows up here."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlmodel import Session, col, select

from storage.chain import Entry
from storage.entries import CLOSED, JOINED, KINDS, PEOPLE, Kind, entry_fields
from storage.personal_text import personal_texts
from storage.record_tables import InvitationRow, RulingRow, SettlementRow
from storage.reminder_tables import DeputyRow, DutyDoneRow, RemedyRow, ReminderWishRow
from storage.tables import (
    AnswerRow,
    CoordinatorRow,
    DeadlineRow,
    MandateRow,
    PollRow,
    WorkspaceRow,
)

_TABLES: Mapping[str, Any] = {
    "poll": PollRow,
    "answer": AnswerRow,
    "deadline": DeadlineRow,
    "ruling": RulingRow,
    "settlement": SettlementRow,
    "invitation": InvitationRow,
    "mandate": MandateRow,
    "coordinator": CoordinatorRow,
    "deputy": DeputyRow,
    "reminder_wish": ReminderWishRow,
    "duty_done": DutyDoneRow,
    "remedy": RemedyRow,
}
_OF_PEOPLE = (MandateRow, CoordinatorRow, DeputyRow, ReminderWishRow, RemedyRow)
_Fields = Mapping[str, Any]
_Key = tuple[str, str, str]


class RowFault(Enum):
    """How a row and the ledger may disagree."""

    CHANGED = "changed"
    MISSING = "missing"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True)
class RowProblem:
    """A row differs from its entry (in which fields), is gone, or was never recorded.

    `key` says which row of that kind: for an answer the member and the version.
    """

    ledger: str
    kind: str
    key: str
    fault: RowFault
    fields: tuple[str, ...] = ()


def check_rows(session: Session, entries: Mapping[str, Sequence[Entry]]) -> tuple[RowProblem, ...]:
    """Return every row that isn't as the ledgers' entries say; a query for each kind of row."""
    recorded = {
        _key(ledger, KINDS[said["kind"]], said): said
        for ledger, chain in entries.items()
        for said in map(_said, chain)
        if said.get("kind") in KINDS
    }
    rows = {_key(ledger, KINDS[said["kind"]], said): said for ledger, said in _rows_say(session)}
    return tuple(_differences(recorded, rows))


def _differences(
    recorded: Mapping[_Key, _Fields], rows: Mapping[_Key, _Fields]
) -> Iterator[RowProblem]:
    for place in sorted({*recorded, *rows}):
        if place not in rows:
            yield RowProblem(*place, RowFault.MISSING)
        elif place not in recorded:
            yield RowProblem(*place, RowFault.UNRECORDED)
        elif fields := tuple(_different(recorded[place], rows[place])):
            yield RowProblem(*place, RowFault.CHANGED, fields)


def _different(entry: _Fields, row: _Fields) -> Iterator[str]:
    for name in ("at", "by", "door"):
        if entry.get(name) != row[name]:
            yield name
    content = entry.get("content", {})
    for name, value in row["content"].items():
        if content.get(name) != value:
            yield name


def _rows_say(session: Session) -> Iterator[tuple[str, _Fields]]:
    """Yield what the entry of each row ought to say, with its ledger."""
    digests = {row.text: row.digest for row in personal_texts(session)}
    polls: dict[int | None, PollRow] = {row.id: row for row in session.exec(select(PollRow))}
    for kind in KINDS.values():
        table = _TABLES[kind.table]
        row: Any
        for row in session.exec(select(table).order_by(col(table.id))):
            if kind in {CLOSED, JOINED} and getattr(row, kind.at) is None:
                continue
            yield _ledger(row, polls), _fields(kind, row, digests)


def _fields(kind: Kind, row: WorkspaceRow, digests: Mapping[str, str]) -> _Fields:
    return entry_fields(
        kind, lambda column: getattr(row, column), lambda text: digests.get(text, "unknown")
    )


def _ledger(row: WorkspaceRow, polls: Mapping[int | None, PollRow]) -> str:
    if isinstance(row, PollRow):
        return row.recommendation
    if isinstance(row, _OF_PEOPLE):
        return PEOPLE
    poll = polls.get(getattr(row, "poll_id", None))
    return poll.recommendation if poll else "?"


def _key(ledger: str, kind: Kind, said: _Fields) -> _Key:
    content = said.get("content", {})
    return ledger, kind.name, ":".join(str(content.get(column)) for column in kind.key)


def _said(entry: Entry) -> _Fields:
    try:
        said: object = json.loads(entry.text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
