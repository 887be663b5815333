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
from storage.answers import all_versions, append_answer, latest_answers
from storage.chain import digest_of
from storage.engine import Database, among_all, beside
from storage.entries import INVITED, JOINED
from storage.errors import InvitationInvalidError
from storage.fences import WORKSPACE
from storage.ledger import ledger_of, record
from storage.record_tables import GuestPollRow, InvitationRow
from storage.rulings import rulings_on
from storage.tables import PollRow

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
class Guest:
    """A workspace that joined: its own poll, its board's channel, whom it answers for."""

    workspace_id: str
    poll_id: int
    channel_id: str
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


def guests_of(session: Session, poll_id: int) -> tuple[Guest, ...]:
    """Return the workspaces that joined a poll of this workspace; one query for all of them."""
    host = str(session.info[WORKSPACE])
    with among_all(session) as everywhere:
        rows = everywhere.exec(
            select(GuestPollRow, PollRow.channel_id)
            .join(PollRow, col(PollRow.id) == col(GuestPollRow.poll_id))
            .where(
                GuestPollRow.host_workspace_id == host, col(GuestPollRow.host_poll_id) == poll_id
            )
            .order_by(col(GuestPollRow.workspace_id))
        ).all()
    return tuple(
        Guest(row.workspace_id, row.poll_id, channel_id, frozenset(row.members))
        for row, channel_id in rows
    )


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


@dataclass(frozen=True)
class History:
    """Everything that everybody in a poll has said: all versions by member, and the rulings."""

    versions: Mapping[str, tuple[Answer, ...]]
    rulings: tuple[Ruling, ...]


def common_history(session: Session, poll_id: int, *, known_at: datetime | None = None) -> History:
    """Return what this workspace sees of a poll's history; a guest the host's, without people.

    `known_at`: only what had been received or recorded by that moment.
    """
    host = host_of(session, poll_id)
    if host is None:
        versions = all_versions(session, poll_id, known_at=known_at)
        return History(versions, rulings_on(session, poll_id, known_at=known_at))
    with beside(session, host.workspace_id) as there:
        versions = all_versions(there, host.poll_id, known_at=known_at)
        rulings = rulings_on(there, host.poll_id, known_at=known_at)
    return History(
        {
            member: tuple(replace(answer, said_by=NOBODY) for answer in answers)
            for member, answers in versions.items()
        },
        tuple(replace(ruling, by=NOBODY) for ruling in rulings),
    )


def pass_on_answer(there: Session, host: Host, answer: Answer, gesture: str, guest: str) -> Answer:
    """Append a guest's answer to the host's record, under the workspace's name; return it so.

    Of the gesture, which may name a person of the guest's, the host keeps the hash only.
    """
    passed = replace(answer, said_by=guest, door=SHARED_DOOR)
    append_answer(there, host.poll_id, passed, f"{guest}:{digest_of(gesture)}")
    return passed
