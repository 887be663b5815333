"""Stated figures against computed ones, and everything else in a file that doesn't add up.

`reconcile` compares two amounts, `compare` all figures of a recommendation, `check` lists findings.
"""

from core.reconcile.check import check
from core.reconcile.compare import Comparison, compare
from core.reconcile.finding import Finding, Gravity
from core.reconcile.verdict import (
    AgreesExactly,
    AgreesWhenRounded,
    Differs,
    ShareAgreesWhenRounded,
    ShareDiffers,
    ShareVerdict,
    Verdict,
    reconcile,
    reconcile_share,
)

__all__ = [
    "AgreesExactly",
    "AgreesWhenRounded",
    "Comparison",
    "Differs",
    "Finding",
    "Gravity",
    "ShareAgreesWhenRounded",
    "ShareDiffers",
    "ShareVerdict",
    "Verdict",
    "check",
    "compare",
    "reconcile",
    "reconcile_share",
]
