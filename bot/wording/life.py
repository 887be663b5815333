"""The life of a matter in words: its steps, what came late, and why a step can't be told."""

from collections.abc import Iterator
from datetime import date

from bot.texts import Texts
from bot.wording.answer import outcome_word
from core.decision import (
    IllegalTransitionError,
    Late,
    Life,
    Refusal,
    State,
    Step,
    Transition,
    in_force_from,
    lateness,
)


def step_phrase(step: Step, t: Texts) -> str:
    """Return a step as something that happened: "minutes confirmed"."""
    return {
        Step.PROPOSE: t("proposed"),
        Step.TABLE: t("tabled"),
        Step.REFER_BACK: t("referred back"),
        Step.DECIDE: t("decided"),
        Step.CONFIRM: t("minutes confirmed"),
        Step.ANNOUNCE: t("announced on the notice board"),
        Step.TAKE_FORCE: t("gained legal force"),
        Step.APPEAL: t("appealed"),
        Step.UPHOLD: t("upheld by the court"),
        Step.ANNUL: t("annulled by the court"),
    }[step]


def transition_line(transition: Transition, t: Texts) -> str:
    """Return one step with its day: "27 September 2017: decided, yes (Socialnämnden)"."""
    said = [step_phrase(transition.step, t)]
    if transition.outcome is not None:
        said.append(outcome_word(transition.outcome, t))
    if transition.expected_on is not None:
        said.append(t("decision expected {day}", day=t.day(transition.expected_on)))
    line = f"{t.day(transition.on)}: {', '.join(said)}"
    return f"{line} ({transition.body})" if transition.body else line


def life_lines(life: Life, today: date, t: Texts) -> Iterator[str]:
    """Yield the steps of a matter, when it gains force, and what came late or is owed."""
    for transition in life.transitions:
        yield transition_line(transition, t)
    day = in_force_from(life)
    if day is not None and life.state is not State.IN_FORCE:
        yield t("Gains legal force {day} at the latest, if nobody appeals.", day=t.day(day))
    for late in lateness(life, today):
        yield late_sentence(late, t)


def late_sentence(late: Late, t: Texts) -> str:
    """Return which step came late, or hasn't been told, and by how many days."""
    step, day = step_phrase(late.step, t).capitalize(), t.day(late.due_on)
    if late.is_taken:
        return t.plural(
            "{step} {n} day late: the last lawful day was {day}.",
            "{step} {n} days late: the last lawful day was {day}.",
            late.days,
            step=step,
            day=day,
        )
    return t("{step}: nobody has told; the last lawful day was {day}.", step=step, day=day)


def refusal_sentence(error: IllegalTransitionError, t: Texts) -> str:
    """Return why a step can't be told, and what can be done."""
    step, day = step_phrase(error.step, t), t.day(error.on)
    return {
        Refusal.NOT_AFTER_THIS_STATE: t(
            "“{step}” can’t follow what has been told before. Look at the steps with"
            " /samtliga history.",
            step=step,
        ),
        Refusal.BEFORE_THE_LAST_STEP: t(
            "{day} is before the step that was told last. Choose that day or a later one.", day=day
        ),
        Refusal.IN_FUTURE: t("{day} hasn’t come yet. Tell it when it has happened.", day=day),
        Refusal.OUTCOME_MISSING: t("Say what was decided: yes, yes with a proviso, or no."),
        Refusal.OUTCOME_UNEXPECTED: t("Only a decision has an outcome."),
        Refusal.ONLY_PREPARES: t("A preparing committee only proposes; it can’t decide."),
        Refusal.EXPECTED_IN_PAST: t("The day of the next decision can’t be before {day}.", day=day),
        Refusal.APPEAL_TOO_LATE: t(
            "{day} is more than three weeks after the announcement, so that was too late to appeal."
            " Is the day right?",
            day=day,
        ),
        Refusal.STILL_OPEN_TO_APPEAL: t(
            "On {day} an appeal could still be made: legal force comes after three weeks.", day=day
        ),
    }[error.why]
