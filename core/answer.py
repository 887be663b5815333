"""What a member has said so far: the answer, its evidence, and whether it counts.

Answers are versions; a later one replaces an earlier one and never overwrites it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from core.body import BodyKind, is_binding, kind_of_body
from core.condition import Condition
from core.errors import EvidenceIncompleteError, EvidenceInFutureError, ProvisoMissingError


class Outcome(Enum):
    """What was said: antar, avslår, villkorat, bordlagt, återremitterat, ej beslutat, noterat."""

    ADOPTS = "adopts"
    DECLINES = "declines"
    CONDITIONAL = "conditional"
    TABLED = "tabled"
    REFERRED_BACK = "referred_back"
    UNDECIDED = "undecided"
    NOTED = "noted"


class Stage(Enum):
    """Who said it, and how far it has come: beredning, beslut, justerat, anslaget, laga kraft."""

    INDICATION = "indication"
    PROPOSAL = "proposal"
    DECISION = "decision"
    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    APPEALED = "appealed"
    UPHELD = "upheld"
    ANNULLED = "annulled"


@dataclass(frozen=True)
class Evidence:
    """What a decision rests on (beslutsunderlag): who decided, when, and under which number.

    `paragraph` as written ("Sn § 63"); `case_number` may be empty (not every minutes extract has
    one); `document` is a link or a file's name, or empty.
    """

    body: str
    decided_on: date
    paragraph: str
    case_number: str = ""
    document: str = ""


@dataclass(frozen=True)
class Answer:
    """One version of one member's answer to one recommendation.

    `version` counts from 1; `received_at` is UTC; `said_by` is the person's id and `door` how it
    came (slack, phone, letter, minutes); `proviso` is set exactly when the outcome is conditional;
    `expected_on` is when a decision is expected, for a question that is still open; `step_on` is
    the day of the step that this version tells of, where that isn't the decision's day (tabled,
    confirmed, announced, in force, appealed).
    """

    member: str
    version: int
    outcome: Outcome
    received_at: datetime
    said_by: str
    stage: Stage = Stage.DECISION
    door: str = "slack"
    proviso: Condition | None = None
    evidence: Evidence | None = None
    effective_on: date | None = None
    expected_on: date | None = None
    step_on: date | None = None

    @property
    def lacks_evidence(self) -> bool:
        """Return whether this says yes or no without saying by which decision."""
        return self.outcome in DECIDED and self.evidence is None


DECIDED = frozenset({Outcome.ADOPTS, Outcome.DECLINES, Outcome.CONDITIONAL})
"""The outcomes that answer the question; the others keep it open."""


class Says(Enum):
    """How an answer counts today."""

    YES = "yes"
    CONDITIONALLY_YES = "conditionally_yes"
    NO = "no"
    SILENT = "silent"


class Because(Enum):
    """Why an answer counts as it does."""

    DECIDED = "decided"
    NO_ANSWER = "no_answer"
    STILL_OPEN = "still_open"
    ONLY_A_PROPOSAL = "only_a_proposal"
    NOT_THE_BINDING_BODY = "not_the_binding_body"
    ANNULLED = "annulled"


@dataclass(frozen=True)
class Standing:
    """How one member counts: what it says, why, and on which proviso."""

    says: Says
    because: Because
    proviso: Condition | None = None


def standing(answer: Answer | None, required: BodyKind | None) -> Standing:
    """Return how a member's latest answer counts where a body of kind `required` must decide.

    A proposal by a preparing committee never counts (seeds: Norrtälje 2019, Ekerö 2016), nor does
    a decision by a body below the one that binds, nor one that a court has annulled. An answer
    without evidence counts as what the mandate holder said.
    """
    if answer is None:
        return Standing(Says.SILENT, Because.NO_ANSWER)
    if answer.outcome not in DECIDED:
        return Standing(Says.SILENT, Because.STILL_OPEN)
    if answer.stage is Stage.ANNULLED:
        return Standing(Says.SILENT, Because.ANNULLED)
    if answer.stage in {Stage.INDICATION, Stage.PROPOSAL}:
        return Standing(Says.SILENT, Because.ONLY_A_PROPOSAL)
    if answer.evidence and not is_binding(kind_of_body(answer.evidence.body), required):
        return Standing(Says.SILENT, Because.NOT_THE_BINDING_BODY)
    says = {
        Outcome.ADOPTS: Says.YES,
        Outcome.CONDITIONAL: Says.CONDITIONALLY_YES,
        Outcome.DECLINES: Says.NO,
    }[answer.outcome]
    return Standing(says, Because.DECIDED, answer.proviso)


def owes_answer(answer: Answer | None, required: BodyKind | None) -> bool:
    """Return whether the member still has to answer, and so is reminded.

    Who said "not decided yet", or has only a proposal, still owes a decision.
    """
    return standing(answer, required).says is Says.SILENT


def says_the_same(earlier: Answer, later: Answer) -> bool:
    """Return whether `later` adds nothing to `earlier`: then no new version is due.

    The same outcome without evidence doesn't take away the evidence that was given before.
    """
    is_same_outcome = (earlier.outcome, earlier.proviso) == (later.outcome, later.proviso)
    adds_evidence = later.evidence is not None and later.evidence != earlier.evidence
    moves_date = later.expected_on is not None and later.expected_on != earlier.expected_on
    begins_otherwise = later.effective_on is not None and later.effective_on != earlier.effective_on
    return is_same_outcome and not (adds_evidence or moves_date or begins_otherwise)


def check_proviso(outcome: Outcome, proviso: Condition | None) -> None:
    """Check that an answer has a proviso exactly when it is conditional.

    Raises: ProvisoMissingError.
    """
    if (outcome is Outcome.CONDITIONAL) != (proviso is not None):
        raise ProvisoMissingError("kind")


def stage_of(evidence: Evidence | None) -> Stage:
    """Return the stage that an answer with this evidence has: a preparing body only proposes."""
    if evidence and kind_of_body(evidence.body) is BodyKind.PREPARING:
        return Stage.PROPOSAL
    return Stage.DECISION


def complete_evidence(  # noqa: PLR0913  # the fields of one form
    *,
    body: str,
    decided_on: date | None,
    paragraph: str,
    case_number: str,
    today: date,
    document: str = "",
) -> Evidence | None:
    """Return the evidence that a form's fields make, or None if all were left for later.

    Raises: EvidenceIncompleteError naming the first empty field if only some were filled in;
    EvidenceInFutureError if the decision is dated after `today`.
    """
    body, paragraph, case_number, document = (
        " ".join(text.split()) for text in (body, paragraph, case_number, document)
    )
    if not (body or decided_on or paragraph or case_number or document):
        return None
    if not body:
        raise EvidenceIncompleteError("body")
    if decided_on is None:
        raise EvidenceIncompleteError("decided_on")
    if decided_on > today:
        raise EvidenceInFutureError(decided_on, today)
    if not paragraph:
        raise EvidenceIncompleteError("paragraph")
    return Evidence(body, decided_on, paragraph, case_number, document)
