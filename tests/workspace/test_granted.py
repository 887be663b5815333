"""What the manifest and the granted scopes allow, and how a command's text is written."""

import pytest

from deploy.workspace import GestureError
from tests.workspace.scene import Scene, build, connected, manifest, served

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Kör"}}
    ],
}


def escaping(*, is_on: bool) -> Scene:
    document = manifest()
    document["features"]["slash_commands"][0]["should_escape"] = is_on
    return build(document=document)


@pytest.mark.parametrize("is_on", [True, False])
async def test_command_that_asks_for_it_gets_mentions_with_ids_and_names(is_on: bool) -> None:
    scene = escaping(is_on=is_on)
    heard = []
    async with served(scene), connected(scene) as bolt:

        @bolt.command("/kaffe")
        async def _(ack, command) -> None:
            heard.append(command["text"])
            await ack()

        await scene.karin.command("/kaffe @Erik Ek i #forum & <nu>", channel=scene.channel)

    erik = scene.erik.person
    escaped = f"<@{erik.id}|{erik.handle}> i <#{scene.channel}|forum> &amp; &lt;nu&gt;"
    assert heard == [escaped if is_on else "@Erik Ek i #forum & <nu>"]


async def test_button_of_an_app_without_interactivity_leads_nowhere() -> None:
    document = manifest()
    document["settings"]["interactivity"]["is_enabled"] = False
    scene = build(document=document)
    async with served(scene), connected(scene):
        await scene.call("chat.postMessage", channel=scene.channel, text="x", blocks=[BUTTON])

        with pytest.raises(GestureError):
            await scene.karin.click(scene.karin.messages(scene.channel)[-1], "Kör")

        assert scene.workspace.recording.search("block_actions") == []


async def test_app_without_a_messages_tab_cannot_write_to_people() -> None:
    document = manifest()
    document["features"]["app_home"]["messages_tab_enabled"] = False
    scene = build(document=document)

    refused = await scene.call("chat.postMessage", channel=scene.karin.id, text="x")
    elsewhere = await scene.call("chat.postMessage", channel=scene.channel, text="x")

    assert (refused.get("error"), elsewhere["ok"]) == ("messages_tab_disabled", True)


async def test_installation_that_granted_less_hears_and_offers_less() -> None:
    scene = build()
    scene.app.scopes = frozenset({"chat:write"})
    async with served(scene), connected(scene):
        await scene.karin.say(scene.channel, "Hej")
        await scene.workspace.settled()

        with pytest.raises(GestureError, match="/kaffe"):
            await scene.karin.command("/kaffe", channel=scene.channel)

        assert scene.workspace.recording.search("event_callback") == []
        assert scene.karin.commands() == []
