"""Rich text and tables: text as a tree, as Slack's own editor writes it."""

from typing import Annotated, Literal

from pydantic import Field

from deploy.workspace.blocks.objects import Identifier, Strict


class _Marks(Strict):
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    code: bool | None = None
    underline: bool | None = None
    highlight: bool | None = None
    client_highlight: bool | None = None
    unlink: bool | None = None


class _Run(Strict):
    style: _Marks | None = None


class RichRun(_Run):
    """Letters."""

    type: Literal["text"]
    text: str = Field(min_length=1)


class RichLink(_Run):
    """A link, with its own text or its address."""

    type: Literal["link"]
    url: str = Field(min_length=1)
    text: str | None = None
    unsafe: bool | None = None


class RichEmoji(_Run):
    """An emoji by its name."""

    type: Literal["emoji"]
    name: str
    unicode: str | None = None
    skin_tone: int | None = None


class RichUser(_Run):
    """A mention of a person."""

    type: Literal["user"]
    user_id: str


class RichChannel(_Run):
    """A mention of a channel."""

    type: Literal["channel"]
    channel_id: str


class RichBroadcast(_Run):
    """A call to everybody."""

    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]


class RichDate(_Run):
    """A moment, shown in the reader's time zone."""

    type: Literal["date"]
    timestamp: int
    format: str
    url: str | None = None
    fallback: str | None = None


class RichColor(_Run):
    """A colour."""

    type: Literal["color"]
    value: str


Run = Annotated[
    RichRun | RichLink | RichEmoji | RichUser | RichChannel | RichBroadcast | RichDate | RichColor,
    Field(discriminator="type"),
]


class RichSection(Strict):
    """A paragraph."""

    type: Literal["rich_text_section"]
    elements: list[Run]


class RichList(Strict):
    """Points or numbers."""

    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: list[RichSection] = Field(min_length=1)
    indent: int | None = Field(default=None, ge=0, le=8)
    offset: int | None = Field(default=None, ge=0)
    border: int | None = None


class RichQuote(Strict):
    """Somebody else's words."""

    type: Literal["rich_text_quote"]
    elements: list[Run]
    border: int | None = None


class RichPreformatted(Strict):
    """Text as it was typed."""

    type: Literal["rich_text_preformatted"]
    elements: list[Run]
    border: int | None = None
    language: str | None = None


RichPart = Annotated[
    RichSection | RichList | RichQuote | RichPreformatted, Field(discriminator="type")
]


class RichText(Strict):
    """The block around rich text; also a cell of a table."""

    type: Literal["rich_text"]
    block_id: Identifier | None = None
    elements: list[RichPart] = Field(min_length=1)


class RawText(Strict):
    """A cell of bare text."""

    type: Literal["raw_text"]
    text: str = Field(min_length=1)


Cell = Annotated[RawText | RichText, Field(discriminator="type")]


class ColumnSetting(Strict):
    """How a column is laid out."""

    align: Literal["left", "center", "right"] | None = None
    is_wrapped: bool | None = None


class Table(Strict):
    """Up to a hundred rows of up to twenty cells; only one to a message."""

    type: Literal["table"]
    block_id: Identifier | None = None
    rows: list[Annotated[list[Cell], Field(min_length=1, max_length=20)]] = Field(
        min_length=1, max_length=100
    )
    column_settings: list[ColumnSetting | None] | None = Field(default=None, max_length=20)
