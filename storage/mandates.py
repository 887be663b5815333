"""Mandates and coordinators: who may answer for whom, and who may open a recommendation.

Both are versions: the latest row of a person (and a member) says how it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from storage.entries import COORDINATOR, MANDATE, PEOPLE
from storage.ledger import record
from storage.tables import CoordinatorRow, MandateRow


@dataclass(frozen=True)
class Mandate:
    """One person's right to answer for one member, between two days (both included)."""

    member: str
    user_id: str
    valid_from: date
    valid_to: date | None

    def is_valid(self, on: date) -> bool:
        """Return whether it holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def valid_mandates(session: Session, on: date, *, member: str | None = None) -> tuple[Mandate, ...]:
    """Return the mandates that hold on a day, of one member or of all; one query."""
    of_member = [] if member is None else [col(MandateRow.member) == member]
    newest = (
        select(func.max(MandateRow.id))
        .where(*of_member)
        .group_by(col(MandateRow.member), col(MandateRow.user_id))
    )
    rows = session.exec(
        select(MandateRow)
        .where(col(MandateRow.id).in_(newest))
        .order_by(col(MandateRow.member), col(MandateRow.user_id))
    )
    mandates = (Mandate(r.member, r.user_id, r.valid_from, r.valid_to) for r in rows)
    return tuple(each for each in mandates if each.is_valid(on))


def mandate_holders(session: Session, member: str, on: date) -> tuple[str, ...]:
    """Return the people (user ids) who may answer for a member on a day."""
    return tuple(each.user_id for each in valid_mandates(session, on, member=member))


def has_mandate(session: Session, user_id: str, member: str, on: date) -> bool:
    """Return whether a person may answer for a member on a day."""
    return user_id in mandate_holders(session, member, on)


def members_of(session: Session, user_id: str, on: date) -> tuple[str, ...]:
    """Return the members that a person may answer for on a day."""
    return tuple(each.member for each in valid_mandates(session, on) if each.user_id == user_id)


def append_mandate(
    session: Session, mandate: Mandate, *, recorded_at: datetime, recorded_by: str
) -> None:
    """Append a version of one mandate; see `append_mandates`."""
    append_mandates(session, [mandate], recorded_at=recorded_at, recorded_by=recorded_by)


def append_mandates(
    session: Session, mandates: Sequence[Mandate], *, recorded_at: datetime, recorded_by: str
) -> None:
    """Append versions of mandates; one with `valid_to` in the past takes it away."""
    rows = [
        MandateRow(
            member=mandate.member,
            user_id=mandate.user_id,
            valid_from=mandate.valid_from,
            valid_to=mandate.valid_to,
            recorded_at=recorded_at,
            recorded_by=recorded_by,
        )
        for mandate in mandates
    ]
    session.add_all(rows)
    session.flush()
    record(session, PEOPLE, MANDATE, rows)


def coordinators(session: Session) -> frozenset[str]:
    """Return the people who are coordinators now."""
    newest = select(func.max(CoordinatorRow.id)).group_by(col(CoordinatorRow.user_id))
    rows = session.exec(select(CoordinatorRow).where(col(CoordinatorRow.id).in_(newest)))
    return frozenset(row.user_id for row in rows if row.is_coordinator)


def append_coordinator(
    session: Session, user_id: str, *, is_coordinator: bool, recorded_at: datetime, recorded_by: str
) -> None:
    """Append a version of whether a person is a coordinator."""
    row = CoordinatorRow(
        user_id=user_id,
        is_coordinator=is_coordinator,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
    )
    session.add(row)
    session.flush()
    record(session, PEOPLE, COORDINATOR, [row])
