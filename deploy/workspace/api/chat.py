"""chat.*: posting, changing and deleting messages."""

import json

from deploy.workspace.api.call import Call, Method
from deploy.workspace.blocks import check_blocks
from deploy.workspace.limits import Rate
from deploy.workspace.model import Channel, Message
from deploy.workspace.team import Team
from deploy.workspace.wire import Json, SlackError

TEXT_LIMIT = 40_000
METADATA_BYTES = 8_000
ATTACHMENTS = 100
_SHOWN = ("text", "blocks", "attachments")


def find_channel(call: Call, *, writing: bool = True) -> Channel:
    """Find the channel that a call names: by id, by #name, or a person for their conversation."""
    name = call.args.text("channel")
    bot = call.installed.bot_user_id
    if name in call.team.people:
        if writing and call.team.people[name].bot_id:
            raise SlackError("cannot_dm_bot")
        name = call.team.direct(bot, name).id
    if name.startswith("#"):
        found = [c for c in call.team.channels.values() if c.name == name[1:]]
        name = found[0].id if found else ""
    channel = call.team.visible_channel(name, bot)
    if writing and channel.is_archived:
        raise SlackError("is_archived")
    home = call.installed.app.manifest.features.app_home
    if writing and channel.kind == "im" and not home.messages_tab_enabled:
        raise SlackError("messages_tab_disabled")
    may_anywhere = channel.kind == "public" and call.installed.grants("chat:write.public")
    if writing and bot not in channel.members and not may_anywhere:
        raise SlackError("not_in_channel")
    return channel


def read_body(call: Call) -> Json:
    """Read text, blocks, attachments and metadata, checked. Raises SlackError."""
    text = call.args.text("text")
    if len(text) > TEXT_LIMIT:
        raise SlackError("msg_too_long")
    body: Json = {"text": text, "blocks": [], "attachments": [], "metadata": None}
    if (blocks := call.args.json("blocks", error="invalid_blocks_format")) is not None:
        body["blocks"] = check_blocks(blocks)
    attachments = call.args.json("attachments", error="invalid_attachments")
    if isinstance(attachments, list):
        if len(attachments) > ATTACHMENTS:
            raise SlackError("too_many_attachments")
        body["attachments"] = [_attachment(each) for each in attachments]
    if (metadata := call.args.json("metadata", error="invalid_metadata_format")) is not None:
        body["metadata"] = _metadata(metadata)
    return body


def _attachment(attachment: object) -> Json:
    if not isinstance(attachment, dict):
        raise SlackError("invalid_attachments")
    blocks = attachment.get("blocks")
    return attachment | ({"blocks": check_blocks(blocks)} if blocks is not None else {})


def _metadata(metadata: object) -> Json:
    if (
        not isinstance(metadata, dict)
        or not isinstance(metadata.get("event_type"), str)
        or not isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def limit_posts(call: Call, channel: Channel) -> None:
    """Keep to one post a second in a channel, and to the team's total. Raises ratelimited."""
    limits, limiter = call.workspace.limits, call.workspace.limiter
    app = call.installed.app_id
    keys: list[tuple[tuple[str, ...], Rate]] = [
        (("post", app, channel.id), limits.post_per_channel),
        (("post", app, call.team.id), limits.post_per_team),
    ]
    for key, rate in keys:
        if wait := limiter.wait_for(key, rate):
            raise SlackError("ratelimited", retry_after=wait)


def by_bot(call: Call, channel: Channel, body: Json, **more: str | None) -> Message:
    """Make a message of the calling app."""
    return Message(
        ts=call.team.new_ts(),
        channel=channel.id,
        user=call.installed.bot_user_id,
        app_id=call.installed.app_id,
        bot_id=call.installed.bot_id,
        text=body["text"],
        blocks=body["blocks"],
        attachments=body["attachments"],
        metadata=body["metadata"],
        **more,  # type: ignore[arg-type]  # thread_ts and ephemeral_for, both text or None
    )


def _post_message(call: Call) -> Json:
    channel = find_channel(call)
    body = read_body(call)
    if not (body["text"] or body["blocks"] or body["attachments"]):
        raise SlackError("no_text")
    thread = call.args.text("thread_ts") or None
    if thread and thread not in channel.messages:
        raise SlackError("thread_not_found")
    limit_posts(call, channel)
    message = by_bot(call, channel, body, thread_ts=thread)
    message.broadcast = bool(thread) and call.args.flag("reply_broadcast")
    call.team.post(message)
    call.workspace.events.message(call.team, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.to_json()}


def own_message(call: Call, refusal: str) -> tuple[Channel, Message]:
    """Find the message that a call names; only its author may change it."""
    channel = find_channel(call)
    message = call.team.message(channel, call.args.need("ts"))
    if message.app_id != call.installed.app_id:
        raise SlackError(refusal)
    return channel, message


def _update(call: Call) -> Json:
    channel, message = own_message(call, "cant_update_message")
    body = read_body(call)
    given = {name: body[name] for name in body if call.args.has(name)}
    if not given.keys() & {*_SHOWN} or not any(
        given.get(name, getattr(message, name)) for name in _SHOWN
    ):
        raise SlackError("no_text")
    before = message.to_json()
    for name, value in given.items():
        setattr(message, name, value)
    message.edited_ts = call.team.new_ts()
    call.team.touch(message)
    call.workspace.events.changed(call.team, channel, before, message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.to_json(),
    }


def _delete(call: Call) -> Json:
    channel, message = own_message(call, "cant_delete_message")
    call.team.remove(message)
    call.workspace.events.changed(call.team, channel, message.to_json(), None)
    return {"channel": channel.id, "ts": message.ts}


def _post_ephemeral(call: Call) -> Json:
    channel = find_channel(call)
    reader = call.team.person(call.args.need("user"))
    if reader.id not in channel.members:
        raise SlackError("user_not_in_channel")
    body = read_body(call)
    if not (body["text"] or body["blocks"] or body["attachments"]):
        raise SlackError("no_text")
    thread = call.args.text("thread_ts") or None
    message = by_bot(call, channel, body, thread_ts=thread, ephemeral_for=reader.id)
    call.team.post(message)
    return {"message_ts": message.ts}


def permalink(team: Team, channel: Channel, ts: str) -> str:
    """Write the lasting address of a message."""
    return f"https://{team.domain}.slack.example/archives/{channel.id}/p{ts.replace('.', '')}"


def _get_permalink(call: Call) -> Json:
    channel = find_channel(call, writing=False)
    message = call.team.message(channel, call.args.need("message_ts"))
    return {"channel": channel.id, "permalink": permalink(call.team, channel, message.ts)}


METHODS = (
    Method("chat.postMessage", _post_message, scope="chat:write", tier="post"),
    Method("chat.update", _update, scope="chat:write", tier=3),
    Method("chat.delete", _delete, scope="chat:write", tier=3),
    Method("chat.postEphemeral", _post_ephemeral, scope="chat:write", tier=4),
    Method("chat.getPermalink", _get_permalink, tier="special"),
)
