"""The ledgers of a workspace: one for each agreement, one for its people. Append-only.

Written by the functions that write the rows, in their transaction; no use case has to think of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from sqlmodel import Session, col, func, select

from storage.chain import BEGINNING, Entry, Head, link
from storage.entries import Kind, entry_fields, personal_in
from storage.personal_text import digests_for
from storage.record_tables import LedgerEntryRow
from storage.tables import PollRow, WorkspaceRow


def record(session: Session, ledger: str, kind: Kind, rows: Sequence[WorkspaceRow]) -> None:
    """Append the entries that say what rows say, in their order. They must have been flushed.

    The same few queries, however many rows there are.
    """
    values = [partial(getattr, row) for row in rows]
    digests = digests_for(session, chain(*(personal_in(kind, value) for value in values)))
    append_entries(
        session, ledger, [entry_fields(kind, value, digests.__getitem__) for value in values]
    )


def record_of_poll(session: Session, poll_id: int, kind: Kind, row: WorkspaceRow) -> None:
    """Append an entry to the ledger of a poll's agreement."""
    record(session, ledger_of(session, poll_id), kind, [row])


def append_entries(session: Session, ledger: str, said: Iterable[Mapping[str, object]]) -> None:
    """Append entries after the last one; the workspace's lock keeps others from doing so too."""
    end = head(session, ledger)
    place = {"ledger": ledger, "workspace": str(session.info["workspace_id"])}
    for fields in said:
        entry = link({**fields, **place}, end)
        end = Head(entry.place, entry.hash)
        session.add(
            LedgerEntryRow(ledger=ledger, sequence=entry.place, text=entry.text, hash=entry.hash)
        )
    session.flush()


def ledger_of(session: Session, poll_id: int) -> str:
    """Return the name of a poll's ledger: its agreement's key."""
    poll = session.get_one(PollRow, poll_id)
    return poll.recommendation


def head(session: Session, ledger: str) -> Head:
    """Return a ledger's head: what an export and a digest publish."""
    last = session.exec(
        select(LedgerEntryRow.sequence, LedgerEntryRow.hash)
        .where(LedgerEntryRow.ledger == ledger)
        .order_by(col(LedgerEntryRow.sequence).desc())
        .limit(1)
    ).first()
    return Head(0, BEGINNING) if last is None else Head(*last)


def heads(session: Session) -> Mapping[str, Head]:
    """Return the head of every ledger of this workspace, by name; one query."""
    last = (
        select(LedgerEntryRow.ledger, func.max(LedgerEntryRow.sequence).label("sequence"))
        .group_by(col(LedgerEntryRow.ledger))
        .subquery()
    )
    found = session.exec(
        select(LedgerEntryRow)
        .join(
            last,
            (col(LedgerEntryRow.ledger) == last.c.ledger)
            & (col(LedgerEntryRow.sequence) == last.c.sequence),
        )
        .order_by(col(LedgerEntryRow.ledger))
    )
    return {row.ledger: Head(row.sequence, row.hash) for row in found}


def ledgers(session: Session) -> tuple[str, ...]:
    """Return the names of this workspace's ledgers."""
    return tuple(
        session.exec(select(LedgerEntryRow.ledger).distinct().order_by(col(LedgerEntryRow.ledger)))
    )


def entries_of(session: Session, ledger: str) -> tuple[Entry, ...]:
    """Return a ledger's entries in their order; one query."""
    rows = session.exec(
        select(LedgerEntryRow)
        .where(LedgerEntryRow.ledger == ledger)
        .order_by(col(LedgerEntryRow.sequence))
    )
    return tuple(Entry(row.sequence, row.text, row.hash) for row in rows)
