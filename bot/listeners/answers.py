"""Answering a poll: the buttons under the question, the form, and its suggestions of members."""

import re
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.directory import Directory
from bot.listeners.answer_command import field_of, lookup_for, outcome_of, read_form
from bot.listeners.boundary import sentence_for
from bot.listeners.form_values import FormValues
from bot.listeners.payload import Choice, Press, Question, Submission, Suggestion
from bot.texts import Texts
from bot.usecases.look_up_question import LookUpQuestion, look_up_question, suggest_members
from bot.usecases.record_answer import RecordAnswer, record_answer
from bot.views import answer_form as form
from bot.views.blocks import option
from core.answer import Answer, Outcome
from core.errors import (
    EvidenceIncompleteError,
    EvidenceInFutureError,
    ProvisoMissingError,
    SamtligaError,
)

Payload = dict[str, object]
_FORMS = {
    "adopts": Outcome.ADOPTS,
    "conditional": Outcome.CONDITIONAL,
    "declines": Outcome.DECLINES,
}


def register(app: AsyncApp, desk: Desk, directory: Directory) -> None:
    """Register the listeners of the poll."""
    answers = _Answers(desk, directory)
    app.action(re.compile(r"^answer\."))(answers.press)
    app.view(form.CALLBACK)(answers.submit)
    app.action(form.CHOOSE_KIND)(answers.choose_kind)
    app.options("proviso.members")(answers.suggest)


@dataclass(frozen=True)
class _Answers:
    """The listeners, with what they work with."""

    desk: Desk
    directory: Directory

    async def press(
        self, ack: AsyncAck, body: Payload, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        pressed = Press.model_validate(body)
        t = await self.directory.texts_for(pressed.user.id)
        try:
            await _pressed(self.desk, pressed, client, respond, t)
        except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
            said = sentence_for(error, t)
            await respond(text=said, response_type="ephemeral", replace_original=False)
        await ack()

    async def submit(self, ack: AsyncAck, body: Payload) -> None:
        sent = Submission.model_validate(body)
        t = await self.directory.texts_for(sent.user.id)
        try:
            recorded = await self.desk.run(record_answer, read_form(sent))
        except (EvidenceIncompleteError, EvidenceInFutureError, ProvisoMissingError) as error:
            await ack(response_action="errors", errors={field_of(error): sentence_for(error, t)})
        except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
            notice = form.notice_form(t("Not recorded"), sentence_for(error, t), t)
            await ack(response_action="update", view=notice)
        else:
            if recorded.is_new:
                await ack()
                return
            said = t("That is what is recorded already, so nothing was changed.")
            notice = form.notice_form(t("Already recorded"), said, t)
            await ack(response_action="update", view=notice)

    async def choose_kind(self, ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        chosen = Choice.model_validate(body)
        t = await self.directory.texts_for(chosen.user.id)
        lookup = lookup_for(chosen)
        try:
            view = form.answer_form(
                await self.desk.run(look_up_question, lookup),
                lookup.member,
                outcome_of(chosen),
                metadata=chosen.view.private_metadata,
                t=t,
                kind=FormValues(chosen.view.state).choice(form.KIND),
            )
        except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
            view = form.notice_form(t("Not recorded"), sentence_for(error, t), t)
        await client.views_update(view_id=chosen.view.id, hash=chosen.view.hash, view=view)
        await ack()

    async def suggest(self, ack: AsyncAck, body: Payload) -> None:
        asked = Suggestion.model_validate(body)
        try:
            state = await self.desk.run(look_up_question, lookup_for(asked))
        except SamtligaError:
            await ack(options=[])  # a menu has no room for a sentence; saving the form says why
            return
        found = suggest_members(state, asked.value)
        await ack(options=[option(member.name, member.code) for member in found])


async def _pressed(
    desk: Desk, pressed: Press, client: AsyncWebClient, respond: AsyncRespond, t: Texts
) -> None:
    """Open the form, or record at once what needs none."""
    question = Question.from_value(pressed.act.value)
    lookup = LookUpQuestion(
        workspace_id=pressed.team.id,
        poll_id=question.poll_id,
        member=question.member,
        user_id=pressed.user.id,
    )
    choice = pressed.act.action_id.removeprefix("answer.")
    if choice == "undecided":
        await _undecided(desk, pressed, lookup, respond, t)
        return
    state = await desk.run(look_up_question, lookup)
    latest = state.answers.get(question.member)
    if choice == "change":
        await respond(
            text=t("Choose the new answer; the earlier ones stay in the record."),
            blocks=form.change_blocks(state, question.member, t),
            response_type="ephemeral",
            replace_original=False,
        )
        return
    outcome = _FORMS.get(choice) or _outcome_of(latest)
    metadata = f"{pressed.act.value}:{outcome.value}"
    view = form.answer_form(state, question.member, outcome, metadata=metadata, t=t)
    await client.views_open(trigger_id=pressed.trigger_id, view=view)


def _outcome_of(latest: Answer | None) -> Outcome:
    """Return the outcome whose evidence is to be added."""
    known = latest.outcome if latest else Outcome.ADOPTS
    return known if known in _FORMS.values() else Outcome.ADOPTS


async def _undecided(
    desk: Desk, pressed: Press, lookup: LookUpQuestion, respond: AsyncRespond, t: Texts
) -> None:
    recorded = await desk.run(
        record_answer,
        RecordAnswer(
            **lookup.model_dump(),
            outcome=Outcome.UNDECIDED,
            gesture=f"press:{pressed.user.id}:{pressed.act.action_ts}",
        ),
    )
    if not recorded.is_new:
        said = t("“Not decided yet” is recorded already. Reminders go on until you have answered.")
        await respond(text=said, response_type="ephemeral", replace_original=False)
