"""files.*, pins.add and reactions.add: what is attached to a conversation."""

import mimetypes

from deploy.workspace.api.call import Call, Method
from deploy.workspace.api.chat import find_channel, read_body
from deploy.workspace.model import Channel, File, Message
from deploy.workspace.wire import Json, SlackError, derive


def _get_upload_url(call: Call) -> Json:
    name = call.args.need("filename")
    length = call.args.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments")
    file = call.workspace.new_file(call.team, name, call.installed.bot_user_id)
    file.alt_text = call.args.text("alt_txt")
    return {"upload_url": file.upload_url, "file_id": file.id}


def _file(call: Call, file_id: str) -> File:
    file = call.team.files.get(file_id)
    if file is None or not call.team.may_read(file, call.installed.bot_user_id):
        raise SlackError("file_not_found")
    return file


def _complete_upload(call: Call) -> Json:
    listed = call.args.json("files")
    if not isinstance(listed, list) or not listed:
        raise SlackError("invalid_arguments")
    files = []
    for item in listed:
        file = _file(call, str(item.get("id")))
        if not file.uploaded:
            raise SlackError("file_not_found")
        file.title = str(item.get("title") or file.name)
        files.append(file)
    targets = call.args.words("channels") or call.args.words("channel_id")
    for target in targets:
        _share(call, _target(call, target), files)
    return {"files": [file.to_json() for file in files]}


def _target(call: Call, channel_id: str) -> Channel:
    channel = call.team.visible_channel(channel_id, call.installed.bot_user_id)
    if call.installed.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    body = read_body(call)
    message = Message(
        ts=call.team.new_ts(),
        channel=channel.id,
        user=call.installed.bot_user_id,
        app_id=call.installed.app_id,
        bot_id=call.installed.bot_id,
        text=call.args.text("initial_comment"),
        blocks=body["blocks"],
        thread_ts=call.args.text("thread_ts") or None,
        subtype="file_share",
        files=files,
    )
    for file in files:
        file.channels.append(channel.id)
        call.workspace.events.file_shared(call.team, channel, file)
    call.team.post(message)
    call.workspace.events.message(call.team, channel, message)


def _info(call: Call) -> Json:
    return {"file": _file(call, call.args.need("file")).to_json()}


def _delete(call: Call) -> Json:
    file = _file(call, call.args.need("file"))
    if file.user != call.installed.bot_user_id:
        raise SlackError("cant_delete_file")
    del call.team.files[file.id]
    for channel in map(call.team.channel, file.channels):
        for message in [m for m in channel.messages.values() if file in m.files]:
            message.files = [each for each in message.files if each is not file]
            call.team.touch(message)
    return {}


def guess_type(name: str) -> str:
    """Guess what a file holds by its name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def file_path(team_id: str, file_id: str, name: str) -> str:
    """Write the path of a private file."""
    return f"/files-pri/{team_id}-{file_id}/{name}"


def viewer_ticket(file_id: str, user: str) -> str:
    """Give the word by which the page fetches a file for one reader."""
    return derive("viewer", file_id, user, length=16)


def _add_pin(call: Call) -> Json:
    channel = find_channel(call)
    message = call.team.message(channel, call.args.need("timestamp"))
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    channel.pins.append(message.ts)
    call.team.touch(message)
    return {}


def _add_reaction(call: Call) -> Json:
    channel = find_channel(call)
    name = call.args.need("name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise SlackError("invalid_name")
    message = call.team.message(channel, call.args.need("timestamp"))
    users = message.reactions.setdefault(name, [])
    if call.installed.bot_user_id in users:
        raise SlackError("already_reacted")
    users.append(call.installed.bot_user_id)
    call.team.touch(message)
    return {}


METHODS = (
    Method("files.getUploadURLExternal", _get_upload_url, scope="files:write", tier=4),
    Method("files.completeUploadExternal", _complete_upload, scope="files:write", tier=4),
    Method("files.info", _info, scope="files:read", tier=4),
    Method("files.delete", _delete, scope="files:write", tier=3),
    Method("pins.add", _add_pin, scope="pins:write", tier=2),
    Method("reactions.add", _add_reaction, scope="reactions:write", tier=3),
)
