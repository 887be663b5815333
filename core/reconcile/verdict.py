"""A stated figure against the computed one: agrees exactly, agrees when rounded, or differs.

Differences are pointed out, never hidden: seeds: Norrtälje's committee part is called "ca 15
procent" of 120 000 kr, and is 12.56 %.
"""

from dataclasses import dataclass
from fractions import Fraction

from core.allocation.apportion import rounded_half_up

_LEAST_STEPS = 10
"""A stated figure is read as rounded only if it keeps two digits: 26 kr, 9 500 kr, 1.95 kr."""


@dataclass(frozen=True)
class AgreesExactly:
    """The stated amount is the computed one, to the öre."""


@dataclass(frozen=True)
class AgreesWhenRounded:
    """The computed amount gives the stated one when rounded to multiples of `to_ore`."""

    to_ore: int


@dataclass(frozen=True)
class Differs:
    """The stated amount exceeds the computed one `by_ore` (negative: falls short).

    `fraction` is the difference over the computed amount; None if that is zero.
    """

    by_ore: Fraction
    fraction: Fraction | None


Verdict = AgreesExactly | AgreesWhenRounded | Differs


@dataclass(frozen=True)
class ShareAgreesWhenRounded:
    """The computed share gives the stated one when rounded to so many decimals of a per cent."""

    decimals: int


@dataclass(frozen=True)
class ShareDiffers:
    """The stated share exceeds the computed one by so much of the whole (0.01: one point)."""

    by: Fraction
    fraction: Fraction | None


ShareVerdict = AgreesExactly | ShareAgreesWhenRounded | ShareDiffers


def reconcile(stated_ore: int, computed_ore: int | Fraction) -> Verdict:
    """Compare amounts in öre; the unit of a rounding is 1 öre, 10 öre, 1 krona, 10 kronor, ...

    The smallest unit that fits is told. A half rounds upwards.
    """
    computed = Fraction(computed_ore)
    if stated_ore == computed:
        return AgreesExactly()
    unit = 1
    while unit * _LEAST_STEPS <= abs(stated_ore):
        if rounded_half_up(computed, unit) == stated_ore:
            return AgreesWhenRounded(unit)
        unit *= 10
    by = stated_ore - computed
    return Differs(by, by / computed if computed else None)


def reconcile_share(stated: Fraction, computed: Fraction) -> ShareVerdict:
    """Compare shares; a rounding is to 4, 3, 2, 1 or no decimals of a per cent."""
    if stated == computed:
        return AgreesExactly()
    for decimals in range(4, -1, -1):
        scale = 100 * 10**decimals
        if rounded_half_up(computed * scale, 1) == stated * scale:
            return ShareAgreesWhenRounded(decimals)
    by = stated - computed
    return ShareDiffers(by, by / computed if computed else None)
