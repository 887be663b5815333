"""Answers: appended as versions, read as the latest of each member or as the whole history.

Which version is a member's latest is kept beside them (`CurrentAnswerRow`), in the transaction that
appends, so that a status costs the same after two versions as after twenty.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from core.answer import Answer, Evidence
from core.condition import Condition
from storage.entries import ANSWER
from storage.ledger import record_of_poll
from storage.record_tables import CurrentAnswerRow
from storage.tables import AnswerRow

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def latest_answers(session: Session, poll_id: int) -> Mapping[str, Answer]:
    """Return each member's latest answer, by member code; one query."""
    rows = session.exec(
        select(AnswerRow)
        .join(CurrentAnswerRow, col(CurrentAnswerRow.answer_id) == col(AnswerRow.id))
        .where(CurrentAnswerRow.poll_id == poll_id)
    )
    return _by_member(rows)


def answer_history(session: Session, poll_id: int, member: str) -> tuple[Answer, ...]:
    """Return every version of a member's answer, the first one first."""
    rows = session.exec(
        select(AnswerRow)
        .where(AnswerRow.poll_id == poll_id, AnswerRow.member == member)
        .order_by(col(AnswerRow.version))
    )
    return tuple(_answer(row) for row in rows)


def all_versions(
    session: Session, poll_id: int, *, known_at: datetime | None = None
) -> Mapping[str, tuple[Answer, ...]]:
    """Return every version of every member's answer, the first one first; one query.

    `known_at`: only those that had been received by that moment. `core.as_of` reads from them how
    it was on a day.
    """
    known = [] if known_at is None else [col(AnswerRow.received_at) <= known_at]
    rows = session.exec(
        select(AnswerRow)
        .where(AnswerRow.poll_id == poll_id, *known)
        .order_by(col(AnswerRow.member), col(AnswerRow.version))
    )
    versions: dict[str, list[Answer]] = {}
    for row in rows:
        versions.setdefault(row.member, []).append(_answer(row))
    return {member: tuple(each) for member, each in versions.items()}


def has_recorded(session: Session, gesture: str) -> bool:
    """Return whether a gesture has made an answer already."""
    return (
        session.exec(select(AnswerRow.id).where(AnswerRow.gesture == gesture)).first() is not None
    )


def append_answer(session: Session, poll_id: int, answer: Answer, gesture: str) -> None:
    """Append a version with its ledger entry, and make it the member's current one.

    The database refuses a version or a gesture that exists already.
    """
    row = _row(poll_id, answer, gesture)
    session.add(row)
    session.flush()
    assert row.id is not None  # noqa: S101  # the flush gave it
    session.merge(
        CurrentAnswerRow(
            workspace_id=row.workspace_id,
            poll_id=poll_id,
            member=row.member,
            version=row.version,
            answer_id=row.id,
        )
    )
    record_of_poll(session, poll_id, ANSWER, row)


def _row(poll_id: int, answer: Answer, gesture: str) -> AnswerRow:
    evidence = answer.evidence
    return AnswerRow(
        poll_id=poll_id,
        gesture=gesture,
        member=answer.member,
        version=answer.version,
        outcome=answer.outcome,
        stage=answer.stage,
        proviso=_as_json(answer.proviso),
        body=evidence.body if evidence else "",
        decided_on=evidence.decided_on if evidence else None,
        paragraph=evidence.paragraph if evidence else "",
        case_number=evidence.case_number if evidence else "",
        document=evidence.document if evidence else "",
        effective_on=answer.effective_on,
        expected_on=answer.expected_on,
        step_on=answer.step_on,
        received_at=answer.received_at,
        said_by=answer.said_by,
        door=answer.door,
    )


def _as_json(proviso: Condition | None) -> dict[str, object] | None:
    if proviso is None:
        return None
    plain: dict[str, object] = _CONDITION.dump_python(proviso, mode="json")
    return plain


def _by_member(rows: Iterable[AnswerRow]) -> dict[str, Answer]:
    return {row.member: _answer(row) for row in rows}


def _answer(row: AnswerRow) -> Answer:
    return Answer(
        member=row.member,
        version=row.version,
        outcome=row.outcome,
        stage=row.stage,
        received_at=row.received_at,
        said_by=row.said_by,
        door=row.door,
        proviso=None if row.proviso is None else _CONDITION.validate_python(row.proviso),
        evidence=_evidence(row),
        effective_on=row.effective_on,
        expected_on=row.expected_on,
        step_on=row.step_on,
    )


def _evidence(row: AnswerRow) -> Evidence | None:
    if row.decided_on is None:
        return None
    return Evidence(row.body, row.decided_on, row.paragraph, row.case_number, row.document)
