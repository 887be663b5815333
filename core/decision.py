"""The life of a municipal decision: which steps may follow which, and on which days.

proposed -> [tabled | referred back ->] decided -> minutes confirmed -> announced -> in force if
nobody appeals in time, or appealed -> upheld or annulled. A later decision replaces an earlier
one, which stays visible. A reservation never alters the outcome. `core.lawful_day` has the days,
`core.as_of` the readings of the past.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from core.answer import DECIDED, Outcome, Stage
from core.body import BodyKind, is_binding, kind_of_body
from core.deadline import local_day
from core.errors import NaiveTimeError, SamtligaError
from core.lawful_day import (
    ANNOUNCE_WITHIN,
    CONFIRM_WITHIN,
    expected_in_force,
    last_day_to_appeal,
)


class Step(Enum):
    """What happens to a matter."""

    PROPOSE = "propose"
    TABLE = "table"
    REFER_BACK = "refer_back"
    DECIDE = "decide"
    CONFIRM = "confirm"
    ANNOUNCE = "announce"
    TAKE_FORCE = "take_force"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    ANNUL = "annul"


class State(Enum):
    """Where a matter stands."""

    NEW = "new"
    PROPOSED = "proposed"
    TABLED = "tabled"
    REFERRED_BACK = "referred_back"
    DECIDED = "decided"
    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    APPEALED = "appealed"
    UPHELD = "upheld"
    ANNULLED = "annulled"


LEADS_TO: Mapping[Step, State] = {
    Step.PROPOSE: State.PROPOSED,
    Step.TABLE: State.TABLED,
    Step.REFER_BACK: State.REFERRED_BACK,
    Step.DECIDE: State.DECIDED,
    Step.CONFIRM: State.CONFIRMED,
    Step.ANNOUNCE: State.ANNOUNCED,
    Step.TAKE_FORCE: State.IN_FORCE,
    Step.APPEAL: State.APPEALED,
    Step.UPHOLD: State.UPHELD,
    Step.ANNUL: State.ANNULLED,
}
"""The state that each step leads to."""

_BEFORE = frozenset({Step.PROPOSE, Step.TABLE, Step.REFER_BACK, Step.DECIDE})
ALLOWED: Mapping[State, frozenset[Step]] = {
    State.NEW: _BEFORE,
    State.PROPOSED: _BEFORE,
    State.TABLED: _BEFORE,
    State.REFERRED_BACK: _BEFORE,
    State.DECIDED: frozenset(
        {Step.CONFIRM, Step.ANNOUNCE, Step.TAKE_FORCE, Step.APPEAL, Step.DECIDE}
    ),
    State.CONFIRMED: frozenset({Step.ANNOUNCE, Step.TAKE_FORCE, Step.APPEAL, Step.DECIDE}),
    State.ANNOUNCED: frozenset({Step.TAKE_FORCE, Step.APPEAL, Step.DECIDE}),
    State.APPEALED: frozenset({Step.UPHOLD, Step.ANNUL, Step.DECIDE}),
    State.IN_FORCE: frozenset({Step.DECIDE}),
    State.UPHELD: frozenset({Step.DECIDE}),
    State.ANNULLED: _BEFORE,
}
"""The steps that may follow in each state; DECIDE after a decision replaces it.

