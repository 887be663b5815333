"""Who has answered what, in words and as a bar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.texts import Texts
from bot.usecases.poll_state import PollState
from bot.wording.answer import (
    answer_phrase,
    evidence_phrase,
    open_phrase,
    stage_phrase,
    standing_note,
)
from bot.wording.names import Names, alphabetical, names_of
from core.adoption import MemberState
from core.answer import DECIDED, Because, Says
from core.duty import OwedDuty

_BAR_CELLS = 20


class Group(Enum):
    """The groups that members are shown in, in this order."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"
    NOT_DECIDED = "not_decided"
    SILENT = "silent"


_SIGNS = {
    Group.YES: "🟩",
    Group.CONDITIONAL: "🟨",
    Group.NO: "🟥",
    Group.NOT_DECIDED: "🟦",
    Group.SILENT: "⬜",
}


@dataclass(frozen=True)
class GroupOfMembers:
    """The members that say the same, in the order of their names."""

    group: Group
    members: tuple[str, ...]


def groups_of(state: PollState) -> tuple[GroupOfMembers, ...]:
    """Return the members by what they say; groups without members are left out."""
    by_group: dict[Group, list[str]] = {group: [] for group in Group}
    for code in state.standings:
        by_group[_group(state, code)].append(code)
    names = names_of(state.recommendation)
    return tuple(
        GroupOfMembers(group, tuple(alphabetical(codes, names)))
        for group, codes in by_group.items()
        if codes
    )


def bar(state: PollState) -> str:
    """Return the answers as a bar of coloured cells: one a member, or 20 in proportion."""
    groups = groups_of(state)
    total = len(state.standings)
    if total <= _BAR_CELLS:
        return "".join(_SIGNS[each.group] * len(each.members) for each in groups)
    return "".join(_SIGNS[group] * cells for group, cells in _cells(groups, total))


def legend(state: PollState, t: Texts) -> str:
    """Return the bar's numbers in words: "5 yes · 1 no · 2 not answered"."""
    return " · ".join(
        f"{_SIGNS[each.group]} {t.number(len(each.members))} {group_word(each.group, t)}"
        for each in groups_of(state)
    )


def group_word(group: Group, t: Texts) -> str:
    """Return what the members of a group have said."""
    return {
        Group.YES: t("yes"),
        Group.CONDITIONAL: t("yes, with a proviso"),
        Group.NO: t("no"),
        Group.NOT_DECIDED: t("not decided yet"),
        Group.SILENT: t("no answer"),
    }[group]


def member_line(state: PollState, code: str, t: Texts) -> str:
    """Return one member's answer with its evidence, and why it doesn't count if it doesn't."""
    names = names_of(state.recommendation)
    answer = state.answers.get(code)
    if answer is None:
        return names[code]
    notes = (
        [evidence_phrase(answer.evidence, t)] if answer.version and _is_decided(state, code) else []
    )
    stage = stage_phrase(answer, t)
    if stage and _is_decided(state, code):
        notes.append(stage)
    note = standing_note(state.standings[code], t)
    if note and state.standings[code].because is not Because.STILL_OPEN:
        notes.append(note)
    notes.extend(_fallen(state, code, t))
    is_decided = answer.outcome in DECIDED
    said = answer_phrase(answer, t, names) if is_decided else open_phrase(answer, t)
    return f"{names[code]}: {said}" + (f" ({'; '.join(notes)})" if notes else "")


def duty_line(duty: OwedDuty, today: date, t: Texts, names: Names) -> str:
    """Return who owes which report to whom by when, and for how long it has been overdue."""
    line = t(
        "{owner} owes {to} a report by {day}: {what}",
        owner=names.get(duty.owner, duty.owner),
        to=duty.owed_to,
        day=t.day(duty.due_on) if duty.due_on else t("not stated in the source"),
        what=duty.what,
    )
    days = duty.days_overdue(today)
    if not days:
        return line
    late = t.plural("{n} day overdue", "{n} days overdue", days)
    return f"{line} ({late})"


def lacking_evidence(state: PollState) -> tuple[str, ...]:
    """Return the members whose answer still lacks its evidence."""
    return tuple(code for code, answer in state.answers.items() if answer.lacks_evidence)


def _fallen(state: PollState, code: str, t: Texts) -> Iterator[str]:
    reading = state.adoption.members[code]
    if reading.says is Says.CONDITIONALLY_YES and reading.state is MemberState.IMPOSSIBLE:
        yield t("the proviso can’t be met, so this yes has fallen")


def _is_decided(state: PollState, code: str) -> bool:
    return state.standings[code].because is not Because.STILL_OPEN


def _group(state: PollState, code: str) -> Group:
    standing = state.standings[code]
    if standing.says is Says.SILENT:
        return Group.SILENT if standing.because is Because.NO_ANSWER else Group.NOT_DECIDED
    return {
        Says.YES: Group.YES,
        Says.CONDITIONALLY_YES: Group.CONDITIONAL,
        Says.NO: Group.NO,
    }[standing.says]


def _cells(groups: tuple[GroupOfMembers, ...], total: int) -> Iterator[tuple[Group, int]]:
    """Share the cells in proportion, at least one for each group; the largest takes the rest."""
    cells = {g.group: max(1, len(g.members) * _BAR_CELLS // total) for g in groups}
    largest = max(groups, key=lambda each: len(each.members)).group
    cells[largest] += _BAR_CELLS - sum(cells.values())
    yield from cells.items()
