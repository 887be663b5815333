"""Computing an amount again from its trace alone: the proof that the steps tell the whole story."""

from collections.abc import Iterable
from fractions import Fraction

from core.allocation.trace import (
    AmountStated,
    AtRate,
    Branch,
    ClassShare,
    EqualPart,
    FixedFee,
    Indexed,
    Missing,
    PartTaken,
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


class _Replay:
    """The state between steps: the amount so far, weight and rate, the branches not yet summed.

    A weight or a rate that no step told is zero: a trace that has lost one reaches no amount.
    """

    def __init__(self, amount: Fraction) -> None:
        self.amount: Fraction | None = amount
        self.weight = Fraction(0)
        self.rate = Fraction(0)
        self.branches: list[Fraction] = []


def replay(trace: Iterable[Step], start: Fraction = Fraction(0)) -> Fraction | None:
    """Return the amount in öre that the steps lead to, None if one of them is Missing.

    Every step uses only its own numbers and what came before: nothing is looked up.
    """
    state = _Replay(start)
    for step in trace:
        _apply(step, state)
        if state.amount is None:
            return None
    return state.amount


def _apply(step: Step, state: _Replay) -> None:
    amount = state.amount or Fraction(0)
    match step:
        case Missing():
            state.amount = None
        case WeightRead():
            state.weight = step.value
        case WeightsSummed():
            state.rate = amount / (step.sum - step.off * step.largest_sum)
        case Branch():
            part = replay(step.steps, amount)
            if part is None:
                state.amount = None
            else:
                state.branches.append(part)
        case Summed():
            state.amount = sum(state.branches, Fraction(0))
            state.branches = []
        case _:
            state.amount = _computed(step, amount, state)


def _computed(step: Step, amount: Fraction, state: _Replay) -> Fraction:
    match step:
        case TotalRead() | Indexed():
            return Fraction(step.total_ore)
        case AtRate():
            return state.rate * state.weight * step.factor
        case EqualPart():
            return amount / step.members
        case ShareStated() | ClassShare():
            return amount * step.share
        case AmountStated() | FixedFee() | PartTaken():
            return Fraction(step.amount_ore)
        case RestTaken():
            return amount - step.fixed_ore * step.members
        case ScaledWithin():
            return _within(step, amount)
        case ShareRounded():
            return step.share * step.total_ore
        case Rounded():
            return Fraction(amount // step.to.ore * step.to.ore + step.added_ore)
        case _:
            return amount


def _within(step: ScaledWithin, amount: Fraction) -> Fraction:
    """Return a scaled amount; without a factor nobody but who bears nothing is at no bound."""
    if step.bound_ore is None:
        return amount * (step.factor or 0)
    return Fraction(step.bound_ore)
