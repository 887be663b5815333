"""The confirmation before a recommendation is opened: who will be written to, and who can't be."""

from bot.texts import Texts
from bot.usecases.open_poll import Opening
from bot.views.blocks import Block, actions, button, confirmation, context, escaped, header, section
from bot.wording.names import listed, names_of
from bot.wording.share import deadline_phrase
from core.deadline import reminder_plan
from core.figure import NotStated

OPENING_BLOCK = "opening"
_NAMED_ONE_BY_ONE = 20


def opening_blocks(opening: Opening, t: Texts) -> list[Block]:
    """Return what opening would do, with a button that does it and one that doesn't."""
    recommendation = opening.recommendation
    people = {user for users in opening.asked.values() for user in users}
    summary = t.plural("{n} person is written to", "{n} people are written to", len(people))
    blocks = [
        header(t("Open {title}?", title=recommendation.title)),
        section(f"*{summary}*\n{_who(opening, t)}"),
        context(_reminders(opening, t)),
    ]
    if opening.unasked:
        names = names_of(recommendation)
        blocks.insert(
            2,
            section(
                t(
                    "⚠️ Nobody has a mandate for {who}. They aren’t asked until somebody has:"
                    " `/samtliga mandate @person Ljungby`",
                    who=escaped(listed(opening.unasked, names, t)),
                )
            ),
        )
    sure = confirmation(
        t("Write to everybody?"),
        t.plural("{n} message goes out now.", "{n} messages go out now.", len(people)),
        t("Yes, open"),
        t("No"),
    )
    key = recommendation.key
    blocks.append(
        actions(
            OPENING_BLOCK,
            [
                button(t("Open and send"), "opening.open", key, style="primary", confirm=sure),
                button(t("Cancel"), "opening.cancel", key),
            ],
        )
    )
    return blocks


def _who(opening: Opening, t: Texts) -> str:
    names = names_of(opening.recommendation)
    lines = [
        f"• {escaped(names[member])}: {', '.join(f'<@{user}>' for user in users)}"
        for member, users in list(opening.asked.items())[:_NAMED_ONE_BY_ONE]
    ]
    rest = len(opening.asked) - _NAMED_ONE_BY_ONE
    if rest > 0:
        lines.append(t.plural("• and {n} member more", "• and {n} members more", rest))
    return "\n".join(lines)


def _reminders(opening: Opening, t: Texts) -> str:
    deadline = opening.recommendation.deadline
    if isinstance(deadline, NotStated):
        return t("The source states no deadline, so nobody is reminded.")
    days = t.listing(t.day(step.due_on) for step in reminder_plan(deadline))
    return t(
        "Answer by {deadline}. Reminders, to those who haven’t answered, at 09:00 on {days}.",
        deadline=deadline_phrase(opening.recommendation, t),
        days=days,
    )
