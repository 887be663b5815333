"""A draft read from minutes, in words: each field, how surely it was read, and what is missing."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.texts import Texts
from bot.wording.answer import outcome_word
from core.answer import Stage
from core.minutes import Confidence, Draft, Found
from core.register import shipped_register


def draft_lines(draft: Draft, t: Texts) -> Iterator[str]:
    """Return a draft as lines, what couldn't be told last."""
    for label, value, found in _fields(draft, t):
        if found:
            yield f"{label}: {value(found.value)}{_surely(found, t)}"
    for proviso in draft.provisos:
        yield f"{t('Proviso')}: {proviso.quote.words}"
    for quote in draft.reservations:
        yield f"{t('Reservation')}: {quote.words}"
    for quote in draft.budget_remarks:
        yield f"{t('Remark on the budget')}: {quote.words}"
    if draft.missing:
        yield t("Can’t be told from the text: {what}", what=t.listing(_missing(draft, t)))


_Field = tuple[str, Callable[[Any], str], Found[Any] | None]


def _fields(draft: Draft, t: Texts) -> tuple[_Field, ...]:
    """Return each field's label, how its value is said, and what was found."""
    towns = shipped_register().municipalities
    return (
        (t("Municipality"), lambda code: towns[code].name, draft.municipality),
        (t("Body that decided"), str, draft.body),
        (t("Day of the decision"), t.day, draft.decided_on),
        (t("Paragraph"), str, draft.paragraph),
        (t("Case number"), str, draft.case_number),
        (t("Outcome"), lambda outcome: outcome_word(outcome, t), draft.outcome),
        (t("Stage"), lambda stage: _stage(stage, t), draft.stage),
        (t("Amount"), t.kronor, draft.amount),
    )


def _stage(stage: Stage, t: Texts) -> str:
    return t("proposal") if stage in {Stage.PROPOSAL, Stage.INDICATION} else t("decision")


def _surely(found: Found[Any], t: Texts) -> str:
    return {
        Confidence.STATED: "",
        Confidence.LIKELY: t(" (likely)"),
        Confidence.UNCERTAIN: t(" (uncertain: look it up)"),
    }[found.confidence]


def _missing(draft: Draft, t: Texts) -> Iterator[str]:
    words = {
        "municipality": t("municipality"),
        "body": t("body"),
        "decided_on": t("day"),
        "paragraph": t("paragraph"),
        "case_number": t("case number"),
        "outcome": t("outcome"),
        "stage": t("stage"),
        "amount": t("amount"),
    }
    yield from (words[name] for name in draft.missing)
