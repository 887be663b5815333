"""What is true in one workspace at the moment in which its messages are looked at again."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session

from bot.usecases.poll_state import PollState, load_poll_state
from core.deadline import local_day
from storage.deputies import Deputies, deputies
from storage.mandates import coordinators, valid_mandates
from storage.polls import Poll, all_polls, poll_by_id
from storage.sending import troubled_messages
from storage.tables import OutboxRow
from storage.wishes import ReminderWish, reminder_wishes


class Situation:
    """What is true in one workspace at one moment; each thing is read once, when asked for."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.today: date = local_day(now)
        self._states: dict[int, PollState] = {}

    def state_of(self, poll_id: int | None) -> PollState:
        """Return a poll's state."""
        assert poll_id is not None  # noqa: S101  # asked for by messages about a poll only
        if poll_id not in self._states:
            poll = poll_by_id(self.session, poll_id)
            assert poll is not None  # noqa: S101  # the foreign key holds it there
            self._states[poll_id] = load_poll_state(self.session, poll)
        return self._states[poll_id]

    @cached_property
    def holders(self) -> frozenset[tuple[str, str]]:
        """Return who may answer for whom today: pairs of member and user id."""
        return frozenset((m.member, m.user_id) for m in valid_mandates(self.session, self.today))

    @cached_property
    def deputies(self) -> Deputies:
        """Return who is a deputy for which member: pairs of member and user id."""
        return deputies(self.session)

    @cached_property
    def wishes(self) -> Mapping[str, ReminderWish]:
        """Return who has wishes of their own about reminders."""
        return reminder_wishes(self.session)

    @cached_property
    def coordinators(self) -> frozenset[str]:
        """Return who is a coordinator."""
        return coordinators(self.session)

    @cached_property
    def open_polls(self) -> tuple[Poll, ...]:
        """Return the polls that take answers, the one opened first first."""
        return tuple(poll for poll in reversed(all_polls(self.session)) if poll.is_open)

    @cached_property
    def troubled(self) -> tuple[OutboxRow, ...]:
        """Return the messages that need a coordinator's remedy."""
        return troubled_messages(self.session)

    def holders_of(self, member: str | None) -> tuple[str, ...]:
        """Return who may answer for a member today."""
        return tuple(sorted(user for of, user in self.holders if of == member))

    def asked_now(self, member: str | None) -> tuple[str, ...]:
        """Return who is asked for a member today: deputies only where it has nobody else."""
        holders = self.holders_of(member)
        first = tuple(user for user in holders if (member, user) not in self.deputies)
        return first or holders
