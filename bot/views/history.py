"""A member's history: every version with its dates, and the steps of the decision."""

from datetime import date

from bot.texts import Texts
from bot.usecases.look_up_history import MemberHistory
from bot.views.blocks import Block, escaped, header, section
from bot.wording.history import version_lines
from bot.wording.life import life_lines


def history_blocks(history: MemberHistory, today: date, t: Texts) -> list[Block]:
    """Return the history as Block Kit."""
    recommendation = history.state.recommendation
    lines = [f"• {escaped(line)}" for line in version_lines(history, t)]
    steps = [f"• {escaped(line)}" for line in life_lines(history.life, today, t)]
    blocks = [
        header(history_text(history, t)),
        section(f"{escaped(recommendation.title)} (`{recommendation.key}`)"),
    ]
    if not lines:
        return [*blocks, section(t("No answer yet."))]
    blocks.append(section("\n".join([f"*{t('What was said')}*", *lines])))
    if steps:
        blocks.append(section("\n".join([f"*{t('The decision, step by step')}*", *steps])))
    return blocks


def history_text(history: MemberHistory, t: Texts) -> str:
    """Return whose history it is, in one line."""
    return t.plural(
        "{member}: {n} version of the answer",
        "{member}: {n} versions of the answer",
        len(history.versions),
        member=history.member.name,
    )
