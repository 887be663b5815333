"""Every stated figure of a recommendation beside what its key gives."""

from dataclasses import dataclass
from fractions import Fraction

from core.allocation import Allocation, allocate
from core.allocation.trace import AtRate, WeightRead
from core.allocation.weights import POPULATION
from core.clause import FigureOf, StatedFigure
from core.committee import committee_part
from core.figure import NotStated
from core.recommendation import Recommendation
from core.reconcile.verdict import ShareVerdict, Verdict, reconcile, reconcile_share
from core.register import Register


@dataclass(frozen=True)
class Comparison:
    """A stated figure, the computed one (öre, or a share), and the verdict.

    `computed` and `verdict` are None where it can't be computed from what is stated.
    """

    figure: StatedFigure
    computed: Fraction | None
    verdict: Verdict | ShareVerdict | None


def compare(
    recommendation: Recommendation,
    register: Register,
    *,
    member: str | None = None,
    level: str | None = None,
) -> tuple[Comparison, ...]:
    """Return the comparisons of all figures that aren't plain facts, in the order of the file.

    With a `member` only its own figures, with a `level` only those of that level; a figure that
    names no level is one of the proposed level.
    """
    proposed = recommendation.proposed_level
    allocations: dict[str, Allocation] = {}
    compared = []
    for figure in recommendation.stated_figures:
        at = figure.level or proposed
        is_asked = member in {None, figure.member} and level in {None, at}
        if figure.of is FigureOf.FACT or not is_asked:
            continue
        if at not in allocations:
            allocations[at] = allocate(recommendation, register, level=at)
        compared.append(_compared(figure, allocations[at]))
    return tuple(compared)


def _compared(figure: StatedFigure, allocation: Allocation) -> Comparison:
    computed = _computed(figure, allocation)
    if computed is None:
        return Comparison(figure, None, None)
    if figure.share is not None:
        return Comparison(figure, computed, reconcile_share(figure.share, computed))
    return Comparison(figure, computed, reconcile(figure.amount_ore or 0, computed))


def _computed(figure: StatedFigure, allocation: Allocation) -> Fraction | None:
    match figure.of:
        case FigureOf.RAISE:
            return _raise(figure, allocation.recommendation)
        case FigureOf.PER_INHABITANT if figure.member is None:
            return _common_rate(allocation)
    if figure.member not in allocation.shares:
        return None
    share = allocation.shares[str(figure.member)]
    if figure.of is FigureOf.PER_INHABITANT:
        return share.ore_per_inhabitant
    if figure.of is FigureOf.AMOUNT and figure.share is None:
        return None if share.amount_ore is None else Fraction(share.amount_ore)
    if figure.of is FigureOf.AMOUNT:
        return share.fraction
    recommendation, at = allocation.recommendation, allocation.level
    part = committee_part(recommendation, share, figure.committee, at)
    if part is None:
        return None
    return part.exact_ore if figure.share is None else part.fraction


def _raise(figure: StatedFigure, recommendation: Recommendation) -> Fraction | None:
    """Return what the proposed level costs more than the figure's, over all lines."""
    raised = Fraction(0)
    for line in recommendation.costs:
        after, before = line.proposed_level.total_ore, line.level(figure.level).total_ore
        if isinstance(after, NotStated) or isinstance(before, NotStated):
            return None
        raised += after - before
    return raised


def _common_rate(allocation: Allocation) -> Fraction | None:
    """Return the price per inhabitant before any discount, otherwise the average price."""
    shares = allocation.shares
    first = next(iter(shares.values()), None)
    if first is None or first.exact_ore is None:
        return None
    by_population = any(
        isinstance(step, WeightRead) and step.weight == POPULATION for step in first.trace
    )
    rates = [step.rate_ore for step in first.trace if isinstance(step, AtRate)]
    if by_population and len(rates) == 1:
        return rates[0]
    inhabitants = shares.inhabitants_of_municipalities
    if isinstance(allocation.total_ore, NotStated) or not inhabitants:
        return None
    return Fraction(allocation.total_ore, inhabitants)
