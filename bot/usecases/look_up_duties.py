"""Which reports are owed, by whom, since when: so that none is forgotten for years."""

from bot.desk import Desk
from bot.usecases.poll_state import PollState
from core.duty import OwedDuty, done, duty_of, still_owed
from storage.duties import duties_done


def look_up_duties(desk: Desk, state: PollState) -> tuple[OwedDuty, ...]:
    """Return what a poll's recommendation still obliges somebody to, the longest overdue first."""
    with desk.database.reading(state.poll.workspace_id) as session:
        fulfilled = duties_done(session, state.poll.id)
    duties = []
    for at, stated in enumerate(state.recommendation.duties):
        duty = duty_of(str(at), stated)
        known = fulfilled.get(duty.key)
        if known is not None and duty.done_on is None:
            duty = done(duty, known.done_on, known.recorded_by)
        duties.append(duty)
    return still_owed(duties, desk.today())
