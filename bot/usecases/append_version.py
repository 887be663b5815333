"""A new version of an answer, with everything that follows from it: one place for every door."""

from datetime import datetime

from sqlmodel import Session

from bot.usecases.follow_up import messages_after_answer, turn_between
from bot.usecases.guests import tell_guests
from bot.usecases.poll_state import PollState
from bot.usecases.share_poll import tell_host
from core.answer import Answer
from core.deadline import local_day
from storage.answers import append_answer
from storage.outbox import plan_messages
from storage.sharing import Host


def append_version(  # noqa: PLR0913  # what one version is made with
    session: Session,
    before: PollState,
    answer: Answer,
    gesture: str,
    *,
    host: Host | None,
    now: datetime,
) -> PollState:
    """Append a version and its messages, tell a shared poll's host or guests; return the state."""
    after = before.with_answer(answer)
    append_answer(session, before.poll.id, answer, gesture)
    messages = messages_after_answer(session, before, after, answer, local_day(now))
    plan_messages(session, messages, now)
    if host is not None:
        tell_host(session, host, before.poll, answer, gesture)
    else:
        tell_guests(session, before.poll, answer, turn_between(before, after))
    return after
