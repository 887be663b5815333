"""Is the record what it says it is? The chain, the rows behind it, and what is computed from them.

Three comparisons: each ledger's chain with itself (and with a published head), each row with the
entry that recorded it, and each projection with the versions that it is made from. Everything that
differs is named; nothing is mended.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from storage.chain import ChainProblem, Head, check_chain, head_of
from storage.engine import Database
from storage.ledger import entries_of, ledgers
from storage.personal_text import personal_texts, salted
from storage.record_tables import CurrentAnswerRow
from storage.row_check import RowProblem, check_rows
from storage.tables import AnswerRow, Workspace


@dataclass(frozen=True)
class ProjectionProblem:
    """The current version that is kept for a member isn't the one that its versions give."""

    poll_id: int
    member: str
    kept: int | None
    computed: int | None


@dataclass(frozen=True)
class PersonalProblem:
    """A personal text isn't the one that its digest stands for."""

    digest: str


@dataclass(frozen=True)
class Verification:
    """What a verification of one workspace found; `heads` are those of the chains as they stand.

    `rebuilt` is how many current answers the versions give, each compared with the one kept.
    """

    workspace_id: str
    heads: Mapping[str, Head]
    chain: tuple[tuple[str, ChainProblem], ...]
    rows: tuple[RowProblem, ...]
    projections: tuple[ProjectionProblem, ...]
    personal: tuple[PersonalProblem, ...]
    rebuilt: int

    @property
    def is_sound(self) -> bool:
        """Return whether nothing differs."""
        return not (self.chain or self.rows or self.projections or self.personal)


def verify_everything(database: Database) -> tuple[Verification, ...]:
    """Verify every workspace of a database."""
    with database.across_workspaces() as session:
        workspaces = session.exec(select(Workspace.id).order_by(Workspace.id)).all()
    return tuple(verify_workspace(database, each) for each in workspaces)


def verify_workspace(
    database: Database, workspace_id: str, published: Mapping[str, Head] | None = None
) -> Verification:
    """Verify one workspace as it stands at one moment; `published` are heads known from before."""
    with database.reading(workspace_id) as session:
        return verify(session, published or {})


def verify(session: Session, published: Mapping[str, Head]) -> Verification:
    """Verify the workspace of a session."""
    entries = {ledger: entries_of(session, ledger) for ledger in {*ledgers(session), *published}}
    computed = current_by_versions(session)
    return Verification(
        workspace_id=str(session.info["workspace_id"]),
        heads={ledger: head_of(entries[ledger]) for ledger in sorted(entries)},
        chain=tuple(
            (ledger, problem)
            for ledger in sorted(entries)
            for problem in check_chain(entries[ledger], published.get(ledger))
        ),
        rows=check_rows(session, entries),
        projections=tuple(_kept_otherwise(session, computed)),
        personal=tuple(_personal(session)),
        rebuilt=len(computed),
    )


def current_by_versions(session: Session) -> Mapping[tuple[int, str], int]:
    """Return which version is current for each poll and member, from the versions alone."""
    return {
        (poll_id, member): version
        for poll_id, member, version in session.exec(
            select(AnswerRow.poll_id, AnswerRow.member, func.max(AnswerRow.version)).group_by(
                col(AnswerRow.poll_id), col(AnswerRow.member)
            )
        )
    }


def _kept_otherwise(
    session: Session, computed: Mapping[tuple[int, str], int]
) -> Iterator[ProjectionProblem]:
    rows = session.exec(
        select(CurrentAnswerRow, AnswerRow)
        .join(AnswerRow, col(AnswerRow.id) == col(CurrentAnswerRow.answer_id))
        .where(
            AnswerRow.poll_id == CurrentAnswerRow.poll_id,
            AnswerRow.member == CurrentAnswerRow.member,
            AnswerRow.version == CurrentAnswerRow.version,
        )
    )
    kept = {(row.poll_id, row.member): row.version for row, _ in rows}
    for place in sorted({*computed, *kept}):
        if computed.get(place) != kept.get(place):
            yield ProjectionProblem(*place, kept.get(place), computed.get(place))


def _personal(session: Session) -> Iterator[PersonalProblem]:
    for row in personal_texts(session):
        if row.salt is not None and salted(row.salt, row.text) != row.digest:
            yield PersonalProblem(row.digest)
