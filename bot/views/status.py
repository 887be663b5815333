"""The status of a poll: the board that is kept up to date, and the ephemeral list of answers."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.texts import Texts
from bot.usecases.poll_state import PollState
from bot.views.blocks import Block, context, divider, escaped, header, paragraphs, section
from bot.wording.names import names_of
from bot.wording.reading import candidate_sentence, reading_sentence, state_word
from bot.wording.share import condition_phrase, deadline_phrase
from bot.wording.status import (
    GroupOfMembers,
    bar,
    duty_line,
    group_word,
    groups_of,
    lacking_evidence,
    legend,
    member_line,
)
from core.adoption import State
from core.adoption.history import Candidate
from core.duty import OwedDuty

_SIGNS = {
    State.MET: "✅",
    State.OPEN: "⏳",
    State.IMPOSSIBLE: "⛔",
    State.UNDETERMINED: "⚖️",
}
_LISTED_ONE_BY_ONE = 30
_MOST_SECTIONS = 30


def duties_blocks(
    state: PollState, duties: Sequence[OwedDuty], today: date, t: Texts
) -> list[Block]:
    """Return the reports that are owed, nothing where none is."""
    names = names_of(state.recommendation)
    lines = [f"• {escaped(duty_line(each, today, t, names))}" for each in duties]
    return [section("\n".join([f"*{t('Reports that are owed')}*", *lines]))] if lines else []


def status_blocks(state: PollState, t: Texts, candidates: Sequence[Candidate] = ()) -> list[Block]:
    """Return the board, and below it every answer with its evidence.

    `candidates` are readings of what would be enough, where nobody has ruled yet.
    """
    names = names_of(state.recommendation)
    weighed = [f"• {escaped(candidate_sentence(each, t, names))}" for each in candidates]
    enough = [section("\n".join([t("Nobody has ruled what is enough."), *weighed]))]
    return [
        *board_blocks(state, t),
        *(enough if weighed else []),
        divider(),
        *_answers(state, t),
    ]


def board_blocks(state: PollState, t: Texts) -> list[Block]:
    """Return the state at a glance: the bar, the numbers, the condition and what is missing."""
    recommendation = state.recommendation
    names = names_of(recommendation)
    whole = state.adoption.whole
    sign, heading = _SIGNS[whole.state], t("Condition")
    clause = escaped(condition_phrase(state.followed, t, names))
    reading = escaped(reading_sentence(whole, t, names, state.leaning))
    return [
        header(recommendation.title),
        section(f"{bar(state)}\n{legend(state, t)}"),
        section(f"{sign} *{heading}:* {clause}\n{reading}"),
        context(*_footnotes(state, t)),
    ]


def board_text(state: PollState, t: Texts) -> str:
    """Return the state at a glance as one line."""
    return t(
        "{title}: {numbers}. Condition: {state}.",
        title=state.recommendation.title,
        numbers=legend(state, t),
        state=state_word(state.adoption.whole.state, t),
    )


def _footnotes(state: PollState, t: Texts) -> Iterator[str]:
    yield t("Answer by: {deadline}", deadline=deadline_phrase(state.recommendation, t))
    missing = lacking_evidence(state)
    if missing:
        yield t.plural(
            "Evidence missing for {n} answer", "Evidence missing for {n} answers", len(missing)
        )
    if state.poll.closed_at is not None:
        yield t("Closed {moment}", moment=t.moment(state.poll.closed_at))
    yield t("`/samtliga status {key}`", key=state.recommendation.key)


def _answers(state: PollState, t: Texts) -> Iterator[Block]:
    sections = 0
    for group in groups_of(state):
        heading = f"*{group_word(group.group, t).capitalize()} ({len(group.members)})*"
        for text in paragraphs(_lines(state, group, t), heading):
            sections += 1
            if sections <= _MOST_SECTIONS:
                yield section(text)


def _lines(state: PollState, group: GroupOfMembers, t: Texts) -> Sequence[str]:
    """Return a line for each member, or all names in one where there are very many."""
    if len(group.members) <= _LISTED_ONE_BY_ONE:
        return [f"• {escaped(member_line(state, code, t))}" for code in group.members]
    names = names_of(state.recommendation)
    return [", ".join(escaped(names[code]) for code in group.members)]
