"""Every version of an answer in words, with its three dates: decided, received, effective."""

from collections.abc import Iterator

from bot.texts import Texts
from bot.usecases.look_up_history import MemberHistory, Told
from bot.wording.answer import answer_phrase, evidence_phrase, open_phrase, stage_phrase
from bot.wording.names import Names, names_of
from core.answer import DECIDED, Answer
from core.as_of import dates_of


def version_lines(history: MemberHistory, told: Told, t: Texts) -> Iterator[str]:
    """Yield a line for each version, the first one first."""
    names = names_of(history.state.recommendation)
    for answer in told.versions:
        yield _version_line(answer, names, t)


def _version_line(answer: Answer, names: Names, t: Texts) -> str:
    is_decided = answer.outcome in DECIDED
    said = answer_phrase(answer, t, names) if is_decided else open_phrase(answer, t)
    parts = [said]
    if is_decided:
        parts.append(evidence_phrase(answer.evidence, t))
    stage = stage_phrase(answer, t)
    if stage:
        parts.append(stage)
    effective = dates_of(answer).effective
    if answer.effective_on is not None and effective is not None:
        parts.append(t("effective {day}", day=t.day(effective)))
    return t(
        "version {n}, received {moment}: {said}",
        n=answer.version,
        moment=t.moment(answer.received_at),
        said="; ".join(parts),
    )
