"""Every condition, reason, error, step and finding has a sentence: no table has a hole."""

import inspect
from typing import get_args

import pytest

from bot.wording import condition, errors, findings, reading, trace
from core import condition as conditions
from core.adoption import reason as reasons
from core.allocation.trace import Branch, Step
from core.errors import SamtligaError
from core.reconcile import Finding


def members_of(union):
    first = get_args(union)[0]
    return set(get_args(first)) or {first}


def test_every_condition_has_a_clause():
    assert set(condition._CLAUSES) == members_of(conditions.Condition)


def test_every_reason_has_a_sentence():
    assert set(reading._SENTENCES) == set(get_args(reasons.Reason))


def test_every_step_of_a_trace_has_a_sentence():
    assert set(trace._SENTENCES) == members_of(Step) - {Branch}


def test_every_finding_has_a_sentence():
    assert set(findings._SENTENCES) == members_of(Finding)


@pytest.mark.parametrize("kind", sorted(errors._SENTENCES, key=lambda kind: kind.__name__))
def test_sentences_of_errors_are_about_errors(kind):
    assert issubclass(kind, SamtligaError)
    assert inspect.getdoc(kind)
