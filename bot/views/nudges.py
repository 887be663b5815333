"""The words of reminders: what is owed, since when, and the buttons that settle it.

Days are counted when the message is sent, not when it was planned, so a late one isn't wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import Texts
from bot.usecases.claim_messages import Claimed
from bot.usecases.recheck import members_owing
from bot.usecases.recurring import duty_of_row
from bot.views.blocks import Block, actions, button, confirmation, context, escaped, section
from bot.views.coordinator import digest_blocks, digest_text
from bot.views.question import (
    ANSWER_BLOCK,
    TELL_STEP,
    answer_buttons,
    answer_value,
    question_text,
)
from bot.wording.answer import answer_phrase, evidence_phrase
from bot.wording.names import listed, names_of
from bot.wording.share import deadline_phrase, share_line
from core.workday import working_day_on_or_before
from storage.tables import MessageKind


@dataclass(frozen=True)
class Rendered:
    """A message in words: the blocks, and the text that a phone's notification shows."""

    text: str
    blocks: list[Block]


def nudge(message: Claimed, t: Texts) -> Rendered:
    """Return the words of one person's reminders: of one, or of several in one message."""
    if not message.carried:
        return _VIEWS[message.kind](message, t)
    parts = [_VIEWS[each.kind](each, t) for each in (message, *message.carried)]
    return _in_one(parts, len(parts), t)


def questions_in_one(message: Claimed, t: Texts) -> Rendered:
    """Return a message of several questions as it is now, after one of them has changed."""
    waiting = [
        each
        for each in message.carried
        if each.state.poll.is_open and each.member in members_owing(each.state)
    ]
    parts = [_VIEWS[each.kind](each, t) for each in message.carried]
    return _in_one(parts, len(waiting), t)


def as_deputy(message: Claimed, t: Texts) -> str:
    """Return why a deputy is asked."""
    return t.plural(
        "You are asked as a deputy: nobody else has answered for {member} in {n} day.",
        "You are asked as a deputy: nobody else has answered for {member} in {n} days.",
        message.step or 0,
        member=escaped(message.state.recommendation.member(message.member or "").name),
    )


def _in_one(parts: Sequence[Rendered], waiting: int, t: Texts) -> Rendered:
    heading = t.plural(
        "{n} thing waits for you", "{n} things wait for you, in one message", waiting
    )
    if not waiting:
        heading = t("Nothing waits for you here any more")
    blocks = [section(f"🔔 *{heading}*")]
    for number, part in enumerate(parts, start=1):
        blocks += [_numbered(block, number) for block in part.blocks if block["type"] != "context"]
    return Rendered(f"{heading}: {' '.join(part.text for part in parts)}", blocks)


def channel_reminder(message: Claimed, t: Texts) -> Rendered:
    """Return the reminder that goes to the poll's channel: who hasn't answered yet."""
    state = message.state
    text = t(
        "{when}. Not answered yet: {who}. {title}.",
        when=_when(message, t).capitalize(),
        who=listed(members_owing(state), names_of(state.recommendation), t),
        title=state.recommendation.title,
    )
    command = f"`/samtliga status {state.recommendation.key}`"
    return Rendered(text, [section(f"⏰ {escaped(text)}"), context(command)])


def _numbered(block: Block, number: int) -> Block:
    """Return a block whose id is its own in a message with several rows of buttons."""
    return {**block, "block_id": f"{block['block_id']}.{number}"} if "block_id" in block else block


def _reminder(message: Claimed, t: Texts) -> Rendered:
    state, member = message.state, message.member or ""
    deadline = state.poll.deadline
    if deadline is not None and message.today > deadline:
        text = t(
            "The last day to answer was {deadline}, and {member} hasn’t answered yet. {title}."
            " A late answer counts too.",
            deadline=t.weekday(deadline),
            member=state.recommendation.member(member).name,
            title=state.recommendation.title,
        )
    else:
        text = t(
            "Reminder ({when}): {member} hasn’t answered yet. {title}. Answer by {deadline}.",
            when=_when(message, t),
            member=state.recommendation.member(member).name,
            title=state.recommendation.title,
            deadline=deadline_phrase(state.recommendation, t),
        )
    share = t("Your share: {share}", share=share_line(state.allocation.shares[member], t))
    return Rendered(
        text,
        [
            section(f"⏰ {escaped(text)}\n{escaped(share)}"),
            answer_buttons(state, member, t),
            context(
                t("You are reminded until you have answered, and not after that."),
                t("Away for a while? `/samtliga pause 2019-05-01`"),
            ),
        ],
    )


def _when(message: Claimed, t: Texts) -> str:
    deadline = message.state.poll.deadline or message.today
    days = (deadline - message.today).days
    if days < 0:
        return t.plural("{n} day after the deadline", "{n} days after the deadline", -days)
    if days == 0:
        return t("today is the last day")
    if message.today >= working_day_on_or_before(deadline):
        return t("today is the last working day")
    return t.plural("{n} day left", "{n} days left", days)


