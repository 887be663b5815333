"""How a share came about, in words: one sentence for each step of its trace."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bot.texts import Texts
from bot.wording.names import Names, listed
from core.allocation.trace import (
    AmountStated,
    AtRate,
    BoundMet,
    Branch,
    ClassShare,
    DeclineApplied,
    EqualPart,
    FixedFee,
    Gap,
    Indexed,
    Missing,
    PartTaken,
    PerInhabitant,
    RestTaken,
    Rounded,
    ScaledWithin,
    ShareRounded,
    ShareStated,
    Step,
    Summed,
    TotalRead,
    WeightRead,
    WeightsSummed,
)
from core.costs import DeclineRule, Every
from core.figure import NotStated, Source
from core.keys import RoundingMethod, RoundTo


@dataclass(frozen=True)
class Line:
    """One sentence of an explanation, with the sentences below it."""

    text: str
    below: tuple["Line", ...] = ()


def trace_lines(steps: Sequence[Step], t: Texts, names: Names) -> tuple[Line, ...]:
    """Return the steps as sentences, in order; a branch has its own steps below it."""
    return tuple(_lines(steps, t, names))


def flat(lines: Sequence[Line], depth: int = 0) -> Iterator[str]:
    """Return the sentences one below the other, indented by their depth."""
    for line in lines:
        yield f"{'   ' * depth}{line.text}"
        yield from flat(line.below, depth + 1)


def source_phrase(source: Source, t: Texts) -> str:
    """Return where a figure was published: title, date and place."""
    published = "" if isinstance(source.published, NotStated) else t.day(source.published)
    return ", ".join(part for part in (source.title, published, source.place) if part)


def _lines(steps: Sequence[Step], t: Texts, names: Names) -> Iterator[Line]:
    for step in steps:
        if isinstance(step, Branch):
            below = trace_lines(step.steps, t, names)
            yield Line(step.title or step.name, below)
        else:
            yield Line(_SENTENCES[type(step)](step, t, names))


def _total_read(step: TotalRead, t: Texts, _names: Names) -> str:
    total = t.kronor(step.total_ore)
    if step.at_most:
        total = t("at most {total}", total=total)
    if step.every is Every.YEAR:
        total = t("{total} a year", total=total)
    level = f" ({step.level_title})" if step.level_title else ""
    return t(
        "Total: {total}{level}. Source: {source}",
        total=total,
        level=level,
        source=source_phrase(step.source, t),
    )


def _indexed(step: Indexed, t: Texts, _names: Names) -> str:
    return t(
        "Adjusted by index to {year}: × {factor} = {total}",
        year=step.year,
        factor=t.number(_decimal_text(step.factor)),
        total=t.kronor(step.total_ore),
    )


def _weight_read(step: WeightRead, t: Texts, _names: Names) -> str:
    value = _exact(step.value, t)
    if isinstance(step.on, NotStated):
        return t("{weight}: {value}", weight=_weight(step, t), value=value)
    assumed = t(" (the date isn’t stated in the document: our assumption)") if step.assumed else ""
    return t(
        "{weight} on {day}: {value}{assumed}",
        weight=_weight(step, t),
        day=t.day(step.on),
        value=value,
        assumed=assumed,
    )


def _weights_summed(step: WeightsSummed, t: Texts, names: Names) -> str:
    total = _exact(step.sum, t)
    if not step.largest:
        return t.plural(
            "Together for {n} member: {total}",
            "Together for {n} members: {total}",
            step.members,
            total=total,
        )
    return t(
        "Together {total}; {off} off for {largest} ({largest_sum}), so {counted} counts",
        total=total,
        off=t.percent(step.off, 0),
        largest=listed(step.largest, names, t),
        largest_sum=_exact(step.largest_sum, t),
        counted=_exact(step.counted, t),
    )


def _at_rate(step: AtRate, t: Texts, _names: Names) -> str:
    rate = t.kronor_per(step.rate_ore, 4)
    exact = t.kronor_per(step.rate_ore * step.value * step.factor)
    if step.factor == 1:
        return t("{rate} × {value} = {exact}", rate=rate, value=_exact(step.value, t), exact=exact)
    return t(
        "{rate} × {value} × {factor} = {exact}",
        rate=rate,
        value=_exact(step.value, t),
        factor=t.percent(step.factor, 0),
        exact=exact,
    )


def _equal_part(step: EqualPart, t: Texts, _names: Names) -> str:
    return t.plural("In equal parts for {n}", "In equal parts among {n}", step.members)


def _share_stated(step: ShareStated, t: Texts, _names: Names) -> str:
    based = t(", by {what}", what=step.based_on) if step.based_on else ""
    return t(
        "Share stated in the document{based}: {share}. Source: {source}",
        based=based,
        share=t.number(_decimal_text(step.share)),
        source=source_phrase(step.source, t),
    )


def _amount_stated(step: AmountStated, t: Texts, _names: Names) -> str:
    based = t(", by {what}", what=step.based_on) if step.based_on else ""
    return t(
        "Amount stated in the document{based}: {amount}. Source: {source}",
        based=based,
        amount=t.kronor(step.amount_ore),
        source=source_phrase(step.source, t),
    )


def _class_share(step: ClassShare, t: Texts, _names: Names) -> str:
    return t("{name} bears {share} of it", name=step.name, share=t.percent(step.share))


def _part_taken(step: PartTaken, t: Texts, _names: Names) -> str:
    return t("Of it {name}: {amount}", name=step.name, amount=t.kronor_per(step.amount_ore))


def _fixed_fee(step: FixedFee, t: Texts, _names: Names) -> str:
    return t("Fixed fee: {amount}", amount=t.kronor(step.amount_ore))


def _rest_taken(step: RestTaken, t: Texts, _names: Names) -> str:
    return t(
        "What is left after {n} fixed fees of {fee}: {amount}",
        n=t.number(step.members),
        fee=t.kronor(step.fixed_ore),
        amount=t.kronor_per(step.amount_ore),
    )


def _scaled_within(step: ScaledWithin, t: Texts, _names: Names) -> str:
    if step.met is BoundMet.FLOOR and step.bound_ore is not None:
        return t("Raised to the floor: {bound}", bound=t.kronor(step.bound_ore))
    if step.met is BoundMet.CEILING and step.bound_ore is not None:
        return t("Lowered to the ceiling: {bound}", bound=t.kronor(step.bound_ore))
    factor = t.number(_decimal_text(step.factor or Fraction(0)))
    return t("Scaled by {factor}, since others stand at a floor or a ceiling", factor=factor)


def _summed(step: Summed, t: Texts, _names: Names) -> str:
    return t("Added up: {amount}", amount=t.kronor_per(step.amount_ore))


def _share_rounded(step: ShareRounded, t: Texts, _names: Names) -> str:
    return t.plural(
        "Share rounded to {n} decimal: {share}",
        "Share rounded to {n} decimals: {share}",
        step.decimals,
        share=t.number(_decimal_text(step.share)),
    )


def _rounded(step: Rounded, t: Texts, _names: Names) -> str:
    unit = {
        RoundTo.ORE: t("whole öre"),
        RoundTo.KRONA: t("whole kronor"),
        RoundTo.TEN: t("tens of kronor"),
        RoundTo.HUNDRED: t("hundreds of kronor"),
    }[step.to]
    if step.exact_ore == step.amount_ore:
        return t("Exactly {amount}; no rounding needed", amount=t.kronor(step.amount_ore))
    how = (
        t("so that the sum is exact (largest remainder)")
        if step.method is RoundingMethod.LARGEST_REMAINDER
        else t("each amount by itself")
    )
    return t(
        "Rounded to {unit}, {how}: {amount}", unit=unit, how=how, amount=t.kronor(step.amount_ore)
    )


def _decline_applied(step: DeclineApplied, t: Texts, _names: Names) -> str:
    rule = {
        DeclineRule.AMOUNTS_STAND: t("the others’ amounts stand and the gap is shown"),
        DeclineRule.SPREAD: t("the total is spread over those who joined"),
        DeclineRule.BUDGET_SHRINKS: t("the budget shrinks"),
    }[step.rule]
    return t.plural("{n} declined: {rule}", "{n} declined: {rule}", step.declined, rule=rule)


def _missing(step: Missing, t: Texts, _names: Names) -> str:
    what = {
        Gap.TOTAL: t("the total"),
        Gap.KEY: t("how the cost is split"),
        Gap.SHARE: t("the member’s share"),
        Gap.AMOUNT: t("the member’s amount"),
        Gap.WEIGHT: t("the member’s weight"),
        Gap.CLASS_SHARE: t("how much {name} bears", name=step.name),
    }[step.what]
    based = t(" The key is named, though: {what}.", what=step.based_on) if step.based_on else ""
    return t(
        "Not stated in the source: {what}.{based} Source: {source}",
        what=what,
        based=based,
        source=source_phrase(step.source, t),
    )


def _per_inhabitant(step: PerInhabitant, t: Texts, _names: Names) -> str:
    return t(
        "{rate} per inhabitant ({inhabitants} inhabitants on {day})",
        rate=t.kronor_per(step.rate_ore),
        inhabitants=t.number(step.inhabitants),
        day=t.day(step.on),
    )


def _weight(step: WeightRead, t: Texts) -> str:
    if step.weight == "population" and not step.title:
        return t("Inhabitants")
    return step.title or step.weight


def _exact(value: Fraction, t: Texts) -> str:
    return t.number(int(value)) if value.denominator == 1 else t.number(_decimal_text(value))


def _decimal_text(value: Fraction) -> Any:  # noqa: ANN401  # Babel takes ints and decimals alike
    from decimal import Decimal  # noqa: PLC0415  # only for shares that aren't whole

    return Decimal(value.numerator) / Decimal(value.denominator)


_Sentence = Callable[[Any, Texts, Names], str]

_SENTENCES: dict[type, _Sentence] = {
    TotalRead: _total_read,
    Indexed: _indexed,
    WeightRead: _weight_read,
    WeightsSummed: _weights_summed,
    AtRate: _at_rate,
    EqualPart: _equal_part,
    ShareStated: _share_stated,
    AmountStated: _amount_stated,
    ClassShare: _class_share,
    PartTaken: _part_taken,
    FixedFee: _fixed_fee,
    RestTaken: _rest_taken,
    ScaledWithin: _scaled_within,
    Summed: _summed,
    ShareRounded: _share_rounded,
    Rounded: _rounded,
    DeclineApplied: _decline_applied,
    Missing: _missing,
    PerInhabitant: _per_inhabitant,
}
