"""A member's answers read as the life of a matter, and the version that tells its next step.

What people tell is kept as versions of the answer; the steps of `core.decision` are read from them
here, so that nothing is remembered twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest

from core.answer import DECIDED, Answer, Outcome, Stage
from core.as_of import said_on
from core.decision import ALLOWED, LEADS_TO, STAGES, Life, State, Step, Transition, refusal
from core.lawful_day import expected_in_force

_KEEPS_OPEN = {Outcome.TABLED: Step.TABLE, Outcome.REFERRED_BACK: Step.REFER_BACK}
_STEPS = {STAGES[state]: step for step, state in LEADS_TO.items() if state in STAGES}
_BY_ANSWER = {Step.PROPOSE, Step.DECIDE}
_WAITING = {Stage.DECISION, Stage.CONFIRMED, Stage.ANNOUNCED}
_OUTCOMES = {step: outcome for outcome, step in _KEEPS_OPEN.items()}


def life_of(versions: Sequence[Answer]) -> Life:
    """Return the life that a member's versions tell, in the order in which they were told.

    A decision that was told without its evidence is the same decision once the evidence has come.
    One that is told later but dated earlier corrects what was told before and is dated after it.
    "Not decided yet" and an indication are no steps.
    """
    life = Life()
    for version, following in zip_longest(versions, versions[1:]):
        if following is not None and _completes(following, version):
            continue
        for transition in _steps_told(version, life):
            life = _with_step(life, transition)
    return life


def told(latest: Answer | None, member: str, transition: Transition, by: str) -> Answer:
    """Return the version that tells a step of a matter; `by` is the person's id.

    To table a matter or refer it back opens the question again; every other step keeps what was
    decided and the evidence for it.
    """
    version = latest.version + 1 if latest else 1
    if latest is None or transition.step in _OUTCOMES:
        return Answer(
            member=member,
            version=version,
            outcome=_OUTCOMES[transition.step],
            received_at=transition.known_at,
            said_by=by,
            expected_on=transition.expected_on,
            step_on=transition.on,
        )
    return replace(
        latest,
        version=version,
        stage=STAGES[LEADS_TO[transition.step]],
        received_at=transition.known_at,
        said_by=by,
        door="slack",
        step_on=transition.on,
    )


def state_told(answer: Answer | None) -> State:
    """Return where a matter stands by its latest version alone."""
    if answer is None or (answer.outcome not in DECIDED and answer.outcome not in _KEEPS_OPEN):
        return State.NEW
    if answer.outcome in _KEEPS_OPEN:
        return LEADS_TO[_KEEPS_OPEN[answer.outcome]]
    return next((state for state, stage in STAGES.items() if stage is answer.stage), State.NEW)


def tellable(state: State) -> tuple[Step, ...]:
    """Return the steps that can be told of a matter besides an answer, in the order of a life."""
    return tuple(step for step in Step if step in ALLOWED[state] and step not in _BY_ANSWER)


def force_expected(answer: Answer) -> date | None:
    """Return the first day in force of a yes if nobody appeals, by what its version tells.

    None where nothing is waited for: another outcome, no decision named, or its force is settled.
    """
    says_yes = answer.outcome in {Outcome.ADOPTS, Outcome.CONDITIONAL}
    if answer.evidence is None or not says_yes or answer.stage not in _WAITING:
        return None
    confirmed = answer.step_on if answer.stage is Stage.CONFIRMED else None
    announced = answer.step_on if answer.stage is Stage.ANNOUNCED else None
    return expected_in_force(answer.evidence.decided_on, confirmed, announced)


def _completes(following: Answer, version: Answer) -> bool:
    """Return whether a version gives the evidence that the one before it left for later."""
    is_same = (following.outcome, following.proviso) == (version.outcome, version.proviso)
    return is_same and version.lacks_evidence and not following.lacks_evidence


def _steps_told(version: Answer, life: Life) -> Iterator[Transition]:
    day, known_at = said_on(version), version.received_at
    if version.outcome in _KEEPS_OPEN:
        step = _KEEPS_OPEN[version.outcome]
        yield Transition(step, day, known_at, expected_on=version.expected_on)
    if version.outcome not in DECIDED or version.stage is Stage.INDICATION:
        return
    decision = _decision_in(version, known_at)
    if not _is_known(decision, life):
        yield decision
    if version.stage not in {Stage.PROPOSAL, Stage.DECISION}:
        yield Transition(_STEPS[version.stage], day, known_at)


def _decision_in(version: Answer, known_at: datetime) -> Transition:
    evidence = version.evidence
    body = evidence.body if evidence else ""
    day = evidence.decided_on if evidence else _without_step(version)
    step = Step.PROPOSE if version.stage is Stage.PROPOSAL else Step.DECIDE
    return Transition(step, day, known_at, body, version.outcome)


def _without_step(version: Answer) -> date:
    return said_on(replace(version, step_on=None))


def _is_known(told_now: Transition, life: Life) -> bool:
    """Return whether the decision that stands is this one: the same body, day and outcome.

    A decision without evidence has the day on which it was told first.
    """
    known = life.decision
    if known is None or told_now.step is not Step.DECIDE:
        return False
    is_same = (known.body, known.outcome) == (told_now.body, told_now.outcome)
    return is_same and (known.on == told_now.on or not told_now.body)


def _with_step(life: Life, transition: Transition) -> Life:
    """Return the life with a step more, without what it corrects; an illegal step is left out."""
    earlier = tuple(each for each in life.transitions if each.on <= transition.on)
    corrected = Life(earlier) if transition.step is Step.DECIDE else life
    if refusal(corrected, transition) is not None:
        return life
    return Life((*corrected.transitions, transition))
