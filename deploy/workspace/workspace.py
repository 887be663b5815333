"""The workspace as it is embedded: one object that holds the teams, and serves them on loopback."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import datetime
from typing import NamedTuple, Unpack

from deploy.workspace import server
from deploy.workspace.activity import Activity
from deploy.workspace.api import Reply, call, files
from deploy.workspace.api.oauth import Grant
from deploy.workspace.apps import App, InstalledApp
from deploy.workspace.changes import Changes
from deploy.workspace.clock import Pace, RealPace, StoryClock
from deploy.workspace.delivery.courier import Courier
from deploy.workspace.delivery.events import Events
from deploy.workspace.delivery.requests import HttpSender
from deploy.workspace.delivery.sockets import SocketHub
from deploy.workspace.faults import Faults
from deploy.workspace.functions import Execution, Functions, describe
from deploy.workspace.gestures.hands import Hands
from deploy.workspace.limits import Limits, RateLimiter, ResponseTarget, Trigger, Vouchers
from deploy.workspace.model import Channel, ChannelKind, File, Message, Person
from deploy.workspace.recording import Recording
from deploy.workspace.responses import Responses
from deploy.workspace.team import Profile, Team
from deploy.workspace.wire import Json, derive


class Jump(NamedTuple):
    """A step in the story that whoever embeds the workspace offers as a button."""

    label: str
    run: Callable[[], Awaitable[None]]


class Workspace:
    """A Slack-compatible server in memory. See the package's docstring for how to use it."""

    def __init__(
        self,
        *,
        clock: StoryClock,
        team_name: str,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.clock = clock
        self.pace = pace or RealPace()
        self.limits = limits or Limits()
        self.changes = Changes()
        self.activity = Activity()
        self.faults = Faults()
        self.recording = Recording(clock.now)
        self.limiter = RateLimiter(self.pace)
        self.triggers: Vouchers[Trigger] = Vouchers(
            self.pace,
            unknown="invalid_trigger_id",
            used="exchanged_trigger_id",
            expired="expired_trigger_id",
        )
        self.addresses: Vouchers[ResponseTarget] = Vouchers(
            self.pace, unknown="not_found", used="used_url", expired="expired_url"
        )
        self.codes: Vouchers[Grant] = Vouchers(
            self.pace, unknown="invalid_code", used="code_already_used", expired="invalid_code"
        )
        self.functions = Functions()
        self.sockets = SocketHub(self.limits.connections, self.recording)
        self.sender = HttpSender()
        self.courier = Courier(
            self.pace,
            self.limits,
            self.faults,
            self.recording,
            self.sockets,
            self.sender,
            self.activity,
            self.changes,
        )
        self.events = Events(self.courier, self.activity.spawn)
        self.responses = Responses(self.addresses, self.events)
        self.teams: dict[str, Team] = {}
        self.apps: dict[str, App] = {}
        self.url = "http://127.0.0.1"
        self.upcoming: Callable[[], list[tuple[datetime, str]]] = list
        self.jumps: list[Jump | tuple[str, Callable[[], Awaitable[None]]]] = []
        self.team = self.add_team(team_name)
        clock.subscribe(lambda: self.changes.tell("clock"))

    # -- setting the scene -------------------------------------------------------------------

    def add_team(self, name: str) -> Team:
        """Add a Slack workspace beside those that are there."""
        team = Team(len(self.teams) + 1, name, self.clock, self.changes)
        self.teams[team.id] = team
        return team

    def register_app(self, manifest: Json) -> App:
        """Register an app without installing it, as for OAuth. Raises ManifestError."""
        app = App.register(len(self.apps) + 1, manifest)
        self.apps[app.app_id] = app
        return app

    def install_app(
        self, manifest: Json | App, *, team: Team | None = None, scopes: Iterable[str] | None = None
    ) -> InstalledApp:
        """Install an app in a team with the scopes of its manifest. Raises ManifestError."""
        app = manifest if isinstance(manifest, App) else self.register_app(manifest)
        team = team or self.team
        granted = app.manifest.oauth_config.scopes.bot if scopes is None else scopes
        return team.install(app, installed_by=team.slackbot.id, scopes=frozenset(granted))

    def add_person(self, name: str, *, team: Team | None = None, **profile: Unpack[Profile]) -> str:
        """Let somebody join a team, the first one unless said; the result is their id."""
        return (team or self.team).add_person(name, **profile).id

    def add_channel(
        self,
        name: str,
        *,
        members: Iterable[str] = (),
        private: bool = False,
        team: Team | None = None,
    ) -> str:
        """Create a channel with these members, bot users among them; the result is its id."""
        team, people = team or self.team, list(members)
        creator = people[0] if people else team.slackbot.id
        kind: ChannelKind = "private" if private else "public"
        return team.add_channel(name, kind=kind, creator=creator, members=people).id

    def person(self, user_id: str) -> Hands:
        """Give what a person can do and see. Raises KeyError for an unknown id."""
        for team in self.teams.values():
            if user_id in team.people:
                return Hands(self, team, team.people[user_id])
        raise KeyError(user_id)

    # -- what happens ------------------------------------------------------------------------

    def join(self, team: Team, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Let somebody into a channel; apps in it are told."""
        if user in channel.members:
            return
        channel.members.append(user)
        self.changes.tell("channel", channel=channel.id, user=user)
        self.events.joined(team, channel, user, inviter)

    def trigger(self, app: InstalledApp, person: Person, *, view: str | None = None) -> str:
        """Give a gesture the id that may open one view."""
        trigger = Trigger(app.app_id, person.id, view)
        return self.triggers.issue(trigger, seconds=self.limits.trigger_seconds)

    def response_url(
        self,
        team: Team,
        app: InstalledApp,
        channel: Channel,
        person: Person,
        message: Message | None = None,
    ) -> str:
        """Give a gesture the address that an app may answer to for a while."""
        target = ResponseTarget(
            app_id=app.app_id,
            team_id=team.id,
            channel=channel.id,
            user=person.id,
            message_ts=message.ts if message else None,
            ephemeral=bool(message and message.ephemeral),
        )
        limits = self.limits
        name = self.addresses.issue(
            target, seconds=limits.response_url_seconds, uses=limits.response_url_uses
        )
        return f"{self.url}/response/{name}"

    def new_file(self, team: Team, name: str, user: str) -> File:
        """Make room for a file that is about to be uploaded."""
        file_id = team.new_id("F")
        file = File(file_id, name, name, user, int(self.clock.now().timestamp()))
        file.mimetype = files.guess_type(name)
        file.url = self.url + files.file_path(team.id, file_id, name)
        file.upload_url = f"{self.url}/upload/{team.id}/{file_id}/{derive('upload', file_id)}"
        team.files[file_id] = file
        return file

    def execute(self, team: Team, app: InstalledApp, callback_id: str, inputs: Json) -> Execution:
        """Run a custom step of an app."""
        run = self.functions.start(app.app_id, callback_id, inputs)
        function = describe(app.app_id, callback_id, app.app.manifest.functions[callback_id])
        event = {
            "type": "function_executed",
            "function": function,
            "inputs": inputs,
            "function_execution_id": run.id,
            "workflow_execution_id": f"Wx{run.id}",
            "event_ts": team.new_ts(),
            "bot_access_token": app.bot_token,
        }
        self.events.send(team, app, "function_executed", event)
        return run

    def revoke(self, installed: InstalledApp) -> None:
        """Make a bot token worthless; the app is told."""
        team = self.teams[installed.team_id]
        event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [installed.bot_user_id]}}
        self.events.send(team, installed, "tokens_revoked", event)
        installed.revoked = True

    def uninstall(self, installed: InstalledApp) -> None:
        """Remove an app from a team; it is told, and its token is worthless from now on."""
        team = self.teams[installed.team_id]
        self.events.send(team, installed, "app_uninstalled", {"type": "app_uninstalled"})
        self.revoke(installed)
        installed.uninstalled = True
        team.drop_views(installed.app_id)
        team.people[installed.bot_user_id].deleted = True
        self.changes.tell("people")

    # -- serving -----------------------------------------------------------------------------

    async def call(self, method: str, token: str, **arguments: object) -> Reply:
        """Call the Web API without a network."""
        return await call(self, method, token, arguments)

    @contextlib.asynccontextmanager
    async def serve(self, *, port: int = 0, page: bool = False) -> AsyncIterator["server.Served"]:
        """Serve on loopback until the block is left. Raises PortTakenError."""
        async with server.serve(self, port=port, page=page) as served:
            try:
                yield served
            finally:
                await self.sockets.close()
                await self.activity.close()
                await self.sender.close()

    async def settled(self, quiet: float = 0.06) -> None:
        """Return once no gesture, call, delivery or envelope has been in flight for a moment.

        It can't see an app's own timers and queues: work that the app begins later than
        `quiet` real seconds after its last call or acknowledgement is not waited for, nor are
        the pauses between retries.
        """
        await self.activity.settled(quiet)
