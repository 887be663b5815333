"""A member's history: every version with its dates, and the steps of the decision.

On a day: as it is known now, and below it what was known then.
"""

from datetime import date

from bot.texts import Texts
from bot.usecases.look_up_history import MemberHistory, Told
from bot.views.blocks import Block, context, escaped, header, section
from bot.wording.history import version_lines
from bot.wording.life import life_lines


def history_blocks(history: MemberHistory, today: date, t: Texts) -> list[Block]:
    """Return the history as Block Kit."""
    recommendation = history.state.recommendation
    blocks = [
        header(history_text(history, t)),
        section(f"{escaped(recommendation.title)} (`{recommendation.key}`)"),
    ]
    on = history.on
    if on is None:
        return [*blocks, *_told(history, history.told, today, t)]
    if history.was_known_then:
        note = t("On {day}. Everything was known then already.", day=t.weekday(on))
        return [*blocks, context(note), *_told(history, history.told, on, t)]
    return [
        *blocks,
        context(t("On {day}, as it is known now", day=t.weekday(on))),
        *_told(history, history.told, on, t),
        context(t("As it was known then")),
        *_told(history, history.told_then, on, t),
    ]


def _told(history: MemberHistory, told: Told | None, today: date, t: Texts) -> list[Block]:
    if told is None or not told.versions:
        return [section(t("No answer yet."))]
    lines = [f"• {escaped(line)}" for line in version_lines(history, told, t)]
    steps = [f"• {escaped(line)}" for line in life_lines(told.life, today, t)]
    blocks = [section("\n".join([f"*{t('What was said')}*", *lines]))]
    if steps:
        blocks.append(section("\n".join([f"*{t('The decision, step by step')}*", *steps])))
    return blocks


def history_text(history: MemberHistory, t: Texts) -> str:
    """Return whose history it is, in one line."""
    return t.plural(
        "{member}: {n} version of the answer",
        "{member}: {n} versions of the answer",
        len(history.told.versions),
        member=history.member.name,
    )
