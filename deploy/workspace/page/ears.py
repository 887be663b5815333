"""What the browser reports, and the gesture that it becomes: the page uses what tests use."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from nicegui.events import GenericEventArguments

from deploy.workspace.control import control
from deploy.workspace.gestures.form import STATE_KEYS, is_many, value_of
from deploy.workspace.gestures.payloads import Surface
from deploy.workspace.gestures.pick import find_element
from deploy.workspace.model import Channel, Message
from deploy.workspace.wire import GestureError, Json, SlackError

if TYPE_CHECKING:
    from deploy.workspace.page.window import Window

log = logging.getLogger(__name__)
OFFERED = 60


class Ears:
    """Turns reports of the browser into gestures of the person who is acted as.

    A report `{"do": "next-day", ...}` is carried out by `_on_next_day`.
    """

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._offers: dict[str, list[object]] = {}

    async def hear(self, event: GenericEventArguments) -> None:
        """Carry out one report; what goes wrong is shown to the person."""
        report: Json = event.args
        try:
            deed = getattr(self, f"_on_{report['do'].replace('-', '_')}")
            await deed(report)
        except GestureError as error:
            self._window.toast(error.text)
        except (KeyError, SlackError) as error:  # the page showed what is gone by now
            log.info("A gesture came too late: %r", error)

    # -- surfaces ----------------------------------------------------------------------------

    def _surface(self, report: Json) -> Surface:
        kind, _, rest = str(report["surface"]).partition(":")
        hands = self._window.hands
        if kind == "m":
            channel, _, ts = rest.partition(":")
            found = hands.channel(channel)
            whispers = {each.ts: each for each in hands.ephemerals(channel)}
            return found.messages.get(ts) or whispers[ts]
        homes = [v for (_, user), v in hands.team.homes.items() if user == hands.id]
        return {view.id: view for view in [*hands.person.views, *homes]}[rest]

    def _message(self, report: Json) -> Message:
        surface = self._surface(report)
        if not isinstance(surface, Message):
            raise KeyError(report["surface"])
        return surface

    async def _on_click(self, report: Json) -> None:
        await self._window.hands.click(self._surface(report), report["path"])

    async def _on_choose(self, report: Json) -> None:
        surface = self._surface(report)
        _, element = find_element(surface.blocks, report["path"])
        value = _by_number(element, report["value"])
        await self._window.hands.choose(surface, report["path"], value)

    async def _on_fill(self, report: Json) -> None:
        surface, value = self._surface(report), report["value"]
        if isinstance(value, list):  # files that the browser has put on the server already
            block, element = find_element(surface.blocks, report["path"])
            present = self._present(surface, block, element)
            added = [self._window.hands.team.files[name].to_json() for name in value]
            value = [*present, *added]
        await self._window.hands.fill(surface, report["path"], value)
        if isinstance(value, list):
            self._show_again(surface)

    async def _on_suggest(self, report: Json) -> None:
        """Offer what fits the typed text in a menu that one searches."""
        surface, typed = self._surface(report), str(report["query"])
        _, element = find_element(surface.blocks, report["path"])
        found = await self._options(surface, element, typed, report["path"])
        self._offers[report["path"]] = [value for value, _ in found][:OFFERED]
        names = [name or self._window.renderer.name_of(element, value) for value, name in found]
        self._window.offer(report["box"], names[:OFFERED])

    async def _options(
        self, surface: Surface, element: Json, typed: str, path: str
    ) -> list[tuple[object, str]]:
        team, hands = self._window.hands.team, self._window.hands
        kind = element["type"].removeprefix("multi_")
        if kind == "external_select":
            options = await hands.suggest(surface, path, typed)
            return [(option, option["text"]["text"]) for option in options]
        everything: list[tuple[object, str]]
        if kind == "static_select":
            groups = element.get("option_groups") or [element]
            everything = [(o, o["text"]["text"]) for group in groups for o in group["options"]]
        elif kind == "users_select":
            everything = [(p.id, p.name) for p in team.people.values()]
        else:
            wanted = ("public",) if kind == "channels_select" else ("public", "private")
            everything = [(c.id, f"#{c.name}") for c in team.channels.values() if c.kind in wanted]
        return [(value, name) for value, name in everything if typed.lower() in name.lower()]

    async def _on_pick(self, report: Json) -> None:
        surface = self._surface(report)
        block, element = find_element(surface.blocks, report["path"])
        value = self._offers[report["path"]][int(report["number"])]
        if is_many(element["type"]):
            value = [*self._present(surface, block, element), value]
        await self._window.hands.choose(surface, report["path"], value)
        self._show_again(surface)

    async def _on_remove(self, report: Json) -> None:
        surface = self._surface(report)
        block, element = find_element(surface.blocks, report["path"])
        left = list(self._present(surface, block, element))
        del left[int(report["number"])]
        await self._window.hands.choose(surface, report["path"], left)
        self._show_again(surface)

    def _present(self, surface: Surface, block: Json, element: Json) -> list[object]:
        state = surface.values.get(block["block_id"], {}).get(element["action_id"])
        value = value_of(state) if state else None
        return list(value) if isinstance(value, list) else []

    def _show_again(self, surface: Surface) -> None:
        if isinstance(surface, Message):
            self._window.hands.team.touch(surface)
        self._window.redraw("home", "modal")

    async def _on_submit(self, report: Json) -> None:
        hands = self._window.hands
        if hands.view is not None and report["surface"] == f"v:{hands.view.id}":
            await hands.submit(hands.view, report["values"])

    async def _on_close(self, _: Json) -> None:
        await self._window.hands.close()

    async def _on_close_all(self, _: Json) -> None:
        await self._window.hands.close(everything=True)

    # -- words -------------------------------------------------------------------------------

    async def _on_say(self, report: Json) -> None:
        window, text = self._window, str(report["text"])
        if window.channel is None:
            return
        if report.get("thread") and window.thread:
            if text.startswith("/"):
                await window.hands.command(text, thread=window.thread)
            await window.hands.say(window.channel.id, text, thread=window.thread)
        else:
            await window.hands.enter(window.channel.id, text)

    async def _on_react(self, report: Json) -> None:
        await self._window.hands.react(self._message(report), report["name"])

    async def _on_edit(self, report: Json) -> None:
        await self._window.hands.edit(self._message(report), str(report["text"]))

    async def _on_delete(self, report: Json) -> None:
        await self._window.hands.delete(self._message(report))

    async def _on_shortcut(self, report: Json) -> None:
        message = self._message(report) if report.get("surface") else None
        await self._window.hands.shortcut(report["name"], message)

    async def _on_thread(self, report: Json) -> None:
        self._window.thread, self._window.panel = self._message(report), "thread"
        self._window.redraw("panel")

    # -- moving about ------------------------------------------------------------------------

    async def _on_act(self, report: Json) -> None:
        self._window.act(report["user"])

    async def _on_go(self, report: Json) -> None:
        self._window.go(report["place"])
        if app := self._window.app_here():
            hands = self._window.hands
            await (hands.open_home(app) if self._window.at_home else hands.open_messages(app))

    async def _on_talk(self, report: Json) -> None:
        self._open(self._window.hands.talk_to(report["user"]))

    async def _on_join(self, report: Json) -> None:
        await self._window.hands.join(report["channel"])
        self._open(self._window.hands.channel(report["channel"]))

    def _open(self, channel: Channel) -> None:
        self._window.panel = ""
        self._window.go(f"c:{channel.id}")

    async def _on_earlier(self, _: Json) -> None:
        self._window.shown *= 3
        self._window.redraw("stream")

    async def _on_panel(self, report: Json) -> None:
        same = self._window.panel == report["name"]
        self._window.panel = "" if same else report["name"]
        self._window.redraw("panel")

    async def _on_record_search(self, report: Json) -> None:
        self._window.words = report["words"]
        self._window.redraw("panel")

    # -- the story and its faults ------------------------------------------------------------

    async def _on_next_day(self, _: Json) -> None:
        self._window.workspace.clock.advance(timedelta(days=1))

    async def _on_next_due(self, _: Json) -> None:
        clock = self._window.workspace.clock
        due = [when for when, _ in self._window.workspace.upcoming() if when > clock.now()]
        if due:
            clock.set(min(due))

    async def _on_to(self, report: Json) -> None:
        self._window.workspace.clock.set(datetime.fromisoformat(report["moment"]))

    async def _on_play(self, _: Json) -> None:
        clock = self._window.workspace.clock
        (clock.pause if clock.running else clock.play)()

    async def _on_jump(self, report: Json) -> None:
        _, run = self._window.workspace.jumps[int(report["index"])]
        await run()
        self._window.act(self._window.hands.id)

    async def _on_fault(self, report: Json) -> None:
        await control(self._window.workspace, report | {"do": report["kind"]})
        self._window.redraw("panel")

    async def _on_deed(self, report: Json) -> None:
        await control(self._window.workspace, {"do": report["name"]})
        self._window.redraw("panel")


def _by_number(element: Json, value: object) -> object:
    """Turn the numbers of options, as the page knows them, into the options."""
    if element["type"] not in ("static_select", "radio_buttons", "checkboxes", "overflow"):
        return value
    groups = element.get("option_groups") or [element]
    options = [option for group in groups for option in group["options"]]
    if isinstance(value, list):
        return [options[int(number)] for number in value]
    chosen = options[int(str(value))] if value not in ("", None) else None
    return chosen["value"] if chosen and element["type"] not in STATE_KEYS else chosen
