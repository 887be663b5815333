"""What a reader of an agreement file should know: differences, contradictions, silences.

Findings are frozen tagged models, never sentences. `gravity` says whether something is wrong, is a
difference to look at, or is just good to know.
"""

from datetime import date
from enum import Enum
from typing import Annotated, Literal

from pydantic import Field

from core.clause import StatedFigure
from core.figure import Exact, Written


class Gravity(Enum):
    """How much a finding matters."""

    WRONG = "wrong"
    DIFFERENCE = "difference"
    NOTE = "note"


class SharesDontSum(Written):
    """The stated shares of a line (or of its classes) sum to something else than 1."""

    kind: Literal["shares_dont_sum"] = "shares_dont_sum"
    gravity: Gravity = Gravity.WRONG
    line: str
    sum: Exact


class AmountsDontSum(Written):
    """Amounts that a document gives for everybody don't sum to the total of their level; öre."""

    kind: Literal["amounts_dont_sum"] = "amounts_dont_sum"
    gravity: Gravity = Gravity.WRONG
    line: str
    level: str
    sum_ore: int
    total_ore: int


class PartsDontSum(Written):
    """The named parts of a total don't sum to it, or earmarks exceed it; öre."""

    kind: Literal["parts_dont_sum"] = "parts_dont_sum"
    gravity: Gravity = Gravity.WRONG
    line: str
    level: str
    sum_ore: int
    total_ore: int


class KeyDoesntFit(Written):
    """Fixed fees, parts or floors of a key ask for more than the total; öre."""

    kind: Literal["key_doesnt_fit"] = "key_doesnt_fit"
    gravity: Gravity = Gravity.WRONG
    key: str
    needed_ore: int
    total_ore: Exact


class MembersWithoutShare(Written):
    """Members that a key names neither a share, an amount nor a class for."""

    kind: Literal["members_without_share"] = "members_without_share"
    gravity: Gravity = Gravity.NOTE
    line: str
    members: tuple[str, ...]


class DeadlineOnDayOff(Written):
    """The deadline is a Saturday, a Sunday or a holiday; `working_day` is the one before."""

    kind: Literal["deadline_on_day_off"] = "deadline_on_day_off"
    gravity: Gravity = Gravity.NOTE
    deadline: date
    working_day: date


class DeadlineTooEarly(Written):
    """The deadline isn't after the day of the recommendation."""

    kind: Literal["deadline_too_early"] = "deadline_too_early"
    gravity: Gravity = Gravity.WRONG
    deadline: date
    recommended_on: date


class CountExceedsMembers(Written):
    """The condition asks for more members than there are."""

    kind: Literal["count_exceeds_members"] = "count_exceeds_members"
    gravity: Gravity = Gravity.WRONG
    count: int
    members: int


class FiguresContradict(Written):
    """The same thing has different figures in different places; `name` is a fact's, or empty."""

    kind: Literal["figures_contradict"] = "figures_contradict"
    gravity: Gravity = Gravity.DIFFERENCE
    name: str
    figures: tuple[StatedFigure, ...]


class FigureRounded(Written):
    """A stated figure is the computed one, rounded: to `to_ore`, or to decimals of a per cent."""

    kind: Literal["figure_rounded"] = "figure_rounded"
    gravity: Gravity = Gravity.NOTE
    figure: StatedFigure
    computed: Exact
    to_ore: int | None = None
    decimals: int | None = None


class FigureDiffers(Written):
    """A stated figure isn't the computed one; amounts in öre, shares as fractions of the whole.

    `by` is stated minus computed, `fraction` that over the computed one (None if it is zero).
    """

    kind: Literal["figure_differs"] = "figure_differs"
    gravity: Gravity = Gravity.DIFFERENCE
    figure: StatedFigure
    computed: Exact
    by: Exact
    fraction: Exact | None


class FigureNotComputable(Written):
    """A stated figure can't be compared: what it would be computed from isn't stated."""

    kind: Literal["figure_not_computable"] = "figure_not_computable"
    gravity: Gravity = Gravity.NOTE
    figure: StatedFigure


class Silence(Enum):
    """What a document may leave out."""

    TOTAL = "total"
    KEY = "key"
    DEADLINE = "deadline"
    CONDITION = "condition"
    POPULATION_DATE = "population_date"
    RECOMMENDED_ON = "recommended_on"
    PERIOD_START = "period_start"
    PERIOD_END = "period_end"
    DECLINE_RULE = "decline_rule"
    BINDING_BODY = "binding_body"


class Silent(Written):
    """The documents don't state this. `line` and `level` say where, if it belongs to a cost."""

    kind: Literal["silent"] = "silent"
    gravity: Gravity = Gravity.NOTE
    about: Silence
    line: str = ""
    level: str = ""


Finding = Annotated[
    SharesDontSum
    | AmountsDontSum
    | PartsDontSum
    | KeyDoesntFit
    | MembersWithoutShare
    | DeadlineOnDayOff
    | DeadlineTooEarly
    | CountExceedsMembers
    | FiguresContradict
    | FigureRounded
    | FigureDiffers
    | FigureNotComputable
    | Silent,
    Field(discriminator="kind"),
]
