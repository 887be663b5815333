"""Answers and their evidence in words."""

from bot.texts import Texts
from bot.wording.condition import condition_clause
from bot.wording.names import Names
from core.answer import Answer, Because, Evidence, Outcome, Stage, Standing


def outcome_word(outcome: Outcome, t: Texts) -> str:
    """Return an outcome in a word or two: "yes", "yes, provided that …", "not decided yet"."""
    return {
        Outcome.ADOPTS: t("yes"),
        Outcome.CONDITIONAL: t("yes, provided that …"),
        Outcome.DECLINES: t("no"),
        Outcome.TABLED: t("tabled"),
        Outcome.REFERRED_BACK: t("referred back"),
        Outcome.UNDECIDED: t("not decided yet"),
        Outcome.NOTED: t("noted"),
    }[outcome]


def answer_phrase(answer: Answer, t: Texts, names: Names) -> str:
    """Return what was said: "yes", "yes, provided that all members adopt"."""
    if answer.proviso is not None:
        clause = condition_clause(answer.proviso, t, names)
        return t("yes, provided that {clause}", clause=clause)
    return outcome_word(answer.outcome, t)


def open_phrase(answer: Answer, t: Texts) -> str:
    """Return why a question is still open: "tabled; a decision is expected 12 June 2019"."""
    word = outcome_word(answer.outcome, t)
    if answer.expected_on is None:
        return word
    return t("{said}; a decision is expected {day}", said=word, day=t.weekday(answer.expected_on))


def stage_phrase(answer: Answer, t: Texts) -> str:
    """Return how far a decision has come since it was taken, or nothing: "in force 3 May 2019"."""
    word = {
        Stage.CONFIRMED: t("minutes confirmed"),
        Stage.ANNOUNCED: t("announced on the notice board"),
        Stage.IN_FORCE: t("in legal force"),
        Stage.APPEALED: t("appealed"),
        Stage.UPHELD: t("upheld by the court"),
        Stage.ANNULLED: t("annulled by the court"),
    }.get(answer.stage, "")
    return f"{word} {t.day(answer.step_on)}" if word and answer.step_on else word


def evidence_phrase(evidence: Evidence | None, t: Texts) -> str:
    """Return the evidence as it is quoted: "Socialnämnden 27 september 2017, Sn § 63"."""
    if evidence is None:
        return t("evidence still to come")
    head = f"{evidence.body} {t.day(evidence.decided_on)}, {evidence.paragraph}"
    return f"{head}, {evidence.case_number}" if evidence.case_number else head


def standing_note(standing: Standing, t: Texts) -> str:
    """Return why an answer doesn't count, or nothing where it does or where there is none."""
    return {
        Because.DECIDED: "",
        Because.NO_ANSWER: "",
        Because.STILL_OPEN: t("no decision yet"),
        Because.ONLY_A_PROPOSAL: t("only a proposal by a preparing body; doesn’t count as a yes"),
        Because.NOT_THE_BINDING_BODY: t("another body must decide; doesn’t count as a yes"),
        Because.ANNULLED: t("annulled; doesn’t count"),
    }[standing.because]
