"""What a member pays and why: `/share Ljungby`, `/share Ljungby skl-2020`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.poll_state import PollState, allocation_of, find_state
from core.allocation import Share, allocate
from core.answer import Answer
from core.errors import UnknownMemberError
from core.followed import FollowedCondition, followed_condition
from core.names import Found
from core.recommendation import Member, Recommendation
from core.reconcile import Comparison, compare
from core.register import shipped_register
from storage.polls import all_polls


class LookUpShare(BaseModel):
    """What somebody typed after the command: a member, perhaps a recommendation's key last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    text: str


@dataclass(frozen=True)
class OtherShare:
    """The member's share of another recommendation, in short."""

    recommendation: Recommendation
    share: Share


@dataclass(frozen=True)
class LevelShare:
    """The member's share at another named level of the cost, such as today's."""

    title: str
    share: Share


@dataclass(frozen=True)
class ShareLookup:
    """A member's share of one recommendation, and in short of the others that ask it.

    `state` is None where the recommendation hasn't been opened in this workspace; `found` tells
    whether the name was written exactly; `comparisons` are the document's figures for the member
    beside the computed ones.
    """

    found: Found
    member: Member
    recommendation: Recommendation
    share: Share
    followed: FollowedCondition
    state: PollState | None
    levels: tuple[LevelShare, ...]
    comparisons: tuple[Comparison, ...]
    others: tuple[OtherShare, ...]

    def level_title(self, name: str | None) -> str:
        """Return the title of a level of the cost, the proposed one for None."""
        return _title_of_level(self.recommendation, name or self.recommendation.proposed_level)

    @property
    def answer(self) -> Answer | None:
        """Return the member's latest answer, None if it has none."""
        return self.state.answers.get(self.member.code) if self.state else None


def look_up_share(desk: Desk, command: LookUpShare) -> ShareLookup:
    """Return a member's share. Without a key: of the poll opened last, or the newest agreement.

    Raises: UnknownMemberError, NotAMemberError, UnknownRecommendationError.
    """
    name, key = _member_and_key(desk, command.text)
    with desk.database.reading(command.workspace_id) as session:
        if key is not None:
            recommendation = desk.catalogue.get(key)
            found = recommendation.find_member(name, desk.register)
            asking: Sequence[Recommendation] = desk.catalogue.asking(found.key)
        else:
            found = desk.catalogue.find_member(name, desk.register)
            asking = desk.catalogue.asking(found.key)
            if not asking:
                raise UnknownMemberError(name, ())
            recommendation = _most_current(session, asking)
        return _lookup(session, found, recommendation, asking)


def _lookup(
    session: Session,
    found: Found,
    recommendation: Recommendation,
    asking: Sequence[Recommendation],
) -> ShareLookup:
    state = find_state(session, recommendation.key)
    shown = state.recommendation if state else recommendation
    return ShareLookup(
        found=found,
        member=shown.member(found.key),
        recommendation=shown,
        share=allocation_of(shown).shares[found.key],
        followed=state.followed if state else followed_condition(shown, {}),
        state=state,
        levels=tuple(_other_levels(shown, found.key)),
        comparisons=compare(shown, shipped_register(), member=found.key),
        others=tuple(
            OtherShare(other, allocation_of(other).shares[found.key])
            for other in asking
            if other.key != recommendation.key
        ),
    )


def _other_levels(recommendation: Recommendation, member: str) -> Iterator[LevelShare]:
    """Return the member's share at each level that isn't the proposed one and concerns it."""
    for name in recommendation.levels:
        if name == recommendation.proposed_level:
            continue
        shares = allocate(recommendation, shipped_register(), level=name).shares
        if member in shares:
            yield LevelShare(_title_of_level(recommendation, name), shares[member])


def _title_of_level(recommendation: Recommendation, name: str) -> str:
    titles = [
        level.title
        for line in recommendation.costs
        for level in line.levels
        if level.name == name and level.title
    ]
    return titles[0] if titles else name


def _member_and_key(desk: Desk, text: str) -> tuple[str, str | None]:
    """Split "Upplands Väsby skl-2020": the last word is a key if it looks like one.

    A key has a digit in it, which no name of a municipality has.
    """
    words = text.split()
    if len(words) > 1 and (desk.catalogue.has(words[-1]) or _looks_like_a_key(words[-1])):
        return " ".join(words[:-1]), words[-1]
    return text.strip(), None


def _looks_like_a_key(word: str) -> bool:
    return "-" in word and any(letter.isdigit() for letter in word)


def _most_current(session: Session, asking: Sequence[Recommendation]) -> Recommendation:
    """Return the one opened last of those still open, else opened last, else the newest."""
    by_key = {each.key: each for each in asking}
    polls = [poll for poll in all_polls(session) if poll.recommendation in by_key]
    for poll in [*(p for p in polls if p.is_open), *polls]:
        return by_key[poll.recommendation]
    return asking[0]
