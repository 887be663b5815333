"""Slack's payloads in, use cases out: each listener checks, asks, and answers; it holds no rule.

Few listeners, the hot ones first, since Bolt tries them in order: one for all answers, one for the
form, one for suggestions, then the commands.
"""

from slack_bolt.async_app import AsyncApp

from bot.desk import Desk
from bot.directory import Directory
from bot.listeners import answers, commands, home, openings, quiet, reminders, steps


def register(app: AsyncApp, desk: Desk, directory: Directory) -> None:
    """Register every listener."""
    answers.register(app, desk, directory)
    steps.register(app, desk, directory)
    reminders.register(app, desk, directory)
    openings.register(app, desk, directory)
    commands.register(app, desk, directory)
    home.register(app, directory)
    quiet.register(app)
