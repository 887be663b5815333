"""What a coordinator can do about messages that failed or are in doubt.

Each acts on everything that is troubled to one recipient; what is sent again is rechecked like any
other message, so nobody is reminded of what they have answered meanwhile.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.desk import Desk
from bot.usecases.people import require_coordinator
from bot.usecases.poll_state import load_poll_state
from bot.usecases.recheck import members_owing
from storage.mandates import Mandate, append_mandate
from storage.outbox import Message, Recipient, plan_messages
from storage.polls import all_polls
from storage.remedies import confirm_arrival, dismiss, replace_recipient, send_again
from storage.tables import MessageKind


class Remedy(BaseModel):
    """Who acts on the troubled messages to which recipient (a person's or a channel's id)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    recipient: str
    user_id: str


def resend(desk: Desk, command: Remedy) -> int:
    """Put the messages back as due now; return how many. Raises: NotCoordinatorError."""
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        changed = send_again(session, command.recipient, at=desk.now(), by=command.user_id)
    desk.wake()
    return changed


def leave(desk: Desk, command: Remedy) -> int:
    """Let the messages be; return how many. Raises: NotCoordinatorError."""
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        return dismiss(session, command.recipient, at=desk.now(), by=command.user_id)


def say_it_arrived(desk: Desk, command: Remedy) -> int:
    """Record that the doubtful messages arrived; return how many. Raises: NotCoordinatorError."""
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        return confirm_arrival(session, command.recipient, at=desk.now(), by=command.user_id)


class AskInstead(Remedy):
    """Who is asked for a member from now on, in place of somebody who can't be reached."""

    member: str
    instead: str


def ask_instead(desk: Desk, command: AskInstead) -> int:
    """Give the new person the mandate, take it from the old one, and ask what is still owed.

    Returns how many questions go out. Raises: NotCoordinatorError.
    """
    now, today = desk.now(), desk.today()
    with desk.database.transaction(command.workspace_id) as session:
        require_coordinator(session, command.user_id)
        _hand_over(session, command, today, desk)
        replace_recipient(
            session,
            command.recipient,
            command.member,
            command.instead,
            at=now,
            by=command.user_id,
        )
        questions = [
            Message(
                key=f"question:{poll.id}:{command.member}:{command.instead}",
                kind=MessageKind.QUESTION,
                poll_id=poll.id,
                to=Recipient(user_id=command.instead),
                due_at=now,
                member=command.member,
            )
            for poll in all_polls(session)
            if poll.is_open and command.member in members_owing(load_poll_state(session, poll))
        ]
        asked = plan_messages(session, questions, now)
    desk.wake()
    return asked


def _hand_over(session: Session, command: AskInstead, today: date, desk: Desk) -> None:
    yesterday = date.fromordinal(today.toordinal() - 1)
    for user_id, end in ((command.recipient, yesterday), (command.instead, None)):
        append_mandate(
            session,
            Mandate(command.member, user_id, min(today, end or today), end),
            recorded_at=desk.now(),
            recorded_by=command.user_id,
        )
    session.flush()
