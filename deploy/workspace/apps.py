"""Apps and where they are installed: identities, tokens and the scopes that a team has granted."""

from dataclasses import dataclass, field

from deploy.workspace.manifest import Manifest
from deploy.workspace.wire import Json, derive


@dataclass
class App:
    """An app as its developer registered it; it may be installed in several teams."""

    app_id: str
    manifest: Manifest
    document: Json
    client_id: str
    client_secret: str
    signing_secret: str
    verification_token: str
    app_token: str
    installations: dict[str, "InstalledApp"] = field(default_factory=dict)

    @classmethod
    def register(cls, number: int, document: Json) -> "App":
        """Give a manifest an identity. Raises ManifestError."""
        app_id = f"A{number:010d}"
        return cls(
            app_id=app_id,
            manifest=Manifest.read(document),
            document=document,
            client_id=f"{1000 + number}.{2000 + number}",
            client_secret=derive("client secret", app_id, length=32),
            signing_secret=derive("signing secret", app_id, length=32),
            verification_token=derive("verification", app_id),
            app_token=f"xapp-1-{app_id}-{number}-{derive('app token', app_id, length=64)}",
        )


@dataclass
class InstalledApp:
    """An app in a team: its bot user, its token, and the scopes that the team granted."""

    app: App
    team_id: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    installed_by: str
    bot_token: str = ""
    refresh_token: str = ""
    revoked: bool = False
    uninstalled: bool = False
    expires_at: float | None = None
    generation: int = 0

    def __post_init__(self) -> None:
        self.renew_token()

    def renew_token(self) -> None:
        """Issue a new bot token; the former one is no longer known."""
        self.generation += 1
        secret = derive("bot token", self.app.app_id, self.team_id, str(self.generation))
        rotating = self.app.manifest.settings.token_rotation_enabled
        self.bot_token = f"{'xoxe.' if rotating else ''}xoxb-{self.team_id}-{self.bot_id}-{secret}"
        self.refresh_token = f"xoxe-1-{derive('refresh', secret)}" if rotating else ""
        self.revoked = False

    @property
    def app_id(self) -> str:
        """The app's id."""
        return self.app.app_id

    @property
    def app_token(self) -> str:
        """The app-level token that opens a socket."""
        return self.app.app_token

    @property
    def signing_secret(self) -> str:
        """What HTTP deliveries are signed with."""
        return self.app.signing_secret

    @property
    def listens(self) -> bool:
        """Whether anything may still be delivered to it."""
        return not self.uninstalled

    def grants(self, scope: str | None) -> bool:
        """Whether the team has granted a scope; None is granted to all."""
        return scope is None or scope in self.scopes
