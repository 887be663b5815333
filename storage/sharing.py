"""Agreements that several workspaces share: invitations, guests, and what a guest sees.

A shared poll has a host, whose record holds every answer; a guest's record holds its own members'
answers. People stay where they are: the host knows a guest's answer by the workspace it came from,
a guest sees the others' answers without anybody behind them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select, update

from core.answer import Answer
from core.ruling import Ruling
from storage.answers import append_answer, latest_answers
from storage.chain import digest_of
from storage.engine import Database, beside
from storage.entries import INVITED, JOINED
from storage.errors import InvitationInvalidError
from storage.ledger import ledger_of, record
from storage.record_tables import GuestPollRow, InvitationRow
from storage.rulings import rulings_on

NOBODY = ""
"""Who is behind an answer of another workspace, as a guest sees it."""

SHARED_DOOR = "shared"
"""The door through which an answer comes to the host from a guest's workspace."""


@dataclass(frozen=True)
class Host:
    """Where a guest's poll belongs, and which members the guest answers for."""

    workspace_id: str
    poll_id: int
    members: frozenset[str]


@dataclass(frozen=True)
class Invitation:
    """An invitation that may still be used."""

    id: int
    workspace_id: str
    poll_id: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Common:
    """What everybody in a poll sees of it: each member's latest answer, and the rulings."""

    answers: Mapping[str, Answer]
    rulings: tuple[Ruling, ...]


def append_invitation(  # noqa: PLR0913  # the columns of one row
    session: Session,
    poll_id: int,
    *,
    code: str,
    members: Sequence[str],
    expires_at: datetime,
    at: datetime,
    by: str,
) -> None:
    """Append an invitation; of the code only its hash is kept."""
    row = InvitationRow(
        poll_id=poll_id,
        code_hash=digest_of(code),
        members=list(members),
        expires_at=expires_at,
        recorded_at=at,
        recorded_by=by,
    )
    session.add(row)
    session.flush()
    record(session, ledger_of(session, poll_id), INVITED, [row])


def find_invitation(database: Database, code: str, now: datetime) -> Invitation:
    """Find an invitation by its code, in whichever workspace it was made.

    Raises: InvitationInvalidError.
    """
    with database.across_workspaces() as session:
        row = session.exec(
            select(InvitationRow).where(
                InvitationRow.code_hash == digest_of(code),
                col(InvitationRow.joined_by).is_(None),
                col(InvitationRow.expires_at) > now,
            )
        ).first()
    if row is None or row.id is None:
        raise InvitationInvalidError
    return Invitation(row.id, row.workspace_id, row.poll_id, tuple(row.members))


def accept_invitation(
    host: Session, invitation: Invitation, *, workspace_id: str, at: datetime
) -> None:
    """Mark an invitation as used, in the host's session; only one may.

    Raises: InvitationInvalidError.
    """
    changed = host.exec(
        update(InvitationRow)
        .where(col(InvitationRow.id) == invitation.id, col(InvitationRow.joined_by).is_(None))
        .values(joined_by=workspace_id, joined_at=at)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise InvitationInvalidError
    row = host.get_one(InvitationRow, invitation.id, populate_existing=True)
    record(host, ledger_of(host, invitation.poll_id), JOINED, [row])


def append_guest(session: Session, poll_id: int, invitation: Invitation) -> None:
    """Note that a poll of this workspace belongs to another's."""
    session.add(
        GuestPollRow(
            poll_id=poll_id,
            host_workspace_id=invitation.workspace_id,
            host_poll_id=invitation.poll_id,
            members=list(invitation.members),
        )
    )
    session.flush()


def host_of(session: Session, poll_id: int) -> Host | None:
    """Return where a poll belongs, None if it is this workspace's own."""
    row = session.exec(select(GuestPollRow).where(GuestPollRow.poll_id == poll_id)).first()
    if row is None:
        return None
    return Host(row.host_workspace_id, row.host_poll_id, frozenset(row.members))


def guests_of(session: Session, poll_id: int) -> tuple[str, ...]:
    """Return the workspaces that joined a poll of this workspace."""
    rows = session.exec(
        select(InvitationRow)
        .where(InvitationRow.poll_id == poll_id, col(InvitationRow.joined_by).is_not(None))
        .order_by(col(InvitationRow.id))
    )
    return tuple(row.joined_by for row in rows if row.joined_by is not None)


def guest_poll(guest: Session, host_poll_id: int) -> int | None:
    """Return the id that a host's poll has in a guest's session."""
    return guest.exec(
        select(GuestPollRow.poll_id).where(GuestPollRow.host_poll_id == host_poll_id)
    ).first()


def common_record(session: Session, poll_id: int) -> Common:
    """Return what this workspace sees of a poll: its own record, or the host's without people.

    A guest's own answers keep who gave them.
    """
    own = latest_answers(session, poll_id)
    host = host_of(session, poll_id)
    if host is None:
        return Common(own, rulings_on(session, poll_id))
    with beside(session, host.workspace_id) as there:
        answers = latest_answers(there, host.poll_id)
        rulings = rulings_on(there, host.poll_id)
    seen = {
        member: own[member]
        if member in own and own[member].version == answer.version
        else replace(answer, said_by=NOBODY)
        for member, answer in answers.items()
    }
    return Common(seen, tuple(replace(ruling, by=NOBODY) for ruling in rulings))


def pass_on_answer(there: Session, host: Host, answer: Answer, gesture: str, guest: str) -> Answer:
    """Append a guest's answer to the host's record, under the workspace's name; return it so."""
    passed = replace(answer, said_by=guest, door=SHARED_DOOR)
    append_answer(there, host.poll_id, passed, f"{guest}:{gesture}")
    return passed
