"""conversations.*: channels and direct conversations, who is in them, and what was said."""

import re

from deploy.workspace.api.call import Call, Method
from deploy.workspace.api.chat import find_channel
from deploy.workspace.model import Channel, ChannelKind, Message
from deploy.workspace.wire import Json, SlackError

NAME_LIMIT = 80
KINDS = {"public_channel": "public", "private_channel": "private", "mpim": "mpim", "im": "im"}


def _readable(call: Call, verb: str) -> Channel:
    """Find the channel and check the scope that its kind asks for."""
    channel = find_channel(call, writing=False)
    call.need_scope(f"{channel.family}:{verb}")
    return channel


def _open(call: Call) -> Json:
    if call.args.has("channel"):
        channel = find_channel(call, writing=False)
        call.need_scope("mpim:write" if channel.kind == "mpim" else "im:write")
    else:
        users = call.args.words("users")
        if not users:
            raise SlackError("users_list_not_supplied")
        call.need_scope("im:write" if len(users) == 1 else "mpim:write")
        channel = call.team.direct(call.installed.bot_user_id, *users)
    body = channel.to_json(call.installed.bot_user_id)
    return {"channel": body if call.args.flag("return_im") else {"id": channel.id}}


def _listed(call: Call, user: str | None) -> Json:
    kinds = call.args.words("types") or ["public_channel"]
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise SlackError("invalid_types", unknown=unknown)
    wanted = {KINDS[kind] for kind in kinds}
    bot = call.installed.bot_user_id
    found = [
        channel
        for channel in call.team.channels.values()
        if channel.kind in wanted
        and (channel.kind == "public" or bot in channel.members)
        and (user is None or user in channel.members)
        and not (channel.is_archived and call.args.flag("exclude_archived"))
    ]
    for kind in sorted(wanted):
        call.need_scope(f"{ {'public': 'channels', 'private': 'groups'}.get(kind, kind) }:read")
    return call.page([channel.to_json(bot) for channel in found], "channels")


def _list(call: Call) -> Json:
    return _listed(call, None)


def _of_user(call: Call) -> Json:
    user = call.args.text("user") or call.installed.bot_user_id
    return _listed(call, call.team.person(user).id)


def _info(call: Call) -> Json:
    return {"channel": _readable(call, "read").to_json(call.installed.bot_user_id)}


def _members(call: Call) -> Json:
    channel = _readable(call, "read")
    body = call.page([{"id": member} for member in channel.members], "members")
    body["members"] = [member["id"] for member in body["members"]]
    return body


def _in_range(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = call.args.text("oldest"), call.args.text("latest")
    inclusive = call.args.flag("inclusive")
    low, high = _micros(oldest, 0), _micros(latest, 10**17)
    if inclusive:
        low, high = low - 1, high + 1
    return [message for message in messages if low < _micros(message.ts, 0) < high]


def _micros(ts: str, default: int) -> int:
    if not ts:
        return default
    whole, _, part = ts.partition(".")
    if not (whole.isdigit() and (not part or part.isdigit())):
        raise SlackError("invalid_ts_oldest")
    return int(whole) * 1_000_000 + int(part.ljust(6, "0")[:6] or 0)


def _inside(call: Call) -> Channel:
    channel = _readable(call, "history")
    if call.installed.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _history(call: Call) -> Json:
    channel = _inside(call)
    roots = [m for m in channel.messages.values() if m.thread_ts in (None, m.ts) or m.broadcast]
    return _page_of(call, list(reversed(_in_range(call, roots))), channel)


def _replies(call: Call) -> Json:
    channel = _inside(call)
    root = call.args.need("ts")
    if root not in channel.messages:
        raise SlackError("thread_not_found")
    thread = [root, *channel.threads.get(root, ())]
    return _page_of(call, _in_range(call, [channel.messages[ts] for ts in thread]), channel)


def _page_of(call: Call, messages: list[Message], channel: Channel) -> Json:
    whole = call.args.flag("include_all_metadata")
    items = []
    for message in messages:
        item = message.to_json(with_metadata=whole)
        if replies := channel.threads.get(message.ts):
            item |= {
                "thread_ts": message.ts,
                "reply_count": len(replies),
                "latest_reply": replies[-1],
            }
        items.append(item)
    body = call.page(items, "messages")
    return body | {"has_more": bool(body["response_metadata"]["next_cursor"]), "pin_count": 0}


def _join(call: Call) -> Json:
    channel = call.team.visible_channel(call.args.need("channel"), call.installed.bot_user_id)
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    call.workspace.join(call.team, channel, call.installed.bot_user_id)
    return {"channel": channel.to_json(call.installed.bot_user_id)}


def _create(call: Call) -> Json:
    name = call.args.text("name")
    private = call.args.flag("is_private")
    call.need_scope("groups:write" if private else "channels:manage")
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > NAME_LIMIT:
        raise SlackError("invalid_name_maxlength")
    if not re.fullmatch(r"[^\W_A-Z]([^\WA-Z]|[-_])*", name):
        raise SlackError("invalid_name_specials")
    bot = call.installed.bot_user_id
    kind: ChannelKind = "private" if private else "public"
    channel = call.team.add_channel(name, kind=kind, creator=bot, members=[bot])
    return {"channel": channel.to_json(bot)}


def _invite(call: Call) -> Json:
    channel = find_channel(call)
    call.need_scope("groups:write" if channel.kind == "private" else "channels:manage")
    users = [call.team.person(user).id for user in call.args.words("users")]
    if call.installed.bot_user_id in users:
        raise SlackError("cant_invite_self")
    if present := [user for user in users if user in channel.members]:
        errors = [{"user": user, "error": "already_in_channel", "ok": False} for user in present]
        raise SlackError("already_in_channel", errors=errors)
    for user in users:
        call.workspace.join(call.team, channel, user, inviter=call.installed.bot_user_id)
    return {"channel": channel.to_json(call.installed.bot_user_id)}


METHODS = (
    Method("conversations.open", _open, tier=3),
    Method("conversations.list", _list, tier=2),
    Method("conversations.info", _info, tier=3),
    Method("conversations.members", _members, tier=4),
    Method("conversations.history", _history, tier=3),
    Method("conversations.replies", _replies, tier=3),
    Method("conversations.join", _join, scope="channels:join", tier=3),
    Method("conversations.create", _create, tier=2),
    Method("conversations.invite", _invite, tier=3),
    Method("users.conversations", _of_user, tier=3),
)
