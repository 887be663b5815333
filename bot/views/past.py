"""How a poll stood on a day: as it is known now, and what of that wasn't known then."""

from bot.texts import Texts
from bot.usecases.look_up_past import Past
from bot.views.blocks import Block, context, escaped, section
from bot.views.status import board_blocks, board_text, status_blocks
from bot.wording.names import listed, names_of
from bot.wording.reading import state_word
from bot.wording.status import legend


def past_blocks(past: Past, t: Texts) -> list[Block]:
    """Return the state of that day as it is known now, and below it what was known then."""
    now = past.known_now
    if not past.told_later:
        note = t("On {day}. Everything was known then already.", day=t.weekday(past.on))
        return [context(note), *status_blocks(now, t)]
    names = names_of(now.recommendation)
    later = t("Told only afterwards: {who}.", who=escaped(listed(past.told_later, names, t)))
    then = past.known_then
    return [
        context(t("On {day}, as it is known now", day=t.weekday(past.on))),
        *board_blocks(now, t),
        section(
            "\n".join(
                [
                    f"*{t('As it was known then')}:* {legend(then, t)}",
                    t("Condition: {state}.", state=state_word(then.adoption.whole.state, t)),
                    later,
                ]
            )
        ),
    ]


def past_text(past: Past, t: Texts) -> str:
    """Return the state of that day in one line."""
    return f"{t.day(past.on)}: {board_text(past.known_now, t)}"
