"""What a person does with an element: press, choose, fill in; and how the app is told."""

from deploy.workspace.apps import InstalledApp
from deploy.workspace.blocks import check_options
from deploy.workspace.gestures import form, payloads
from deploy.workspace.gestures.payloads import Surface
from deploy.workspace.gestures.pick import find_element, pick_option
from deploy.workspace.gestures.speech import Speech
from deploy.workspace.model import Channel, Message, View
from deploy.workspace.wire import GestureError, Json, SlackError
from deploy.workspace.words import say


class Touch(Speech):
    """Everything that a person does with buttons, menus and fields."""

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

    def _trouble(self) -> GestureError:
        return GestureError("trouble_connecting", say("trouble_connecting", self.person.locale))


def _only(found: list[str], wanted: str) -> str:
    if len(found) != 1:
        raise GestureError("no_such_choice", f"{wanted} can't be chosen.")
    return found[0]
