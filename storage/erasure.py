"""Erasing a person's details: the name goes, a role stays, and the chain holds.

A recorded act: every ledger that mentions the person gets an entry that says so. The person's
mandates end first. Backups and exports that were made before keep what they have.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import String, inspect
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import AutoString, Session, col, select, update

from storage.entries import ERASED, door_of
from storage.errors import UnknownPersonError
from storage.fences import ERASING
from storage.ledger import append_entries
from storage.mandates import (
    Mandate,
    append_coordinator,
    append_mandates,
    coordinators,
    valid_mandates,
)
from storage.personal_text import digests_for
from storage.record_tables import LedgerEntryRow, PersonalTextRow
from storage.tables import AnswerRow, MessageState, OutboxRow, WorkspaceRow

_LONG = len("erased-") + 2 * 6
_COMPOSED: tuple[InstrumentedAttribute[str], ...] = (
    col(OutboxRow.key),  # type: ignore[assignment]  # col() says Mapped, it is this in fact
    col(AnswerRow.gesture),
    col(OutboxRow.reason),
)
"""Columns in which a person's id is one of the parts between colons."""


@dataclass(frozen=True)
class Erased:
    """What an erasure did: the pseudonym that stands for the person now, and where it is told."""

    pseudonym: str
    ledgers: tuple[str, ...]


def erase_person(  # noqa: PLR0913  # the fields of one act
    session: Session, person: str, role: str, *, today: date, at: datetime, by: str
) -> Erased:
    """Erase a person (an id or a name, exactly as recorded), leaving a role.

    Raises: UnknownPersonError if nobody of that name is recorded, or no longer.
    """
    row = session.exec(
        select(PersonalTextRow).where(
            PersonalTextRow.text == person, col(PersonalTextRow.salt).is_not(None)
        )
    ).first()
    if row is None:
        raise UnknownPersonError(person)
    _end_mandates(session, person, today=today, at=at, by=by)
    pseudonym = f"erased-{token_hex(6)}"
    whose = digests_for(session, [by])[by]
    ledgers = _mentioning(session, row.digest)
    for ledger in ledgers:
        said = {
            "kind": ERASED,
            "at": at,
            "by": whose,
            "door": door_of(by),
            "content": {"digest": row.digest, "role": role},
        }
        append_entries(session, ledger, [said])
    row.text, row.salt, row.role = pseudonym, None, role
    session.add(row)
    session.flush()
    _replace_everywhere(session, person, pseudonym, at)
    return Erased(pseudonym, ledgers)


def _end_mandates(session: Session, person: str, *, today: date, at: datetime, by: str) -> None:
    yesterday = today - timedelta(days=1)
    ended = [
        Mandate(mandate.member, person, mandate.valid_from, yesterday)
        for mandate in valid_mandates(session, today)
        if mandate.user_id == person
    ]
    append_mandates(session, ended, recorded_at=at, recorded_by=by)
    if person in coordinators(session):
        append_coordinator(session, person, is_coordinator=False, recorded_at=at, recorded_by=by)


def _mentioning(session: Session, digest: str) -> tuple[str, ...]:
    return tuple(
        session.exec(
            select(LedgerEntryRow.ledger)
            .where(col(LedgerEntryRow.text).contains(digest))
            .distinct()
            .order_by(col(LedgerEntryRow.ledger))
        )
    )


def _replace_everywhere(session: Session, person: str, pseudonym: str, at: datetime) -> None:
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.user_id) == person, col(OutboxRow.state) == MessageState.PLANNED)
        .values(state=MessageState.SKIPPED, reason="erased", settled_at=at)
        .execution_options(synchronize_session=False)
    )
    session.info[ERASING] = True
    try:
        for table, column in _texts():
            session.exec(
                update(table)
                .where(column == person)
                .values({column.key: pseudonym})
                .execution_options(synchronize_session=False)
            )
        for column in _COMPOSED:
            _replace_part(session, column, person, pseudonym)
    finally:
        session.info[ERASING] = False


def _replace_part(
    session: Session, column: InstrumentedAttribute[str], person: str, pseudonym: str
) -> None:
    table: Any = column.class_
    found = session.exec(select(table.id, column).where(column.contains(person))).all()
    for row_id, text in found:
        parts = [pseudonym if part == person else part for part in text.split(":")]
        session.exec(
            update(table)
            .where(table.id == row_id)
            .values({column.key: ":".join(parts)})
            .execution_options(synchronize_session=False)
        )


def _texts() -> Iterator[tuple[Any, InstrumentedAttribute[str]]]:
    """Yield every text column in which a person may stand alone, of every table there is."""
    for table in WorkspaceRow.__subclasses__():
        if table in {LedgerEntryRow, PersonalTextRow}:
            continue
        for attribute in inspect(table).column_attrs:
            column = attribute.columns[0]
            if not isinstance(column.type, String | AutoString) or column.name == "workspace_id":
                continue
            if (column.type.length or _LONG) >= _LONG:  # the door, for one, names nobody
                yield table, getattr(table, attribute.key)
