"""Markdown blocks as safe HTML: no tags of their own, no pictures, links only to the web."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from deploy.workspace.page.mrkdwn import is_web


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> Any:  # noqa: ANN401 - as the library has it
    tokens[index].attrs |= {"target": "_blank", "rel": "noopener noreferrer"}
    return self.renderToken(tokens, index, options, env)


_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
_markdown.enable(["table", "strikethrough"]).disable("image")
_markdown.validateLink = is_web  # type: ignore[method-assign]  # meant to be replaced, says its manual
_markdown.add_render_rule("link_open", _link_open)


def markdown_html(text: str) -> Markup:
    """Render standard Markdown."""
    return Markup(_markdown.render(text))  # noqa: S704 - html is off, links are checked
