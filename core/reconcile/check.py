"""Checking an agreement file: what doesn't add up, what contradicts itself, what isn't stated."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from core.allocation import KeyDoesNotFitError, allocate
from core.clause import StatedFigure
from core.condition import AtLeast
from core.condition import NotStated as ConditionNotStated
from core.costs import CostLine, Level
from core.figure import NotStated
from core.keys import ByClass, KeyNotStated, StatedAmounts, StatedShares
from core.recommendation import Population, Recommendation
from core.reconcile.compare import Comparison, compare
from core.reconcile.finding import (
    AmountsDontSum,
    CountExceedsMembers,
    DeadlineOnDayOff,
    DeadlineTooEarly,
    FigureDiffers,
    FigureNotComputable,
    FigureRounded,
    FiguresContradict,
    Finding,
    KeyDoesntFit,
    MembersWithoutShare,
    PartsDontSum,
    SharesDontSum,
    Silence,
    Silent,
)
from core.reconcile.verdict import (
    AgreesExactly,
    AgreesWhenRounded,
    Differs,
    ShareAgreesWhenRounded,
    ShareDiffers,
)
from core.register import Register
from core.workday import working_day_on_or_before


def check(recommendation: Recommendation, register: Register) -> tuple[Finding, ...]:
    """Return every finding about a recommendation: sums, dates, figures, silences, in that order.

    Raises: PopulationUnknownError if the register has no population on the file's date.
    """
    return (
        *_sums(recommendation),
        *_dates(recommendation),
        *_contradictions(recommendation),
        *_figures(recommendation, register),
        *_silences(recommendation),
    )


def _sums(recommendation: Recommendation) -> Iterator[Finding]:
    for line in recommendation.costs:
        yield from _key_sums(line, recommendation)
        for level in line.levels:
            yield from _level_sums(line, level, recommendation)


def _key_sums(line: CostLine, recommendation: Recommendation) -> Iterator[Finding]:
    named: Mapping[str, object] | None = None
    stated: list[object] = []
    match line.key:
        case StatedShares():
            named, stated = line.key.shares, list(line.key.shares.values())
        case StatedAmounts():
            named = line.key.amounts_ore
        case ByClass():
            named = {code: each for each in line.key.classes for code in each.members}
            stated = [each.share for each in line.key.classes]
    shares = [share for share in stated if isinstance(share, Fraction)]
    without = () if named is None else [c for c in recommendation.codes if c not in named]
    is_whole = len(shares) == len(stated) and not (without and isinstance(line.key, StatedShares))
    if shares and is_whole and sum(shares) != 1:
        yield SharesDontSum(line=line.name, sum=sum(shares, Fraction(0)))
    if shares and not is_whole and sum(shares) > 1:
        yield SharesDontSum(line=line.name, sum=sum(shares, Fraction(0)))
    if without:
        yield MembersWithoutShare(line=line.name, members=tuple(without))


def _level_sums(line: CostLine, level: Level, recommendation: Recommendation) -> Iterator[Finding]:
    total = level.total_ore
    if isinstance(total, NotStated):
        return
    concerned = set(level.members or recommendation.codes)
    tables = [level.stated_ore]
    if isinstance(line.key, StatedAmounts):
        tables.append(
            {
                code: amount
                for code, amount in line.key.amounts_ore.items()
                if not isinstance(amount, NotStated)
            }
        )
    for table in tables:
        if concerned <= set(table) and sum(table.values()) != total:
            yield AmountsDontSum(
                line=line.name, level=level.name, sum_ore=sum(table.values()), total_ore=total
            )
    parts = [part.amount_ore for part in level.parts]
    known = [part for part in parts if not isinstance(part, NotStated)]
    is_short = len(known) == len(parts) and sum(known) != total
    if parts and (is_short or sum(known) > total):
        yield PartsDontSum(line=line.name, level=level.name, sum_ore=sum(known), total_ore=total)
    earmarks = [part.amount_ore for part in level.earmarked]
    earmarked = sum(amount for amount in earmarks if not isinstance(amount, NotStated))
    if earmarked > total:
        yield PartsDontSum(line=line.name, level=level.name, sum_ore=earmarked, total_ore=total)


def _dates(recommendation: Recommendation) -> Iterator[Finding]:
    deadline, since = recommendation.deadline, recommendation.recommended_on
    if not isinstance(deadline, date):
        return
    working_day = working_day_on_or_before(deadline)
    if working_day != deadline:
        yield DeadlineOnDayOff(deadline=deadline, working_day=working_day)
    if isinstance(since, date) and deadline <= since:
        yield DeadlineTooEarly(deadline=deadline, recommended_on=since)


def _contradictions(recommendation: Recommendation) -> Iterator[Finding]:
    condition = recommendation.condition
    count = len(recommendation.members)
    if isinstance(condition, AtLeast) and condition.count > count:
        yield CountExceedsMembers(count=condition.count, members=count)
    about: dict[tuple[object, ...], list[StatedFigure]] = {}
    for figure in recommendation.stated_figures:
        subject = (figure.of, figure.name, figure.member, figure.committee, figure.level)
        about.setdefault((*subject, figure.share is None), []).append(figure)
    for figures in about.values():
        if len({(figure.amount_ore, figure.share) for figure in figures}) > 1:
            yield FiguresContradict(name=figures[0].name, figures=tuple(figures))


def _figures(recommendation: Recommendation, register: Register) -> Iterator[Finding]:
    try:
        for level in recommendation.levels:
            allocate(recommendation, register, level=level)
        comparisons = compare(recommendation, register)
    except KeyDoesNotFitError as error:
        yield KeyDoesntFit(key=error.kind, needed_ore=error.needed_ore, total_ore=error.total_ore)
        return
    for each in comparisons:
        finding = _finding(each)
        if finding is not None:
            yield finding


def _finding(comparison: Comparison) -> Finding | None:
    figure, computed = comparison.figure, comparison.computed
    if computed is None:
        return FigureNotComputable(figure=figure)
    match comparison.verdict:
        case AgreesExactly() | None:
            return None
        case AgreesWhenRounded(to_ore):
            return FigureRounded(figure=figure, computed=computed, to_ore=to_ore)
        case ShareAgreesWhenRounded(decimals):
            return FigureRounded(figure=figure, computed=computed, decimals=decimals)
        case Differs(by, fraction) | ShareDiffers(by, fraction):
            return FigureDiffers(figure=figure, computed=computed, by=by, fraction=fraction)


def _silences(recommendation: Recommendation) -> Iterator[Finding]:
    population = recommendation.population
    is_silent = {
        Silence.DEADLINE: isinstance(recommendation.deadline, NotStated),
        Silence.RECOMMENDED_ON: isinstance(recommendation.recommended_on, NotStated),
        Silence.PERIOD_START: isinstance(recommendation.period.start, NotStated),
        Silence.PERIOD_END: isinstance(recommendation.period.end, NotStated),
        Silence.CONDITION: isinstance(recommendation.condition, ConditionNotStated),
        Silence.POPULATION_DATE: isinstance(population, Population) and population.assumed,
        Silence.DECLINE_RULE: isinstance(recommendation.when_some_decline.rule, NotStated),
        Silence.BINDING_BODY: isinstance(recommendation.binding_bodies.default, NotStated),
    }
    for about, silent in is_silent.items():
        if silent:
            yield Silent(about=about)
    for line in recommendation.costs:
        if isinstance(line.key, KeyNotStated):
            yield Silent(about=Silence.KEY, line=line.name)
        for level in line.levels:
            if isinstance(level.total_ore, NotStated):
                yield Silent(about=Silence.TOTAL, line=line.name, level=level.name)
