"""The state of a poll: what was asked, what everybody has said, and what follows from it.

Every reading of a poll, in Slack, on the command line or in a message, starts here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from sqlmodel import Session

from core.adoption import Adoption, Circumstances, resolve
from core.allocation import Allocation, allocate
from core.allocation.weights import POPULATION, weights_of
from core.answer import Answer, Says, Standing, standing
from core.errors import NotOpenError, PollClosedError
from core.followed import FollowedCondition, followed_condition
from core.price_by_key import pricing_of
from core.recommendation import Recommendation
from core.recommendation_file import read_recommendation
from core.register import shipped_register
from core.ruling import Ruling
from storage.polls import Poll, poll_by_id, poll_of
from storage.sharing import common_record


@dataclass(frozen=True)
class PollState:
    """A poll with its latest answers; what follows from them is computed when asked for."""

    poll: Poll
    recommendation: Recommendation
    answers: Mapping[str, Answer]
    allocation: Allocation
    rulings: tuple[Ruling, ...] = ()

    def with_answer(self, answer: Answer) -> "PollState":
        """Return the state in which this answer is the member's latest."""
        return replace(self, answers={**self.answers, answer.member: answer})

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Return how each member counts, in the order of the recommendation."""
        return {
            member.code: standing(
                self.answers.get(member.code), self.recommendation.binding_body(member.code)
            )
            for member in self.recommendation.members
        }

    @cached_property
    def followed(self) -> FollowedCondition:
        """Return the condition that is followed, and where it comes from."""
        return followed_condition(self.recommendation, self.standings, self.rulings)

    @cached_property
    def adoption(self) -> Adoption:
        """Return who stands and whether the condition is met, open or impossible."""
        return resolve(self.standings, self.followed.condition, self.circumstances)

    @cached_property
    def leaning(self) -> frozenset[str]:
        """Return the members that say yes with a proviso."""
        return frozenset(
            code
            for code, standing in self.standings.items()
            if standing.says is Says.CONDITIONALLY_YES
        )

    @cached_property
    def circumstances(self) -> Circumstances:
        """Return what else is known: weights, prices, rulings, and whether it is closed."""
        codes = self.recommendation.codes
        inhabitants = weights_of(POPULATION, self.recommendation, shipped_register(), codes)
        return Circumstances(
            population=dict(zip(codes, inhabitants.values, strict=True)),
            cost_ore=self.allocation.amounts,
            pricing=pricing_of(self.recommendation, self.allocation, shipped_register()),
            rulings=self.rulings,
            is_closed=not self.poll.is_open,
        )


def load_poll_state(session: Session, poll: Poll) -> PollState:
    """Return the state of a poll: a few queries, whatever its size."""
    recommendation = recommendation_as_opened(poll.text, poll.recommendation, poll.deadline)
    common = common_record(session, poll.id)
    return PollState(
        poll=poll,
        recommendation=recommendation,
        answers=common.answers,
        allocation=allocation_of(recommendation),
        rulings=common.rulings,
    )


def find_state(session: Session, recommendation: str) -> PollState | None:
    """Return the state of a recommendation's poll, None if it was never opened here."""
    poll = poll_of(session, recommendation)
    return None if poll is None else load_poll_state(session, poll)


def poll_that_takes_answers(session: Session, poll_id: int) -> Poll:
    """Return a poll that is open.

    Raises: NotOpenError if this workspace has no such poll; PollClosedError if it is closed.
    """
    poll = poll_by_id(session, poll_id)
    if poll is None:
        raise NotOpenError(str(poll_id))
    if poll.closed_at is not None:
        raise PollClosedError(poll.recommendation, poll.closed_at)
    return poll


@lru_cache(maxsize=64)
def recommendation_as_opened(text: str, name: str, deadline: date | None) -> Recommendation:
    """Return the recommendation that a poll's text states; read once for each text.

    Its deadline is the poll's own, which a coordinator may have moved since.
    """
    stated = read_recommendation(text, name, shipped_register())
    if deadline is None or deadline == stated.deadline:
        return stated
    return stated.model_copy(update={"deadline": deadline})


def allocation_of(recommendation: Recommendation) -> Allocation:
    """Return the shares at the proposed level: a quarter of a millisecond for 290 members."""
    return allocate(recommendation, shipped_register())
