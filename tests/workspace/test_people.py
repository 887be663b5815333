"""Several people see the workspace differently, and what they do becomes the right payloads."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import aiohttp
import pytest

from deploy.workspace import GestureError, StoryClock, View
from deploy.workspace.page.render import Renderer
from tests.workspace.scene import START, Scene, build, connected, served

P = {"type": "plain_text", "text": "Hej"}


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def option(text: str) -> dict:
    return {"text": plain(text), "value": text.lower()}


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


ELEMENTS = [
    ({"type": "overflow", "options": [option("A"), option("B")]}, "B", "selected_option", "b"),
    ({"type": "static_select", "options": [option("A")]}, "A", "selected_option", "a"),
    ({"type": "radio_buttons", "options": [option("A")]}, "A", "selected_option", "a"),
    ({"type": "datepicker"}, "2019-06-15", "selected_date", "2019-06-15"),
    ({"type": "timepicker"}, "09:30", "selected_time", "09:30"),
    ({"type": "users_select"}, "Erik Ek", "selected_user", "U0100000004"),
    ({"type": "channels_select"}, "forum", "selected_channel", "C0100000001"),
]


@pytest.mark.parametrize(("element", "value", "key", "expected"), ELEMENTS)
async def test_choice_in_a_message_is_told_at_once(
    element: dict, value: str, key: str, expected: str
) -> None:
    told = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.action("pick")
        async def _(ack, body) -> None:
            told.append(body)
            await ack()

        blocks = [{"type": "actions", "elements": [element | {"action_id": "pick"}]}]
        await scene.call("chat.postMessage", channel=scene.channel, text="?", blocks=blocks)
        await scene.karin.choose(scene.karin.messages(scene.channel)[-1], "pick", value)

    [body] = told
    chosen = body["actions"][0][key]
    assert (chosen["value"] if isinstance(chosen, dict) else chosen) == expected
    assert body["container"]["channel_id"] == scene.channel
    assert body["message"]["text"] == "?"


@pytest.mark.parametrize("on_message", [False, True])
async def test_shortcuts_are_told_with_what_they_are_used_on(on_message: bool) -> None:
    told = []
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.shortcut({"type": "shortcut", "callback_id": "brew"})
        async def _(ack, shortcut) -> None:
            told.append(shortcut["callback_id"])
            await ack()

        @bolt.shortcut({"type": "message_action", "callback_id": "keep"})
        async def _(ack, shortcut) -> None:
            told.append(shortcut["message"]["text"])
            await ack()

        message = await scene.erik.say(scene.channel, "Viktigt")
        if on_message:
            await scene.karin.shortcut("Spara", message)
        else:
            await scene.karin.shortcut("brew")

    assert told == (["Viktigt"] if on_message else ["brew"])


async def test_command_isnt_possible_in_a_thread_nor_if_unknown() -> None:
    scene = build()
    message = await scene.karin.say(scene.channel, "Tråd")

    with pytest.raises(GestureError) as unknown:
        await scene.karin.command("/finnsinte", channel=scene.channel)
    with pytest.raises(GestureError) as threaded:
        await scene.karin.command("/kaffe", channel=scene.channel, thread=message)

    assert unknown.value.text == "/finnsinte är inget kommando i den här arbetsytan."
    assert threaded.value.code == "no_commands_in_threads"


async def test_ephemeral_message_is_seen_by_its_reader_alone() -> None:
    scene = build()
    await scene.call(
        "chat.postEphemeral", channel=scene.channel, user=scene.karin.id, text="Bara Karin"
    )

    assert [m.plain() for m in scene.karin.messages(scene.channel)] == ["Bara Karin"]
    assert scene.karin.messages(scene.channel, include_ephemeral=False) == []
    assert scene.erik.messages(scene.channel) == []


async def test_direct_messages_are_private() -> None:
    scene = build()
    await scene.call("chat.postMessage", channel=scene.karin.id, text="Till Karin")

    assert [m.text for m in scene.karin.direct_messages()] == ["Till Karin"]
    assert scene.erik.direct_messages() == []
    with pytest.raises(GestureError):
        scene.erik.messages(scene.karin.app_channel().id)


async def test_file_is_read_by_members_only() -> None:
    async with served(build()) as scene:
        outsider = scene.workspace.person(scene.workspace.add_person("Ute Ström"))
        message = await scene.karin.upload(scene.channel, "p.txt", b"Sn 63")
        file = message.files[0]

        async def status(url: str, token: str = "") -> int:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            async with (
                aiohttp.ClientSession() as session,
                session.get(url, headers=headers, allow_redirects=False) as reply,
            ):
                return reply.status

        assert scene.erik.download(file) == b"Sn 63"
        with pytest.raises(GestureError):
            outsider.download(file)
        assert await status(file.url, scene.app.bot_token) == 200
        assert await status(file.url) == 307
        assert await status(Renderer(scene.erik).file_url(file)) == 200
        assert await status(Renderer(outsider).file_url(file)) == 307


async def test_unread_counts_what_others_wrote_since_one_looked() -> None:
    scene = build()
    await scene.karin.say(scene.channel, "Ett")
    await scene.karin.say(scene.channel, "Två")

    before = (scene.karin.unread(scene.channel), scene.erik.unread(scene.channel))
    scene.erik.mark_read(scene.channel)

    assert before == (0, 2)
    assert scene.erik.unread(scene.channel) == 0


async def test_recording_keeps_every_exchange_with_its_timing_and_no_tokens() -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.command("/kaffe")
        async def _(ack, client, body) -> None:
            await ack("Ja")
            await client.chat_postMessage(channel=body["channel_id"], text="Hällt upp")

        await scene.karin.command("/kaffe", channel=scene.channel)
        await scene.workspace.settled()

        recording = scene.workspace.recording
        [post] = recording.search("chat.postMessage hällt")
        [command] = recording.search("/kaffe socket")
        assert (post.status, post.received["ok"], post.direction) == ("ok", True, "call")
        assert (command.received, command.status) == ({"text": "Ja"}, "ack")
        assert 0 < post.milliseconds < 3000
        assert recording.search(scene.app.bot_token) == []
        assert recording.search("finns inte") == []


def test_story_clock_stands_still_is_moved_and_may_run() -> None:
    seconds = [100.0]
    clock = StoryClock(START, monotonic=lambda: seconds[0])
    seen = []
    end = clock.subscribe(lambda: seen.append(clock.now()))

    seconds[0] += 60
    still = clock.now()
    clock.advance(timedelta(days=1))
    clock.play()
    seconds[0] += 60
    running = clock.now()
    clock.pause()
    seconds[0] += 60
    end()
    clock.set(START)

    assert still == START
    assert running == START + timedelta(days=1, minutes=1)
    assert len(seen) == 3
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2019, 1, 1))  # noqa: DTZ001 - that is the point


async def test_stamps_follow_the_story_and_never_repeat() -> None:
    scene = build()
    first = await scene.karin.say(scene.channel, "1")
    second = await scene.karin.say(scene.channel, "2")
    scene.workspace.clock.advance(timedelta(days=1))
    third = await scene.karin.say(scene.channel, "3")
    scene.workspace.clock.set(START)
    fourth = await scene.karin.say(scene.channel, "4")

    stamps = [m.ts for m in (first, second, third, fourth)]
    assert stamps[0] == f"{int(START.timestamp())}.000000"
    assert stamps == sorted(set(stamps))
    assert int(float(stamps[2])) == int(START.timestamp()) + 86_400


async def test_port_that_is_taken_is_a_clear_error() -> None:
    async with served(build()) as scene:
        port = int(scene.workspace.url.rpartition(":")[2])
        with pytest.raises(OSError, match=f"Port {port} on 127.0.0.1 is taken"):
            async with build().workspace.serve(port=port):
                pass
