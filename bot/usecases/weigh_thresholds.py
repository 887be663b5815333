"""How it would stand under several readings of "enough", while nobody has ruled which counts."""

from collections.abc import Iterator
from fractions import Fraction

from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.poll_state import PollState
from core.adoption.history import Answered, Candidate, History, under
from core.adoption.reason import AwaitsRuling
from core.answer import standing
from core.condition import AllMembers, AtLeastShare, Condition, NotQuantified
from core.deadline import local_day
from storage.sharing import common_history

CANDIDATES: tuple[Condition, ...] = (
    AtLeastShare(share=Fraction(1, 2)),
    AtLeastShare(share=Fraction(8, 10)),
    AtLeastShare(share=Fraction(9, 10)),
    AllMembers(),
)


def weigh_thresholds(desk: Desk, state: PollState) -> tuple[Candidate, ...]:
    """Return how it stands at half, 80 %, 90 % and all of the members, and since when.

    Empty where the condition is quantified, or somebody has ruled. Nothing is recorded.
    """
    condition = state.followed.condition
    if not isinstance(condition, NotQuantified):
        return ()
    if not isinstance(state.adoption.whole.reason, AwaitsRuling):
        return ()
    with desk.database.reading(state.poll.workspace_id) as session:
        history = History(state.recommendation.codes, tuple(_events(session, state)))
    return under(CANDIDATES, history, condition, state.circumstances, desk.today())


def _events(session: Session, state: PollState) -> Iterator[Answered]:
    for member, versions in common_history(session, state.poll.id).versions.items():
        required = state.recommendation.binding_body(member)
        for answer in versions:
            yield Answered(local_day(answer.received_at), member, standing(answer, required))
