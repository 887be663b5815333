"""The form of an answer: the proviso's kind where there is one, and the evidence."""

from bot.texts import Texts
from bot.usecases.poll_state import PollState
from bot.views.blocks import (
    MODAL_TITLE_LIMIT,
    Block,
    context,
    date_input,
    divider,
    escaped,
    members_input,
    option,
    plain,
    radio_input,
    section,
    text_input,
)
from bot.views.question import answer_buttons
from bot.wording.names import names_of
from bot.wording.share import condition_phrase, share_line
from core.answer import Answer, Outcome
from core.condition import AtLeast, Condition, Per, PriceAtMost, TheseMembers

CALLBACK = "answer"
CHOOSE_KIND = "proviso.kind"
BODY, DECIDED_ON, PARAGRAPH, CASE_NUMBER = "body", "decided_on", "paragraph", "case_number"
EFFECTIVE_ON = "effective_on"
KIND, COUNT, MEMBERS, AMOUNT = "kind", "count", "members", "amount"
ORE_PER_KRONA = 100


def answer_form(  # noqa: PLR0913  # what a form is made from
    state: PollState, member: str, outcome: Outcome, *, metadata: str, t: Texts, kind: str = ""
) -> Block:
    """Return the form for an answer, filled in with what was said before.

    `kind` is the proviso's kind that was chosen in the form; only its own field is shown.
    """
    latest = state.answers.get(member)
    name = state.recommendation.member(member).name
    said = {
        Outcome.ADOPTS: t("*{member}: yes*, it adopts the recommendation.", member=escaped(name)),
        Outcome.CONDITIONAL: t("*{member}: yes, provided that …*", member=escaped(name)),
        Outcome.DECLINES: t("*{member}: no*, it declines.", member=escaped(name)),
    }[outcome]
    blocks = [section(f"{said}\n{escaped(state.recommendation.title)}")]
    if outcome is Outcome.CONDITIONAL:
        blocks += _proviso_fields(state, latest, kind, t)
    else:
        blocks.append(context(_terms(state, member, t)))
    blocks += [divider(), *_evidence_fields(latest, t)]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": metadata,
        "title": plain(t("Your answer"), MODAL_TITLE_LIMIT),
        "submit": plain(t("Save the answer"), MODAL_TITLE_LIMIT),
        "close": plain(t("Cancel"), MODAL_TITLE_LIMIT),
        "blocks": blocks,
    }


def change_blocks(state: PollState, member: str, t: Texts) -> list[Block]:
    """Return the choice of a new answer."""
    name = state.recommendation.member(member).name
    text = t(
        "What is {member}’s new answer? The earlier ones stay in the record.", member=escaped(name)
    )
    return [section(text), answer_buttons(state, member, t)]


def notice_form(title: str, text: str, t: Texts) -> Block:
    """Return a modal that only says something, with a way out."""
    return {
        "type": "modal",
        "title": plain(title, MODAL_TITLE_LIMIT),
        "close": plain(t("Close"), MODAL_TITLE_LIMIT),
        "blocks": [section(escaped(text))],
    }


def _terms(state: PollState, member: str, t: Texts) -> str:
    names = names_of(state.recommendation)
    return t(
        "Share: {share}. Condition: {condition}.",
        share=share_line(state.allocation.shares[member], t),
        condition=escaped(condition_phrase(state.followed, t, names)),
    )


def _proviso_fields(state: PollState, latest: Answer | None, kind: str, t: Texts) -> list[Block]:
    proviso = latest.proviso if latest else None
    kinds = {
        "all_members": option(t("… all members adopt"), "all_members"),
        "at_least": option(t("… at least so many adopt"), "at_least"),
        "these_members": option(t("… certain members adopt"), "these_members"),
        "price_at_most": option(t("… our share is at most"), "price_at_most"),
    }
    said = proviso.kind if proviso else ""
    chosen = next((each for each in (kind, said) if each in kinds), "all_members")
    label = t("We are in, provided that …")
    choice = radio_input(
        KIND, label, list(kinds.values()), kinds[chosen], action_id=CHOOSE_KIND, tells_at_once=True
    )
    return [choice, *_field_of(chosen, state, proviso, t)]


def _field_of(kind: str, state: PollState, proviso: Condition | None, t: Texts) -> list[Block]:
    """Return the one field that a kind of proviso needs."""
    match kind:
        case "at_least":
            return [
                text_input(COUNT, t("Number of members"), initial=_count(proviso), placeholder="6")
            ]
        case "these_members":
            hint = t("Write the beginning of a name")
            return [members_input(MEMBERS, t("Members"), hint, _chosen(state, proviso))]
        case "price_at_most":
            label, amount = t("Highest share in kronor"), _amount(proviso)
            return [text_input(AMOUNT, label, initial=amount, placeholder="300 000")]
        case _:
            return []


def _count(proviso: Condition | None) -> str:
    return str(proviso.count) if isinstance(proviso, AtLeast) else ""


def _amount(proviso: Condition | None) -> str:
    if isinstance(proviso, PriceAtMost) and proviso.per is Per.MEMBER:
        return str(proviso.amount_ore // ORE_PER_KRONA)
    return ""


def _chosen(state: PollState, proviso: Condition | None) -> list[Block]:
    if not isinstance(proviso, TheseMembers):
        return []
    names = names_of(state.recommendation)
    return [option(names.get(code, code), code) for code in proviso.members]


def _evidence_fields(latest: Answer | None, t: Texts) -> list[Block]:
    evidence = latest.evidence if latest else None
    return [
        section(
            t(
                "*The decision behind it*\nFill in what you have. Leave all of it empty if the"
                " minutes aren’t ready: I’ll ask again in a week."
            )
        ),
        text_input(
            BODY,
            t("Body that decided"),
            initial=evidence.body if evidence else "",
            placeholder=t("For example Socialnämnden"),
            hint=t("A preparing committee (arbetsutskott) only proposes: that isn’t yet a yes."),
        ),
        date_input(
            DECIDED_ON,
            t("Day of the decision"),
            initial=evidence.decided_on.isoformat() if evidence else "",
        ),
        text_input(
            PARAGRAPH,
            t("Paragraph"),
            initial=evidence.paragraph if evidence else "",
            placeholder="Sn § 63",
        ),
        text_input(
            CASE_NUMBER,
            t("Case number"),
            initial=evidence.case_number if evidence else "",
            placeholder="Dnr SN 2017/103",
        ),
        date_input(
            EFFECTIVE_ON,
            t("Applies from"),
            initial=latest.effective_on.isoformat() if latest and latest.effective_on else "",
            hint=t("Only if it isn’t the day of the decision."),
        ),
    ]
