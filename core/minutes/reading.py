"""Reading a pasted extract into drafts: one for each paragraph or decision in it."""

import re
from dataclasses import replace

from core.answer import Outcome, Stage
from core.body import BodyKind, kind_of_body
from core.minutes.amounts import amounts_in, own_amount, rates_in
from core.minutes.case_numbers import case_number_of
from core.minutes.draft import Confidence, Draft, Found
from core.minutes.heading_words import Kind
from core.minutes.items import Item, items_of
from core.minutes.meeting import body_of, body_spoken, meeting_date
from core.minutes.municipalities import municipality_of
from core.minutes.operative import Operative, operative_of
from core.minutes.paragraphs import NUMBERED
from core.minutes.provisos import provisos_in
from core.minutes.remarks import budget_remarks_in, reservations_in
from core.minutes.sections import Section, sections_of
from core.minutes.view import View, joined

_OPEN = {Outcome.TABLED, Outcome.REFERRED_BACK, Outcome.NOTED, Outcome.UNDECIDED}


def read(text: str) -> tuple[Draft, ...]:
    """Return a draft for each paragraph of minutes in the text, in its order; none for no text.

    What can't be told is None and listed in `Draft.missing`. Places are offsets in `text` as it
    was given. Nothing is fetched and nothing raised: any text gives some drafts.
    """
    if not text.strip():
        return ()
    return tuple(_draft(item) for item in items_of(text))


def _draft(item: Item) -> Draft:
    sections = sections_of(item.prose)
    head = joined([item.head, _line_break(item.head), sections[0].text])
    headed = body_of(item.head, item.mark, sections) or body_of(item.document_head, None, sections)
    operative = operative_of(sections, headed.value if headed else "")
    body = body_spoken(operative, headed) if operative else headed
    stage = _stage(operative, body)
    is_proposal = stage is not None and stage.value is Stage.PROPOSAL
    decision = operative.text if operative else View("", (), ())
    whole = _both(item.front, item.prose)
    draft = Draft(
        place=whole.place(0, len(whole.text)),
        municipality=municipality_of(head, item.document_head, decision, whole),
        body=body,
        body_kind=kind_of_body(body.value) if body else None,
        decided_on=meeting_date(item.head, whole, operative, is_proposal=is_proposal)
        or meeting_date(item.document_head, item.document_front, None, is_proposal=False),
        paragraph=_paragraph(item, operative),
        case_number=case_number_of(head, item.prose),
        stage=stage,
    )
    return _with_content(draft, sections, operative)


def _with_content(
    draft: Draft, sections: tuple[Section, ...], operative: Operative | None
) -> Draft:
    """Return the draft with its outcome, provisos, sums and remarks."""
    decided = operative.verdict.text if operative else View("", (), ())
    provisos = provisos_in(decided)
    outcome = _outcome(operative, has_proviso=bool(provisos))
    own = amounts_in(decided, in_decision=True)
    others = tuple(
        amount
        for section in sections
        if section.kind in {Kind.HEAD, Kind.REASONS, Kind.PROPOSAL, Kind.DECISION}
        for amount in amounts_in(section.text, in_decision=False)
        if all(amount.quote.place != each.quote.place for each in own)
    )
    is_yes = outcome is not None and outcome.value in {Outcome.ADOPTS, Outcome.CONDITIONAL}
    is_no = outcome is not None and outcome.value is Outcome.DECLINES
    return replace(
        draft,
        outcome=outcome,
        amount=own_amount(own + others),
        amounts=own + others,
        rates=tuple(rate for section in sections for rate in rates_in(section.text)),
        provisos=provisos if is_yes else (),
        reservations=reservations_in(sections),
        budget_remarks=() if is_no else budget_remarks_in([decided]),
    )


def _outcome(operative: Operative | None, *, has_proviso: bool) -> Found[Outcome] | None:
    if operative is None or operative.verdict.outcome is None:
        return None
    verdict = operative.verdict
    outcome = verdict.outcome
    if outcome is Outcome.ADOPTS and has_proviso:
        outcome = Outcome.CONDITIONAL
    sure = verdict.confidence
    if operative.kind not in {Kind.DECISION, Kind.PROPOSAL} and sure is Confidence.STATED:
        sure = Confidence.LIKELY
    assert outcome is not None  # noqa: S101  # narrowed above
    return Found(outcome, verdict.place, sure)


def _stage(operative: Operative | None, body: Found[str] | None) -> Found[Stage] | None:
    """Return whether this decides or proposes; a preparing body's yes or no only proposes."""
    if operative is None:
        return None
    verdict = operative.verdict
    is_preparing = body is not None and kind_of_body(body.value) is BodyKind.PREPARING
    proposes = verdict.is_proposal or (is_preparing and verdict.outcome not in _OPEN)
    sure = (
        Confidence.STATED if operative.kind in {Kind.DECISION, Kind.PROPOSAL} else Confidence.LIKELY
    )
    return Found(Stage.PROPOSAL if proposes else Stage.DECISION, verdict.place, sure)


def _paragraph(item: Item, operative: Operative | None) -> Found[str] | None:
    """Return the number at the head, or the one in "beslutade den 27 maj 2019, § 45, att ..."."""
    if item.mark:
        return Found(item.mark.mark, item.mark.place, Confidence.STATED)
    if operative is None or operative.kind in {Kind.DECISION, Kind.PROPOSAL}:
        return None
    before = re.split(r"\batt\b", operative.text.text, maxsplit=1)[0]
    match = re.search(NUMBERED, before)
    if match is None:
        return None
    mark = " ".join(match.group().split())
    return Found(mark, operative.text.place(*match.span()), Confidence.STATED)


def _both(one: View, other: View) -> View:
    return joined([one, _line_break(one), other])


def _line_break(after: View) -> View:
    """Return a line break that keeps two stretches apart, standing where the first one ends."""
    at = after.ends[-1] if after.ends else 0
    return View("\n", (at,), (at,))
