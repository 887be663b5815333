"""What is due next: steps of reminder plans and messages that wait for their day."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.usecases.poll_state import PollState, load_poll_state
from bot.usecases.recheck import members_owing
from storage.outbox import waiting_messages
from storage.polls import all_polls, next_steps
from storage.tables import MessageKind, OutboxRow


@dataclass(frozen=True)
class Foreseen:
    """At this moment (UTC) so many members would get a message of this kind."""

    due_at: datetime
    kind: MessageKind
    recommendation: str
    count: int


def foresee(desk: Desk, workspace_id: str) -> tuple[Foreseen, ...]:
    """Return what would happen next if nothing changed, the earliest first."""
    now = desk.now()
    with desk.database.reading(workspace_id) as session:
        polls = {poll.id: poll for poll in all_polls(session) if poll.is_open}
        states = {poll_id: load_poll_state(session, poll) for poll_id, poll in polls.items()}
        owing = {poll_id: len(members_owing(state)) for poll_id, state in states.items()}
        steps = [
            Foreseen(step.due_at, MessageKind.REMINDER, polls[step.poll_id].recommendation, count)
            for step in next_steps(session, now)
            if (count := owing.get(step.poll_id, 0))
        ]
        waiting = Counter(
            (row.due_at, row.kind, polls[row.poll_id].recommendation)
            for row in waiting_messages(session, now)
            if row.poll_id is not None
            and row.poll_id in polls
            and _is_still_meant(row, states[row.poll_id])
        )
    messages = [Foreseen(*each, count) for each, count in waiting.items()]
    return tuple(sorted([*steps, *messages], key=lambda each: each.due_at))


def _is_still_meant(row: OutboxRow, state: PollState) -> bool:
    """Return whether a request for evidence would still be sent; other messages always would."""
    if row.kind is not MessageKind.EVIDENCE_REQUEST:
        return True
    answer = state.answers.get(row.member or "")
    return answer is not None and answer.version == row.step and answer.lacks_evidence
