"""Interactive elements of Block Kit, each with the limits that Slack documents."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from deploy.workspace.blocks.objects import (
    Choices,
    Confirm,
    ConversationFilter,
    DispatchConfig,
    Identifier,
    MarkedOption,
    MenuOption,
    Plain75,
    Plain150,
    SlackFile,
    Strict,
    Style,
)

DATE = r"^\d{4}-\d{2}-\d{2}$"
TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


class _Element(Strict):
    action_id: Identifier | None = None


class _Confirmed(_Element):
    confirm: Confirm | None = None


class _Focusable(_Confirmed):
    focus_on_load: bool | None = None


class _Placed(_Focusable):
    placeholder: Plain150 | None = None


class Button(_Confirmed):
    """A button; with a url it is a link that also tells the app."""

    type: Literal["button"]
    text: Plain75
    url: str | None = Field(default=None, max_length=3000)
    value: str | None = Field(default=None, max_length=2000)
    style: Style | None = None
    accessibility_label: str | None = Field(default=None, max_length=75)


class Image(Strict):
    """A picture inside a block; it must say what it shows."""

    type: Literal["image"]
    alt_text: str = Field(min_length=1, max_length=2000)
    image_url: str | None = Field(default=None, max_length=3000)
    slack_file: SlackFile | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "Image":
        if (self.image_url is None) == (self.slack_file is None):
            raise ValueError("must have either image_url or slack_file")
        return self


class Checkboxes(_Focusable):
    """Several of a few."""

    type: Literal["checkboxes"]
    options: list[MarkedOption] = Field(min_length=1, max_length=10)
    initial_options: list[MarkedOption] | None = Field(default=None, min_length=1)


class RadioButtons(_Focusable):
    """One of a few."""

    type: Literal["radio_buttons"]
    options: list[MarkedOption] = Field(min_length=1, max_length=10)
    initial_option: MarkedOption | None = None


class Overflow(_Confirmed):
    """The three dots with up to five choices."""

    type: Literal["overflow"]
    options: list[MenuOption] = Field(min_length=1, max_length=5)


class DatePicker(_Placed):
    """A date, YYYY-MM-DD."""

    type: Literal["datepicker"]
    initial_date: str | None = Field(default=None, pattern=DATE)


class TimePicker(_Placed):
    """A time of day, HH:mm."""

    type: Literal["timepicker"]
    initial_time: str | None = Field(default=None, pattern=TIME)
    timezone: str | None = None


class DatetimePicker(_Focusable):
    """A moment, in seconds since 1970."""

    type: Literal["datetimepicker"]
    initial_date_time: int | None = Field(default=None, ge=1_000_000_000, le=9_999_999_999)


class StaticSelect(_Placed, Choices):
    """One of up to a hundred options."""

    type: Literal["static_select"]
    initial_option: MenuOption | None = None


class MultiStaticSelect(_Placed, Choices):
    """Several of up to a hundred options."""

    type: Literal["multi_static_select"]
    initial_options: list[MenuOption] | None = Field(default=None, min_length=1)
    max_selected_items: int | None = Field(default=None, ge=1)


class ExternalSelect(_Placed):
    """One of what the app suggests while somebody types."""

    type: Literal["external_select"]
    initial_option: MenuOption | None = None
    min_query_length: int | None = Field(default=None, ge=0)


class MultiExternalSelect(_Placed):
    """Several of what the app suggests while somebody types."""

    type: Literal["multi_external_select"]
    initial_options: list[MenuOption] | None = Field(default=None, min_length=1)
    min_query_length: int | None = Field(default=None, ge=0)
    max_selected_items: int | None = Field(default=None, ge=1)


class UsersSelect(_Placed):
    """A person."""

    type: Literal["users_select"]
    initial_user: str | None = None


class MultiUsersSelect(_Placed):
    """Several people."""

    type: Literal["multi_users_select"]
    initial_users: list[str] | None = None
    max_selected_items: int | None = Field(default=None, ge=1)


class ConversationsSelect(_Placed):
    """A conversation of any kind."""

    type: Literal["conversations_select"]
    initial_conversation: str | None = None
    default_to_current_conversation: bool | None = None
    response_url_enabled: bool | None = None
    filter: ConversationFilter | None = None


class MultiConversationsSelect(_Placed):
    """Several conversations."""

    type: Literal["multi_conversations_select"]
    initial_conversations: list[str] | None = None
    default_to_current_conversation: bool | None = None
    max_selected_items: int | None = Field(default=None, ge=1)
    filter: ConversationFilter | None = None


class ChannelsSelect(_Placed):
    """A public channel."""

    type: Literal["channels_select"]
    initial_channel: str | None = None
    response_url_enabled: bool | None = None


class MultiChannelsSelect(_Placed):
    """Several public channels."""

    type: Literal["multi_channels_select"]
    initial_channels: list[str] | None = None
    max_selected_items: int | None = Field(default=None, ge=1)


class _Typed(_Element):
    placeholder: Plain150 | None = None
    dispatch_action_config: DispatchConfig | None = None
    focus_on_load: bool | None = None


class PlainTextInput(_Typed):
    """A line or a field of text."""

    type: Literal["plain_text_input"]
    initial_value: str | None = Field(default=None, max_length=3000)
    multiline: bool | None = None
    min_length: int | None = Field(default=None, ge=0, le=3000)
    max_length: int | None = Field(default=None, ge=1, le=3000)


class EmailInput(_Typed):
    """An e-mail address."""

    type: Literal["email_text_input"]
    initial_value: str | None = None


class UrlInput(_Typed):
    """A web address."""

    type: Literal["url_text_input"]
    initial_value: str | None = None


class NumberInput(_Typed):
    """A number, written as text."""

    type: Literal["number_input"]
    is_decimal_allowed: bool
    initial_value: str | None = None
    min_value: str | None = None
    max_value: str | None = None


class FileInput(_Element):
    """Up to ten files."""

    type: Literal["file_input"]
    filetypes: list[str] | None = Field(default=None, min_length=1)
    max_files: int | None = Field(default=None, ge=1, le=10)


Select = StaticSelect | ExternalSelect | UsersSelect | ConversationsSelect | ChannelsSelect
MultiSelect = (
    MultiStaticSelect
    | MultiExternalSelect
    | MultiUsersSelect
    | MultiConversationsSelect
    | MultiChannelsSelect
)
Picker = DatePicker | TimePicker | DatetimePicker
Accessory = Annotated[
    Button
    | Image
    | Checkboxes
    | RadioButtons
    | Overflow
    | DatePicker
    | TimePicker
    | Select
    | MultiSelect,
    Field(discriminator="type"),
]
Actionable = Annotated[
    Button | Checkboxes | RadioButtons | Overflow | Picker | Select,
    Field(discriminator="type"),
]
Inputable = Annotated[
    Checkboxes
    | RadioButtons
    | Picker
    | Select
    | MultiSelect
    | PlainTextInput
    | EmailInput
    | UrlInput
    | NumberInput
    | FileInput,
    Field(discriminator="type"),
]
