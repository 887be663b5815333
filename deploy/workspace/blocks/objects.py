"""Composition objects of Block Kit: texts, options, confirmation dialogs, with Slack's limits."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


class Strict(BaseModel):
    """Nothing unknown, nothing converted: what Slack would refuse is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PlainText(Strict):
    """Text without markup."""

    type: Literal["plain_text"]
    text: str = Field(min_length=1)
    emoji: bool | None = None


class Mrkdwn(Strict):
    """Text in Slack's markup."""

    type: Literal["mrkdwn"]
    text: str = Field(min_length=1)
    verbatim: bool | None = None


Text = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]


class _AtMost:
    """A validator: a text object of at most so many characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, text: PlainText | Mrkdwn) -> PlainText | Mrkdwn:
        if len(text.text) > self.limit:
            raise ValueError(f"must be less than {self.limit + 1} characters")
        return text


Plain24 = Annotated[PlainText, AfterValidator(_AtMost(24))]
Plain30 = Annotated[PlainText, AfterValidator(_AtMost(30))]
Plain75 = Annotated[PlainText, AfterValidator(_AtMost(75))]
Plain100 = Annotated[PlainText, AfterValidator(_AtMost(100))]
Plain150 = Annotated[PlainText, AfterValidator(_AtMost(150))]
Plain2000 = Annotated[PlainText, AfterValidator(_AtMost(2000))]
Text75 = Annotated[Text, AfterValidator(_AtMost(75))]
Text300 = Annotated[Text, AfterValidator(_AtMost(300))]
Text2000 = Annotated[Text, AfterValidator(_AtMost(2000))]
Text3000 = Annotated[Text, AfterValidator(_AtMost(3000))]

Identifier = Annotated[str, Field(min_length=1, max_length=255)]
Style = Literal["primary", "danger"]


class Confirm(Strict):
    """The question before something large happens."""

    title: Plain100
    text: Text300
    confirm: Plain30
    deny: Plain30
    style: Style | None = None


class MenuOption(Strict):
    """One choice of a select or an overflow menu."""

    text: Plain75
    value: str = Field(min_length=1, max_length=150)
    description: Plain75 | None = None
    url: str | None = Field(default=None, max_length=3000)


class MarkedOption(Strict):
    """One choice of radio buttons or checkboxes: its text may carry markup."""

    text: Text75
    value: str = Field(min_length=1, max_length=150)
    description: Text75 | None = None


class OptionGroup(Strict):
    """A headed group of choices."""

    label: Plain75
    options: list[MenuOption] = Field(min_length=1, max_length=100)


class SlackFile(Strict):
    """An image that was uploaded to the team."""

    id: str | None = None
    url: str | None = None


class DispatchConfig(Strict):
    """When a text field tells the app what is being typed."""

    trigger_actions_on: list[Literal["on_enter_pressed", "on_character_entered"]] = Field(
        min_length=1, max_length=2
    )


class ConversationFilter(Strict):
    """Which conversations a menu offers."""

    include: list[Literal["im", "mpim", "private", "public"]] | None = Field(
        default=None, min_length=1
    )
    exclude_external_shared_channels: bool | None = None
    exclude_bot_users: bool | None = None


class Choices(Strict):
    """Either options or groups of options, never both, up to a hundred."""

    options: list[MenuOption] | None = Field(default=None, min_length=1, max_length=100)
    option_groups: list[OptionGroup] | None = Field(default=None, min_length=1, max_length=100)

    @model_validator(mode="after")
    def _one_kind(self) -> "Choices":
        if (self.options is None) == (self.option_groups is None):
            raise ValueError("must have either options or option_groups")
        return self