Between a decision and its force steps may be missing, for few people tell that minutes were
confirmed; the order of those that are told is the law's.
"""

STAGES: Mapping[State, Stage] = {
    State.PROPOSED: Stage.PROPOSAL,
    State.DECIDED: Stage.DECISION,
    State.CONFIRMED: Stage.CONFIRMED,
    State.ANNOUNCED: Stage.ANNOUNCED,
    State.IN_FORCE: Stage.IN_FORCE,
    State.APPEALED: Stage.APPEALED,
    State.UPHELD: Stage.UPHELD,
    State.ANNULLED: Stage.ANNULLED,
}
"""The stage that an answer has in each state; tabled and referred back are outcomes instead."""


class Refusal(Enum):
    """Why a step can't be taken."""

    NOT_AFTER_THIS_STATE = "not_after_this_state"
    BEFORE_THE_LAST_STEP = "before_the_last_step"
    IN_FUTURE = "in_future"
    OUTCOME_MISSING = "outcome_missing"
    OUTCOME_UNEXPECTED = "outcome_unexpected"
    ONLY_PREPARES = "only_prepares"
    EXPECTED_IN_PAST = "expected_in_past"
    APPEAL_TOO_LATE = "appeal_too_late"
    STILL_OPEN_TO_APPEAL = "still_open_to_appeal"


@dataclass(eq=False)
class IllegalTransitionError(SamtligaError):
    """That step can't be taken: `why` says so, `allowed` lists the steps that can, by value."""

    code: ClassVar[str] = "illegal_transition"
    state: State
    step: Step
    on: date
    why: Refusal
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class Transition:
    """One dated step: the day it happened, and when it became known (UTC).

    `body` and `outcome` belong to a decision; `expected_on` to a matter that stays open, the day a
    decision is expected next; `reservations` are kept and never counted.
    """

    step: Step
    on: date
    known_at: datetime
    body: str = ""
    outcome: Outcome | None = None
    expected_on: date | None = None
    reservations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Life:
    """A matter's transitions in the order in which they happened; the empty life is new."""

    transitions: tuple[Transition, ...] = ()

    @property
    def state(self) -> State:
        """Return where the matter stands after its last step."""
        return LEADS_TO[self.transitions[-1].step] if self.transitions else State.NEW

    @property
    def decision(self) -> Transition | None:
        """Return the decision that stands, None while the question is open or after annulment."""
        if self.state in {
            State.NEW,
            State.PROPOSED,
            State.TABLED,
            State.REFERRED_BACK,
            State.ANNULLED,
        }:
            return None
        return self.decisions[-1]

    @property
    def decisions(self) -> tuple[Transition, ...]:
        """Return every decision ever taken, the replaced and the annulled ones too."""
        return tuple(t for t in self.transitions if t.step is Step.DECIDE)

    @property
    def replaced(self) -> tuple[Transition, ...]:
        """Return the decisions that no longer stand, oldest first."""
        return tuple(t for t in self.decisions if t is not self.decision)

    def day_of(self, step: Step) -> date | None:
        """Return the day of a step that the decision that stands has taken, None if untold."""
        for transition in reversed(self.transitions):
            if transition.step is step:
                return transition.on
            if transition.step is Step.DECIDE:
                return None
        return None

    @property
    def outcome(self) -> Outcome | None:
        """Return what was decided; tabled or referred back while it is; None if nothing was."""
        if self.state is State.TABLED:
            return Outcome.TABLED
        if self.state is State.REFERRED_BACK:
            return Outcome.REFERRED_BACK
        return self.decision.outcome if self.decision else None

    @property
    def expected_on(self) -> date | None:
        """Return the day a decision is expected, while the question is open and a day was named."""
        return (
            None
            if self.decision
            else next((t.expected_on for t in reversed(self.transitions) if t.expected_on), None)
        )

    @property
    def stage(self) -> Stage | None:
        """Return the stage as an answer has it; None for a new, tabled or referred-back matter."""
        return STAGES.get(self.state)

    def binds(self, required: BodyKind | None) -> bool:
        """Return whether a decision stands, by a body that binds where `required` must decide."""
        decision = self.decision
        return decision is not None and is_binding(kind_of_body(decision.body), required)


def advanced(life: Life, transition: Transition) -> Life:
    """Return the life with one step more.

    Raises: IllegalTransitionError with the reason; NaiveTimeError if `known_at` has no time zone.
    """
    if transition.known_at.tzinfo is None:
        raise NaiveTimeError(transition.known_at)
    why = refusal(life, transition)
    if why is not None:
        allowed = tuple(sorted(step.value for step in ALLOWED[life.state]))
        raise IllegalTransitionError(life.state, transition.step, transition.on, why, allowed)
    return replace(life, transitions=(*life.transitions, transition))


