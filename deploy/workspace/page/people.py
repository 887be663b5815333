"""Faces, names and dates, as they stand beside what people say."""

from datetime import datetime

from deploy.workspace.model import Message, Person
from deploy.workspace.page.mrkdwn import STOCKHOLM, safe
from deploy.workspace.words import say


def clock_of(message: Message) -> datetime:
    """Give the local time of a message."""
    return datetime.fromtimestamp(float(message.ts), STOCKHOLM)


def long_date(moment: datetime, locale: str) -> str:
    """Write a day in words, in the reader's language."""
    days = say("weekdays", locale).split()
    months = say("months", locale).split()
    return f"{days[moment.weekday()]} {moment.day} {months[moment.month - 1]} {moment.year}"


def avatar(person: Person) -> str:
    """Draw initials on a colour that is always the same for a person."""
    words = [word for word in person.name.split() if word[:1].isalpha()] or ["?"]
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
    hue = sum(ord(letter) * 37 * (i + 1) for i, letter in enumerate(person.id + person.name)) % 360
    css = "avatar bot" if person.is_bot else "avatar"
    return f'<span class="{css}" style="--hue:{hue}" aria-hidden="true">{safe(initials)}</span>'


def badge(person: Person) -> str:
    """Draw what stands beside a name: that it is an app, or somebody's title."""
    if person.is_bot:
        return '<span class="app-badge">APP</span>'
    return f'<span class="title">{safe(person.title)}</span>' if person.title else ""
