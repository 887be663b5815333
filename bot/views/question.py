"""The direct message of a poll: the question with its buttons, or the answer that was recorded."""

import re

from bot.texts import Texts
from bot.usecases.poll_state import PollState
from bot.views.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    escaped,
    fields,
    header,
    section,
)
from bot.wording.answer import (
    answer_phrase,
    evidence_phrase,
    open_phrase,
    stage_phrase,
    standing_note,
)
from bot.wording.names import names_of
from bot.wording.share import condition_phrase, deadline_phrase, share_line
from core.answer import DECIDED, Answer
from core.life import state_told, tellable

ANSWER_BLOCK = "answer"
STEP_BLOCK = "step"
TELL_STEP = "life.tell"
_PERSON = re.compile(r"^[UW][A-Z0-9]+$")
"""A Slack id of this workspace; who has been erased, or answers elsewhere, has none."""


def question_blocks(state: PollState, member: str, t: Texts) -> list[Block]:
    """Return the question to one member: what, how much, until when, on which condition."""
    recommendation = state.recommendation
    name = recommendation.member(member).name
    answer = state.answers.get(member)
    blocks = [
        header(recommendation.title),
        section(
            t(
                "*{who}* asks *{member}*: {question}",
                who=escaped(recommendation.recommended_by),
                member=escaped(name),
                question=escaped(recommendation.question),
            )
        ),
        fields(_facts(state, member, t)),
        divider(),
    ]
    if answer is None or (state.poll.is_open and answer.outcome not in DECIDED):
        blocks += _undecided(state, member, answer, t)
    else:
        blocks += _recorded(state, member, answer, t)
    return blocks


def question_text(state: PollState, member: str, t: Texts) -> str:
    """Return the question as the one line that a phone shows."""
    answer = state.answers.get(member)
    name = state.recommendation.member(member).name
    if answer is not None:
        said = answer_phrase(answer, t, names_of(state.recommendation))
        return t(
            "{member} has answered {said}: {title}",
            member=name,
            said=said,
            title=state.recommendation.title,
        )
    return t(
        "{who} asks {member}: {title}. Answer by {deadline}.",
        who=state.recommendation.recommended_by,
        member=name,
        title=state.recommendation.title,
        deadline=deadline_phrase(state.recommendation, t),
    )


def introduction(state: PollState, member: str, t: Texts) -> Block:
    """Return who the bot is and why it writes, in three lines, for the first message."""
    return context(
        t(
            "I’m Samtliga: I ask everyone who must decide, remember every answer and remind of the"
            " deadline.\nYou get this because you have a mandate to answer for {member};"
            " <@{opener}> opened the question.\nNothing is recorded until you save an answer, and"
            " you can change it later.",
            member=escaped(state.recommendation.member(member).name),
            opener=state.poll.opened_by,
        )
    )


def answer_value(state: PollState, member: str) -> str:
    """Return what the buttons carry: the poll and the member, authorised again when pressed."""
    return f"{state.poll.id}:{member}"


def _facts(state: PollState, member: str, t: Texts) -> list[tuple[str, str]]:
    names = names_of(state.recommendation)
    share = state.allocation.shares[member]
    return [
        (t("Your share"), share_line(share, t)),
        (t("Answer by"), deadline_phrase(state.recommendation, t)),
        (t("Condition"), escaped(condition_phrase(state.followed, t, names))),
        (t("Computation"), f"`/share {escaped(names[member])} {state.recommendation.key}`"),
    ]


def _undecided(state: PollState, member: str, answer: Answer | None, t: Texts) -> list[Block]:
    if not state.poll.is_open:
        return [section(t("The question was closed without an answer from you."))]
    if answer is None:
        return [answer_buttons(state, member, t)]
    noted = context(
        t(
            "Noted: {said} ({moment}). Reminders go on until you have answered.",
            said=open_phrase(answer, t),
            moment=t.moment(answer.received_at),
        )
    )
    tabled = t("Tabled or referred back …")
    happened = button(tabled, TELL_STEP, answer_value(state, member))
    return [noted, answer_buttons(state, member, t), actions(STEP_BLOCK, [happened])]


def answer_buttons(state: PollState, member: str, t: Texts) -> Block:
    """Return the four answers as buttons."""
    value = answer_value(state, member)
    return actions(
        ANSWER_BLOCK,
        [
            button(t("Yes"), "answer.adopts", value, style="primary"),
            button(t("Yes, provided that …"), "answer.conditional", value),
            button(t("No"), "answer.declines", value, style="danger"),
            button(t("Not decided yet"), "answer.undecided", value),
        ],
    )


def _recorded(state: PollState, member: str, answer: Answer, t: Texts) -> list[Block]:
    names = names_of(state.recommendation)
    said = escaped(answer_phrase(answer, t, names))
    lines = [
        t("✅ *{member} has answered: {said}*", member=escaped(names[member]), said=said),
        t("Evidence: {evidence}", evidence=escaped(evidence_phrase(answer.evidence, t))),
    ]
    stage = stage_phrase(answer, t)
    if stage:
        lines.append(t("Since then: {stage}", stage=stage))
    note = standing_note(state.standings[member], t)
    if note:
        lines.append(f"⚠️ {note}")
    person = f"<@{answer.said_by}>" if _PERSON.match(answer.said_by) else t("somebody else")
    recorded = t(
        "Recorded {moment} by {person}, version {version}",
        moment=t.moment(answer.received_at),
        person=person,
        version=answer.version,
    )
    if not state.poll.is_open:
        return [section("\n".join(lines)), context(recorded, t("The question is closed."))]
    value = answer_value(state, member)
    buttons = [button(t("Change the answer"), "answer.change", value)]
    if tellable(state_told(answer)):
        buttons.append(button(t("What has happened since?"), TELL_STEP, value))
    if answer.lacks_evidence:
        add = button(t("Add the evidence"), "answer.evidence", value, style="primary")
        buttons.insert(0, add)
    return [section("\n".join(lines)), context(recorded), actions(ANSWER_BLOCK, buttons)]
