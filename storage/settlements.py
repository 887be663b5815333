"""Outside money that was decided to be settled among a poll's members; appended, never altered."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from core.answer import Evidence
from core.settlement import Settled
from storage.entries import SETTLEMENT
from storage.ledger import record_of_poll
from storage.record_tables import SettlementRow


def settlements_of(session: Session, poll_id: int) -> tuple[Settled, ...]:
    """Return what was decided for a poll's members, the first one first; one query."""
    rows = session.exec(
        select(SettlementRow)
        .where(SettlementRow.poll_id == poll_id)
        .order_by(col(SettlementRow.version))
    )
    return tuple(
        Settled(
            kind=row.kind,
            origin=row.origin,
            money_ore=row.money_ore,
            back_ore=row.back_ore,
            decision=Evidence(row.body, row.decided_on, row.paragraph),
        )
        for row in rows
    )


def append_settlement(
    session: Session, poll_id: int, settled: Settled, *, recorded_at: datetime, recorded_by: str
) -> None:
    """Append a decided settlement, with its ledger entry."""
    latest = session.exec(
        select(func.max(SettlementRow.version)).where(SettlementRow.poll_id == poll_id)
    ).one()
    row = SettlementRow(
        poll_id=poll_id,
        version=(latest or 0) + 1,
        kind=settled.kind,
        origin=settled.origin,
        money_ore=settled.money_ore,
        back_ore=dict(settled.back_ore),
        body=settled.decision.body,
        decided_on=settled.decision.decided_on,
        paragraph=settled.decision.paragraph,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
    )
    session.add(row)
    session.flush()
    record_of_poll(session, poll_id, SETTLEMENT, row)
