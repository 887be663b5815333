"""The answer to /samtliga whatif: what would follow, and what each would pay."""

from bot.texts import Texts
from bot.usecases.try_what_if import Tried
from bot.views.blocks import Block, context, escaped, header, section
from bot.wording.whatif import payment_lines, what_if_lines


def what_if_blocks(tried: Tried, t: Texts) -> list[Block]:
    """Return what would follow from a change of answers."""
    payments = "\n".join(f"• {escaped(line)}" for line in payment_lines(tried, t))
    blocks = [
        header(t("What if")),
        section("\n".join(escaped(line) for line in what_if_lines(tried, t))),
    ]
    if payments:
        heading = t("Whose amount would change")
        blocks.append(section(f"*{heading}*\n{payments}"))
    blocks.append(context(escaped(tried.state.recommendation.title)))
    return blocks
