"""Whole extracts in the manner of many municipalities, each with every field that it tells."""

import pytest

from core.minutes import drafts_as_json, read
from tests.core.minutes.extract_files import Extract, comparable, extracts, statements

EXTRACTS = extracts()


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda e: e.name)
def test_read_tells_every_field_of_an_extract_and_no_other(extract: Extract):
    drafts = drafts_as_json(read(extract.text))

    assert [comparable(draft) for draft in drafts] == extract.expected


def told(text):
    (draft,) = read(text)
    outcome = draft.outcome.value.value if draft.outcome else "-"
    return outcome, draft.stage.value.value if draft.stage else "-"


@pytest.mark.parametrize(("outcome", "stage", "statement"), statements())
def test_read_tells_outcome_and_stage_of_a_decision(outcome, stage, statement):
    text = f"Ärendet\n\n§ 5\n\nBeslut\n\n{statement}\n\nBakgrund\nSKL antog 2018 en rekommendation."

    assert told(text) == (outcome, stage)


@pytest.mark.parametrize(("outcome", "stage", "statement"), statements())
def test_read_tells_outcome_and_stage_of_a_bare_statement(outcome, stage, statement):
    assert told(statement) == (outcome, stage)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t"])
def test_read_finds_nothing_in_an_empty_text(text):
    assert read(text) == ()
