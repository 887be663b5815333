"""The nouns of a workspace, named as Slack does: people, channels, messages, files, views."""

import itertools
from dataclasses import dataclass, field
from typing import Literal

from deploy.workspace.wire import Json

ChannelKind = Literal["public", "private", "im", "mpim"]

PREVIEWED = ("txt", "csv", "md", "json")
PREVIEW_LINES = 5
PREVIEW_BYTES = 4000

_sequence = itertools.count(1)


@dataclass
class Person:
    """Somebody who can act: a person, an app's bot user, or Slackbot."""

    id: str
    team_id: str
    name: str
    title: str = ""
    email: str = ""
    locale: str = "sv-SE"
    is_admin: bool = False
    is_bot: bool = False
    app_id: str | None = None
    bot_id: str | None = None
    deleted: bool = False
    views: list["View"] = field(default_factory=list)

    @property
    def handle(self) -> str:
        """The short name, as in the `user_name` of a command."""
        return self.name.lower().replace(" ", ".")

    def to_json(self, *, with_email: bool, with_locale: bool = False) -> Json:
        """Write the user object of users.info; the e-mail needs a scope."""
        profile = {
            "title": self.title,
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": self.team_id,
        }
        if with_email and self.email:
            profile["email"] = self.email
        user: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.handle,
            "deleted": self.deleted,
            "real_name": self.name,
            "tz": "Europe/Stockholm",
            "tz_label": "Central European Time",
            "tz_offset": 3600,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
        }
        if with_locale:
            user["locale"] = self.locale
        if self.bot_id:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id or ""}
        return user


@dataclass
class Message:
    """One message; the object stays the same when it is edited, so who holds it sees that."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    ephemeral_for: str | None = None
    app_id: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    edited_ts: str | None = None
    deleted: bool = False
    broadcast: bool = False
    files: list["File"] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    attachments: list[Json] = field(default_factory=list)
    values: dict[str, Json] = field(default_factory=dict)
    sequence: int = field(default_factory=lambda: next(_sequence))
    version: int = 0

    @property
    def edited(self) -> bool:
        """Whether it shows the mark of an edited message."""
        return self.edited_ts is not None

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.ephemeral_for is not None

    def plain(self) -> str:
        """All text that a reader sees, the labels of buttons included, a line each."""
        from deploy.workspace.blocks.plain import plain_blocks  # noqa: PLC0415 - blocks know Json only

        body = plain_blocks(self.blocks) if self.blocks else self.text
        extra = [str(part.get("fallback") or part.get("text") or "") for part in self.attachments]
        return "\n".join(part for part in [body, *extra, *(f.title for f in self.files)] if part)

    def to_json(self, *, with_metadata: bool = True) -> Json:
        """Write the message object of conversations.history."""
        body: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.subtype:
            body["subtype"] = self.subtype
        if self.bot_id:
            body |= {"bot_id": self.bot_id, "app_id": self.app_id}
        if self.blocks:
            body["blocks"] = self.blocks
        if self.attachments:
            body["attachments"] = self.attachments
        if self.edited_ts:
            body["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.files:
            body["files"] = [each.to_json() for each in self.files]
        if self.reactions:
            body["reactions"] = [
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
            ]
        if with_metadata and self.metadata:
            body["metadata"] = self.metadata
        return body


@dataclass
class Channel:
    """A conversation of any kind: its members, its messages by ts, and how far each has read."""

    id: str
    name: str
    kind: ChannelKind
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)

    @property
    def family(self) -> str:
        """The prefix of the scopes that reach it: channels, groups, im or mpim."""
        return {"public": "channels", "private": "groups"}.get(self.kind, self.kind)

    @property
    def api_name(self) -> str:
        """The name that payloads carry."""
        special = {"im": "directmessage", "private": "privategroup"}
        return special.get(self.kind, self.name)

    def to_json(self, viewer: str) -> Json:
        """Write the conversation object, as `viewer` sees it."""
        base: Json = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim",
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_private": self.kind != "public",
            "is_member": viewer in self.members,
        }
        if self.kind == "im":
            other = [member for member in self.members if member != viewer]
            return base | {"user": (other or self.members)[0], "is_org_shared": False}
        return base | {
            "name": self.name,
            "name_normalized": self.name,
            "creator": self.creator,
            "is_general": False,
            "is_shared": False,
            "is_ext_shared": False,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }


@dataclass
class File:
    """An uploaded file. It is private: its bytes are for members of the channels that it is in."""

    id: str
    name: str
    title: str
    user: str
    created: int
    content: bytes = b""
    alt_text: str = ""
    mimetype: str = "application/octet-stream"
    url: str = ""
    upload_url: str = ""
    uploaded: bool = False
    channels: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)

    @property
    def is_image(self) -> bool:
        """Whether the page can show it."""
        return self.mimetype.startswith("image/")

    @property
    def kind(self) -> str:
        """The end of its name, as in pdf."""
        return self.name.rpartition(".")[2].lower()

    def preview(self) -> str:
        """Give the first lines of a text file; nothing of any other."""
        if self.kind not in PREVIEWED:
            return ""
        start = self.content[:PREVIEW_BYTES].decode("utf-8-sig", errors="replace").splitlines()
        cut = len(start) > PREVIEW_LINES or len(self.content) > PREVIEW_BYTES
        return "\n".join([*start[:PREVIEW_LINES], *(["…"] if cut else [])])

    def to_json(self) -> Json:
        """Write the file object of files.info."""
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": self.kind,
            "user": self.user,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": self.url,
            "url_private_download": f"{self.url}?download=1",
            "channels": self.channels,
            "alt_txt": self.alt_text,
        }


@dataclass
class View:
    """A modal or a home tab as it stands on somebody's screen, with what has been filled in."""

    id: str
    app_id: str
    bot_id: str
    team_id: str
    user: str
    definition: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    version: int = 0

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, each with a block_id."""
        blocks: list[Json] = self.definition["blocks"]
        return blocks

    @property
    def title(self) -> str:
        """The heading of a modal; empty for a home tab."""
        return str(self.definition.get("title", {}).get("text", ""))

    def plain(self) -> str:
        """All text that its reader sees, the labels of buttons included, a line each."""
        from deploy.workspace.blocks.plain import plain_blocks  # noqa: PLC0415 - blocks know Json only

        parts = [self.title, plain_blocks(self.blocks), *self.errors.values(), self.notice]
        parts += [str(self.definition.get(key, {}).get("text", "")) for key in ("submit", "close")]
        return "\n".join(part for part in parts if part)

    def to_json(self) -> Json:
        """Write the view object of payloads and replies."""
        fixed = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id")
        body: Json = {key: self.definition.get(key) for key in fixed}
        return body | {
            "id": self.id,
            "team_id": self.team_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "external_id": self.definition.get("external_id") or "",
            "private_metadata": self.definition.get("private_metadata") or "",
            "callback_id": self.definition.get("callback_id") or "",
            "clear_on_close": bool(self.definition.get("clear_on_close")),
            "notify_on_close": bool(self.definition.get("notify_on_close")),
            "state": {"values": self.values},
        }
