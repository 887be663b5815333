"""Deputies: people who may answer for a member but are asked only when the others stay silent."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.entries import DEPUTY, PEOPLE
from storage.ledger import record
from storage.mandates import Mandate
from storage.reminder_tables import DeputyRow

Deputies = Collection[tuple[str, str]]
"""Pairs of member and user id."""


def deputies(session: Session) -> Deputies:
    """Return who is a deputy for which member now; one query."""
    newest = select(func.max(DeputyRow.id)).group_by(col(DeputyRow.member), col(DeputyRow.user_id))
    rows = session.exec(select(DeputyRow).where(col(DeputyRow.id).in_(newest)))
    return frozenset((row.member, row.user_id) for row in rows if row.is_deputy)


def append_deputy(  # noqa: PLR0913  # the columns of one row
    session: Session,
    member: str,
    user_id: str,
    *,
    is_deputy: bool,
    recorded_at: datetime,
    recorded_by: str,
) -> None:
    """Append a version of whether a person is a member's deputy."""
    row = DeputyRow(
        member=member,
        user_id=user_id,
        is_deputy=is_deputy,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
    )
    session.add(row)
    session.flush()
    record(session, PEOPLE, DEPUTY, [row])


def asked_first(mandates: Iterable[Mandate], known: Deputies) -> tuple[Mandate, ...]:
    """Return the mandates whose holders are asked at once: a member's deputies wait for others.

    Where a member has nobody but deputies, they are asked at once.
    """
    mandates = tuple(mandates)
    others = {each.member for each in mandates if (each.member, each.user_id) not in known}
    return tuple(
        each
        for each in mandates
        if each.member not in others or (each.member, each.user_id) not in known
    )
