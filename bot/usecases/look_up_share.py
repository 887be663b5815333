"""What a member pays and why: `/share Ljungby`, `/share Ljungby skl-2020`, with a year last."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

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
from core.settlement import Settled
from core.years import YearOnYear, year_on_year
from storage.polls import all_polls
from storage.settlements import settlements_of

_YEAR = re.compile(r"^(?:19|20)\d\d$")


class LookUpShare(BaseModel):
    """What somebody typed after the command: a member, perhaps a recommendation's key, a year."""

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
    beside the computed ones; `years` is the year that was asked for, otherwise the current one or
    the period's first, beside the next; `settled` is outside money that was decided to come back.
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
    years: YearOnYear
    is_year_asked: bool
    settled: tuple[Settled, ...]

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
    text, year = _without_year(command.text)
    name, key = _member_and_key(desk, text)
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
        others = [each for each in asking if each.key != recommendation.key]
        state = find_state(session, recommendation.key)
        settled = settlements_of(session, state.poll.id) if state else ()
    shown = state.recommendation if state else recommendation
    seen = _Seen(found, shown, state, settled, year, desk.today())
    return _lookup(seen, others)


@dataclass(frozen=True)
class _Seen:
    """What was asked for, and what the record has about it."""

    found: Found
    recommendation: Recommendation
    state: PollState | None
    settled: tuple[Settled, ...]
    year: int | None
    today: date


def _lookup(seen: _Seen, others: Sequence[Recommendation]) -> ShareLookup:
    found, shown, state = seen.found, seen.recommendation, seen.state
    year = seen.year or _year_to_show(shown, seen.today)
    return ShareLookup(
        found=found,
        member=shown.member(found.key),
        recommendation=shown,
        share=allocation_of(shown).shares[found.key],
        followed=state.followed if state else followed_condition(shown, {}),
        state=state,
        levels=tuple(_other_levels(shown, found.key)),
        comparisons=compare(shown, shipped_register(), member=found.key),
        others=tuple(OtherShare(other, allocation_of(other).shares[found.key]) for other in others),
        years=year_on_year(shown, shipped_register(), found.key, year),
        is_year_asked=seen.year is not None,
        settled=tuple(each for each in seen.settled if each.back_ore.get(found.key)),
    )


def _year_to_show(recommendation: Recommendation, today: date) -> int:
    """Return the current year, or the period's first while that lies ahead, or its last after."""
    start, end = recommendation.period.start, recommendation.period.end
    year = today.year
    if isinstance(end, date):
        year = min(year, end.year)
    return max(year, start.year) if isinstance(start, date) else year


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


def _without_year(text: str) -> tuple[str, int | None]:
    """Split "Ljungby skl-2020 2021": the last word is a year if it is one and isn't alone.

    Four digits alone are a municipality's code.
    """
    rest, _, last = text.strip().rpartition(" ")
    return (rest.strip(), int(last)) if rest and _YEAR.match(last) else (text, None)


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