def refusal(life: Life, transition: Transition) -> Refusal | None:
    """Return why the step can't follow, or None if it can.

    Late minutes and late announcements are facts, not errors: `lateness` reports them. An appeal
    that comes in too late, and force while an appeal may still come, are refused.
    """
    if transition.step not in ALLOWED[life.state]:
        return Refusal.NOT_AFTER_THIS_STATE
    if life.transitions and transition.on < life.transitions[-1].on:
        return Refusal.BEFORE_THE_LAST_STEP
    if transition.on > local_day(transition.known_at):
        return Refusal.IN_FUTURE
    if transition.step is Step.DECIDE:
        return _undecidable(transition)
    if transition.outcome is not None and transition.step is not Step.PROPOSE:
        return Refusal.OUTCOME_UNEXPECTED
    if transition.expected_on and transition.expected_on < transition.on:
        return Refusal.EXPECTED_IN_PAST
    return _untimely(life, transition)


def _undecidable(transition: Transition) -> Refusal | None:
    """Return why this can't be a decision: a preparing committee only proposes."""
    if kind_of_body(transition.body) is BodyKind.PREPARING:
        return Refusal.ONLY_PREPARES
    return None if transition.outcome in DECIDED else Refusal.OUTCOME_MISSING


def _untimely(life: Life, transition: Transition) -> Refusal | None:
    """Return why force or an appeal can't be on that day.

    The three weeks count from the announcement; where nobody has told its day, an appeal is never
    too late, and force can't come before an announcement on the decision's own day would give it.
    """
    announced = life.day_of(Step.ANNOUNCE)
    if transition.step is Step.APPEAL and announced:
        return Refusal.APPEAL_TOO_LATE if transition.on > last_day_to_appeal(announced) else None
    if transition.step is Step.TAKE_FORCE:
        earliest = announced or life.transitions[-1].on
        is_open = transition.on <= last_day_to_appeal(earliest)
        return Refusal.STILL_OPEN_TO_APPEAL if is_open else None
    return None


def in_force_from(life: Life) -> date | None:
    """Return the first day in force of the decision that stands, if nobody appeals.

    The latest lawful day where nobody has told when it was confirmed or announced. None where no
    decision stands, or an appeal has been made.
    """
    decision = life.decision
    if decision is None or life.state in {State.APPEALED, State.UPHELD}:
        return None
    if life.state is State.IN_FORCE:
        return life.transitions[-1].on
    return expected_in_force(decision.on, life.day_of(Step.CONFIRM), life.day_of(Step.ANNOUNCE))


@dataclass(frozen=True)
class Late:
    """A step that was taken after its lawful day, or that nobody has told of since (`is_taken`)."""

    step: Step
    due_on: date
    days: int
    is_taken: bool


def lateness(life: Life, on: date) -> tuple[Late, ...]:
    """Return what was late, or is still owed on that day: confirmations and announcements."""
    found = []
    owed: tuple[Step, date] | None = None
    for transition in life.transitions:
        if owed and transition.step is owed[0]:
            found.append(Late(owed[0], owed[1], (transition.on - owed[1]).days, is_taken=True))
        owed = _next_owed(transition)
    if owed:
        found.append(Late(owed[0], owed[1], (on - owed[1]).days, is_taken=False))
    return tuple(late for late in found if late.days > 0)


def _next_owed(transition: Transition) -> tuple[Step, date] | None:
    if transition.step is Step.DECIDE:
        return Step.CONFIRM, transition.on + CONFIRM_WITHIN
    if transition.step is Step.CONFIRM:
        return Step.ANNOUNCE, transition.on + ANNOUNCE_WITHIN
    return None
