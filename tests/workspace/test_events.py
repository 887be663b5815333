"""Events: who is told of what, and in which shape."""

import pytest

from deploy.workspace import Workspace
from tests.workspace.scene import build, connected, manifest, served


async def told(scene, event: str, gesture) -> list[dict]:
    """What the real Bolt hears of one kind of event while somebody does something."""
    heard: list[dict] = []
    async with served(scene), connected(scene) as bolt:

        @bolt.event(event)
        async def _(event) -> None:
            heard.append(event)

        @bolt.event({"type": "message", "subtype": "file_share"})
        async def _() -> None:
            return

        await gesture()
        await scene.workspace.settled()
    return heard


async def test_member_who_joins_is_announced_with_their_inviter() -> None:
    scene = build()
    anna = scene.workspace.add_person("Anna Berg")

    heard = await told(
        scene, "member_joined_channel", lambda: scene.karin.invite(scene.channel, anna)
    )

    assert [(e["user"], e["inviter"], e["channel"]) for e in heard] == [
        (anna, scene.karin.id, scene.channel)
    ]


async def test_shared_file_is_announced_and_can_be_read() -> None:
    scene = build()

    heard = await told(
        scene, "file_shared", lambda: scene.karin.upload(scene.channel, "protokoll.pdf", b"%PDF")
    )

    [event] = heard
    assert (event["channel_id"], event["user_id"]) == (scene.channel, scene.karin.id)
    assert (await scene.call("files.info", file=event["file_id"]))["file"][
        "name"
    ] == "protokoll.pdf"


async def test_function_is_run_and_finished_by_the_app() -> None:
    scene = build()
    runs = []

    async def gesture() -> None:
        runs.append(await scene.karin.run_function("grind", {"beans": 18}))

    [event] = await told(scene, "function_executed", gesture)
    await scene.call(
        "functions.completeSuccess",
        function_execution_id=event["function_execution_id"],
        outputs={"grams": 17},
    )

    assert (event["function"]["callback_id"], event["inputs"]) == ("grind", {"beans": 18})
    assert runs[0].outputs == {"grams": 17}
    again = await scene.call("functions.completeError", function_execution_id=runs[0].id, error="x")
    assert again["error"] == "function_not_running"


async def test_home_is_announced_with_the_view_that_stands_there() -> None:
    scene = build()
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    await scene.call("views.publish", user_id=scene.karin.id, view=view)

    [event] = await told(scene, "app_home_opened", scene.karin.open_home)

    assert (event["tab"], event["view"]["type"]) == ("home", "home")
    assert event["channel"] == scene.karin.app_channel().id


async def test_app_that_isnt_in_the_channel_hears_nothing() -> None:
    scene = build()
    other = scene.workspace.add_channel("annat", members=[scene.karin.id])

    heard = await told(scene, "message", lambda: scene.karin.say(other, "Utan app"))

    assert heard == []


KINDS = [
    ("public", "message.channels", "channel"),
    ("private", "message.groups", "group"),
    ("im", "message.im", "im"),
    ("mpim", "message.mpim", "mpim"),
]


@pytest.mark.parametrize(("kind", "subscription", "channel_type"), KINDS)
async def test_message_is_told_by_the_subscription_of_its_kind_of_channel(
    kind: str, subscription: str, channel_type: str
) -> None:
    document = manifest()
    document["settings"]["event_subscriptions"]["bot_events"] = [subscription]
    scene = build(document=document)
    members = [scene.karin.id, scene.erik.id, scene.app.bot_user_id]
    place = {
        "public": lambda: scene.channel,
        "private": lambda: scene.workspace.add_channel("hemligt", members=members, private=True),
        "im": lambda: scene.karin.app_channel().id,
        "mpim": lambda: scene.karin.talk_to(scene.erik.id, scene.app.bot_user_id).id,
    }
    heard = []
    async with served(scene), connected(scene) as bolt:

        @bolt.event("message")
        async def _(event) -> None:
            heard.append((event["channel_type"], event["text"]))

        await scene.karin.say(place[kind](), "Hit")
        for other in set(place) - {kind}:
            await scene.karin.say(place[other](), "Inte hit")
        await scene.workspace.settled()

    assert heard == [(channel_type, "Hit")]


