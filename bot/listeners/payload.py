"""What the listeners need of Slack's payloads, checked before anything is done with it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _unescaped(text: str) -> str:
    """Undo what Slack does to the three signs that its mentions are written with."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


Typed = Annotated[str, AfterValidator(_unescaped)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,32}$")]


class _Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Someone(_Payload):
    """The person who acted."""

    id: Identifier


class SomeTeam(_Payload):
    """The workspace it happened in."""

    id: Identifier


class SomeView(_Payload):
    """The form that was sent in: its id, what we put in it, and what stands in its fields."""

    id: str = Field(max_length=64)
    hash: str = Field(default="", max_length=64)
    private_metadata: str = Field(default="", max_length=3000)
    state: dict[str, object] = {}


class Act(_Payload):
    """A button that was pressed: which, with what value, and when (Slack's action_ts)."""

    action_id: str = Field(max_length=255)
    value: str = Field(default="", max_length=2000)
    action_ts: str = Field(max_length=32)


class SomeContainer(_Payload):
    """Where the button stood."""

    channel_id: str | None = None
    message_ts: str | None = None


class Press(_Payload):
    """A block_actions payload with one action."""

    user: Someone
    team: SomeTeam
    trigger_id: str = Field(max_length=255)
    container: SomeContainer = SomeContainer()
    actions: Annotated[tuple[Act, ...], Field(min_length=1)]

    @property
    def act(self) -> Act:
        """Return the action; Slack sends one at a time."""
        return self.actions[0]


class Submission(_Payload):
    """A view_submission payload."""

    user: Someone
    team: SomeTeam
    view: SomeView


class Command(_Payload):
    """A slash command."""

    user_id: Identifier
    team_id: Identifier
    channel_id: Identifier
    text: Typed = Field(default="", max_length=4000)


class Question(_Payload):
    """Which poll and member a button or a form is about."""

    poll_id: int
    member: str = Field(max_length=64)

    @classmethod
    def from_value(cls, value: str) -> "Question":
        """Read "12:0781". Raises: ValueError."""
        poll_id, _, member = value.partition(":")
        return cls(poll_id=int(poll_id), member=member)


class HomeOpened(_Payload):
    """An app_home_opened event: who opened which tab."""

    user: Identifier
    tab: str = Field(default="home", max_length=16)


class Choice(_Payload):
    """A block_actions payload from inside a form: something was chosen that changes the form."""

    user: Someone
    team: SomeTeam
    view: SomeView


class Suggestion(_Payload):
    """A block_suggestion payload: what was typed, and the form it was typed in."""

    user: Someone
    team: SomeTeam
    value: str = Field(default="", max_length=200)
    view: SomeView
