"""The bodies of a municipality: who prepares, who decides, and whose decision binds.

The chain is arbetsutskott (prepares, proposes) -> nämnd -> kommunstyrelse -> kommunfullmäktige.
Which of them binds differs by agreement and by municipality; a preparing committee never does.
"""

import re
from enum import Enum


class BodyKind(Enum):
    """The kinds of body that a decision may come from, in the order of their weight."""

    PREPARING = "preparing"
    COMMITTEE = "committee"
    EXECUTIVE = "executive"
    COUNCIL = "council"

    @property
    def rank(self) -> int:
        """Return 0 for a preparing committee up to 3 for the council."""
        return list(BodyKind).index(self)


_PREPARING = re.compile(r"utskott|presidi|beredning|\b(?:\w{0,4}au)\b", re.IGNORECASE)
_COUNCIL = re.compile(r"fullmäktige|\bkf\b", re.IGNORECASE)
_EXECUTIVE = re.compile(r"kommunstyrelse|regionstyrelse|landstingsstyrelse|\bks\b", re.IGNORECASE)


def kind_of_body(name: str) -> BodyKind:
    """Return what kind of body a Swedish name means.

    "Socialnämndens arbetsutskott" and "AU" are preparing, "Kommunstyrelsen" executive,
    "kommunfullmäktige" council; everything else (a nämnd, a board) is a committee.
    """
    if _PREPARING.search(name):
        return BodyKind.PREPARING
    if _COUNCIL.search(name):
        return BodyKind.COUNCIL
    if _EXECUTIVE.search(name):
        return BodyKind.EXECUTIVE
    return BodyKind.COMMITTEE


def is_binding(body: BodyKind, required: BodyKind | None) -> bool:
    """Return whether a decision by `body` binds where `required` must decide.

    `required` is None where the source doesn't state it: then any body binds that isn't a
    preparing one.
    """
    if body is BodyKind.PREPARING:
        return False
    return required is None or body.rank >= required.rank
