"""Layout blocks, and what may stand in which of them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from deploy.workspace.blocks.elements import Accessory, Actionable, Image, Inputable
from deploy.workspace.blocks.objects import (
    Identifier,
    Mrkdwn,
    Plain150,
    Plain2000,
    PlainText,
    SlackFile,
    Strict,
    Text2000,
    Text3000,
)
from deploy.workspace.blocks.rich import RichText, Table


class _Block(Strict):
    block_id: Identifier | None = None


class Section(_Block):
    """Text, fields in two columns, and one element beside them."""

    type: Literal["section"]
    text: Text3000 | None = None
    fields: list[Text2000] | None = Field(default=None, min_length=1, max_length=10)
    accessory: Accessory | None = None
    expand: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Section":
        if self.text is None and self.fields is None:
            raise ValueError("must have text or fields")
        return self


class Actions(_Block):
    """A row of elements."""

    type: Literal["actions"]
    elements: list[Actionable] = Field(min_length=1, max_length=25)


class Context(_Block):
    """Small print: texts and small pictures."""

    type: Literal["context"]
    elements: list[Annotated[PlainText | Mrkdwn | Image, Field(discriminator="type")]] = Field(
        min_length=1, max_length=10
    )


class Divider(_Block):
    """A line."""

    type: Literal["divider"]


class Header(_Block):
    """A heading."""

    type: Literal["header"]
    text: Plain150


class ImageBlock(_Block):
    """A picture across the message."""

    type: Literal["image"]
    alt_text: str = Field(min_length=1, max_length=2000)
    title: Plain2000 | None = None
    image_url: str | None = Field(default=None, max_length=3000)
    slack_file: SlackFile | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "ImageBlock":
        if (self.image_url is None) == (self.slack_file is None):
            raise ValueError("must have either image_url or slack_file")
        return self


class Input(_Block):
    """A labelled field of a form."""

    type: Literal["input"]
    label: Plain2000
    element: Inputable
    hint: Plain2000 | None = None
    optional: bool | None = None
    dispatch_action: bool | None = None


class FileBlock(_Block):
    """A remote file."""

    type: Literal["file"]
    external_id: str
    source: Literal["remote"]


class Markdown(_Block):
    """Standard Markdown, at most 12 000 characters in all of a message's."""

    type: Literal["markdown"]
    text: str = Field(min_length=1, max_length=12_000)


MessageBlock = Annotated[
    Section
    | Actions
    | Context
    | Divider
    | Header
    | ImageBlock
    | Input
    | FileBlock
    | Markdown
    | RichText
    | Table,
    Field(discriminator="type"),
]
ViewBlock = Annotated[
    Section | Actions | Context | Divider | Header | ImageBlock | Input | RichText | Markdown,
    Field(discriminator="type"),
]
