"""Telling what has happened to a matter: the button under an answer, and its form."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Desk
from bot.directory import Directory
from bot.listeners.boundary import sentence_for
from bot.listeners.form_values import FormValues
from bot.listeners.payload import Press, Question, Submission
from bot.usecases.look_up_question import LookUpQuestion
from bot.usecases.tell_step import TellStep, look_up_matter, tell_step
from bot.views import step_form as form
from bot.views.answer_form import notice_form
from bot.views.question import TELL_STEP
from core.decision import IllegalTransitionError, Refusal, Step

_FIELDS = {
    Refusal.NOT_AFTER_THIS_STATE: form.STEP,
    Refusal.EXPECTED_IN_PAST: form.EXPECTED_ON,
}
"""The field that a refusal stands under; every other one is about the day."""


def register(app: AsyncApp, desk: Desk, directory: Directory) -> None:
    """Register the listeners of the form."""
    steps = _Steps(desk, directory)
    app.action(TELL_STEP)(steps.press)
    app.view(form.CALLBACK)(steps.submit)


@dataclass(frozen=True)
class _Steps:
    """The listeners, with what they work with."""

    desk: Desk
    directory: Directory

    async def press(
        self, ack: AsyncAck, body: dict[str, object], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        pressed = Press.model_validate(body)
        t = await self.directory.texts_for(pressed.user.id)
        try:
            question = Question.from_value(pressed.act.value)
            lookup = LookUpQuestion(
                workspace_id=pressed.team.id,
                poll_id=question.poll_id,
                member=question.member,
                user_id=pressed.user.id,
            )
            seen = await self.desk.run(look_up_matter, lookup)
            view = form.step_form(seen, self.desk.today(), t)
            await client.views_open(trigger_id=pressed.trigger_id, view=view)
        except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
            said = sentence_for(error, t)
            await respond(text=said, response_type="ephemeral", replace_original=False)
        await ack()

    async def submit(self, ack: AsyncAck, body: dict[str, object]) -> None:
        sent = Submission.model_validate(body)
        t = await self.directory.texts_for(sent.user.id)
        try:
            is_new = await self.desk.run(tell_step, _read(sent))
        except IllegalTransitionError as error:
            field = _FIELDS.get(error.why, form.ON)
            await ack(response_action="errors", errors={field: sentence_for(error, t)})
        except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
            notice = notice_form(t("Not recorded"), sentence_for(error, t), t)
            await ack(response_action="update", view=notice)
        else:
            if is_new:
                await ack()
                return
            said = t("The answer has changed since, so nothing was recorded.")
            notice = notice_form(t("Not recorded"), said, t)
            await ack(response_action="update", view=notice)


def _read(sent: Submission) -> TellStep:
    value, _, version = sent.view.private_metadata.rpartition(":")
    question = Question.from_value(value)
    values = FormValues(sent.view.state)
    return TellStep(
        workspace_id=sent.team.id,
        poll_id=question.poll_id,
        member=question.member,
        version=int(version),
        user_id=sent.user.id,
        step=Step(values.choice(form.STEP)),
        on=values.day(form.ON),
        expected_on=values.day(form.EXPECTED_ON),
        gesture=f"form:{sent.view.id}",
    )
