"""Outside money split among the members: what each pays, gets and is left with."""

from bot.texts import Texts
from bot.usecases.settle_money import MoneySettled
from bot.views.blocks import Block, context, escaped, header, paragraphs, section
from bot.wording.settlement import clause_sentence, settlement_heading, settlement_lines


def settlement_blocks(result: MoneySettled, t: Texts) -> list[Block]:
    """Return the settlement as Block Kit."""
    recommendation = result.recommendation
    lines = [f"• {escaped(line)}" for line in settlement_lines(result, t)]
    return [
        header(settlement_heading(result, t)),
        section(f"{escaped(recommendation.title)} (`{recommendation.key}`)"),
        *(section(text) for text in paragraphs(lines)),
        context(escaped(clause_sentence(result, t))),
    ]


def settlement_text(result: MoneySettled, t: Texts) -> str:
    """Return the settlement in one line."""
    return f"{result.recommendation.key}: {settlement_heading(result, t)}"
