"""Rich text, tables and Markdown blocks as safe HTML."""

import html
from html.parser import HTMLParser

import markdown2  # type: ignore[import-untyped]  # it has no type information

from deploy.workspace.page.mrkdwn import EMOJI, Mrkdwn, anchor, is_web, moment, safe
from deploy.workspace.wire import Json

MARK_TAGS = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "underline": "u"}


def run_html(run: Json, texts: Mrkdwn) -> str:
    """Render one run of rich text."""
    kind = run["type"]
    if kind == "text":
        shown = safe(run["text"]).replace("\n", "<br>")
    elif kind == "link":
        shown = anchor(run["url"], safe(run.get("text") or run["url"]))
    elif kind == "user":
        shown = texts.mention(run["user_id"])
    elif kind == "channel":
        shown = texts.channel(run["channel_id"])
    elif kind == "emoji":
        shown = EMOJI.get(run["name"], f":{safe(run['name'])}:")
    elif kind == "date":
        shown = safe(moment(run["timestamp"], run["format"]))
    else:
        shown = safe(str(run.get("value") or f"@{run.get('range')}"))
    for mark, tag in MARK_TAGS.items():
        if run.get("style", {}).get(mark):
            shown = f"<{tag}>{shown}</{tag}>"
    return shown


def rich_html(block: Json, texts: Mrkdwn) -> str:
    """Render a block of rich text, or a cell of it."""
    return "".join(_part(part, texts) for part in block["elements"])


def _part(part: Json, texts: Mrkdwn) -> str:
    kind = part["type"]
    if kind == "rich_text_list":
        tag = "ol" if part["style"] == "ordered" else "ul"
        points = "".join(f"<li>{_runs(item, texts)}</li>" for item in part["elements"])
        return f'<{tag} class="indent-{part.get("indent", 0)}">{points}</{tag}>'
    tag = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}.get(kind, "div")
    return f"<{tag}>{_runs(part, texts)}</{tag}>"


def _runs(part: Json, texts: Mrkdwn) -> str:
    return "".join(run_html(run, texts) for run in part["elements"])


def table_html(block: Json, texts: Mrkdwn) -> str:
    """Render a table; its first row is the head."""
    settings = block.get("column_settings") or []

    def cell(tag: str, index: int, content: Json) -> str:
        setting = (settings[index] if index < len(settings) else None) or {}
        shown = (
            safe(content["text"]) if content["type"] == "raw_text" else rich_html(content, texts)
        )
        return f'<{tag} class="{setting.get("align", "left")}">{shown}</{tag}>'

    rows = [
        "".join(cell("th" if number == 0 else "td", i, c) for i, c in enumerate(row))
        for number, row in enumerate(block["rows"])
    ]
    head, *body = [f"<tr>{row}</tr>" for row in rows]
    return (
        '<div class="table-scroll" tabindex="0" role="region"><table class="bk-table">'
        f"<thead>{head}</thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def markdown_html(text: str) -> str:
    """Render standard Markdown; only a few harmless tags are let through."""
    extras = ["fenced-code-blocks", "tables", "strike", "cuddled-lists", "break-on-newline"]
    cleaner = _Cleaner()
    cleaner.feed(markdown2.markdown(text, safe_mode="escape", extras=extras))
    return "".join(cleaner.out)


class _Cleaner(HTMLParser):
    """Lets the tags of Markdown through without their attributes, and web links with theirs."""

    ALLOWED = frozenset(
        [
            "p",
            "br",
            "b",
            "i",
            "s",
            "em",
            "strong",
            "del",
            "strike",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass a known tag on, bare; a link keeps its address if it leads to the web."""
        if tag in self.ALLOWED:
            self.out.append(f"<{tag}>")
        elif tag == "a":
            url = html.unescape(dict(attrs).get("href") or "")
            href = f' href="{safe(url)}" target="_blank" rel="noopener noreferrer"'
            self.out.append(f"<a{href if is_web(url) else ''}>")

    def handle_endtag(self, tag: str) -> None:
        """Close what was let through."""
        if tag in self.ALLOWED or tag == "a":
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Pass text on, escaped."""
        self.out.append(safe(html.unescape(data)))

    def handle_entityref(self, name: str) -> None:
        """Pass a named character on."""
        self.out.append(safe(html.unescape(f"&{name};")))

    def handle_charref(self, name: str) -> None:
        """Pass a numbered character on."""
        self.out.append(safe(html.unescape(f"&#{name};")))
