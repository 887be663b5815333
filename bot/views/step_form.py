"""The form in which somebody tells what has happened to a matter since the last that was told."""

from datetime import date

from bot.texts import Texts
from bot.usecases.tell_step import MatterSeen
from bot.views.answer_form import notice_form
from bot.views.blocks import (
    MODAL_TITLE_LIMIT,
    Block,
    date_input,
    divider,
    escaped,
    option,
    plain,
    radio_input,
    section,
)
from bot.views.question import answer_value
from bot.wording.life import life_lines, step_phrase
from core.decision import Step
from core.life import tellable

CALLBACK = "step"
STEP, ON, EXPECTED_ON = "step", "on", "expected_on"
_KEEPS_OPEN = {Step.TABLE, Step.REFER_BACK}


def step_form(seen: MatterSeen, today: date, t: Texts) -> Block:
    """Return the form: the steps so far, those that may follow, and their days."""
    recommendation = seen.state.recommendation
    name = recommendation.member(seen.member).name
    steps = tellable(seen.life.state)
    if not steps:
        said = t("Nothing more follows after this. If a new decision is taken, change the answer.")
        return notice_form(t("What has happened?"), said, t)
    options = [option(step_phrase(step, t).capitalize(), step.value) for step in steps]
    lines = [f"• {escaped(line)}" for line in life_lines(seen.life, today, t)]
    blocks = [
        section("\n".join([f"*{escaped(name)}*, {escaped(recommendation.title)}", *lines])),
        divider(),
        radio_input(STEP, t("What has happened?"), options, options[0]),
        date_input(ON, t("On which day?"), initial=today.isoformat()),
    ]
    if _KEEPS_OPEN & set(steps):
        hint = t("If a day was named. I ask again on the working day after it.")
        blocks.append(date_input(EXPECTED_ON, t("When is a decision expected?"), hint=hint))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": f"{answer_value(seen.state, seen.member)}:{seen.version}",
        "title": plain(t("What has happened?"), MODAL_TITLE_LIMIT),
        "submit": plain(t("Save"), MODAL_TITLE_LIMIT),
        "close": plain(t("Cancel"), MODAL_TITLE_LIMIT),
        "blocks": blocks,
    }
