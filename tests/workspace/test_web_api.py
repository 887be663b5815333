"""The Web API: every method once through slack_sdk, and every refusal by its Slack name."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from deploy.workspace import Limits
from deploy.workspace.api import APP_METHODS, METHODS
from deploy.workspace.api.call import Method
from tests.workspace.scene import SCOPES, Scene, build, manifest, served

TEXT = {"type": "plain_text", "text": "Hej"}
SECTION = {"type": "section", "text": TEXT}
HOME = {"type": "home", "blocks": [SECTION]}
MODAL = {"type": "modal", "title": TEXT, "blocks": [SECTION]}


async def test_every_method_answers_the_official_client() -> None:  # noqa: PLR0915 - every method
    async with served(build(limits=Limits.off())) as scene:
        client, karin, channel = scene.client(), scene.karin.id, scene.channel
        called = set()

        async def call(method: str, **arguments: object) -> dict:
            called.add(method)
            return (await client.api_call(method, json=arguments)).data

        assert (await call("auth.test"))["user_id"] == scene.app.bot_user_id
        assert (await call("team.info"))["team"]["name"] == "Region Kronoberg"
        assert (await call("bots.info", bot=scene.app.bot_id))["bot"]["name"] == "Fika"
        user = await call("users.info", user=karin, include_locale=True)
        assert user["user"]["locale"] == "sv-SE"
        found = await call("users.lookupByEmail", email="KARIN@example.org")
        assert found["user"]["id"] == karin
        assert len((await call("users.list"))["members"]) == 4
        assert (await call("users.conversations", user=karin))["channels"][0]["id"] == channel

        posted = await call("chat.postMessage", channel=channel, text="Ett", blocks=[SECTION])
        ts = posted["ts"]
        reply = await call("chat.postMessage", channel=channel, text="Två", thread_ts=ts)
        await call("chat.update", channel=channel, ts=ts, text="Ett!", blocks=[])
        link = await call("chat.getPermalink", channel=channel, message_ts=ts)
        assert link["permalink"].endswith(f"/archives/{channel}/p{ts.replace('.', '')}")
        await call("chat.postEphemeral", channel=channel, user=karin, text="Bara du")
        await call("pins.add", channel=channel, timestamp=ts)
        await call("reactions.add", channel=channel, timestamp=ts, name="thumbsup")
        history = await call("conversations.history", channel=channel)
        assert [(m["text"], m["reply_count"]) for m in history["messages"]] == [("Ett!", 1)]
        replies = await call("conversations.replies", channel=channel, ts=ts)
        assert [m["text"] for m in replies["messages"]] == ["Ett!", "Två"]
        await call("chat.delete", channel=channel, ts=reply["ts"])

        direct = (await call("conversations.open", users=[karin]))["channel"]["id"]
        assert direct == scene.karin.app_channel().id
        listed = await call("conversations.list", types="public_channel,im")
        assert {c["id"] for c in listed["channels"]} == {channel, direct}
        assert (await call("conversations.info", channel=channel))["channel"]["num_members"] == 3
        members = await call("conversations.members", channel=channel)
        assert members["members"] == [karin, scene.erik.id, scene.app.bot_user_id]
        made = (await call("conversations.create", name="arbete"))["channel"]["id"]
        await call("conversations.invite", channel=made, users=[karin])
        await call("conversations.join", channel=made)

        trigger = scene.workspace.trigger(scene.app, scene.karin.person)
        opened = await call("views.open", trigger_id=trigger, view=MODAL)
        view_id = opened["view"]["id"]
        await call("views.update", view_id=view_id, view=MODAL, hash=opened["view"]["hash"])
        trigger = scene.workspace.trigger(scene.app, scene.karin.person, view=view_id)
        pushed = await call("views.push", trigger_id=trigger, view=MODAL)
        assert pushed["view"]["previous_view_id"] == view_id
        await call("views.publish", user_id=karin, view=HOME)

        upload = await client.files_getUploadURLExternal(filename="a.txt", length=3)
        await client.files_upload_v2(
            filename="underlag.txt", content="123", channel=channel, alt_txt="Siffror"
        )
        file = next(f for f in scene.workspace.team.files.values() if f.channels)
        called |= {"files.getUploadURLExternal", "files.completeUploadExternal"}
        assert upload["ok"]
        assert (await call("files.info", file=file.id))["file"]["size"] == 3
        await call("files.delete", file=file.id)

        run = await scene.karin.run_function("grind", {})
        await call("functions.completeSuccess", function_execution_id=run.id, outputs={"g": 18})
        assert run.outputs == {"g": 18}
        run = await scene.karin.run_function("grind", {})
        await call("functions.completeError", function_execution_id=run.id, error="Slut")
        assert run.error == "Slut"

        opened = await client.apps_connections_open(app_token=scene.app.app_token)
        assert opened["url"].startswith("ws://127.0.0.1:")
        called |= {"apps.connections.open", "oauth.v2.access"}  # the latter: test_oauth
        await call("auth.revoke", test=True)
        secrets = {
            "client_id": scene.app.app.client_id,
            "client_secret": scene.app.app.client_secret,
        }
        await call("apps.uninstall", **secrets)
        assert called == {*METHODS, *APP_METHODS}


REFUSALS = [
    ("no.such.method", {}, "unknown_method"),
    ("chat.postMessage", {"channel": "C0", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "CH"}, "no_text"),
    ("chat.postMessage", {"channel": "CH", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": "CH", "blocks": "{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "CH", "blocks": [{"type": "no"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "CH", "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
    (
        "chat.postMessage",
        {"channel": "CH", "text": "x", "metadata": {"event_type": 1}},
        "invalid_metadata_schema",
    ),
    ("chat.postMessage", {"channel": "PRIVATE", "text": "x"}, "channel_not_found"),
    (
        "chat.postMessage",
        {
            "channel": "CH",
            "text": "x",
            "metadata": {"event_type": "a", "event_payload": {"x": "x" * 8000}},
        },
        "metadata_too_large",
    ),
    (
        "chat.postMessage",
        {"channel": "CH", "attachments": [{"text": "x"}] * 101},
        "too_many_attachments",
    ),
    ("chat.postMessage", {"channel": "ARCHIVED", "text": "x"}, "is_archived"),
    ("chat.update", {"channel": "CH", "ts": "1.2", "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": "CH", "ts": "KARINS", "text": "x"}, "cant_update_message"),
    ("chat.delete", {"channel": "CH", "ts": "KARINS"}, "cant_delete_message"),
    ("chat.postEphemeral", {"channel": "CH", "user": "U0", "text": "x"}, "user_not_found"),
    (
        "chat.postEphemeral",
        {"channel": "OTHER", "user": "KARIN", "text": "x"},
        "user_not_in_channel",
    ),
    ("chat.getPermalink", {"channel": "CH", "message_ts": "1.2"}, "message_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0"}, "user_not_found"),
    ("conversations.list", {"types": "everything"}, "invalid_types"),
    ("conversations.list", {"cursor": "nonsense"}, "invalid_cursor"),
    ("conversations.history", {"channel": "OTHER"}, "not_in_channel"),
    ("conversations.history", {"channel": "CH", "oldest": "igår"}, "invalid_ts_oldest"),
    ("conversations.replies", {"channel": "CH", "ts": "1.2"}, "thread_not_found"),
    ("conversations.join", {"channel": "IM"}, "method_not_supported_for_channel_type"),
    ("conversations.create", {"name": "forum"}, "name_taken"),
    ("conversations.create", {"name": "Två Ord"}, "invalid_name_specials"),
    ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("conversations.create", {}, "invalid_name_required"),
    ("conversations.invite", {"channel": "CH", "users": "KARIN"}, "already_in_channel"),
    ("conversations.invite", {"channel": "CH", "users": "BOT"}, "cant_invite_self"),
    ("users.info", {"user": "U0"}, "user_not_found"),
    ("users.info", {}, "invalid_arguments"),
    ("users.lookupByEmail", {"email": "no@example.org"}, "users_not_found"),
    ("views.open", {"trigger_id": "1.a", "view": MODAL}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.a", "view": {"type": "modal"}}, "invalid_arguments"),
    ("views.update", {"view_id": "V0", "view": MODAL}, "not_found"),
    ("views.publish", {"user_id": "KARIN", "view": MODAL}, "invalid_arguments"),
    ("files.getUploadURLExternal", {"filename": "a", "length": 0}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F0"}]}, "file_not_found"),
    ("files.info", {"file": "F0"}, "file_not_found"),
    ("files.delete", {"file": "KARINS_FILE"}, "cant_delete_file"),
    ("reactions.add", {"channel": "CH", "timestamp": "1.2", "name": "x"}, "message_not_found"),
    ("reactions.add", {"channel": "CH", "timestamp": "KARINS", "name": "å ä"}, "invalid_name"),
    (
        "reactions.add",
        {"channel": "CH", "timestamp": "BOTS", "name": "eyes"},
        "already_reacted",
    ),
    ("pins.add", {"channel": "CH", "timestamp": "BOTS"}, "already_pinned"),
    ("team.info", {"team": "T0"}, "team_not_found"),
    ("bots.info", {"bot": "B0"}, "bot_not_found"),
    ("functions.completeSuccess", {"function_execution_id": "Fx0"}, "function_execution_not_found"),
    ("apps.uninstall", {"client_id": "no"}, "invalid_client_id"),
]


@pytest.mark.parametrize(("method", "arguments", "error"), REFUSALS)
async def test_refusal_has_slacks_name(method: str, arguments: dict, error: str) -> None:
    scene = build(limits=Limits.off())
    workspace = scene.workspace
    said = await scene.karin.say(scene.channel, "Mitt")
    file = (await scene.karin.upload(scene.channel, "a.txt", b"1")).files[0]
    posted = await scene.call("chat.postMessage", channel=scene.channel, text="Fikas")
    mark = {"channel": scene.channel, "timestamp": posted["ts"]}
    await scene.call("reactions.add", **mark, name="eyes")
    await scene.call("pins.add", **mark)
    archived = workspace.add_channel("arkiv", members=[scene.app.bot_user_id])
    workspace.team.channel(archived).is_archived = True
    stands_for = {
        "CH": scene.channel,
        "OTHER": workspace.add_channel("annat", members=[scene.erik.id]),
        "PRIVATE": workspace.add_channel("hemligt", members=[scene.erik.id], private=True),
        "IM": scene.karin.app_channel().id,
        "ARCHIVED": archived,
        "BOT": scene.app.bot_user_id,
        "BOTS": posted["ts"],
        "KARIN": scene.karin.id,
        "KARINS": said.ts,
        "KARINS_FILE": file.id,
    }
    real = {k: stands_for.get(v, v) if isinstance(v, str) else v for k, v in arguments.items()}

    answer = await scene.call(method, **real)

    assert answer["ok"] is False
    assert answer["error"] == error


@pytest.mark.parametrize(
    ("method", "missing"),
    [
        ("chat.postMessage", "chat:write"),
        ("users.info", "users:read"),
        ("users.lookupByEmail", "users:read.email"),
        ("conversations.open", "im:write"),
        ("conversations.history", "channels:history"),
        ("conversations.info", "channels:read"),
        ("conversations.list", "channels:read"),
        ("conversations.create", "channels:manage"),
        ("conversations.join", "channels:join"),
        ("files.info", "files:read"),
        ("files.getUploadURLExternal", "files:write"),
        ("pins.add", "pins:write"),
        ("reactions.add", "reactions:write"),
        ("team.info", "team:read"),
    ],
)
async def test_method_without_its_scope_is_refused(method: str, missing: str) -> None:
    document = manifest()
    document["settings"]["event_subscriptions"]["bot_events"] = []
    scopes = set(document["oauth_config"]["scopes"]["bot"]) - {missing}
    document["oauth_config"]["scopes"]["bot"] = sorted(scopes)
    scene = build(document=document)

    answer = await scene.call(method, channel=scene.channel, user=scene.karin.id, users="U1")

    assert answer["error"] == "missing_scope"
    assert answer["needed"] == missing
    assert answer["provided"] == ",".join(sorted(scopes))


@pytest.mark.parametrize("method", [m for m in METHODS.values() if m.scope], ids=lambda m: m.name)
async def test_every_method_of_one_scope_needs_it(method: Method) -> None:
    scene = build()
    scene.app.scopes = frozenset(SCOPES) - {method.scope}

    answer = await scene.call(method.name, channel=scene.channel, user=scene.karin.id)

    assert (answer["error"], answer["needed"]) == ("missing_scope", method.scope)


READING = {"conversations.info": "read", "conversations.members": "read",
           "conversations.history": "history", "conversations.replies": "history"}  # fmt: skip


@pytest.mark.parametrize("method", READING)
@pytest.mark.parametrize(
    ("kind", "family"), [("private", "groups"), ("im", "im"), ("mpim", "mpim")]
)
async def test_reading_needs_the_scope_of_its_kind_of_conversation(
    method: str, kind: str, family: str
) -> None:
    scene = build()
    bot = scene.app.bot_user_id
    team = scene.workspace.team
    channel = {
        "private": lambda: scene.workspace.add_channel("sluten", members=[bot], private=True),
        "im": lambda: team.direct(bot, scene.karin.id).id,
        "mpim": lambda: team.direct(bot, scene.karin.id, scene.erik.id).id,
    }[kind]()
    needed = f"{family}:{READING[method]}"
    scene.app.scopes = frozenset(SCOPES) - {needed}

    answer = await scene.call(method, channel=channel, ts="1.2")

    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)


async def test_email_is_shown_only_with_its_scope() -> None:
    document = manifest()
    document["oauth_config"]["scopes"]["bot"].remove("users:read.email")
    scene = build(document=document)

    user = (await scene.call("users.info", user=scene.karin.id))["user"]

    assert "email" not in user["profile"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("APP", "not_allowed_token_type")],
)
async def test_wrong_token_is_refused(token: str, error: str) -> None:
    scene = build()
    reply = await scene.workspace.call("auth.test", token.replace("APP", scene.app.app_token))
    assert reply.body == {"ok": False, "error": error}


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xapp-1-wrong", "invalid_auth"), ("BOT", "not_allowed_token_type")],
)
async def test_socket_is_opened_by_an_app_token_only(token: str, error: str) -> None:
    scene = build()
    token = token.replace("BOT", scene.app.bot_token)
    reply = await scene.workspace.call("apps.connections.open", token)
    assert reply.body == {"ok": False, "error": error}


async def test_post_to_a_channel_without_the_app_needs_a_scope_of_its_own() -> None:
    document = manifest()
    document["oauth_config"]["scopes"]["bot"].remove("chat:write.public")
    answers = []
    for each in (build(document=document), build()):
        other = each.workspace.add_channel("annat", members=[each.karin.id])
        answers.append(await each.call("chat.postMessage", channel=other, text="x"))

    assert answers[0]["error"] == "not_in_channel"
    assert answers[1]["ok"]


async def test_public_channel_is_read_and_marked_from_inside_only() -> None:
    scene = build()
    other = scene.workspace.add_channel("annat", members=[scene.karin.id])
    said = await scene.karin.say(other, "Hej")

    answers = [
        await scene.call("conversations.history", channel=other),
        await scene.call("conversations.replies", channel=other, ts=said.ts),
    ]

    assert [answer["error"] for answer in answers] == ["not_in_channel"] * 2


async def test_bot_cannot_write_to_a_bot() -> None:
    scene = build()
    answer = await scene.call("chat.postMessage", channel=scene.app.bot_user_id, text="x")
    assert answer["error"] == "cannot_dm_bot"


async def test_update_never_leaves_a_message_empty() -> None:
    scene = build()
    posted = await scene.call("chat.postMessage", channel=scene.channel, text="Ett")
    place = {"channel": scene.channel, "ts": posted["ts"]}

    blank = await scene.call("chat.update", **place, text="", blocks=[])
    only_data = await scene.call(
        "chat.update", **place, metadata={"event_type": "x", "event_payload": {}}
    )

    assert (blank["error"], only_data["error"]) == ("no_text", "no_text")
    assert [m.text for m in scene.karin.messages(scene.channel)] == ["Ett"]


@pytest.mark.parametrize("attachments", [["x"], [{"blocks": [{"type": "nothing"}]}]])
async def test_attachments_are_checked_like_messages(attachments: list) -> None:
    scene = build()
    answer = await scene.call(
        "chat.postMessage", channel=scene.channel, text="x", attachments=attachments
    )
    assert answer["error"] in {"invalid_attachments", "invalid_blocks"}


async def test_home_and_socket_must_be_switched_on_in_the_manifest() -> None:
    document = manifest(socket=False, url="http://127.0.0.1/x")
    document["features"]["app_home"]["home_tab_enabled"] = False
    scene = build(document=document)

    home = await scene.call("views.publish", user_id=scene.karin.id, view=HOME)
    socket = await scene.workspace.call("apps.connections.open", scene.app.app_token)

    assert home["error"] == "not_enabled"
    assert socket.body["error"] == "socket_mode_not_enabled"


async def test_view_is_pushed_only_on_an_open_one() -> None:
    scene = build()
    trigger = scene.workspace.trigger(scene.app, scene.karin.person, view="V1")

    answer = await scene.call("views.push", trigger_id=trigger, view=MODAL)

    assert answer["error"] == "view_not_found"


async def test_app_is_uninstalled_only_by_its_own_secret() -> None:
    scene = build()
    other = manifest()
    other["features"]["slash_commands"] = []
    stranger = scene.workspace.register_app(other)
    secrets = {"client_id": stranger.client_id, "client_secret": stranger.client_secret}

    assert (await scene.call("apps.uninstall", **secrets))["error"] == "client_id_token_mismatch"


async def test_body_that_isnt_json_is_refused() -> None:
    async with served(build()) as scene, aiohttp.ClientSession() as session:
        headers = {"Content-Type": "application/json"}
        url = f"{scene.api_url}auth.test"
        async with session.post(url, data=b"{", headers=headers) as reply:
            assert (await reply.json())["error"] == "invalid_json"


async def test_client_raises_what_the_server_refuses() -> None:
    async with served(build()) as scene:
        with pytest.raises(SlackApiError) as failure:
            await scene.client().chat_postMessage(channel="C0", text="x")

        assert failure.value.response["error"] == "channel_not_found"


async def test_update_keeps_the_blocks_that_it_doesnt_name() -> None:
    scene = build()
    ts = (await scene.call("chat.postMessage", channel=scene.channel, blocks=[SECTION]))["ts"]
    message = scene.karin.messages(scene.channel)[0]

    await scene.call("chat.update", channel=scene.channel, ts=ts, text="Ny text")
    kept = message.plain()
    await scene.call("chat.update", channel=scene.channel, ts=ts, text="Ny text", blocks=[])

    assert (kept, message.plain()) == ("Hej", "Ny text")


async def test_metadata_is_returned_to_who_asks_for_it() -> None:
    scene = build()
    metadata = {"event_type": "poll", "event_payload": {"key": "7"}}
    await scene.call("chat.postMessage", channel=scene.channel, text="x", metadata=metadata)

    without = await scene.call("conversations.history", channel=scene.channel)
    whole = await scene.call(
        "conversations.history", channel=scene.channel, include_all_metadata=True
    )

    assert "metadata" not in without["messages"][0]
    assert whole["messages"][0]["metadata"] == metadata


async def test_pages_follow_each_other_by_cursor() -> None:
    scene = build(limits=Limits.off())
    for number in range(5):
        await scene.call("chat.postMessage", channel=scene.channel, text=str(number))
    seen, cursor = [], ""
    while True:
        page = await scene.call(
            "conversations.history", channel=scene.channel, limit=2, cursor=cursor
        )
        seen.append([message["text"] for message in page["messages"]])
        if not (cursor := page["response_metadata"]["next_cursor"]):
            break

    assert seen == [["4", "3"], ["2", "1"], ["0"]]


async def test_history_keeps_to_a_range() -> None:
    scene = build(limits=Limits.off())
    stamps = [
        (await scene.call("chat.postMessage", channel=scene.channel, text=str(n)))["ts"]
        for n in range(4)
    ]

    async def texts(**bounds: object) -> str:
        page = await scene.call("conversations.history", channel=scene.channel, **bounds)
        return "".join(message["text"] for message in page["messages"])

    assert await texts(oldest=stamps[1]) == "32"
    assert await texts(oldest=stamps[1], inclusive=True) == "321"
    assert await texts(latest=stamps[2]) == "10"


def by_id(scene: Scene) -> dict[str, str]:
    return {person.name: person.id for person in scene.workspace.team.people.values()}


def test_ids_are_the_same_on_every_run() -> None:
    assert by_id(build()) == by_id(build())
    assert by_id(build())["Karin Lund"] == "U0100000003"
