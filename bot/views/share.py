"""The answer to /share: the amount first, then the condition, the deadline and the computation."""

from bot.texts import Texts
from bot.usecases.look_up_share import ShareLookup
from bot.views.blocks import Block, context, escaped, fields, header, section
from bot.wording.names import names_of
from bot.wording.share import (
    amount_phrase,
    condition_phrase,
    deadline_phrase,
    did_you_mean,
    how_it_was_computed,
    level_lines,
    other_lines,
    own_answer_phrase,
    settled_lines,
    share_line,
    standing_phrase,
    year_lines,
)
from bot.wording.trace import flat


def share_blocks(lookup: ShareLookup, t: Texts) -> list[Block]:
    """Return a member's share as Block Kit."""
    recommendation = lookup.recommendation
    names = names_of(recommendation)
    question = did_you_mean(lookup, t)
    answer = own_answer_phrase(lookup, t)
    facts = [
        (t("Condition"), escaped(condition_phrase(lookup.followed, t, names))),
        (t("Where it stands"), escaped(standing_phrase(lookup, t))),
        (t("Answer by"), deadline_phrase(recommendation, t)),
    ]
    if answer:
        facts.append((t("Own answer"), escaped(answer)))
    computed = "\n".join(f"{n}. {escaped(line)}" for n, line in enumerate(_steps(lookup, t), 1))
    blocks = [
        header(f"{lookup.member.name}: {amount_phrase(lookup.share, t)}"),
        section(
            f"{escaped(share_line(lookup.share, t))}\n{escaped(recommendation.title)}"
            f" (`{recommendation.key}`)"
        ),
        fields(facts),
        section(f"*{t('How it was computed')}*\n{computed}"),
    ]
    for heading, lines in (
        (t("Year by year"), year_lines(lookup, t)),
        (t("Outside money"), settled_lines(lookup, t)),
        (t("Other levels of the cost"), level_lines(lookup, t)),
    ):
        listed = [f"• {escaped(line)}" for line in lines]
        if listed:
            blocks.append(section("\n".join([f"*{heading}*", *listed])))
    if question:
        blocks.insert(0, section(escaped(question)))
    others = list(other_lines(lookup.others, t))
    if others:
        also = t("{name} is also asked here:", name=escaped(lookup.member.name))
        blocks.append(context("\n".join([also, *(f"• {escaped(line)}" for line in others)])))
    return blocks


def share_text(lookup: ShareLookup, t: Texts) -> str:
    """Return a member's share in one line."""
    return f"{lookup.member.name}: {share_line(lookup.share, t)} ({lookup.recommendation.title})"


def _steps(lookup: ShareLookup, t: Texts) -> list[str]:
    return list(flat(how_it_was_computed(lookup, t)))
