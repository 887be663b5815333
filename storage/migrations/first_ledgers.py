"""Entries for what was recorded before it had any: part of migrations 0003 and 0004.

Reads with plain statements over the columns of that day, since the tables' classes move on.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.chain import BEGINNING, Head, link
from storage.columns import UtcMoment
from storage.entries import (
    ANSWER,
    CLOSED,
    COORDINATOR,
    DEADLINE,
    DEPUTY,
    DUTY_DONE,
    MANDATE,
    OPENED,
    PEOPLE,
    WISH,
    Kind,
    entry_fields,
)
from storage.personal_text import salted

_MOMENTS = {"opened_at", "closed_at", "received_at", "recorded_at"}
_DAYS = {
    *("decided_on", "effective_on", "expected_on", "deadline", "valid_from", "valid_to"),
    *("paused_until", "done_on"),
}
_PERSONAL = sa.table(
    "personal_text", *(sa.column(name) for name in ("workspace_id", "digest", "text", "salt"))
)
_LEDGER = sa.table(
    "ledger_entry",
    *(sa.column(name) for name in ("workspace_id", "ledger", "sequence", "text", "hash")),
)


@dataclass(frozen=True)
class _Happened:
    """One row of before, and which entry it makes."""

    kind: Kind
    row: Mapping[str, Any]
    ledger: str

    @property
    def order(self) -> tuple[object, ...]:
        return (self.row[self.kind.at], _ORDER.index(self.kind), self.row["id"])

    @property
    def place(self) -> tuple[object, ...]:
        return (
            self.row["workspace_id"],
            self.ledger,
            self.kind.name,
            self.row[self.kind.key[0]],
        )


_ORDER = (OPENED, COORDINATOR, MANDATE, DEADLINE, ANSWER, CLOSED, DEPUTY, WISH, DUTY_DONE)


def write_first_ledgers(connection: Connection) -> None:
    """Append an entry for every row that was there, oldest first within each ledger."""
    _write(connection, _everything(connection))


def write_entries_of_reminding(connection: Connection) -> None:
    """Append entries for deputies, wishes and duties of before, after what the ledgers have."""
    polls = {row["id"]: row for row in _rows(connection, OPENED)}
    happened = [
        _Happened(kind, row, PEOPLE) for kind in (DEPUTY, WISH) for row in _rows(connection, kind)
    ]
    happened += [
        _Happened(DUTY_DONE, row, polls[row["poll_id"]]["recommendation"])
        for row in _rows(connection, DUTY_DONE, more=("poll_id",))
    ]
    known = _said(connection)
    _write(connection, (each for each in happened if each.place not in known))


def _write(connection: Connection, happened: Iterable[_Happened]) -> None:
    heads = _heads(connection)
    digests = _digests(connection)
    for each in sorted(happened, key=lambda each: each.order):
        workspace = each.row["workspace_id"]

        def digest(text: str, workspace: str = workspace) -> str:
            if (workspace, text) not in digests:
                digests[workspace, text] = _keep(connection, workspace, text)
            return digests[workspace, text]

        fields = entry_fields(each.kind, each.row.get, digest)
        place = (workspace, each.ledger)
        entry = link(
            {**fields, "ledger": each.ledger, "workspace": workspace},
            heads.get(place, Head(0, BEGINNING)),
        )
        heads[place] = Head(entry.place, entry.hash)
        connection.execute(
            _LEDGER.insert().values(
                workspace_id=workspace,
                ledger=each.ledger,
                sequence=entry.place,
                text=entry.text,
                hash=entry.hash,
            )
        )


def _heads(connection: Connection) -> dict[tuple[str, str], Head]:
    """Return where each ledger ends."""
    ordered = sa.select(_LEDGER).order_by(_LEDGER.c.sequence)
    return {
        (row.workspace_id, row.ledger): Head(row.sequence, row.hash)
        for row in connection.execute(ordered)
    }


def _digests(connection: Connection) -> dict[tuple[str, str], str]:
    """Return the digests that stand for texts already, by workspace and text."""
    return {
        (row.workspace_id, row.text): row.digest for row in connection.execute(sa.select(_PERSONAL))
    }


def _said(connection: Connection) -> set[tuple[object, ...]]:
    """Return which rows of reminding have an entry, where this migration was undone before."""
    kinds = {kind.name: kind for kind in (DEPUTY, WISH, DUTY_DONE)}
    return {
        (row.workspace_id, row.ledger, said["kind"], said["content"][kinds[said["kind"]].key[0]])
        for row in connection.execute(sa.select(_LEDGER))
        for said in [json.loads(row.text)]
        if said["kind"] in kinds
    }


def _everything(connection: Connection) -> Iterator[_Happened]:
    polls = {row["id"]: row for row in _rows(connection, OPENED, CLOSED)}
    for row in polls.values():
        yield _Happened(OPENED, row, row["recommendation"])
        if row["closed_at"] is not None:
            yield _Happened(CLOSED, row, row["recommendation"])
    for kind in (DEADLINE, ANSWER):
        for row in _rows(connection, kind, more=("poll_id",)):
            yield _Happened(kind, row, polls[row["poll_id"]]["recommendation"])
    for kind in (MANDATE, COORDINATOR):
        for row in _rows(connection, kind):
            yield _Happened(kind, row, PEOPLE)


def _rows(connection: Connection, *kinds: Kind, more: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    names = {"id", "workspace_id", *more}
    for kind in kinds:
        names |= {*kind.columns, kind.at, kind.by} | ({kind.door} if kind.door else set())
    there = {column["name"] for column in sa.inspect(connection).get_columns(kinds[0].table)}
    columns = (sa.column(name, _type(name)) for name in sorted(names & there))
    table = sa.table(kinds[0].table, *columns)
    return [dict(row._mapping) for row in connection.execute(sa.select(table))]  # noqa: SLF001  # SQLAlchemy's documented name


def _type(name: str) -> sa.types.TypeEngine[Any]:
    if name in _MOMENTS:
        return UtcMoment()
    if name in _DAYS:
        return sa.Date()
    if name == "proviso":
        return sa.JSON(none_as_null=True)
    return sa.Boolean() if name.startswith("is_") else sa.types.NullType()


def _keep(connection: Connection, workspace: str, text: str) -> str:
    salt = token_hex(16)
    digest = salted(salt, text)
    connection.execute(
        _PERSONAL.insert().values(workspace_id=workspace, digest=digest, text=text, salt=salt)
    )
    return digest
