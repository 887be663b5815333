"""A member answers: one new version, with its evidence, and the messages that follow from it."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from bot.desk import Desk
from bot.usecases.append_version import append_version
from bot.usecases.poll_state import PollState, load_poll_state, poll_that_takes_answers
from bot.usecases.share_poll import check_invited
from core.answer import Answer, Outcome, check_proviso, complete_evidence, says_the_same, stage_of
from core.condition import Condition
from core.deadline import local_day
from core.errors import NoMandateError
from storage.answers import has_recorded
from storage.mandates import has_mandate
from storage.sharing import host_of


class EvidenceFields(BaseModel):
    """The evidence as a form gives it: any field may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    body: str = ""
    decided_on: date | None = None
    paragraph: str = ""
    case_number: str = ""


class RecordAnswer(BaseModel):
    """What somebody says for a member.

    `effective_on` is from when it applies, where that isn't the day of the decision; `gesture`
    identifies the click or form: the same gesture delivered twice makes one version.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace_id: str
    poll_id: int
    member: str
    user_id: str
    outcome: Outcome
    proviso: Condition | None = None
    evidence: EvidenceFields = EvidenceFields()
    effective_on: date | None = None
    door: str = "slack"
    gesture: str


@dataclass(frozen=True)
class AnswerRecorded:
    """What was recorded: the answer as it stands and the state after it.

    `is_new` is False where the same thing had been said before: then nothing was added.
    """

    answer: Answer
    is_new: bool
    state: PollState


def record_answer(desk: Desk, command: RecordAnswer) -> AnswerRecorded:
    """Append an answer's version unless it says what the latest says already.

    Raises: NoMandateError, NotOpenError, PollClosedError, ProvisoMissingError,
    EvidenceIncompleteError, EvidenceInFutureError.
    """
    now = desk.now()
    today = local_day(now)
    with desk.database.transaction(command.workspace_id) as session:
        poll = poll_that_takes_answers(session, command.poll_id)
        before = load_poll_state(session, poll)
        member = before.recommendation.member(command.member)
        if not has_mandate(session, command.user_id, member.code, today):
            raise NoMandateError(member.name)
        host = host_of(session, poll.id)
        check_invited(host, member.code, member.name)
        latest = before.answers.get(command.member)
        answer = _answer(command, version=latest.version + 1 if latest else 1, now=now)
        if latest is not None and (
            says_the_same(latest, answer) or has_recorded(session, command.gesture)
        ):
            return AnswerRecorded(latest, is_new=False, state=before)
        after = append_version(session, before, answer, command.gesture, host=host, now=now)
    desk.wake()
    return AnswerRecorded(answer, is_new=True, state=after)


def _answer(command: RecordAnswer, *, version: int, now: datetime) -> Answer:
    check_proviso(command.outcome, command.proviso)
    fields = command.evidence
    evidence = complete_evidence(
        body=fields.body,
        decided_on=fields.decided_on,
        paragraph=fields.paragraph,
        case_number=fields.case_number,
        today=local_day(now),
    )
    return Answer(
        member=command.member,
        version=version,
        outcome=command.outcome,
        stage=stage_of(evidence),
        received_at=now,
        said_by=command.user_id,
        door=command.door,
        proviso=command.proviso,
        evidence=evidence,
        effective_on=command.effective_on,
    )
