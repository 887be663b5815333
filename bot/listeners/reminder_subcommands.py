"""The subcommands about reminders: pause, pace, a deadline that moves, and deputies."""

import re
from datetime import date

from bot.listeners.subcommands import Asked, Reply, Subcommand
from bot.usecases.escalate import AppointDeputy, appoint_deputy
from bot.usecases.move_deadline import MoveDeadline, move_deadline
from bot.usecases.wish_reminders import (
    PaceReminders,
    PauseReminders,
    pace_reminders,
    pause_reminders,
)
from bot.views.blocks import section
from bot.views.status import board_blocks, board_text

_MENTION = re.compile(r"^<@([A-Z0-9]+)(?:\|[^>]*)?>\s*")
_END = {"", "off", "end", "slut", "av"}
_PACES = {"daily": 1, "dagligen": 1, "weekly": 7, "veckovis": 7}


async def pause(asked: Asked) -> Reply:
    """Stop one's own reminders for a while: /samtliga pause 2019-05-01, /samtliga pause off."""
    t = asked.t
    until = None if asked.words.casefold() in _END else _day(asked.words)
    if asked.words.casefold() not in _END and until is None:
        return _said(t("Until which day? For example: /samtliga pause 2019-05-01"))
    command = PauseReminders(
        workspace_id=asked.command.team_id, user_id=asked.command.user_id, until=until
    )
    await asked.desk.run(pause_reminders, command)
    if until is None:
        return _said(t("You are reminded as usual again."))
    return _said(
        t(
            "You aren’t reminded before {day}. Questions still come, and what you owe is still"
            " owed. End the pause with /samtliga pause off.",
            day=t.weekday(until),
        )
    )


async def pace(asked: Asked) -> Reply:
    """Choose how often one is reminded at most: /samtliga pace weekly."""
    t = asked.t
    days = _PACES.get(asked.words.casefold())
    if days is None:
        return _said(t("How often? /samtliga pace daily, or /samtliga pace weekly"))
    command = PaceReminders(
        workspace_id=asked.command.team_id, user_id=asked.command.user_id, days_between=days
    )
    await asked.desk.run(pace_reminders, command)
    return _said(
        t.plural(
            "You get at most one reminder a day.", "You get at most one reminder in {n} days.", days
        )
    )


async def deadline(asked: Asked) -> Reply:
    """Move a deadline: /samtliga deadline skl-2020 2019-09-30."""
    t = asked.t
    key, _, written = asked.words.partition(" ")
    day = _day(written)
    if day is None:
        return _said(
            t("Which one, and to which day? For example: /samtliga deadline skl-2020 2019-09-30")
        )
    command = MoveDeadline(
        workspace_id=asked.command.team_id,
        recommendation=key,
        deadline=day,
        user_id=asked.command.user_id,
    )
    state = await asked.desk.run(move_deadline, command)
    return Reply(board_text(state, t), board_blocks(state, t))


async def deputy(asked: Asked) -> Reply:
    """Make somebody with a mandate a deputy: /samtliga deputy @Karin Ljungby."""
    t = asked.t
    mention = _MENTION.match(asked.words)
    if mention is None:
        return _said(t("Name the person with @ first: /samtliga deputy @Karin Ljungby"))
    command = AppointDeputy(
        workspace_id=asked.command.team_id,
        member=asked.words[mention.end() :],
        user_id=mention[1],
        by=asked.command.user_id,
    )
    code = await asked.desk.run(appoint_deputy, command)
    return _said(
        t(
            "<@{user}> is now a deputy for {member}: asked only when nobody else answers.",
            user=mention[1],
            member=asked.desk.member_name(code),
        )
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _said(text: str) -> Reply:
    return Reply(text, [section(text)])


REMINDER_SUBCOMMANDS: dict[str, Subcommand] = {
    "pause": pause,
    "pausa": pause,
    "pace": pace,
    "takt": pace,
    "deadline": deadline,
    "svarsdag": deadline,
    "deputy": deputy,
    "ersättare": deputy,
}
