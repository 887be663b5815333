"""Several people see the workspace differently, and what they do becomes the right payloads."""

from datetime import datetime, timedelta

import aiohttp
import pytest

from deploy.workspace import GestureError, StoryClock
from deploy.workspace.page.render import Renderer
from tests.workspace.scene import START, build, connected, option, plain, served

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


BUTTONS = [
    {"type": "button", "action_id": name, "text": plain(label)}
    for name, label in (("a", "Ja"), ("b", "Nej"), ("c", "Nej"))
]
MISTAKES = [
    (lambda karin, m: karin.click(m, "Nej"), "ambiguous_element"),
    (lambda karin, m: karin.click(m, "Kanske"), "no_such_element"),
    (lambda karin, m: karin.fill(m, "Ja", "x"), "not_a_field"),
    (lambda karin, m: karin.choose(m, "menu", "C"), "no_such_choice"),
    (lambda karin, _: karin.submit(), "no_view"),
    (lambda karin, _: karin.shortcut("nothing"), "no_such_shortcut"),
    (lambda karin, _: karin.run_function("nothing", {}), "no_such_function"),
    (lambda karin, _: karin.open_home("A0"), "no_app"),
    (lambda karin, _: karin.say("C0", "x"), "channel_not_found"),
    (lambda karin, m: karin.edit(m, "x"), "cant_update_message"),
]


@pytest.mark.parametrize(("gesture", "code"), MISTAKES, ids=[code for _, code in MISTAKES])
async def test_gesture_that_cannot_be_made_says_why(gesture, code: str) -> None:
    scene = build()
    menu = {"type": "static_select", "action_id": "menu", "options": [option("A"), option("B")]}
    blocks = [{"type": "actions", "elements": [*BUTTONS, menu]}]
    await scene.call("chat.postMessage", channel=scene.channel, text="?", blocks=blocks)

    with pytest.raises(GestureError) as failure:
        await gesture(scene.karin, scene.karin.messages(scene.channel)[-1])

    assert failure.value.code == code


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


RESPONSES = [
    ({"text": "Till alla", "response_type": "in_channel"}, ["Fråga", "Till alla"], []),
    ({"text": "Till dig"}, ["Fråga"], ["Till dig"]),
    ({"text": "Ny", "replace_original": True}, ["Ny"], []),
    ({"delete_original": True}, [], []),
]


@pytest.mark.parametrize(("answer", "seen", "whispered"), RESPONSES)
async def test_response_address_posts_replaces_and_deletes(
    answer: dict, seen: list[str], whispered: list[str]
) -> None:
    async with served(build()) as scene, connected(scene) as bolt:

        @bolt.action("yes")
        async def _(ack, respond) -> None:
            await ack()
            await respond(**answer)

        blocks = [{"type": "actions", "elements": [
            {"type": "button", "action_id": "yes", "text": plain("Ja")}]}]  # fmt: skip
        await scene.call("chat.postMessage", channel=scene.channel, text="Fråga", blocks=blocks)
        await scene.karin.click(scene.karin.messages(scene.channel)[-1], "Ja")
        await scene.workspace.settled()

        shown = scene.karin.messages(scene.channel, include_ephemeral=False)
        assert [m.text for m in shown] == seen
        assert [m.text for m in scene.karin.ephemerals(scene.channel)] == whispered
