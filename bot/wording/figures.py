"""Stated figures beside computed ones, in words: agrees, agrees when rounded, or differs."""

from decimal import Decimal
from fractions import Fraction

from bot.texts import Texts
from core.clause import FigureOf, Precision, StatedFigure
from core.reconcile import (
    AgreesExactly,
    AgreesWhenRounded,
    Comparison,
    Differs,
    ShareAgreesWhenRounded,
    ShareDiffers,
    ShareVerdict,
    Verdict,
)


def comparison_sentence(comparison: Comparison, t: Texts, level_title: str = "") -> str:
    """Return a stated figure and whether the computed one agrees with it.

    "The document states 9 500 kr: agrees when rounded to hundreds of kronor". `level_title` says
    which level of the cost the figure is about, where there are several.
    """
    figure = figure_phrase(comparison.figure, t)
    stated = (
        t("The document states {figure} ({level})", figure=figure, level=level_title)
        if level_title
        else t("The document states {figure}", figure=figure)
    )
    if comparison.verdict is None:
        return t("{stated}: can’t be compared, since nothing else is stated", stated=stated)
    verdict = verdict_phrase(comparison, comparison.verdict, t)
    return f"{stated}: {verdict}"


def figure_phrase(figure: StatedFigure, t: Texts) -> str:
    """Return a figure as the document states it: "ca 1,95 kr", "15 %", "drygt 6 000 000 kr"."""
    value = t.kronor(figure.amount_ore) if figure.amount_ore is not None else ""
    if figure.share is not None:
        value = t.percent(figure.share, _decimals(figure))
    if figure.of is FigureOf.PER_INHABITANT:
        value = t("{price} per inhabitant", price=value)
    value = {
        Precision.EXACT: value,
        Precision.ABOUT: t("about {value}", value=value),
        Precision.MORE_THAN: t("a little more than {value}", value=value),
        Precision.AT_MOST: t("at most {value}", value=value),
    }[figure.precision]
    return f"{value} ({figure.committee})" if figure.committee else value


def verdict_phrase(comparison: Comparison, verdict: Verdict | ShareVerdict, t: Texts) -> str:
    """Return whether a stated figure agrees with the computed one, and by how much it doesn't."""
    computed = comparison.computed or Fraction(0)
    match verdict:
        case AgreesExactly():
            return t("agrees exactly")
        case AgreesWhenRounded(to_ore=unit):
            return t("agrees when rounded to {unit}", unit=unit_phrase(unit, t))
        case ShareAgreesWhenRounded(decimals=decimals):
            return t.plural(
                "agrees when rounded to {n} decimal of a per cent",
                "agrees when rounded to {n} decimals of a per cent",
                decimals,
            )
        case ShareDiffers(by=by):
            points = t.number(round(abs(by) * 10_000) / Decimal(100))
            return t(
                "differs by {points} percentage points from the computed {computed}",
                points=points,
                computed=t.percent(computed),
            )
        case Differs(by_ore=by_ore):
            return t(
                "differs by {by} from the computed {computed}",
                by=t.kronor_per(abs(by_ore), 0),
                computed=t.kronor_per(computed, 0),
            )


def unit_phrase(unit_ore: int, t: Texts) -> str:
    """Return a unit of rounding in words: "hundreds of kronor"."""
    return {
        1: t("whole öre"),
        10: t("tens of öre"),
        100: t("whole kronor"),
        1_000: t("tens of kronor"),
        10_000: t("hundreds of kronor"),
        100_000: t("thousands of kronor"),
        1_000_000: t("tens of thousands of kronor"),
        10_000_000: t("hundreds of thousands of kronor"),
        100_000_000: t("millions of kronor"),
    }.get(unit_ore, t("multiples of {unit}", unit=t.kronor(unit_ore)))


def _decimals(figure: StatedFigure) -> int:
    share = figure.share
    return 0 if share is not None and (share * 100).denominator == 1 else 2
