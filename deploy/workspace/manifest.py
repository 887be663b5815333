"""An app's manifest: what it is called, may do and wants to hear; refused as by Slack."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deploy.workspace.wire import Json

SLACKS_OWN_COMMANDS = frozenset(
    """active apps archive away call collapse dm dnd expand feed feedback help invite join kick
    leave me mention msg mute open part prefs remind remove rename search shortcuts shrug star
    status topic who""".split()  # noqa: SIM905 - sixty quotation marks are no easier to read
)

EVENT_SCOPES: dict[str, str | None] = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "file_shared": "files:read",
    "function_executed": None,
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "tokens_revoked": None,
}


class ManifestError(ValueError):
    """The manifest would be refused; the text says where and why, a line each."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SlashCommand(_Part):
    """A command of the app, with its slash."""

    command: str = Field(pattern=r"^/[a-z0-9_\-åäö]{1,31}$")
    description: str = Field(min_length=1, max_length=2000)
    usage_hint: str = ""
    url: str | None = None
    should_escape: bool = False


class Shortcut(_Part):
    """An entry of the app's menu: anywhere (global) or on a message."""

    name: str = Field(max_length=24)
    type: Literal["global", "message"]
    callback_id: str = Field(max_length=255)
    description: str = Field(max_length=150)


class _Display(_Part):
    name: str = Field(min_length=1, max_length=35)
    description: str = Field(default="", max_length=140)
    background_color: str = "#4A154B"


class _BotUser(_Part):
    display_name: str = Field(max_length=80)


class Home(_Part):
    """Which tabs of the app's home there are."""

    home_tab_enabled: bool = False
    messages_tab_enabled: bool = True
    messages_tab_read_only_enabled: bool = False


class _Features(_Part):
    app_home: Home = Home()
    bot_user: _BotUser | None = None
    slash_commands: tuple[SlashCommand, ...] = Field(default=(), max_length=50)
    shortcuts: tuple[Shortcut, ...] = Field(default=(), max_length=10)


class _Scopes(_Part):
    bot: tuple[str, ...] = ()


class _OAuth(_Part):
    redirect_urls: tuple[str, ...] = ()
    scopes: _Scopes = _Scopes()


class _Events(_Part):
    request_url: str | None = None
    bot_events: tuple[str, ...] = ()


class _Interactivity(_Part):
    is_enabled: bool = False
    request_url: str | None = None
    message_menu_options_url: str | None = None


class _Settings(_Part):
    event_subscriptions: _Events = _Events()
    interactivity: _Interactivity = _Interactivity()
    socket_mode_enabled: bool = False
    token_rotation_enabled: bool = False


class Manifest(_Part):
    """A manifest that has been read and checked."""

    display_information: _Display
    features: _Features = _Features()
    oauth_config: _OAuth = _OAuth()
    settings: _Settings = _Settings()
    functions: dict[str, Json] = {}

    @property
    def bot_name(self) -> str:
        """What the app's messages are signed with."""
        bot = self.features.bot_user
        return bot.display_name if bot else self.display_information.name

    @classmethod
    def read(cls, document: Json) -> "Manifest":
        """Check a manifest. Raises ManifestError."""
        try:
            manifest = cls.model_validate(document)
        except ValidationError as error:
            lines = [f"/{'/'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            raise ManifestError("\n".join(lines)) from error
        if problems := manifest.problems():
            raise ManifestError("\n".join(problems))
        return manifest

    def problems(self) -> list[str]:
        """Say what Slack would refuse although every field is well-formed, a line each."""
        found = []
        for command in self.features.slash_commands:
            if command.command[1:] in SLACKS_OWN_COMMANDS:
                found.append(f"/features/slash_commands: {command.command} is one of Slack's own")
            if not self.settings.socket_mode_enabled and not command.url:
                found.append(f"/features/slash_commands: {command.command} needs a url")
        scopes = set(self.oauth_config.scopes.bot)
        if self.features.slash_commands and "commands" not in scopes:
            found.append("/oauth_config/scopes/bot: slash commands need the scope commands")
        for event in self.settings.event_subscriptions.bot_events:
            if event not in EVENT_SCOPES:
                found.append(
                    f"/settings/event_subscriptions/bot_events: {event} is not delivered here"
                )
            elif (needed := EVENT_SCOPES[event]) and needed not in scopes:
                found.append(f"/settings/event_subscriptions/bot_events: {event} needs {needed}")
        return found
