"""From a form that was sent in to the command that records the answer.

What comes back in a form comes from outside: it is read again, and authorised by the use case.
"""

from collections.abc import Callable

from pydantic import ValidationError

from bot.listeners.form_values import FormValues
from bot.listeners.payload import Choice, Question, Submission, Suggestion
from bot.usecases.look_up_question import LookUpQuestion
from bot.usecases.record_answer import EvidenceFields, RecordAnswer
from bot.views import answer_form as form
from core.answer import Outcome
from core.condition import AllMembers, AtLeast, Condition, PriceAtMost, TheseMembers
from core.errors import EvidenceIncompleteError, EvidenceInFutureError, ProvisoMissingError


def read_form(sent: Submission) -> RecordAnswer:
    """Return what a form says. Raises: ProvisoMissingError."""
    value, _, _ = sent.view.private_metadata.rpartition(":")
    question = Question.from_value(value)
    values = FormValues(sent.view.state)
    chosen = outcome_of(sent)
    return RecordAnswer(
        workspace_id=sent.team.id,
        poll_id=question.poll_id,
        member=question.member,
        user_id=sent.user.id,
        outcome=chosen,
        proviso=_proviso(values) if chosen is Outcome.CONDITIONAL else None,
        evidence=_evidence(values),
        effective_on=values.day(form.EFFECTIVE_ON),
        gesture=f"form:{sent.view.id}",
    )


def outcome_of(asked: Choice | Suggestion | Submission) -> Outcome:
    """Return which answer a form is for."""
    return Outcome(asked.view.private_metadata.rpartition(":")[2])


def lookup_for(asked: Choice | Suggestion) -> LookUpQuestion:
    """Return which poll and member a form is about."""
    value, _, _ = asked.view.private_metadata.rpartition(":")
    question = Question.from_value(value)
    return LookUpQuestion(
        workspace_id=asked.team.id,
        poll_id=question.poll_id,
        member=question.member,
        user_id=asked.user.id,
    )


def field_of(
    error: EvidenceIncompleteError | EvidenceInFutureError | ProvisoMissingError,
) -> str:
    """Return the field (block) of the form that an error is about."""
    return form.DECIDED_ON if isinstance(error, EvidenceInFutureError) else error.field


def _evidence(values: FormValues) -> EvidenceFields:
    return EvidenceFields(
        body=values.text(form.BODY),
        decided_on=values.day(form.DECIDED_ON),
        paragraph=values.text(form.PARAGRAPH),
        case_number=values.text(form.CASE_NUMBER),
    )


def _proviso(values: FormValues) -> Condition:
    match values.choice(form.KIND):
        case "at_least":
            written = values.text(form.COUNT)
            return _or_missing(form.COUNT, lambda: AtLeast(count=int(written)))
        case "these_members":
            members = tuple(values.choices(form.MEMBERS))
            return _or_missing(form.MEMBERS, lambda: TheseMembers(members=members))
        case "price_at_most":
            amount = {"amount": values.text(form.AMOUNT)}
            return _or_missing(form.AMOUNT, lambda: PriceAtMost.model_validate(amount))
        case _:
            return AllMembers()


def _or_missing(field: str, read: Callable[[], Condition]) -> Condition:
    try:
        return read()
    except (ValidationError, ValueError):
        raise ProvisoMissingError(field) from None