def _deputys_question(message: Claimed, t: Texts) -> Rendered:
    """Return a question among others in one message; once answered, what was answered."""
    state, member = message.state, message.member or ""
    text = question_text(state, member, t)
    if member in members_owing(state) and state.poll.is_open:
        share = t("Your share: {share}", share=share_line(state.allocation.shares[member], t))
        lines = (escaped(text), escaped(share), as_deputy(message, t))
        return Rendered(text, [section("❓ " + "\n".join(lines)), answer_buttons(state, member, t)])
    if not state.poll.is_open:
        return Rendered(text, [section(f"{escaped(text)}\n{t('The question is closed.')}")])
    change = button(t("Change the answer"), "answer.change", answer_value(state, member))
    return Rendered(text, [section(f"✅ {escaped(text)}"), actions(ANSWER_BLOCK, [change])])


def _evidence_request(message: Claimed, t: Texts) -> Rendered:
    state, member = message.state, message.member or ""
    answer = state.answers[member]
    text = t(
        "{member} answered {said} on {day}, and the decision behind it is still missing: which"
        " body, when, which paragraph?",
        member=state.recommendation.member(member).name,
        said=answer_phrase(answer, t, names_of(state.recommendation)),
        day=t.moment(answer.received_at),
    )
    add = button(
        t("Add the evidence"), "answer.evidence", answer_value(state, member), style="primary"
    )
    return Rendered(text, [section(f"📎 {escaped(text)}"), actions("evidence", [add])])


def _decision_expected(message: Claimed, t: Texts) -> Rendered:
    state, member = message.state, message.member or ""
    expected = state.answers[member].expected_on or message.today
    text = t(
        "{member} was to decide by {day}: {title}. What was decided?",
        member=state.recommendation.member(member).name,
        day=t.weekday(expected),
        title=state.recommendation.title,
    )
    return Rendered(text, [section(f"🗓️ {escaped(text)}"), answer_buttons(state, member, t)])


def _force_request(message: Claimed, t: Texts) -> Rendered:
    state, member = message.state, message.member or ""
    text = t(
        "{member}’s decision ({evidence}) should have gained legal force by now, if nobody has"
        " appealed against it. {title}. Has it?",
        member=state.recommendation.member(member).name,
        evidence=evidence_phrase(state.answers[member].evidence, t),
        title=state.recommendation.title,
    )
    value = f"{answer_value(state, member)}:{message.step}"
    buttons = [
        button(t("It is in force"), "nudge.in_force", value, style="primary"),
        button(t("Something else has happened"), TELL_STEP, answer_value(state, member)),
    ]
    return Rendered(text, [section(f"⚖️ {escaped(text)}"), actions("force", buttons)])


def _duty_reminder(message: Claimed, t: Texts) -> Rendered:
    state = message.state
    duty = duty_of_row(state, message.detail)
    owner = state.recommendation.members_by_code.get(duty.owner)
    text = t(
        "{owner} owes {to} a report: {what}. {when}",
        owner=owner.name if owner else duty.owner,
        to=duty.to,
        what=duty.what,
        when=_duty_when(duty.due, message.today, t),
    )
    basis = t("Decided: {decision}", decision=f"{duty.decision} {duty.case_number}".strip())
    sure = confirmation(
        t("Has the report been made?"), t("Then nobody is reminded of it again."), t("Yes"), t("No")
    )
    done = button(
        t("It is done"),
        "nudge.duty_done",
        f"{state.poll.id}:{message.detail}",
        style="primary",
        confirm=sure,
    )
    return Rendered(
        text, [section(f"📋 {escaped(text)}\n{escaped(basis)}"), actions("duty", [done])]
    )


def _duty_when(due: date, today: date, t: Texts) -> str:
    days = (today - due).days
    if days > 0:
        return t.plural(
            "It was due on {day}, {n} day ago.",
            "It was due on {day}, {n} days ago.",
            days,
            day=t.day(due),
        )
    return t("It is due on {day}.", day=t.weekday(due))


def _silence_notice(message: Claimed, t: Texts) -> Rendered:
    state = message.state
    text = t.plural(
        "{n} day has passed since {title} was opened, and these haven’t answered: {who}.",
        "{n} days have passed since {title} was opened, and these haven’t answered: {who}.",
        (message.today - state.poll.opened_at.date()).days,
        title=state.recommendation.title,
        who=listed(members_owing(state), names_of(state.recommendation), t),
    )
    show = button(t("Show all answers"), "remedy.status", state.recommendation.key)
    return Rendered(text, [section(f"🔕 {escaped(text)}"), actions("silence", [show])])


def _digest(message: Claimed, t: Texts) -> Rendered:
    assert message.digest is not None  # noqa: S101  # made when it was claimed
    return Rendered(digest_text(message.digest, t), digest_blocks(message.digest, t))


_VIEWS: dict[MessageKind, Callable[[Claimed, Texts], Rendered]] = {
    MessageKind.QUESTION: _deputys_question,
    MessageKind.REMINDER: _reminder,
    MessageKind.EVIDENCE_REQUEST: _evidence_request,
    MessageKind.DECISION_EXPECTED: _decision_expected,
    MessageKind.FORCE_REQUEST: _force_request,
    MessageKind.DUTY_REMINDER: _duty_reminder,
    MessageKind.SILENCE_NOTICE: _silence_notice,
    MessageKind.COORDINATOR_DIGEST: _digest,
}
