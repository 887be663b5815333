"""The words of what the outbox sends: one view for each kind of message."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.texts import Texts
from bot.usecases.claim_messages import Claimed
from bot.views.blocks import Block, actions, button, context, escaped, section
from bot.views.question import (
    answer_buttons,
    answer_value,
    introduction,
    question_blocks,
    question_text,
)
from bot.views.status import board_blocks, board_text
from bot.wording.answer import answer_phrase
from bot.wording.names import names_of
from bot.wording.reading import reading_sentence
from bot.wording.share import deadline_phrase, share_line
from storage.tables import MessageKind


@dataclass(frozen=True)
class Rendered:
    """A message in words: the blocks, and the text that a phone's notification shows."""

    text: str
    blocks: list[Block]


def render(message: Claimed, t: Texts) -> Rendered:
    """Return the words of a message, made from the state at the moment it is sent."""
    return _VIEWS[message.kind](message, t)


def _question(message: Claimed, t: Texts) -> Rendered:
    member = message.member or ""
    blocks = question_blocks(message.state, member, t)
    return Rendered(
        question_text(message.state, member, t), [*blocks, introduction(message.state, member, t)]
    )


def _board(message: Claimed, t: Texts) -> Rendered:
    return Rendered(board_text(message.state, t), board_blocks(message.state, t))


def _reminder(message: Claimed, t: Texts) -> Rendered:
    state, member = message.state, message.member or ""
    name = state.recommendation.member(member).name
    when = (
        t.plural("{n} day left", "{n} days left", message.step)
        if message.step
        else t("today is the last working day")
    )
    text = t(
        "Reminder ({when}): {member} hasn’t answered yet. {title}. Answer by {deadline}.",
        when=when,
        member=name,
        title=state.recommendation.title,
        deadline=deadline_phrase(state.recommendation, t),
    )
    share = t("Your share: {share}", share=share_line(state.allocation.shares[member], t))
    return Rendered(
        text,
        [
            section(f"⏰ {escaped(text)}\n{escaped(share)}"),
            answer_buttons(state, member, t),
            context(t("You are reminded until you have answered, and not after that.")),
        ],
    )


def _evidence_request(message: Claimed, t: Texts) -> Rendered:
    state, member = message.state, message.member or ""
    answer = state.answers[member]
    name = state.recommendation.member(member).name
    text = t(
        "{member} answered {said} on {day}, and the decision behind it is still missing: which"
        " body, when, which paragraph?",
        member=name,
        said=answer_phrase(answer, t, names_of(state.recommendation)),
        day=t.moment(answer.received_at),
    )
    add = button(
        t("Add the evidence"), "answer.evidence", answer_value(state, member), style="primary"
    )
    return Rendered(text, [section(f"📎 {escaped(text)}"), actions("evidence", [add])])


def _condition_notice(message: Claimed, t: Texts) -> Rendered:
    state = message.state
    names = names_of(state.recommendation)
    text = t(
        "{title}: {reading}.",
        title=state.recommendation.title,
        reading=reading_sentence(state.adoption.whole, t, names, state.leaning),
    )
    return Rendered(text, [section(f"📣 {escaped(text)}")])


_VIEWS: dict[MessageKind, Callable[[Claimed, Texts], Rendered]] = {
    MessageKind.QUESTION: _question,
    MessageKind.QUESTION_UPDATE: _question,
    MessageKind.BOARD: _board,
    MessageKind.BOARD_UPDATE: _board,
    MessageKind.REMINDER: _reminder,
    MessageKind.EVIDENCE_REQUEST: _evidence_request,
    MessageKind.CONDITION_NOTICE: _condition_notice,
}
