"""The command line's plain text: the same sentences as in Slack, a line each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.texts import Texts
from bot.usecases.look_up_history import MemberHistory, Told
from bot.usecases.look_up_past import Past
from bot.usecases.look_up_share import ShareLookup
from bot.usecases.poll_state import PollState
from bot.usecases.settle_money import MoneySettled
from bot.wording.findings import finding_sentence
from bot.wording.history import version_lines
from bot.wording.life import life_lines
from bot.wording.names import listed, names_of
from bot.wording.reading import reading_sentence
from bot.wording.settlement import clause_sentence, settlement_heading, settlement_lines
from bot.wording.share import (
    condition_phrase,
    deadline_phrase,
    did_you_mean,
    how_it_was_computed,
    level_lines,
    other_lines,
    own_answer_phrase,
    settled_lines,
    share_line,
    standing_phrase,
    year_lines,
)
from bot.wording.status import bar, duty_line, group_word, groups_of, legend, member_line
from bot.wording.trace import Line, flat
from core.duty import OwedDuty
from core.recommendation import Recommendation
from core.reconcile import Finding


def share_as_text(lookup: ShareLookup, t: Texts) -> str:
    """Return a member's share: the amount, the condition, the deadline, the computation."""
    names = names_of(lookup.recommendation)
    answer = own_answer_phrase(lookup, t)
    lines = [
        did_you_mean(lookup, t),
        f"{lookup.member.name}: {share_line(lookup.share, t)}",
        f"{lookup.recommendation.title} ({lookup.recommendation.key})",
        f"{t('Condition')}: {condition_phrase(lookup.followed, t, names)}",
        f"{t('Where it stands')}: {standing_phrase(lookup, t)}",
        t("Answer by: {deadline}", deadline=deadline_phrase(lookup.recommendation, t)),
        f"{t('Own answer')}: {answer}" if answer else "",
        f"{t('How it was computed')}:",
        *(f"  {n}. {line}" for n, line in enumerate(flat(how_it_was_computed(lookup, t)), 1)),
        *_listed(t("Year by year"), year_lines(lookup, t)),
        *_listed(t("Outside money"), settled_lines(lookup, t)),
        *_listed(t("Other levels of the cost"), level_lines(lookup, t)),
        *_listed(t("Also asked here"), other_lines(lookup.others, t)),
    ]
    return "\n".join(line for line in lines if line)


def explained_as_tree(lookup: ShareLookup, t: Texts) -> str:
    """Return how a share came about as a tree."""
    head = f"{lookup.member.name}, {lookup.recommendation.key}: {share_line(lookup.share, t)}"
    return "\n".join([head, *_tree(how_it_was_computed(lookup, t), "")])


def status_as_text(state: PollState, t: Texts) -> str:
    """Return who has answered what, and where the condition stands."""
    names = names_of(state.recommendation)
    lines = [
        f"{state.recommendation.title} ({state.recommendation.key})",
        bar(state),
        legend(state, t),
        f"{t('Condition')}: {condition_phrase(state.followed, t, names)}",
        reading_sentence(state.adoption.whole, t, names, state.leaning),
    ]
    for group in groups_of(state):
        lines.append(f"{group_word(group.group, t).capitalize()} ({len(group.members)}):")
        lines += [f"  {member_line(state, code, t)}" for code in group.members]
    return "\n".join(lines)


def duties_as_text(
    state: PollState, duties: Sequence[OwedDuty], today: date, t: Texts
) -> Iterator[str]:
    """Yield the reports that are owed, nothing where none is."""
    names = names_of(state.recommendation)
    yield from _listed(
        t("Reports that are owed"), (duty_line(each, today, t, names) for each in duties)
    )


def past_as_text(past: Past, t: Texts) -> str:
    """Return who had answered what on a day, and what of it was told only afterwards."""
    names = names_of(past.known_now.recommendation)
    lines = [
        t("On {day}, as it is known now", day=t.weekday(past.on)),
        status_as_text(past.known_now, t),
        f"{t('As it was known then')}: {legend(past.known_then, t)}",
    ]
    if past.told_later:
        later = listed(past.told_later, names, t, most=len(past.told_later))
        lines.append(t("Told only afterwards: {who}.", who=later))
    return "\n".join(lines)


def history_as_text(history: MemberHistory, today: date, t: Texts) -> str:
    """Return every version of a member's answer, and its decision's steps."""
    lines = [
        f"{history.member.name}, {history.state.recommendation.key}",
    ]
    on = history.on
    if on is None:
        return "\n".join([*lines, *_told(history, history.told, today, t)])
    lines += [t("On {day}, as it is known now", day=t.weekday(on))]
    lines += [*_told(history, history.told, on, t), f"{t('As it was known then')}:"]
    return "\n".join([*lines, *_told(history, history.told_then, on, t)])


def _told(history: MemberHistory, told: Told | None, today: date, t: Texts) -> list[str]:
    if told is None or not told.versions:
        return [t("No answer yet.")]
    return [
        *_listed(t("What was said"), version_lines(history, told, t)),
        *_listed(t("The decision, step by step"), life_lines(told.life, today, t)),
    ]


def settlement_as_text(result: MoneySettled, t: Texts) -> str:
    """Return what outside money would mean for each member."""
    return "\n".join(
        [
            f"{result.recommendation.key}: {settlement_heading(result, t)}",
            *(f"  {line}" for line in settlement_lines(result, t)),
            clause_sentence(result, t),
        ]
    )


def agreements_as_text(recommendations: Iterable[Recommendation], t: Texts) -> str:
    """Return the recommendations, a line each."""
    return "\n".join(
        t(
            "{key}: {title} ({who}; {n} members; answer by: {deadline})",
            key=each.key,
            title=each.title,
            who=each.recommended_by,
            n=len(each.members),
            deadline=deadline_phrase(each, t),
        )
        for each in recommendations
    )


def checked_as_text(recommendation: Recommendation, findings: Sequence[Finding], t: Texts) -> str:
    """Return that a file can be read, and what in it doesn't add up or isn't stated."""
    names = names_of(recommendation)
    head = t(
        "{key} can be read: {n} members.", key=recommendation.key, n=len(recommendation.members)
    )
    return "\n".join([head, *(f"  {finding_sentence(each, t, names)}" for each in findings)])


def _tree(lines: Sequence[Line], indent: str) -> Iterator[str]:
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        yield f"{indent}{'└─' if is_last else '├─'} {line.text}"
        yield from _tree(line.below, f"{indent}{'   ' if is_last else '│  '}")


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{heading}:"
        yield from (f"  {line}" for line in found)
