"""What a person sends and opens: forms, home tabs, shortcuts, functions."""

from collections.abc import Mapping

from deploy.workspace.api.views import make_view, push_view, replace_view
from deploy.workspace.apps import InstalledApp
from deploy.workspace.blocks import check_view
from deploy.workspace.functions import Execution
from deploy.workspace.gestures import form, payloads
from deploy.workspace.gestures.touch import Touch
from deploy.workspace.model import Channel, Message, View
from deploy.workspace.wire import GestureError, Json, SlackError


class Hands(Touch):
    """Everything that a person can do and see in the workspace."""

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
            self._hand_over_files(app, view)
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

    def _hand_over_files(self, app: InstalledApp, view: View) -> None:
        """Let the app read what was put into the form's fields."""
        for state in (each for block in view.values.values() for each in block.values()):
            for given in state.get("files") or ():
                self.team.files[given["id"]].readers.append(app.bot_user_id)

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
        everything = everything or bool(view.definition.get("clear_on_close"))
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

    def _open_view(self) -> View:
        if self.view is None:
            raise GestureError("no_view", f"Nothing is open on {self.person.name}'s screen.")
        return self.view

    def _redraw(self, view: View) -> None:
        view.version += 1
        self.team.changes.tell("view", user=self.id)

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


def _field_errors(view: View, errors: object) -> dict[str, str]:
    """Read an app's complaints; each must stand at an input block. Raises SlackError."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    return {str(block): str(text) for block, text in errors.items()}
