"""A member's share in words: the amount and its short form; the steps are in `trace`."""

from collections.abc import Iterator

from bot.texts import Texts
from bot.usecases.look_up_share import OtherShare, ShareLookup
from bot.wording.answer import answer_phrase, evidence_phrase
from bot.wording.condition import condition_clause
from bot.wording.figures import comparison_sentence
from bot.wording.names import Names, listed, names_of
from bot.wording.reading import reading_sentence
from bot.wording.trace import Line, trace_lines
from core.allocation import Share
from core.figure import NotStated
from core.followed import FollowedCondition, Origin
from core.recommendation import Recommendation
from core.settlement import SettlementKind
from core.years import YearShare


def amount_phrase(share: Share, t: Texts) -> str:
    """Return the amount: "120 205 kr", or that the source doesn't state it."""
    if share.amount_ore is None:
        return t("not stated in the source")
    return t.kronor(share.amount_ore)


def share_line(share: Share, t: Texts) -> str:
    """Return the amount, the share in per cent and the price per inhabitant, what is known."""
    parts = [amount_phrase(share, t)]
    if share.fraction is not None:
        parts.append(t("{share} of the total", share=t.percent(share.fraction)))
    if share.ore_per_inhabitant is not None:
        parts.append(t("{price} per inhabitant", price=t.kronor_per(share.ore_per_inhabitant)))
    return ", ".join(parts)


def did_you_mean(lookup: ShareLookup, t: Texts) -> str:
    """Return the question that goes before the answer when the name was a slip away."""
    if lookup.found.is_exact:
        return ""
    return t(
        "I know of no “{query}”. Did you mean {name}? Here is {name}:",
        query=lookup.found.query,
        name=lookup.member.name,
    )


def how_it_was_computed(lookup: ShareLookup, t: Texts) -> tuple[Line, ...]:
    """Return how the share came about, and what the document says beside it."""
    names = names_of(lookup.recommendation)
    steps = trace_lines(lookup.share.trace, t, names)
    several = len(lookup.recommendation.levels) > 1
    stated = (
        comparison_sentence(each, t, lookup.level_title(each.figure.level) if several else "")
        for each in lookup.comparisons
    )
    return (*steps, *(Line(text) for text in stated))


def level_lines(lookup: ShareLookup, t: Texts) -> Iterator[str]:
    """Return the member's share at the other levels of the cost, a line each."""
    for level in lookup.levels:
        yield f"{level.title}: {share_line(level.share, t)}"


def deadline_phrase(recommendation: Recommendation, t: Texts) -> str:
    """Return the deadline with its weekday, or that the source states none."""
    if isinstance(recommendation.deadline, NotStated):
        return t("not stated in the source")
    return t.weekday(recommendation.deadline)


def condition_phrase(followed: FollowedCondition, t: Texts, names: Names) -> str:
    """Return the condition, and whose provisos make it where the source states none."""
    if followed.origin is Origin.PROVISOS:
        return t(
            "none is stated for the whole; {who} is in provided that {clause}",
            who=listed(followed.members, names, t),
            clause=condition_clause(followed.condition, t, names),
        )
    if followed.origin is Origin.RULED:
        return t("none is stated in the source; somebody has ruled")
    return condition_clause(followed.condition, t, names)


def standing_phrase(lookup: ShareLookup, t: Texts) -> str:
    """Return where the condition stands now, or that nobody has been asked yet."""
    if lookup.state is None:
        return t("hasn’t been opened here: nobody has been asked")
    names = names_of(lookup.recommendation)
    return reading_sentence(lookup.state.adoption.whole, t, names, lookup.state.leaning)


def own_answer_phrase(lookup: ShareLookup, t: Texts) -> str:
    """Return what the member itself has said, with its evidence; nothing if not opened."""
    if lookup.state is None:
        return ""
    if lookup.answer is None:
        return t("no answer yet")
    said = answer_phrase(lookup.answer, t, names_of(lookup.recommendation))
    return f"{said} ({evidence_phrase(lookup.answer.evidence, t)})"


def year_lines(lookup: ShareLookup, t: Texts) -> Iterator[str]:
    """Yield this year's amount and the next one's, where they differ or somebody asked for them."""
    years = lookup.years
    if not (lookup.is_year_asked or years.change_ore):
        return
    for each in (years.this, years.next):
        yield f"{each.year}: {_year_amount(each, t)}"
    if years.change is not None and years.change_ore:
        sign = "+" if years.change_ore > 0 else "−"
        yield t(
            "Change: {sign}{amount} ({sign}{share})",
            sign=sign,
            amount=t.kronor(abs(years.change_ore)),
            share=t.percent(abs(years.change)),
        )


def _year_amount(year: YearShare, t: Texts) -> str:
    if year.in_period is False:
        return t("nothing, outside the period")
    amount = t("not stated in the source") if year.amount_ore is None else t.kronor(year.amount_ore)
    if year.in_period is None:
        return t("{amount}, if it still applies: the period isn’t stated", amount=amount)
    return amount


def settled_lines(lookup: ShareLookup, t: Texts) -> Iterator[str]:
    """Yield what of outside money was decided to come off the member's share or to be repaid."""
    for each in lookup.settled:
        fields = {
            "amount": t.kronor(each.back_ore[lookup.member.code]),
            "origin": each.origin,
            "decision": evidence_phrase(each.decision, t),
        }
        if each.kind is SettlementKind.REPAYMENT:
            yield t("{amount} is repaid: {origin} ({decision})", **fields)
        else:
            yield t("{amount} comes off: {origin} ({decision})", **fields)


def other_lines(others: tuple[OtherShare, ...], t: Texts) -> Iterator[str]:
    """Return the member's other shares, a line each."""
    for other in others:
        yield t(
            "{key}: {amount} ({title})",
            key=other.recommendation.key,
            amount=amount_phrase(other.share, t),
            title=other.recommendation.title,
        )
