"""What a person presses, chooses, fills in and sends: the gestures that apps are told about."""

from collections.abc import Mapping

from deploy.workspace.api.views import make_view, push_view, replace_view
from deploy.workspace.apps import InstalledApp
from deploy.workspace.blocks import check_options, check_view
from deploy.workspace.functions import Execution
from deploy.workspace.gestures import form, payloads
from deploy.workspace.gestures.payloads import Surface
from deploy.workspace.gestures.pick import find_element, pick_option
from deploy.workspace.gestures.speech import Speech
from deploy.workspace.model import Channel, Message, View
from deploy.workspace.wire import GestureError, Json, SlackError
from deploy.workspace.words import say


class Hands(Speech):
    """Everything that a person can do and see in the workspace."""

    # -- elements ----------------------------------------------------------------------------

    async def click(self, surface: Surface, name: str, *, confirm: bool = True) -> bool:
        """Press a button, found by its label, action_id or value.

        A button that asks first is pressed only if `confirm` says yes to the question; the
        result tells whether the app was told. Raises GestureError.
        """
        block, element = find_element(surface.blocks, name)
        if element.get("confirm") and not confirm:
            return False
        keys = ("text", "value", "url")
        await self._act(surface, block, element, {k: element[k] for k in keys if k in element})
        return True

    async def choose(
        self, surface: Surface, name: str, value: object, *, confirm: bool = True
    ) -> bool:
        """Choose in a menu, tick boxes, pick a date, or type into a field that listens.

        `value` is an option's text or value (a list of them where several may be chosen), a
        person's or channel's name or id, a date, or text. Raises GestureError.
        """
        block, element = find_element(surface.blocks, name)
        if element.get("confirm") and not confirm:
            return False
        if element["type"] == "overflow":
            option = pick_option(element["options"], str(value))
            await self._act(surface, block, element, {"selected_option": option})
            return True
        state = await self.fill(surface, name, value)
        listens = block["type"] != "input" or block.get("dispatch_action")
        if listens:
            await self._act(surface, block, element, state)
        return True

    async def fill(self, surface: Surface, name: str, value: object) -> Json:
        """Put a value into an element without sending anything; the result is its state."""
        block, element = find_element(surface.blocks, name)
        if element["type"] not in form.STATE_KEYS:
            raise GestureError("not_a_field", f"{name} can't be filled in.")
        if form.is_many(element["type"]) and isinstance(value, str):
            value = [value]
        state = form.chosen(element, await self._resolved(surface, block, element, value))
        surface.values.setdefault(block["block_id"], {})[element["action_id"]] = state
        return state

    async def _resolved(
        self, surface: Surface, block: Json, element: Json, value: object
    ) -> object:
        if isinstance(value, list | tuple):
            found = [await self._resolved(surface, block, element, each) for each in value]
            return [each for each in found if each is not None]
        if not isinstance(value, str) or not value:
            return value or None
        kind = element["type"].removeprefix("multi_")
        if kind in ("static_select", "radio_buttons", "checkboxes"):
            groups = element.get("option_groups") or [element]
            return pick_option([o for group in groups for o in group["options"]], value)
        if kind == "external_select":
            return pick_option(await self.suggest(surface, element["action_id"], value), value)
        if kind == "users_select":
            named = [p.id for p in self.team.people.values() if value in (p.id, p.name)]
            return _only(named, value)
        if kind in ("channels_select", "conversations_select"):
            reach = [c for c in self.team.channels.values() if c.kind == "public"]
            named = [c.id for c in [*reach, *self.channels()] if value in (c.id, c.name)]
            return _only(named[:1], value)
        return value

    async def suggest(self, surface: Surface, name: str, typed: str) -> list[Json]:
        """Ask the app what an external menu offers for what was typed. Raises GestureError."""
        block, element = find_element(surface.blocks, name)
        app = self._app_of(surface)
        payload = payloads.about(self.team, self.person, app, "block_suggestion")
        payload |= payloads.where(surface, self._channel_of(surface))
        payload |= {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": typed,
        }
        answer = await self._tell(app, payload)
        try:
            return check_options(answer)
        except SlackError as error:
            raise self._trouble() from error

    async def _act(self, surface: Surface, block: Json, element: Json, choice: Json) -> None:
        app = self._app_of(surface)
        payload = payloads.about(self.team, self.person, app, "block_actions")
        payload |= payloads.where(surface, self._channel_of(surface))
        payload["state"] = {"values": surface.values}
        payload["actions"] = [payloads.action(block, element, choice, self.team.new_ts())]
        if isinstance(surface, Message):
            payload["response_url"] = self.workspace.response_url(
                self.team, app, self.team.channel(surface.channel), self.person, surface
            )
        view = surface.id if isinstance(surface, View) else None
        payload["trigger_id"] = self.workspace.trigger(app, self.person, view=view)
        await self._tell(app, payload)

    # -- forms -------------------------------------------------------------------------------

    async def submit(
        self, view: View | None = None, values: Mapping[str, object] | None = None
    ) -> dict[str, str] | None:
        """Fill in and send the modal on top; the result is what stands beside its fields.

        Fields are named by label, block_id or action_id. None means that the app took it.
        Raises GestureError if the app didn't answer or answered nonsense.
        """
        view = view or self._open_view()
        for name, value in (values or {}).items():
            await self.fill(view, name, value)
        view.notice = ""
        view.errors = form.problems(view.blocks, view.values, self.person.locale)
        if not view.errors:
            app = self._app_of(view)
            payload = payloads.about(self.team, self.person, app, "view_submission")
            payload |= {
                "view": view.to_json(),
                "trigger_id": self.workspace.trigger(app, self.person, view=view.id),
                "response_urls": self._response_urls(app, view),
            }
            try:
                self._obey(app, view, await self._tell(app, payload))
            except GestureError as error:
                view.notice = error.text
                self._redraw(view)
                raise
        self._redraw(view)
        return view.errors or None

    def _obey(self, app: InstalledApp, view: View, answer: Json) -> None:
        """Do what the app's answer to a submission asks for. Raises GestureError."""
        try:
            match answer.get("response_action"):
                case None:
                    self._leave(view)
                case "errors":
                    view.errors = _field_errors(view, answer.get("errors"))
                case "update":
                    replace_view(view, check_view(answer.get("view"), surface="modal"))
                case "push":
                    definition = check_view(answer.get("view"), surface="modal")
                    pushed = make_view(self.team, app, self.id, definition)
                    push_view(self.person, pushed, self.workspace.limits.view_depth)
                case "clear":
                    self.person.views.clear()
                case _:
                    raise self._trouble()
        except SlackError as error:
            raise self._trouble() from error

    def _leave(self, view: View) -> None:
        if view in self.person.views:
            self.person.views.remove(view)

    def _response_urls(self, app: InstalledApp, view: View) -> list[Json]:
        found = []
        for block, element in form.all_elements(view.blocks):
            state = view.values.get(block["block_id"], {}).get(element.get("action_id", ""), {})
            target = state.get("selected_conversation") or state.get("selected_channel")
            if element.get("response_url_enabled") and target:
                where = self.team.channel(target)
                url = self.workspace.response_url(self.team, app, where, self.person)
                ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                found.append({**ids, "channel_id": target, "response_url": url})
        return found

    async def close(self, view: View | None = None, *, everything: bool = False) -> None:
        """Close the modal on top, or all of them; the app hears of it if it asked to."""
        view = view or self._open_view()
        closed = list(reversed(self.person.views)) if everything else [view]
        for each in closed:
            self._leave(each)
        self._redraw(view)
        for each in closed:
            if each.definition.get("notify_on_close"):
                app = self._app_of(each)
                payload = payloads.about(self.team, self.person, app, "view_closed")
                payload |= {"view": each.to_json(), "is_cleared": everything}
                await self._tell(app, payload)

    # -- home, shortcuts, functions ----------------------------------------------------------

    async def open_home(self, app_id: str | None = None) -> View | None:
        """Open an app's home tab: the app is told, and may publish. Shows what is there now."""
        await self._look_at(app_id, "home")
        return self.home_of(self.app(app_id).app_id)

    async def open_messages(self, app_id: str | None = None) -> Channel:
        """Open the conversation with an app: the app is told."""
        await self._look_at(app_id, "messages")
        return self.app_channel(app_id)

    async def _look_at(self, app_id: str | None, tab: str) -> None:
        app = self.app(app_id)
        view = self.home_of(app.app_id)
        event: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self.app_channel(app.app_id).id,
            "tab": tab,
            "event_ts": self.team.new_ts(),
        }
        if view and tab == "home":
            event["view"] = view.to_json()
        self.workspace.events.send(self.team, app, "app_home_opened", event)

    async def shortcut(self, name: str, message: Message | None = None) -> None:
        """Use a shortcut by its name or callback_id: a global one, or one on a message."""
        wanted = "message" if message else "global"
        for app in self.team.listeners():
            for each in app.app.manifest.features.shortcuts:
                if each.type == wanted and name in (each.name, each.callback_id):
                    await self._run_shortcut(app, each.callback_id, message)
                    return
        raise GestureError("no_such_shortcut", f"There is no {wanted} shortcut {name}.")

    async def _run_shortcut(
        self, app: InstalledApp, callback_id: str, message: Message | None
    ) -> None:
        kind = "message_action" if message else "shortcut"
        payload = payloads.about(self.team, self.person, app, kind)
        payload |= {"callback_id": callback_id, "action_ts": self.team.new_ts()}
        payload["trigger_id"] = self.workspace.trigger(app, self.person)
        if message:
            channel = self.channel(message.channel)
            payload |= {
                "message": message.to_json(),
                "message_ts": message.ts,
                "channel": {"id": channel.id, "name": channel.api_name},
                "response_url": self.workspace.response_url(
                    self.team, app, channel, self.person, message
                ),
            }
        await self._tell(app, payload)

    async def run_function(self, callback_id: str, inputs: Json) -> Execution:
        """Run a custom step of an app, as a workflow would. Raises GestureError."""
        for app in self.team.listeners():
            if callback_id in app.app.manifest.functions:
                return self.workspace.execute(self.team, app, callback_id, inputs)
        raise GestureError("no_such_function", f"There is no function {callback_id}.")

    # -- how it is carried -------------------------------------------------------------------

    async def _tell(self, app: InstalledApp, payload: Json) -> Json:
        try:
            with self.workspace.activity.busy():
                return await self.workspace.courier.deliver(app, "interactive", payload)
        except SlackError as error:
            raise self.failure(error, app.app.manifest.bot_name) from error

    def _app_of(self, surface: Surface) -> InstalledApp:
        return self.app(surface.app_id)

    def _channel_of(self, surface: Surface) -> Channel | None:
        return self.team.channel(surface.channel) if isinstance(surface, Message) else None

    def _open_view(self) -> View:
        if self.view is None:
            raise GestureError("no_view", f"Nothing is open on {self.person.name}'s screen.")
        return self.view

    def _redraw(self, view: View) -> None:
        view.version += 1
        self.team.changes.tell("view", user=self.id)

    def _trouble(self) -> GestureError:
        return GestureError("trouble_connecting", say("trouble_connecting", self.person.locale))


def _field_errors(view: View, errors: object) -> dict[str, str]:
    """Read an app's complaints; each must stand at an input block. Raises SlackError."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    return {str(block): str(text) for block, text in errors.items()}


def _only(found: list[str], wanted: str) -> str:
    if len(found) != 1:
        raise GestureError("no_such_choice", f"{wanted} can't be chosen.")
    return found[0]
