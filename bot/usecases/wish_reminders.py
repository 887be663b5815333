"""A person says how often they want to be reminded, or until when not at all."""

from dataclasses import replace
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from bot.desk import Desk
from storage.wishes import ReminderWish, append_wish, reminder_wish


class PauseReminders(BaseModel):
    """Who isn't to be reminded before which day; None ends a pause."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    user_id: str
    until: date | None


class PaceReminders(BaseModel):
    """Who wants at most one message every so many days (1: the usual, 7: weekly)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    user_id: str
    days_between: int = Field(ge=1, le=90)


def pause_reminders(desk: Desk, command: PauseReminders) -> ReminderWish:
    """Record a pause, or its end, and return the wish as it stands."""
    with desk.database.transaction(command.workspace_id) as session:
        known = reminder_wish(session, command.user_id)
        wish = replace(known, paused_until=command.until)
        append_wish(session, command.user_id, wish, recorded_at=desk.now())
    return wish


def pace_reminders(desk: Desk, command: PaceReminders) -> ReminderWish:
    """Record how often at most, and return the wish as it stands."""
    with desk.database.transaction(command.workspace_id) as session:
        known = reminder_wish(session, command.user_id)
        wish = replace(known, days_between=command.days_between)
        append_wish(session, command.user_id, wish, recorded_at=desk.now())
    return wish
