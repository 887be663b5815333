"""What in an agreement file doesn't add up, in words."""

from collections.abc import Callable
from typing import Any

from bot.texts import Texts
from bot.wording.figures import figure_phrase, unit_phrase
from bot.wording.names import Names, listed
from core.reconcile import Finding, Gravity
from core.reconcile.finding import (
    AmountsDontSum,
    CountExceedsMembers,
    DeadlineOnDayOff,
    DeadlineTooEarly,
    FigureDiffers,
    FigureNotComputable,
    FigureRounded,
    FiguresContradict,
    KeyDoesntFit,
    MembersWithoutShare,
    PartsDontSum,
    SharesDontSum,
    Silence,
    Silent,
)


def finding_sentence(finding: Finding, t: Texts, names: Names) -> str:
    """Return one finding as a sentence, headed by how much it matters."""
    gravity = {
        Gravity.WRONG: t("Wrong"),
        Gravity.DIFFERENCE: t("Difference"),
        Gravity.NOTE: t("Note"),
    }[finding.gravity]
    return f"{gravity}: {_SENTENCES[type(finding)](finding, t, names)}"


def _shares_dont_sum(finding: SharesDontSum, t: Texts, _names: Names) -> str:
    return t(
        "the shares of {line} sum to {sum}, not to 100 %",
        line=finding.line,
        sum=t.percent(finding.sum, 4),
    )


def _amounts_dont_sum(finding: AmountsDontSum | PartsDontSum, t: Texts, _names: Names) -> str:
    what = t("the amounts") if isinstance(finding, AmountsDontSum) else t("the parts")
    return t(
        "{what} of {line} ({level}) sum to {sum}, but the total is {total}",
        what=what,
        line=finding.line,
        level=finding.level,
        sum=t.kronor(finding.sum_ore),
        total=t.kronor(finding.total_ore),
    )


def _key_doesnt_fit(finding: KeyDoesntFit, t: Texts, _names: Names) -> str:
    return t(
        "the key {key} asks for {needed}, more than the total {total}",
        key=finding.key,
        needed=t.kronor(finding.needed_ore),
        total=t.kronor_per(finding.total_ore),
    )


def _members_without_share(finding: MembersWithoutShare, t: Texts, names: Names) -> str:
    return t(
        "{line} states nothing for {who}; their amounts are shown as not stated",
        line=finding.line,
        who=listed(finding.members, names, t),
    )


def _deadline_on_day_off(finding: DeadlineOnDayOff, t: Texts, _names: Names) -> str:
    return t(
        "the deadline, {deadline}, isn’t a working day; the last reminder goes out on {day}",
        deadline=t.weekday(finding.deadline),
        day=t.weekday(finding.working_day),
    )


def _deadline_too_early(finding: DeadlineTooEarly, t: Texts, _names: Names) -> str:
    return t(
        "the deadline, {deadline}, isn’t after the recommendation of {day}",
        deadline=t.day(finding.deadline),
        day=t.day(finding.recommended_on),
    )


def _count_exceeds(finding: CountExceedsMembers, t: Texts, _names: Names) -> str:
    return t(
        "the condition asks for {count} members, but there are {members}",
        count=finding.count,
        members=finding.members,
    )


def _contradict(finding: FiguresContradict, t: Texts, _names: Names) -> str:
    figures = t.listing(figure_phrase(figure, t) for figure in finding.figures)
    name = finding.name or t("the same thing")
    return t("the documents contradict each other on {name}: {figures}", name=name, figures=figures)


def _rounded(finding: FigureRounded, t: Texts, names: Names) -> str:
    figure = _owned(finding.figure.member, figure_phrase(finding.figure, t), names)
    if finding.to_ore is not None:
        return t(
            "{figure} is the computed {computed}, rounded to {unit}",
            figure=figure,
            computed=t.kronor_per(finding.computed),
            unit=unit_phrase(finding.to_ore, t),
        )
    return t(
        "{figure} is the computed {computed}, rounded",
        figure=figure,
        computed=t.percent(finding.computed, 4),
    )


def _differs(finding: FigureDiffers, t: Texts, names: Names) -> str:
    figure = _owned(finding.figure.member, figure_phrase(finding.figure, t), names)
    is_amount = finding.figure.amount_ore is not None
    computed = t.kronor_per(finding.computed) if is_amount else t.percent(finding.computed, 2)
    if finding.fraction is None:
        return t("{figure} isn’t the computed {computed}", figure=figure, computed=computed)
    return t(
        "{figure} isn’t the computed {computed}: it differs by {share}",
        figure=figure,
        computed=computed,
        share=t.percent(abs(finding.fraction), 1),
    )


def _not_computable(finding: FigureNotComputable, t: Texts, names: Names) -> str:
    figure = _owned(finding.figure.member, figure_phrase(finding.figure, t), names)
    return t("{figure} can’t be compared: what it rests on isn’t stated", figure=figure)


def _silent(finding: Silent, t: Texts, _names: Names) -> str:
    about = {
        Silence.TOTAL: t("the total"),
        Silence.KEY: t("how the cost is split"),
        Silence.DEADLINE: t("the deadline"),
        Silence.CONDITION: t("a condition"),
        Silence.POPULATION_DATE: t("the date of the population"),
        Silence.RECOMMENDED_ON: t("the day of the recommendation"),
        Silence.PERIOD_START: t("when it begins"),
        Silence.PERIOD_END: t("when it ends"),
        Silence.DECLINE_RULE: t("what a decline means for the others"),
        Silence.BINDING_BODY: t("whose decision binds"),
    }[finding.about]
    where = ", ".join(part for part in (finding.line, finding.level) if part)
    if where:
        return t("not stated in the source: {about} ({where})", about=about, where=where)
    return t("not stated in the source: {about}", about=about)


def _owned(member: str | None, figure: str, names: Names) -> str:
    return f"{names.get(member, member)}: {figure}" if member else figure


_SENTENCES: dict[type, Callable[[Any, Texts, Names], str]] = {
    SharesDontSum: _shares_dont_sum,
    AmountsDontSum: _amounts_dont_sum,
    PartsDontSum: _amounts_dont_sum,
    KeyDoesntFit: _key_doesnt_fit,
    MembersWithoutShare: _members_without_share,
    DeadlineOnDayOff: _deadline_on_day_off,
    DeadlineTooEarly: _deadline_too_early,
    CountExceedsMembers: _count_exceeds,
    FiguresContradict: _contradict,
    FigureRounded: _rounded,
    FigureDiffers: _differs,
    FigureNotComputable: _not_computable,
    Silent: _silent,
}
