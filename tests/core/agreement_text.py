"""A small agreement to vary in tests: what a coordinator would write, piece by piece."""

from core.recommendation import Recommendation
from core.recommendation_file import read_recommendation
from core.register import shipped_register

HEAD = """
key = "prov-2027"
title = "Prov"
question = "Ska kommunen vara med?"
recommended_by = "Region Kronoberg"
"""

MEMBERS = 'members = ["Växjö", "Ljungby", "Alvesta"]\n'

TAIL = """
[sources.brev]
title = "Brev"
[population]
on = 2023-12-31
"""

COST = """
[[costs]]
name = "drift"
total_kr = 1_000
"""


def text(*, head: str = HEAD, members: str = MEMBERS, rest: str = "") -> str:
    """Return an agreement file's text; fields without a table go into `members`."""
    return head + members + TAIL + rest


def read(**parts: str) -> Recommendation:
    """Return the recommendation that such a text states."""
    return read_recommendation(text(**parts), "prov.toml", shipped_register())


def with_key(key: str, *, cost: str = COST, members: str = MEMBERS) -> Recommendation:
    """Return one whose only cost, 1 000 kr, is split by a key written as TOML."""
    return read(members=members, rest=f"{cost}{key}\n")
