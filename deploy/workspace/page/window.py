"""One open browser window: whom it acts as, what it shows, and how it is kept up to date."""

import asyncio
import json
from typing import TYPE_CHECKING

from nicegui import Client, context, ui

from deploy.workspace.changes import Change
from deploy.workspace.gestures.hands import Hands
from deploy.workspace.model import Channel, Message
from deploy.workspace.page import sidebar
from deploy.workspace.page.cards import Cards
from deploy.workspace.page.panel import panel
from deploy.workspace.page.render import Renderer, local
from deploy.workspace.words import say

if TYPE_CHECKING:
    from deploy.workspace.workspace import Workspace

PAGE_OF_MESSAGES = 60
TOGETHER = 0.03
"""Changes within so many seconds are drawn together."""

TICK = 10.0
"""The shown time is looked at so often, in seconds."""

REGIONS = ("clock", "acting", "sidebar", "header", "home", "panel", "modal")


class Window:
    """What one browser window shows. Built anew for each load of the page."""

    def __init__(self, workspace: "Workspace", user: str) -> None:
        from deploy.workspace.page.ears import Ears  # noqa: PLC0415 - ears know windows

        self.workspace = workspace
        self.client: Client = context.client
        self.hands = self._someone(user)
        self.loaded_at = Message("", "", "", "").sequence
        self.place = ""
        self.shown = PAGE_OF_MESSAGES
        self.thread: Message | None = None
        self.panel = ""
        self.words = ""
        self._dirty: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._cards: dict[str, tuple[ui.html, str]] = {}
        self._regions: dict[str, ui.html] = {}
        self._sidebar: tuple[object, str] = (None, "")
        self._build()
        ui.on("gesture", Ears(self).hear)
        ui.timer(TICK, self._tick)
        self.client.on_delete(workspace.changes.subscribe(self._changed))
        self.act(self.hands.id)

    def _someone(self, user: str) -> Hands:
        try:
            return self.workspace.person(user)
        except KeyError:
            people = [p for team in self.workspace.teams.values() for p in team.humans]
            return self.workspace.person((people or [self.workspace.team.slackbot])[0].id)

    def _build(self) -> None:
        ui.add_head_html('<link rel="stylesheet" href="/page/style.css">')
        ui.add_head_html('<script type="module" src="/page/page.js"></script>')
        ui.page_title(self.hands.team.name)
        ui.query("body").props(f'data-as="{self.hands.id}"')
        with ui.element("header").classes("r-topbar"):
            self._region("clock", "div")
            self._region("acting", "div")
        with ui.element("div").classes("columns"):
            self._region("sidebar", "aside")
            with ui.element("main").classes("conversation"):
                self._region("header", "div")
                self._region("home", "div")
                self._stream = ui.element("div").classes("stream")
                self._stream.props('role=log aria-live=polite tabindex=0 data-testid="stream"')
                self._composer = ui.html("", sanitize=False).classes("composer-place")
            self._region("panel", "aside")
        self._region("modal", "div")

    def _region(self, name: str, tag: str) -> None:
        self._regions[name] = ui.html("", sanitize=False, tag=tag).classes(f"r-{name}")

    # -- where one is ------------------------------------------------------------------------

    def act(self, user: str) -> None:
        """Go on as somebody else."""
        self.hands = self.workspace.person(user)
        self.renderer = Renderer(self.hands)
        self._cards_of = Cards(self.renderer)
        self._draw_composer()
        self.thread = None
        self.panel = "" if self.panel == "thread" else self.panel
        self.go(self._first_place())
        self.client.run_javascript(
            f"document.body.dataset.as = '{user}'; document.documentElement.lang = "
            f"'{self.hands.person.locale}'; history.replaceState(null, '', '?as={user}')"
        )

    def _first_place(self) -> str:
        unread = [c for c in self.hands.channels() if self.hands.unread(c.id)]
        directs = [c for c in unread if c.kind == "im"]
        for channel in [*directs, *self.hands.channels()]:
            return f"c:{channel.id}"
        return ""

    def go(self, place: str) -> None:
        """Show a conversation (`c:ID`) or a home tab (`h:c:ID`)."""
        self.place, self.shown = place, PAGE_OF_MESSAGES
        if self.panel == "thread":
            self.panel, self.thread = "", None
        self._stream.clear()
        self._cards.clear()
        self._compose()
        self.redraw(*REGIONS, "stream")

    @property
    def channel(self) -> Channel | None:
        """The conversation that is shown, if one is."""
        name = self.place.rpartition("c:")[2]
        found = self.hands.team.channels.get(name)
        return found if found and self.hands.id in found.members else None

    @property
    def at_home(self) -> bool:
        """Whether a home tab is shown."""
        return self.place.startswith("h:")

    def app_here(self) -> str | None:
        """Give the app whose conversation or home tab is shown."""
        members = self.channel.members if self.channel else []
        for app in self.hands.team.listeners():
            if app.bot_user_id in members and self.channel and self.channel.kind == "im":
                return app.app_id
        return None

    # -- keeping up --------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        """Note what has to be drawn again; what this reader can't see is nothing to them."""
        if change.user not in (None, self.hands.id) and change.kind != "channel":
            return
        channel = self.hands.team.channels.get(change.channel or "")
        if change.channel and (channel is None or self.hands.id not in channel.members):
            return
        regions = {
            "message": ("sidebar", "stream", "panel"),
            "channel": ("sidebar", "header"),
            "read": ("sidebar",),
            "view": ("modal",),
            "home": ("home",),
            "people": ("acting", "sidebar", "composer"),
            "clock": ("clock", "panel"),
            "record": ("panel",) if self.panel == "record" else (),
        }[change.kind]
        if regions:
            self.redraw(*regions)

    def _tick(self) -> None:
        """Keep the shown time right while the story runs; what hasn't changed isn't sent."""
        if self.workspace.clock.running:
            self.redraw("clock")

    def redraw(self, *regions: str) -> None:
        """Draw regions again, soon and together."""
        self._dirty.update(regions)
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(TOGETHER, self._flush)

    def _flush(self) -> None:
        if self.client.is_deleted:
            return
        with self.client:
            if "stream" in self._dirty:
                self._draw_stream()  # marks it as read, so the sidebar is drawn after it
            self._timer, dirty, self._dirty = None, self._dirty, set()
            if "composer" in dirty and self._draw_composer():
                self._compose()
            for name in REGIONS:
                if name in dirty:
                    self._regions[name].set_content(getattr(self, f"_draw_{name}")())

    def _draw_composer(self) -> bool:
        """Draw the text box with what apps offer beside it; say whether it looks different."""
        drawn = self.renderer.draw("composer", shortcuts=self.hands.shortcuts("global"))
        before: str = self._composer.content
        self._composer.set_content(drawn)
        return drawn != before

    def _draw_clock(self) -> str:
        clock = self.workspace.clock
        jumps = self.workspace.jumps
        return self.renderer.draw(
            "clock", now=local(clock.now()), running=clock.running, jumps=jumps
        )

    def _draw_acting(self) -> str:
        return self.renderer.draw("acting", teams=self.workspace.teams.values())

    def _draw_sidebar(self) -> str:
        looks = (self.hands.id, self.place, sidebar.groups(self.hands))
        if looks != self._sidebar[0]:  # it is looked at after every message, and mostly the same
            drawn = self.renderer.draw(
                "sidebar", team=self.hands.team, place=self.place, groups=looks[2]
            )
            self._sidebar = (looks, drawn)
        return self._sidebar[1]

    def _draw_header(self) -> str:
        if self.channel is None:
            return ""
        app = self.hands.app(here) if (here := self.app_here()) else None
        tab = "home" if self.at_home else "messages"
        return sidebar.header(self.renderer, self.channel, app, tab)

    def _draw_home(self) -> str:
        if not self.at_home:
            return ""
        return self.renderer.draw("home", view=self.hands.home_of(self.app_here() or ""))

    def _draw_modal(self) -> str:
        view, depth = self.hands.view, len(self.hands.person.views)
        if view is None:
            return ""
        bot = self.hands.team.people[self.hands.app(view.app_id).bot_user_id]
        return self.renderer.draw("modal", view=view, depth=depth, bot=bot)

    def _draw_panel(self) -> str:
        if self.panel == "thread" and not self._thread_stands():
            self.panel, self.thread = "", None
        return panel(self)

    def _thread_stands(self) -> bool:
        """Whether the message that the open thread began with is still there."""
        if self.thread is None or self.channel is None:
            return False
        return (self.thread.thread_ts or self.thread.ts) in self.channel.messages

    def thread_cards(self) -> list[str]:
        """Draw the messages of the thread that is shown beside the conversation."""
        if self.thread is None:
            return []
        said = self._fresh(self.hands.thread(self.thread))
        return [self._cards_of.message(m, before, in_thread=True) for before, m in _pairs(said)]

    # -- messages ----------------------------------------------------------------------------

    def _draw_stream(self) -> None:
        """Draw the latest messages: new ones are added, changed ones changed, nothing else."""
        if self.channel is None or self.at_home:
            self._stream.clear()
            self._cards.clear()
            return
        messages, earlier = self.hands.recent(self.channel, self.shown)
        messages = self._fresh(messages)
        wanted = {m.ts: self._cards_of.message(m, p) for p, m in _pairs(messages)}
        if earlier:
            words = self.renderer.say("show_earlier")
            button = f'<button type="button" class="btn earlier" data-do="earlier">{words}</button>'
            wanted = {"earlier": button} | wanted
        if not messages:
            wanted = {"empty": f'<p class="empty">{self.renderer.say("empty_channel")}</p>'}
        self._put_cards(wanted)
        self.hands.mark_read(self.channel.id)

    def _fresh(self, messages: list[Message]) -> list[Message]:
        """Leave out what only this reader saw, and saw before the page was loaded."""
        return [m for m in messages if not m.ephemeral or m.sequence > self.loaded_at]

    def _put_cards(self, wanted: dict[str, str]) -> None:
        kept = [key for key in self._cards if key in wanted]
        if list(wanted)[: len(kept)] != kept:
            self._stream.clear()
            self._cards.clear()
        for key in [key for key in self._cards if key not in wanted]:
            self._stream.remove(self._cards.pop(key)[0])
        for key, content in wanted.items():
            card, drawn = self._cards.get(key, (None, ""))
            if card is None:
                with self._stream:
                    card = ui.html(content, sanitize=False)
            elif drawn != content:
                card.set_content(content)
            self._cards[key] = (card, content)

    def _compose(self) -> None:
        """Tell the text box where it writes to, and which commands it may complete."""
        locale = self.hands.person.locale
        name = self.channel.name if self.channel and self.channel.kind != "im" else ""
        commands = [
            {"command": c.command, "hint": c.usage_hint, "about": c.description}
            for _, c in self.hands.commands()
        ]
        hidden = self.channel is None or self.at_home
        placeholder = say("write_in", locale, name=f"#{name}") if name else say("write", locale)
        self.client.run_javascript(
            f"page.compose({_js(placeholder)}, {_js(commands)}, {_js(hidden)}, "
            f"{_js(say('send', locale))})"
        )

    def offer(self, box: str, names: list[str]) -> None:
        """Show what may be picked in a menu that one searches."""
        self.client.run_javascript(f"page.offer({_js(box)}, {_js(names)})")

    def toast(self, text: str) -> None:
        """Show a short notice."""
        self.client.run_javascript(f"page.toast({_js(text)})")


def _pairs(messages: list[Message]) -> list[tuple[Message | None, Message]]:
    return list(zip([None, *messages], messages, strict=False))


def _js(value: object) -> str:
    """Write a value as JavaScript that may stand inside a page."""
    return json.dumps(value).replace("<", "\\u003c")
