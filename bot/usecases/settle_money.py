"""Outside money arrives: what each member's reduction or repayment would be, and what was decided.

Without a decision it is only shown. With one (the special examination, särskild prövning) it is
recorded, once, and stands in everybody's share from then on.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.guests import require_host
from bot.usecases.people import require_coordinator
from bot.usecases.poll_state import PollState, find_state
from bot.usecases.record_answer import EvidenceFields
from core.allocation import Allocation, allocate
from core.answer import Evidence, complete_evidence
from core.deadline import local_day
from core.errors import NotOpenError, SamtligaError
from core.recommendation import Recommendation
from core.register import shipped_register
from core.settlement import Settled, Settlement, SettlementKind, decided, settle
from storage.settlements import append_settlement, settlements_of


@dataclass(eq=False)
class SettlementUnclearError(SamtligaError):
    """The words don't say how much money came from where; `text` is what was written."""

    code: ClassVar[str] = "settlement_unclear"
    text: str


class SettleMoney(BaseModel):
    """How much money (öre) came from where, and the decision that settles it, if there is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recommendation: str
    user_id: str
    money_ore: int
    origin: str
    kind: SettlementKind = SettlementKind.REDUCTION
    decision: EvidenceFields = EvidenceFields()


@dataclass(frozen=True)
class MoneySettled:
    """What each member would get, and the decision that was recorded, None if it is only shown."""

    recommendation: Recommendation
    settlement: Settlement
    settled: Settled | None = None


def settle_money(desk: Desk, command: SettleMoney) -> MoneySettled:
    """Return what everybody gets among those who can still be in; record it if it was decided.

    The same settlement isn't recorded twice.

    Raises: UnknownRecommendationError, AmountsNotStatedError, NegativeMoneyError,
    EvidenceIncompleteError, EvidenceInFutureError; for what is to be recorded NotCoordinatorError,
    NotOpenError if it hasn't been opened, and HostDecidesError.
    """
    now = desk.now()
    recommendation = desk.catalogue.get(command.recommendation)
    decision = _decision(command.decision, local_day(now))
    if decision is None:
        with desk.database.reading(command.workspace_id) as session:
            return _shown(command, recommendation, find_state(session, recommendation.key))
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        state = _opened(session, recommendation)
        require_host(session, state.poll)
        shown = _shown(command, recommendation, state)
        settled = decided(shown.settlement, decision)
        if settled not in settlements_of(session, state.poll.id):
            append_settlement(
                session, state.poll.id, settled, recorded_at=now, recorded_by=command.user_id
            )
        return MoneySettled(shown.recommendation, shown.settlement, settled)


def _shown(
    command: SettleMoney, recommendation: Recommendation, state: PollState | None
) -> MoneySettled:
    held = state.recommendation if state else recommendation
    settlement = settle(_paid(held, state), command.money_ore, command.origin, command.kind)
    return MoneySettled(held, settlement)


def _paid(recommendation: Recommendation, state: PollState | None) -> Allocation:
    """Return what everybody pays: all who are asked, or those of a poll who can still be in."""
    adopters = state.adoption.possible if state else None
    return allocate(recommendation, shipped_register(), adopters=adopters)


def _opened(session: Session, recommendation: Recommendation) -> PollState:
    state = find_state(session, recommendation.key)
    if state is None:
        raise NotOpenError(recommendation.key)
    return state


def _decision(fields: EvidenceFields, today: date) -> Evidence | None:
    return complete_evidence(
        body=fields.body,
        decided_on=fields.decided_on,
        paragraph=fields.paragraph,
        case_number=fields.case_number,
        today=today,
    )
