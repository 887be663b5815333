"""Who stands and who falls: reading answers that depend on each other, and the whole's condition.

`resolve` is the door. Inside: `demand` has the rule of each kind of condition (in the forms of
`form`), `plain` what a condition means over a given set of adopters; `network` the graph, `descent`
and `ascent` the two fixed points, `bounds` the readings of those who haven't answered, `strata` and
`knot` what others' joining takes away; `view` the reasons, `suffice` what would be enough,
`history` since when it is met.
"""

from core.adoption.bounds import State
from core.adoption.circumstances import Circumstances, Happening, Pricing, Spell, Trend
from core.adoption.member import Fall, MemberReading, MemberState, Support
from core.adoption.reason import Reason
from core.adoption.resolution import Adoption, resolve
from core.adoption.setting import ConditionMemberError
from core.adoption.whole import Reading

__all__ = [
    "Adoption",
    "Circumstances",
    "ConditionMemberError",
    "Fall",
    "Happening",
    "MemberReading",
    "MemberState",
    "Pricing",
    "Reading",
    "Reason",
    "Spell",
    "State",
    "Support",
    "Trend",
    "resolve",
]
