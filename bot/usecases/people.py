"""Who may do what: coordinators open and close, mandate holders answer."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from bot.desk import Desk
from core.deadline import local_day
from core.errors import NotCoordinatorError
from storage import entries
from storage.mandates import (
    Mandate,
    append_coordinator,
    append_mandates,
    coordinators,
    valid_mandates,
)
from storage.tables import Workspace

OPERATOR = entries.OPERATOR
"""Who is recorded as having done what was done from the command line."""


class GrantMandate(BaseModel):
    """Who may answer for which member, from when, to when (both days included), on whose word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    member: str
    user_id: str
    valid_from: date | None = None
    valid_to: date | None = None


def register_workspace(desk: Desk, workspace_id: str, name: str) -> None:
    """Record a workspace the first time that Samtliga runs in it."""
    with desk.database.transaction(workspace_id) as session:
        known = session.exec(select(Workspace).where(Workspace.id == workspace_id)).first()
        if known is None:
            session.add(Workspace(id=workspace_id, name=name, created_at=desk.now()))


def require_coordinator(session: Session, user_id: str) -> None:
    """Check that a person is a coordinator.

    Raises: NotCoordinatorError with those who are.
    """
    known = coordinators(session)
    if user_id not in known:
        raise NotCoordinatorError(tuple(sorted(known)))


def appoint_coordinator(
    desk: Desk, workspace_id: str, user_id: str, *, by: str, is_coordinator: bool = True
) -> None:
    """Make a person a coordinator, or no longer one. The first one comes from the operator.

    Raises: NotCoordinatorError if `by` is neither a coordinator nor the operator.
    """
    with desk.database.transaction(workspace_id) as session:
        if by != OPERATOR:
            require_coordinator(session, by)
        append_coordinator(
            session, user_id, is_coordinator=is_coordinator, recorded_at=desk.now(), recorded_by=by
        )


def grant_mandates(
    desk: Desk, workspace_id: str, grants: Sequence[GrantMandate], *, by: str
) -> tuple[Mandate, ...]:
    """Record mandates; `member` is a code or a name as a person writes it.

    Raises: NotCoordinatorError as above; UnknownMemberError if nobody or nearly somebody has a
    name: for a mandate a slip isn't guessed at.
    """
    now = desk.now()
    mandates = tuple(
        Mandate(
            desk.member_code(grant.member),
            grant.user_id,
            grant.valid_from or local_day(now),
            grant.valid_to,
        )
        for grant in grants
    )
    with desk.database.transaction(workspace_id) as session:
        if by != OPERATOR:
            require_coordinator(session, by)
        append_mandates(session, mandates, recorded_at=now, recorded_by=by)
    return mandates


def list_mandates(desk: Desk, workspace_id: str) -> tuple[Mandate, ...]:
    """Return the mandates that hold today, by member."""
    with desk.database.reading(workspace_id) as session:
        return valid_mandates(session, desk.today())
