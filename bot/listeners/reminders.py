"""The buttons of reminders and of the coordinators' digest."""

import re
from collections.abc import Awaitable, Callable

from pydantic import Field
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.desk import Desk
from bot.directory import Directory
from bot.listeners.boundary import sentence_for
from bot.listeners.payload import Act, Identifier, Press
from bot.texts import Texts
from bot.usecases.fulfil_duty import FulfilDuty, fulfil_duty
from bot.usecases.look_up_status import LookUpStatus, look_up_status
from bot.usecases.look_up_troubles import LookUpTroubles, look_up_troubles
from bot.usecases.remedy import AskInstead, Remedy, ask_instead, leave, resend, say_it_arrived
from bot.usecases.tell_step import TellStep, tell_step
from bot.views.blocks import Block, escaped_but_mentions, section
from bot.views.coordinator import more_troubles
from bot.views.status import board_text, status_blocks
from core.decision import Step

Answer = tuple[str, list[Block]]
_REMEDIES = {
    "remedy.resend": resend,
    "remedy.dismiss": leave,
    "remedy.arrived": say_it_arrived,
}


class Choice(Act):
    """A button that was pressed, or a person that was chosen."""

    selected_user: Identifier | None = None


class Pressed(Press):
    """A block_actions payload with one action, which may have chosen a person."""

    actions: tuple[Choice, ...] = Field(min_length=1)


def register(app: AsyncApp, desk: Desk, directory: Directory) -> None:
    """Register the listener of every such button."""

    @app.action(re.compile(r"^(nudge|remedy)\."))
    async def press(ack: AsyncAck, body: dict[str, object], respond: AsyncRespond) -> None:
        pressed = Pressed.model_validate(body)
        t = await directory.texts_for(pressed.user.id)
        try:
            text, blocks = await _act(desk, pressed, t)
        except Exception as error:  # noqa: BLE001  # the boundary: everything becomes a sentence
            text = sentence_for(error, t)
            blocks = [section(escaped_but_mentions(text))]
        await respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
        await ack()


async def _act(desk: Desk, pressed: Pressed, t: Texts) -> Answer:
    action_id = pressed.actions[0].action_id
    for family, act in _FAMILIES.items():
        if action_id.startswith(family):
            return await act(desk, pressed, t)
    raise ValueError(action_id)


async def _in_force(desk: Desk, pressed: Pressed, t: Texts) -> Answer:
    act = pressed.actions[0]
    poll_id, member, version = act.value.split(":")
    is_new = await desk.run(
        tell_step,
        TellStep(
            workspace_id=pressed.team.id,
            poll_id=int(poll_id),
            member=member,
            version=int(version),
            user_id=pressed.user.id,
            step=Step.TAKE_FORCE,
            gesture=f"press:{pressed.user.id}:{act.action_ts}",
        ),
    )
    return _said(
        t("Thank you, it is recorded.")
        if is_new
        else t("The answer has changed since, so nothing was recorded.")
    )


async def _fulfil_duty(desk: Desk, pressed: Pressed, t: Texts) -> Answer:
    poll_id, duty = pressed.actions[0].value.split(":")
    done = await desk.run(
        fulfil_duty,
        FulfilDuty(
            workspace_id=pressed.team.id,
            poll_id=int(poll_id),
            duty=int(duty),
            user_id=pressed.user.id,
        ),
    )
    return _said(t("Recorded as done: {what}.", what=done.what))


async def _show_status(desk: Desk, pressed: Pressed, t: Texts) -> Answer:
    lookup = LookUpStatus(workspace_id=pressed.team.id, recommendation=pressed.actions[0].value)
    state = await desk.run(look_up_status, lookup)
    return board_text(state, t), status_blocks(state, t)


async def _show_more(desk: Desk, pressed: Pressed, t: Texts) -> Answer:
    lookup = LookUpTroubles(
        workspace_id=pressed.team.id,
        user_id=pressed.user.id,
        after=int(pressed.actions[0].value),
    )
    return more_troubles(await desk.run(look_up_troubles, lookup), t)


async def _remedy(desk: Desk, pressed: Pressed, t: Texts) -> Answer:
    act = pressed.actions[0]
    command = Remedy(workspace_id=pressed.team.id, recipient=act.value, user_id=pressed.user.id)
    count = await desk.run(_REMEDIES[act.action_id], command)
    if not count:
        return _said(t("Somebody has taken care of that already."))
    return _said(
        {
            "remedy.resend": t.plural(
                "{n} message is tried again.", "{n} messages are tried again.", count
            ),
            "remedy.dismiss": t.plural("{n} message is left.", "{n} messages are left.", count),
            "remedy.arrived": t.plural(
                "{n} message is taken as arrived.", "{n} messages are taken as arrived.", count
            ),
        }[act.action_id]
    )


async def _ask_instead(desk: Desk, pressed: Pressed, t: Texts) -> Answer:
    act = pressed.actions[0]
    _, recipient, member = act.action_id.split(":")
    command = AskInstead(
        workspace_id=pressed.team.id,
        recipient=recipient,
        user_id=pressed.user.id,
        member=member,
        instead=act.selected_user or "",
    )
    await desk.run(ask_instead, command)
    return _said(
        t(
            "<@{user}> may now answer for {member} and is asked instead.",
            user=command.instead,
            member=desk.member_name(member),
        )
    )


def _said(text: str) -> Answer:
    return text, [section(text)]


_FAMILIES: dict[str, Callable[[Desk, Pressed, Texts], Awaitable[Answer]]] = {
    "nudge.duty_done": _fulfil_duty,
    "nudge.in_force": _in_force,
    "remedy.status": _show_status,
    "remedy.instead:": _ask_instead,
    "remedy.more": _show_more,
    "remedy.": _remedy,
}
