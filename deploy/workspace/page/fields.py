"""Interactive elements as HTML: native controls, so that keyboard and screen reader just work."""

import json
from collections.abc import Callable

from deploy.workspace.gestures.form import is_many, value_of
from deploy.workspace.gestures.sight import Sight
from deploy.workspace.page.icons import icon
from deploy.workspace.page.mrkdwn import Mrkdwn, emojis, safe
from deploy.workspace.wire import Json
from deploy.workspace.words import say

FEW = 15
"""So many choices fit a native menu; with more, one searches."""


class Fields:
    """Renders elements for one reader. `values` is what has been filled in so far."""

    def __init__(self, sight: Sight, texts: Mrkdwn) -> None:
        self._sight = sight
        self._texts = texts
        self._draw: dict[str, Callable[[Json, Json, str], str]] = {
            "button": self._button,
            "image": self._image,
            "overflow": self._overflow,
            "checkboxes": self._boxes,
            "radio_buttons": self._boxes,
            "static_select": self._select,
            "datepicker": self._picker,
            "timepicker": self._picker,
            "datetimepicker": self._picker,
            "plain_text_input": self._text,
            "email_text_input": self._text,
            "url_text_input": self._text,
            "number_input": self._text,
            "file_input": self._file,
        }

    def html(self, block: Json, element: Json, values: dict[str, Json], label: str = "") -> str:
        """Render an element; a label of its own stands for one that isn't shown."""
        state = values.get(block["block_id"], {}).get(element.get("action_id", ""), {})
        draw = self._draw.get(element["type"], self._combobox)
        inner = draw(element, state, self._attributes(block, element, label))
        return f'<span class="bk-element bk-{element["type"]}">{inner}</span>'

    def _attributes(self, block: Json, element: Json, label: str) -> str:
        name = label or element.get("accessibility_label") or ""
        placeholder = element.get("placeholder", {}).get("text", "")
        name = name or (placeholder if element["type"] != "button" else "")
        listens = block["type"] != "input" or block.get("dispatch_action")
        found = {
            "data-path": f"{block['block_id']}/{element.get('action_id', '')}",
            "data-kind": element["type"],
            "data-action": element.get("action_id", ""),
            "data-listens": "yes" if listens else "",
            "aria-label": name,
        }
        if "confirm" in element:
            found["data-confirm"] = json.dumps(self._confirm(element["confirm"]))
        if element.get("focus_on_load"):
            found["autofocus"] = "autofocus"
        config = element.get("dispatch_action_config", {}).get("trigger_actions_on", [])
        if listens and config:
            found["data-when"] = " ".join(config)
        return " ".join(f'{key}="{safe(value)}"' for key, value in found.items() if value)

    def _confirm(self, dialog: Json) -> Json:
        text = dialog["text"]
        rich = text["type"] == "mrkdwn"
        return {
            "title": dialog["title"]["text"],
            "html": self._texts.html(text["text"]) if rich else safe(text["text"]),
            "confirm": dialog["confirm"]["text"],
            "deny": dialog["deny"]["text"],
            "style": dialog.get("style", "primary"),
        }

    def _label(self, text: Json) -> str:
        if text["type"] == "mrkdwn":
            return self._texts.html(text["text"])
        return emojis(safe(text["text"]))

    def _button(self, element: Json, _: Json, attributes: str) -> str:
        shown = self._label(element["text"])
        style = element.get("style", "")
        if url := element.get("url"):
            attributes += f' data-url="{safe(url)}"'
        return f'<button type="button" class="btn {style}" {attributes}>{shown}</button>'

    def _image(self, element: Json, _: Json, __: str) -> str:
        source, alt = safe(element.get("image_url", "")), safe(element["alt_text"])
        return f'<img class="bk-thumb" src="{source}" alt="{alt}" loading="lazy">'

    def _overflow(self, element: Json, _: Json, attributes: str) -> str:
        items = "".join(
            f'<button type="button" role="menuitem" data-choice="{number}">'
            f"{self._label(option['text'])}</button>"
            for number, option in enumerate(element["options"])
        )
        more = safe(say("more_actions", self._sight.person.locale))
        return (
            f'<details class="menu" {attributes}><summary class="btn icon" aria-label="{more}">'
            f'{icon("dots")}</summary><div role="menu">{items}</div></details>'
        )

    def _boxes(self, element: Json, state: Json, attributes: str) -> str:
        many = element["type"] == "checkboxes"
        chosen = state.get("selected_options") or [state.get("selected_option") or {}]
        ticked = {option.get("value") for option in chosen}
        name = safe(element["action_id"])
        rows = []
        for number, option in enumerate(element["options"]):
            on = " checked" if option["value"] in ticked else ""
            about = option.get("description")
            more = f"<small>{self._label(about)}</small>" if about else ""
            kind = "checkbox" if many else "radio"
            rows.append(
                f'<label class="choice"><input type="{kind}" name="{name}" value="{number}"{on}>'
                f"<span>{self._label(option['text'])}{more}</span></label>"
            )
        return f'<div role="group" class="boxes" {attributes}>{"".join(rows)}</div>'

    def _select(self, element: Json, state: Json, attributes: str) -> str:
        groups = element.get("option_groups") or [{"options": element["options"]}]
        if sum(len(group["options"]) for group in groups) > FEW:
            return self._combobox(element, state, attributes)
        chosen = (state.get("selected_option") or {}).get("value")
        placeholder = element.get("placeholder", {}).get("text") or say(
            "choose", self._sight.person.locale
        )
        empty = f'<option value="" {"" if chosen else "selected"}>{safe(placeholder)}</option>'
        number, out = 0, [empty]
        for group in groups:
            rows = []
            for option in group["options"]:
                on = " selected" if option["value"] == chosen else ""
                text = emojis(safe(option["text"]["text"]))
                rows.append(f'<option value="{number}"{on}>{text}</option>')
                number += 1
            label = group.get("label", {}).get("text")
            body = "".join(rows)
            out.append(f'<optgroup label="{safe(label)}">{body}</optgroup>' if label else body)
        return f'<select class="field" {attributes}>{"".join(out)}</select>'

    def _combobox(self, element: Json, state: Json, attributes: str) -> str:
        """Draw a menu that one searches: external, people, conversations, many options."""
        value = value_of(state) if state else None
        many = is_many(element["type"])
        chosen = [v for v in (value if isinstance(value, list) else [value]) if v]
        chips = "".join(
            f'<span class="chip">{safe(self.name(element, each))}<button type="button" '
            f'data-remove="{number}" aria-label="✕">✕</button></span>'
            for number, each in enumerate(chosen)
            if many
        )
        shown = "" if many or not chosen else self.name(element, chosen[0])
        placeholder = element.get("placeholder", {}).get("text") or say(
            "search", self._sight.person.locale
        )
        least = element.get("min_query_length", 3 if "external" in element["type"] else 0)
        return (
            f'<span class="combo" {attributes} data-least="{least}">{chips}'
            f'<input class="field" role="combobox" aria-expanded="false" autocomplete="off" '
            f'aria-label="{safe(placeholder)}" placeholder="{safe(placeholder)}" '
            f'value="{safe(shown)}"></span>'
        )

    def name(self, element: Json, value: object) -> str:
        """Say what a chosen value is called."""
        if isinstance(value, dict):
            return str(value["text"]["text"])
        team = self._sight.team
        if "users" in element["type"] and value in team.people:
            return team.people[str(value)].name
        return f"#{team.channels[str(value)].name}" if value in team.channels else str(value)

    def _picker(self, element: Json, state: Json, attributes: str) -> str:
        kind = {"datepicker": "date", "timepicker": "time"}.get(element["type"], "datetime-local")
        value = value_of(state) if state else None
        shown = "" if value is None else str(value)
        epoch = f' data-epoch="{shown}"' if kind == "datetime-local" and shown else ""
        shown = "" if epoch else shown
        return f'<input class="field" type="{kind}" value="{safe(shown)}"{epoch} {attributes}>'

    def _text(self, element: Json, state: Json, attributes: str) -> str:
        value = safe(str((value_of(state) if state else None) or ""))
        placeholder = safe(element.get("placeholder", {}).get("text", ""))
        attributes += f' placeholder="{placeholder}"'
        if most := element.get("max_length"):
            attributes += f' maxlength="{most}"'
        if element.get("multiline"):
            return f'<textarea class="field" rows="4" {attributes}>{value}</textarea>'
        kinds = {"email_text_input": "email", "url_text_input": "url", "number_input": "text"}
        kind = kinds.get(element["type"], "text")
        mode = ' inputmode="decimal"' if element["type"] == "number_input" else ""
        return f'<input class="field" type="{kind}"{mode} value="{value}" {attributes}>'

    def _file(self, element: Json, state: Json, attributes: str) -> str:
        files = value_of(state) if state else None
        named = [each["name"] for each in files] if isinstance(files, list) else []
        names = "".join(f'<li class="chip">{safe(name)}</li>' for name in named)
        accepted = ",".join(f".{kind}" for kind in element.get("filetypes", []))
        more = "multiple" if element.get("max_files", 10) > 1 else ""
        return f'<input type="file" {more} accept="{safe(accepted)}" {attributes}><ul>{names}</ul>'
