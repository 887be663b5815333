"""Forms: what each field becomes, what keeps a form from being sent, and what its answer does."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from deploy.workspace import GestureError, View
from tests.workspace.scene import Scene, build, connected, option, plain, served


def modal(*blocks: dict, **more: object) -> dict:
    return {"type": "modal", "callback_id": "form", "title": plain("Formulär"),
            "submit": plain("Skicka"), "blocks": list(blocks), **more}  # fmt: skip


def entry(name: str, **element: object) -> dict:
    return {
        "type": "input",
        "block_id": name.lower(),
        "label": plain(name),
        "element": {"action_id": "a", **element},
        "optional": True,
    }


async def open_modal(scene: Scene, view: dict) -> View:
    trigger = scene.workspace.trigger(scene.app, scene.karin.person)
    answer = await scene.call("views.open", trigger_id=trigger, view=view)
    assert answer["ok"], answer
    assert scene.karin.view is not None
    return scene.karin.view


async def submitted(scene: Scene, view: dict, values: dict, **answer: Any) -> dict:
    """What the app gets when the form is sent."""
    got: list[dict] = []
    async with served(scene), connected(scene) as bolt:

        @bolt.view("form")
        async def _(ack, body) -> None:
            got.append(body)
            await ack(**answer)

        await open_modal(scene, view)
        await scene.karin.submit(values=values)
    return got[0]


STATES = [
    (entry("F", type="plain_text_input"), "Sn § 63", {"value": "Sn § 63"}),
    (entry("F", type="plain_text_input"), "", {"value": None}),
    (entry("F", type="number_input", is_decimal_allowed=False), 12, {"value": "12"}),
    (entry("F", type="email_text_input"), "a@b.se", {"value": "a@b.se"}),
    (entry("F", type="url_text_input"), "https://a.se", {"value": "https://a.se"}),
    (entry("F", type="datepicker"), date(2019, 6, 15), {"selected_date": "2019-06-15"}),
    (entry("F", type="timepicker"), "09:00", {"selected_time": "09:00"}),
    (
        entry("F", type="datetimepicker"),
        datetime(2019, 6, 14, 9, tzinfo=timezone(timedelta(hours=2))),
        {"selected_date_time": 1560495600},
    ),
    (entry("F", type="static_select", options=[option("Ja"), option("Nej")]), "Nej",
     {"selected_option": option("Nej")}),
    (entry("F", type="radio_buttons", options=[option("Ja"), option("Nej")]), "ja",
     {"selected_option": option("Ja")}),
    (entry("F", type="checkboxes", options=[option("A"), option("B"), option("C")]), ["A", "c"],
     {"selected_options": [option("A"), option("C")]}),
    (entry("F", type="multi_static_select", options=[option("A"), option("B")]), "B",
     {"selected_options": [option("B")]}),
    (entry("F", type="users_select"), "Erik Ek", {"selected_user": "U0100000004"}),
    (entry("F", type="multi_users_select"), ["Erik Ek"], {"selected_users": ["U0100000004"]}),
    (entry("F", type="channels_select"), "forum", {"selected_channel": "C0100000001"}),
    (entry("F", type="conversations_select"), "forum", {"selected_conversation": "C0100000001"}),
    (entry("F", type="multi_channels_select"), ["forum"], {"selected_channels": ["C0100000001"]}),
    (entry("F", type="multi_conversations_select"), ["forum"],
     {"selected_conversations": ["C0100000001"]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "value", "state"), STATES, ids=lambda each: str(each)[:40].replace(" ", "")
)
async def test_filled_field_has_slacks_state(block: dict, value: object, state: dict) -> None:
    scene = build()
    view = await open_modal(scene, modal(block))

    await scene.karin.fill(view, "F", value)

    assert view.to_json()["state"]["values"]["f"]["a"] == {
        "type": block["element"]["type"],
        **state,
    }


async def test_submission_carries_view_state_and_metadata() -> None:
    body = await submitted(
        build(), modal(entry("F", type="plain_text_input"), private_metadata="7"), {"F": "x"}
    )

    assert body["type"] == "view_submission"
    assert body["view"]["state"]["values"]["f"]["a"]["value"] == "x"
    assert body["view"]["private_metadata"] == "7"
    assert body["user"]["name"] == "karin.lund"


@pytest.mark.parametrize("kind", ["conversations_select", "channels_select"])
async def test_form_gives_an_address_to_answer_into_the_channel_that_was_chosen(kind: str) -> None:
    form = modal(
        entry("Var", type=kind, response_url_enabled=True),
        entry("Vem", type="users_select"),
    )
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.view("form")
        async def _(ack, body) -> None:
            await ack()
            [address] = body["response_urls"]
            assert (address["block_id"], address["action_id"]) == ("var", "a")
            assert address["channel_id"] == scene.channel
            respond = AsyncWebhookClient(address["response_url"])
            await respond.send(text="Sparat", response_type="in_channel")

        await open_modal(scene, form)
        await scene.karin.submit(values={"Var": "forum", "Vem": "Erik Ek"})
        await scene.workspace.settled()

        assert [m.text for m in scene.erik.messages(scene.channel)] == ["Sparat"]


async def test_form_without_a_chosen_channel_gives_no_address() -> None:
    field = entry("Var", type="channels_select", response_url_enabled=True)

    body = await submitted(build(), modal(field), {})

    assert body["response_urls"] == []


async def test_file_in_a_form_may_be_read_by_the_app_that_asked_for_it() -> None:
    scene = build()
    file = scene.workspace.new_file(scene.workspace.team, "Sn63.pdf", scene.karin.id)
    file.content, file.uploaded = b"%PDF", True
    before = await scene.call("files.info", file=file.id)

    body = await submitted(scene, modal(entry("F", type="file_input")), {"F": [file.to_json()]})

    [sent] = body["view"]["state"]["values"]["f"]["a"]["files"]
    assert (sent["id"], sent["name"]) == (file.id, "Sn63.pdf")
    assert before["error"] == "file_not_found"
    assert (await scene.call("files.info", file=file.id))["file"]["size"] == 4


FORMS = [
    (entry("F", type="plain_text_input", min_length=3), "x", "Skriv minst 3 tecken."),
    (entry("F", type="plain_text_input", max_length=3), "xxxx", "Skriv högst 3 tecken."),
    (entry("F", type="email_text_input"), "karin", "Skriv en e-postadress."),
    (entry("F", type="url_text_input"), "karin", "Skriv en webbadress."),
    (entry("F", type="number_input", is_decimal_allowed=False), "1.5", "Skriv ett heltal."),
    (entry("F", type="number_input", is_decimal_allowed=True), "två", "Skriv ett tal."),
    (
        entry("F", type="number_input", is_decimal_allowed=False, min_value="3"),
        "2",
        "Talet får inte vara mindre än 3.",
    ),
    (
        entry("F", type="number_input", is_decimal_allowed=False, max_value="3"),
        "4",
        "Talet får inte vara större än 3.",
    ),
    (entry("F", type="multi_users_select", max_selected_items=1),
     ["Erik Ek", "Karin Lund"], "Välj högst 1."),
    (entry("F", type="plain_text_input") | {"optional": False}, "", "Fyll i det här fältet."),
]  # fmt: skip


@pytest.mark.parametrize(("block", "value", "error"), FORMS, ids=lambda each: str(each)[-30:])
async def test_form_with_a_wrong_field_isnt_sent(block: dict, value: object, error: str) -> None:
    scene = build()
    await open_modal(scene, modal(block))

    assert await scene.karin.submit(values={"F": value}) == {"f": error}


async def test_answer_may_update_push_and_clear_the_stack() -> None:
    answers = [
        {"response_action": "update", "view": modal(title=plain("Två"))},
        {"response_action": "push", "view": modal(title=plain("Tre"))},
        {"response_action": "clear"},
    ]
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.view("form")
        async def _(ack) -> None:
            await ack(**answers.pop(0))

        await open_modal(scene, modal())
        stacks = []
        for _ in range(3):
            await scene.karin.submit()
            stacks.append([view.title for view in scene.karin.person.views])

        assert stacks == [["Två"], ["Två", "Tre"], []]


async def test_closed_view_is_told_only_if_the_app_asked() -> None:
    closed = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.view_closed("form")
        async def _(ack, body) -> None:
            closed.append(body["is_cleared"])
            await ack()

        await open_modal(scene, modal())
        await scene.karin.close()
        await open_modal(scene, modal(notify_on_close=True))
        await scene.karin.close()
        await open_modal(scene, modal(notify_on_close=True))
        await scene.karin.close(everything=True)

        assert closed == [False, True]
        assert scene.karin.view is None


async def test_errors_for_a_block_that_isnt_a_field_are_trouble() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.view("form")
        async def _(ack) -> None:
            await ack(response_action="errors", errors={"nowhere": "Fel"})

        view = await open_modal(scene, modal())
        with pytest.raises(GestureError) as failure:
            await scene.karin.submit()

        assert failure.value.code == "trouble_connecting"
        assert view.notice == "Något gick fel när appen svarade. Försök igen."
