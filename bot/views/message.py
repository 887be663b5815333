"""The words of what the outbox sends: one view for each kind of message."""

from collections.abc import Callable

from bot.texts import Texts
from bot.usecases.claim_messages import Claimed
from bot.views.blocks import context, escaped, section
from bot.views.nudges import Rendered, as_deputy, channel_reminder, nudge, questions_in_one
from bot.views.question import introduction, question_blocks, question_text
from bot.views.status import board_blocks, board_text
from bot.wording.names import names_of
from bot.wording.reading import reading_sentence
from storage.sending import DEPUTY
from storage.tables import MessageKind

__all__ = ["Rendered", "render"]


def render(message: Claimed, t: Texts) -> Rendered:
    """Return the words of a message, made from the state at the moment it is sent."""
    views = _VIEWS_IN_ONE if message.carried else _VIEWS
    return views.get(message.kind, nudge)(message, t)


def _question(message: Claimed, t: Texts) -> Rendered:
    member = message.member or ""
    blocks = question_blocks(message.state, member, t)
    if message.detail == DEPUTY:
        blocks.append(context(as_deputy(message, t)))
    return Rendered(
        question_text(message.state, member, t), [*blocks, introduction(message.state, member, t)]
    )


def _board(message: Claimed, t: Texts) -> Rendered:
    return Rendered(board_text(message.state, t), board_blocks(message.state, t))


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
    MessageKind.CHANNEL_REMINDER: channel_reminder,
    MessageKind.CONDITION_NOTICE: _condition_notice,
}
_VIEWS_IN_ONE: dict[MessageKind, Callable[[Claimed, Texts], Rendered]] = {
    MessageKind.QUESTION_UPDATE: questions_in_one,
}
"""Of messages that say several things: reminders and deputies' questions go out as nudges."""