async def test_event_that_isnt_subscribed_to_isnt_sent() -> None:
    document = manifest()
    document["settings"]["event_subscriptions"]["bot_events"] = ["app_mention"]
    scene = build(document=document)

    async with served(scene), connected(scene):
        await scene.karin.say(scene.channel, "Hej")
        await scene.workspace.settled()

        assert scene.workspace.recording.search("message") == []


async def test_edited_and_deleted_messages_are_announced() -> None:
    scene = build()
    kinds, times = [], []
    async with served(scene), connected(scene) as bolt:

        @bolt.event("message")
        async def _(event) -> None:
            new = event.get("message", {}).get("text", "")
            old = event.get("previous_message", {}).get("text", "")
            kinds.append((event.get("subtype"), old, new, event.get("deleted_ts")))
            times.append(event["event_ts"])

        message = await scene.karin.say(scene.channel, "Ett")
        await scene.workspace.settled()
        await scene.karin.edit(message, "Två")
        await scene.workspace.settled()
        await scene.karin.delete(message)
        await scene.workspace.settled()

    assert kinds == [
        (None, "", "", None),
        ("message_changed", "Ett", "Två", None),
        ("message_deleted", "Två", "", message.ts),
    ]
    assert sorted(set(times)) == times


def two_teams() -> tuple[Workspace, str, str]:
    scene = build()
    workspace = scene.workspace
    team = workspace.add_team("Region Jönköping")
    app = workspace.install_app(scene.app.app, team=team)
    nils = workspace.add_person("Nils Nord", team=team)
    workspace.add_channel("forum", members=[nils, app.bot_user_id], team=team)
    return workspace, scene.app.bot_token, app.bot_token


async def test_teams_have_their_own_people_channels_and_tokens() -> None:
    workspace, kronoberg, jonkoping = two_teams()

    async def names(token: str) -> list[str]:
        reply = await workspace.call("users.list", token)
        return [user["real_name"] for user in reply.body["members"] if not user["is_bot"]]

    assert await names(kronoberg) == ["Karin Lund", "Erik Ek"]
    assert await names(jonkoping) == ["Nils Nord"]
    nils = next(p.id for t in workspace.teams.values() for p in t.humans if p.name == "Nils Nord")
    reply = await workspace.call("users.info", kronoberg, user=nils)
    assert reply.body["error"] == "user_not_found"


async def test_event_says_which_team_it_comes_from() -> None:
    scene = build()
    workspace = scene.workspace
    team = workspace.add_team("Region Jönköping")
    app = workspace.install_app(scene.app.app, team=team)
    nils = workspace.person(workspace.add_person("Nils Nord", team=team))
    forum = workspace.add_channel("forum", members=[nils.id, app.bot_user_id], team=team)
    async with served(scene), connected(scene) as bolt:

        @bolt.event("message")
        async def _() -> None:
            return

        await nils.say(forum, "Hej")
        await workspace.settled()

    [entry] = workspace.recording.search("message socket")[:1]
    assert (entry.sent["team_id"], entry.sent["authorizations"][0]["user_id"]) == (
        team.id,
        app.bot_user_id,
    )


async def test_two_apps_hear_only_what_is_theirs() -> None:
    scene = build()
    second = manifest()
    second["display_information"]["name"] = "Te"
    second["features"]["bot_user"]["display_name"] = "Te"
    second["features"]["slash_commands"] = [{"command": "/te", "description": "Te"}]
    tea = scene.workspace.install_app(second)

    await scene.call("chat.postMessage", channel=scene.channel, text="Från Fika")
    message = scene.karin.messages(scene.channel)[-1]
    answer = await scene.workspace.call(
        "chat.update", tea.bot_token, channel=scene.channel, ts=message.ts, text="Nej"
    )

    assert answer.body["error"] == "cant_update_message"
    assert [command.command for _, command in scene.karin.commands()] == ["/kaffe", "/tyst", "/te"]
