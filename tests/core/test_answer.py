"""Whether an answer counts, what it adds, and what its evidence must have."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.answer import (
    Answer,
    Because,
    Evidence,
    Outcome,
    Says,
    Stage,
    Standing,
    check_proviso,
    complete_evidence,
    owes_answer,
    says_the_same,
    stage_of,
    standing,
)
from core.body import BodyKind, kind_of_body
from core.condition import AllMembers
from core.errors import EvidenceIncompleteError, EvidenceInFutureError, ProvisoMissingError

NÄMND = Evidence("Socialnämnden", date(2017, 9, 27), "Sn § 63")
YES = Answer("0781", 1, Outcome.ADOPTS, datetime(2017, 9, 27, tzinfo=UTC), "U1", evidence=NÄMND)
TODAY = date(2017, 9, 28)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Socialnämnden", BodyKind.COMMITTEE),
        ("Socialnämndens arbetsutskott", BodyKind.PREPARING),
        ("SN AU", BodyKind.PREPARING),
        ("KSAU", BodyKind.PREPARING),
        ("Kommunstyrelsens arbetsutskott", BodyKind.PREPARING),
        ("kommunstyrelsen", BodyKind.EXECUTIVE),
        ("KS", BodyKind.EXECUTIVE),
        ("Kommunfullmäktige", BodyKind.COUNCIL),
        ("Landstingsstyrelsen", BodyKind.EXECUTIVE),
        ("Vård- och omsorgsnämnden", BodyKind.COMMITTEE),
    ],
)
def test_kind_of_a_body_is_read_from_its_swedish_name(name, kind):
    assert kind_of_body(name) is kind


@pytest.mark.parametrize(
    ("answer", "required", "expected"),
    [
        (None, None, Standing(Says.SILENT, Because.NO_ANSWER)),
        (YES, None, Standing(Says.YES, Because.DECIDED)),
        (YES, BodyKind.COMMITTEE, Standing(Says.YES, Because.DECIDED)),
        (YES, BodyKind.COUNCIL, Standing(Says.SILENT, Because.NOT_THE_BINDING_BODY)),
        (replace(YES, evidence=None), BodyKind.COUNCIL, Standing(Says.YES, Because.DECIDED)),
        (replace(YES, outcome=Outcome.DECLINES), None, Standing(Says.NO, Because.DECIDED)),
        (
            replace(YES, outcome=Outcome.CONDITIONAL, proviso=AllMembers()),
            None,
            Standing(Says.CONDITIONALLY_YES, Because.DECIDED, AllMembers()),
        ),
        (
            replace(YES, outcome=Outcome.UNDECIDED),
            None,
            Standing(Says.SILENT, Because.STILL_OPEN),
        ),
        (replace(YES, outcome=Outcome.TABLED), None, Standing(Says.SILENT, Because.STILL_OPEN)),
        (
            replace(YES, stage=Stage.PROPOSAL),
            None,
            Standing(Says.SILENT, Because.ONLY_A_PROPOSAL),
        ),
        (replace(YES, stage=Stage.ANNULLED), None, Standing(Says.SILENT, Because.ANNULLED)),
        (replace(YES, stage=Stage.APPEALED), None, Standing(Says.YES, Because.DECIDED)),
    ],
)
def test_standing_of_an_answer(answer, required, expected):
    assert standing(answer, required) == expected
    assert owes_answer(answer, required) == (expected.says is Says.SILENT)


def test_evidence_of_a_preparing_body_makes_a_proposal():
    assert stage_of(replace(NÄMND, body="Socialnämndens arbetsutskott")) is Stage.PROPOSAL
    assert stage_of(NÄMND) is Stage.DECISION
    assert stage_of(None) is Stage.DECISION


@pytest.mark.parametrize(
    ("later", "is_same"),
    [
        (replace(YES, version=2), True),
        (replace(YES, version=2, evidence=None), True),
        (replace(YES, version=2, evidence=replace(NÄMND, paragraph="Sn § 64")), False),
        (replace(YES, version=2, outcome=Outcome.DECLINES), False),
        (replace(YES, version=2, outcome=Outcome.CONDITIONAL, proviso=AllMembers()), False),
        (replace(YES, version=2, expected_on=date(2017, 11, 1)), False),
    ],
)
def test_answer_says_the_same_unless_it_adds_something(later, is_same):
    assert says_the_same(YES, later) is is_same


@pytest.mark.parametrize("outcome", [Outcome.ADOPTS, Outcome.DECLINES, Outcome.UNDECIDED])
def test_proviso_belongs_to_a_conditional_yes_and_to_nothing_else(outcome):
    with pytest.raises(ProvisoMissingError):
        check_proviso(Outcome.CONDITIONAL, None)
    with pytest.raises(ProvisoMissingError):
        check_proviso(outcome, AllMembers())
    check_proviso(outcome, None)
    check_proviso(Outcome.CONDITIONAL, AllMembers())


def evidence(**fields):
    given = {"body": "", "decided_on": None, "paragraph": "", "case_number": "", "today": TODAY}
    return complete_evidence(**{**given, **fields})


def test_evidence_left_for_later_is_none():
    assert evidence() is None
    assert evidence(body="  ", paragraph=" ") is None


def test_evidence_is_kept_without_stray_spaces():
    assert (
        evidence(body=" Socialnämnden ", decided_on=date(2017, 9, 27), paragraph="Sn  § 63")
        == NÄMND
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"paragraph": "§ 63"}, "body"),
        ({"body": "Socialnämnden"}, "decided_on"),
        ({"body": "Socialnämnden", "decided_on": date(2017, 9, 27)}, "paragraph"),
        ({"case_number": "SN 2017/103"}, "body"),
    ],
)
def test_evidence_that_is_begun_must_be_whole(fields, field):
    with pytest.raises(EvidenceIncompleteError) as raised:
        evidence(**fields)
    assert raised.value.field == field


def test_decision_of_tomorrow_is_no_evidence_and_one_of_today_is():
    whole = {"body": "Socialnämnden", "paragraph": "§ 63"}
    assert evidence(**whole, decided_on=TODAY) is not None
    with pytest.raises(EvidenceInFutureError) as raised:
        evidence(**whole, decided_on=date(2017, 9, 29))
    assert (raised.value.decided_on, raised.value.today) == (date(2017, 9, 29), TODAY)
