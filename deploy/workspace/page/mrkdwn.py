"""Slack's markup as safe HTML: everything is escaped first, and only known marks become tags."""

import html
import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

EMOJI = {
    "+1": "👍", "-1": "👎", "tada": "🎉", "wave": "👋", "eyes": "👀", "heart": "❤️",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️",
    "bell": "🔔", "calendar": "📅", "date": "📅", "hourglass": "⌛", "alarm_clock": "⏰",
    "hourglass_flowing_sand": "⏳", "memo": "📝", "pencil2": "✏️", "clipboard": "📋",
    "page_facing_up": "📄", "paperclip": "📎", "link": "🔗", "bar_chart": "📊",
    "moneybag": "💰", "scales": "⚖️", "house": "🏠", "classical_building": "🏛️",
    "question": "❓", "exclamation": "❗", "information_source": "ℹ️", "bulb": "💡",
    "arrow_right": "➡️", "arrow_left": "⬅️", "arrow_up": "⬆️", "arrow_down": "⬇️",
    "large_green_circle": "🟢", "red_circle": "🔴", "large_yellow_circle": "🟡",
    "large_blue_circle": "🔵", "white_circle": "⚪", "black_circle": "⚫",
    "large_green_square": "🟩", "large_red_square": "🟥", "large_yellow_square": "🟨",
    "white_large_square": "⬜", "lock": "🔒", "unlock": "🔓", "key": "🔑", "mag": "🔍",
    "no_entry": "⛔", "stop_sign": "🛑", "rocket": "🚀", "star": "⭐", "fire": "🔥",
    "smile": "😄", "slightly_smiling_face": "🙂", "thinking_face": "🤔", "pray": "🙏",
    "clap": "👏", "raised_hands": "🙌", "ok_hand": "👌", "coffee": "☕", "sparkles": "✨",
    "speech_balloon": "💬", "email": "📧", "incoming_envelope": "📨", "phone": "☎️",
    "mega": "📣", "pushpin": "📌", "round_pushpin": "📍", "chart_with_upwards_trend": "📈",
    "heavy_plus_sign": "➕", "heavy_minus_sign": "➖", "repeat": "🔁", "zzz": "💤",
    "clock9": "🕘", "spiral_calendar_pad": "🗓️", "handshake": "🤝", "ballot_box_with_check": "☑️",
    "seedling": "🌱", "cup_with_straw": "🥤", "simple_smile": "🙂", "gear": "⚙️",
}  # fmt: skip
STOCKHOLM = ZoneInfo("Europe/Stockholm")

Name = Callable[[str], str]
"""Gives the name that an id stands for."""

_PRE = re.compile(r"```\n?(.*?)```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_CONTROL = re.compile(r"<([^<>\s][^<>]*)>")
_EMOJI = re.compile(r":([a-z0-9_+-]+):")
_MARKS = [
    (re.compile(rf"(?<![\w{mark}]){mark}(?=\S)([^{mark}\n]*?\S){mark}(?!\w)"), tag)
    for mark, tag in ((r"\*", "b"), ("_", "i"), ("~", "s"))
]


def safe(text: str) -> str:
    """Escape text that carries no markup at all."""
    return html.escape(text, quote=True)


def emojis(text: str) -> str:
    """Replace names of emoji that are known."""
    return _EMOJI.sub(lambda found: EMOJI.get(found[1], found[0]), text)


def is_web(url: str) -> bool:
    """Whether a link may be followed."""
    return url.lower().startswith(("http://", "https://", "mailto:"))


def anchor(url: str, label: str) -> str:
    """Make a link of a checked address and an escaped label; a bad address stays text."""
    if not is_web(url):
        return label
    return f'<a href="{safe(url)}" target="_blank" rel="noopener noreferrer">{label}</a>'


def moment(seconds: int, pattern: str) -> str:
    """Write a moment as `<!date^...>` asks for it."""
    when = datetime.fromtimestamp(seconds, STOCKHOLM)
    times = {"time": "%H:%M", "time_secs": "%H:%M:%S"}
    return re.sub(
        r"\{(date\w*|time|time_secs|ago)\}",
        lambda found: when.strftime(times.get(found[1], "%Y-%m-%d")),
        pattern,
    )


class Mrkdwn:
    """Renders Slack's markup; names of people and channels come from the workspace."""

    def __init__(self, person: Name, channel: Name) -> None:
        self._person = person
        self._channel = channel

    def html(self, text: str) -> str:
        """Render text that may have several lines."""
        kept: list[str] = []

        def keep(fragment: str) -> str:
            kept.append(fragment)
            return f"\x00{len(kept) - 1}\x00"

        text = text.replace("\x00", "")
        text = _PRE.sub(lambda m: keep(f"<pre>{self._literal(m[1])}</pre>"), text)
        text = _CODE.sub(lambda m: keep(f"<code>{self._literal(m[1])}</code>"), text)
        text = _CONTROL.sub(lambda m: keep(self._control(m[1])), text)
        text = safe(html.unescape(text))
        for pattern, tag in _MARKS:
            text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
        text = _lines(emojis(text))
        while "\x00" in text:
            text = re.sub("\x00(\\d+)\x00", lambda m: kept[int(m[1])], text)
        return text

    def _literal(self, text: str) -> str:
        return safe(html.unescape(text))

    def _control(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        label = self._literal(label)
        if target.startswith("@"):
            return self.mention(target[1:])
        if target.startswith("#"):
            return self.channel(target[1:])
        if target.startswith("!date^"):
            _, seconds, pattern, *_rest = [*target.split("^"), "", ""]
            shown = moment(int(seconds), pattern) if seconds.isdigit() else ""
            return f"<time>{safe(shown)}</time>" if shown else label
        if target.startswith("!"):
            return f'<span class="mention">@{label or safe(target[1:].split("^")[0])}</span>'
        url = html.unescape(target)
        return anchor(url, label or safe(url))

    def mention(self, user: str) -> str:
        """Render a mention of a person."""
        return f'<span class="mention" data-user="{safe(user)}">@{safe(self._person(user))}</span>'

    def channel(self, channel_id: str) -> str:
        """Render a mention of a channel."""
        return f'<span class="mention">#{safe(self._channel(channel_id))}</span>'


def _lines(text: str) -> str:
    """Turn lines that begin with > into quotes, and the other line ends into breaks."""
    out: list[str] = []
    quote: list[str] = []
    for line in [*text.split("\n"), None]:
        if line is not None and line.startswith("&gt;"):
            quote.append(line.removeprefix("&gt;").strip())
            continue
        if quote:
            out.append(f"<blockquote>{'<br>'.join(quote)}</blockquote>")
            quote = []
        if line is not None:
            out.append(line)
    return "<br>".join(out).replace("</blockquote><br>", "</blockquote>")
