"""What slack_sdk's models let through, as data: what may stand where, how much of it, which words.

The models know which properties a kind of object has, which it needs, of which type they are, and
most of their limits; check.py asks them. What stands here is what they don't refuse; see
decision 0005 for how that was measured.
"""

PLAIN = ("plain_text",)
TEXT = ("plain_text", "mrkdwn")
PICKERS = ("datepicker", "timepicker", "datetimepicker")
BOXES = ("checkboxes", "radio_buttons")
SELECTS = tuple(
    f"{of}_select" for of in ("static", "external", "users", "conversations", "channels")
)
MULTI_SELECTS = tuple(f"multi_{each}" for each in SELECTS)
TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
RUNS = ("text", "link", "emoji", "user", "channel", "broadcast", "date", "color")
PARTS = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")

VIEW_BLOCKS = ("section", "actions", "context", "divider", "header", "image", "input", "rich_text")
MESSAGE_BLOCKS = (*VIEW_BLOCKS, "file", "markdown", "table")

UNTYPED = (
    "confirm", "option", "choice", "option_group", "filter", "dispatch", "slack_file", "column"
)  # fmt: skip
"""Kinds of objects that carry no `type`; their place says what they are."""

HOLDS: dict[str, dict[str, tuple[str, ...]]] = {
    # kind of object: {property: kinds of what it holds, by itself or in a list}
    "section": {
        "text": TEXT,
        "fields": TEXT,
        "accessory": (
            "button", "image", "overflow", "datepicker", "timepicker",
            *BOXES, *SELECTS, *MULTI_SELECTS,
        ),
    },
    "actions": {"elements": ("button", "overflow", *BOXES, *PICKERS, *SELECTS)},
    "context": {"elements": (*TEXT, "image")},
    "header": {"text": PLAIN},
    "image block": {"title": PLAIN, "slack_file": ("slack_file",)},
    "image": {"slack_file": ("slack_file",)},
    "input": {
        "label": PLAIN,
        "hint": PLAIN,
        "element": (*BOXES, *PICKERS, *SELECTS, *MULTI_SELECTS, *TYPED, "file_input"),
    },
    "table": {"rows": ("raw_text", "rich_text"), "column_settings": ("column",)},
    "rich_text": {"elements": PARTS},
    **{part: {"elements": RUNS} for part in PARTS},
    "rich_text_list": {"elements": ("rich_text_section",)},
    "button": {"text": PLAIN},
    "checkboxes": {"options": ("choice",), "initial_options": ("choice",)},
    "radio_buttons": {"options": ("choice",), "initial_option": ("choice",)},
    "option": {"text": PLAIN, "description": PLAIN},
    "choice": {"text": TEXT, "description": TEXT},
    "option_group": {"label": PLAIN, "options": ("option",)},
    "confirm": {"title": PLAIN, "text": TEXT, "confirm": PLAIN, "deny": PLAIN},
    "modal": {"title": PLAIN, "submit": PLAIN, "close": PLAIN, "blocks": VIEW_BLOCKS},
    "home": {"blocks": VIEW_BLOCKS},
}  # fmt: skip

EVERYWHERE: dict[str, tuple[str, ...]] = {
    # what a property holds in every kind that has it and isn't named above
    "confirm": ("confirm",),
    "placeholder": PLAIN,
    "options": ("option",),
    "initial_option": ("option",),
    "initial_options": ("option",),
    "option_groups": ("option_group",),
    "filter": ("filter",),
    "dispatch_action_config": ("dispatch",),
}

AMOUNTS: dict[str, tuple[int, int | None]] = {
    # kind.property: least and most of characters, of items, or of a number itself
    "plain_text.text": (1, None),
    "mrkdwn.text": (1, None),
    "raw_text.text": (1, None),
    "text.text": (1, None),
    "section.fields": (1, None),
    "section.fields.text": (1, 2000),
    "actions.elements": (1, None),
    "context.elements": (1, None),
    "rich_text.elements": (1, None),
    "rich_text_list.elements": (1, None),
    "rich_text_list.indent": (0, 8),
    "table.rows": (1, 100),
    "table.rows.items": (1, 20),
    "table.column_settings": (0, 20),
    "checkboxes.options": (1, 10),
    "radio_buttons.options": (1, 10),
    "static_select.options": (1, None),
    "multi_static_select.options": (1, None),
    "datetimepicker.initial_date_time": (1_000_000_000, 9_999_999_999),
    "option.value": (1, None),
    "option.description": (1, 75),
    "option.url": (1, 3000),
    "choice.value": (1, None),
    "choice.description": (1, 75),
    "option_group.options": (1, None),
    "filter.include": (1, None),
    "dispatch.trigger_actions_on": (1, 2),
    "plain_text_input.min_length": (0, 3000),
    "plain_text_input.max_length": (1, 3000),
    "plain_text_input.initial_value": (0, 3000),
    "file_input.filetypes": (1, None),
    "file_input.max_files": (1, 10),
    "modal.blocks": (0, 100),
    "modal.external_id": (1, 255),
    "home.blocks": (0, 100),
    "home.external_id": (1, 255),
}

AMOUNTS_EVERYWHERE: dict[str, tuple[int, int | None]] = {
    "action_id": (1, None),
    "block_id": (1, None),
    "min_query_length": (0, None),
    "max_selected_items": (1, None),
}

WORDS: dict[str, tuple[str, ...]] = {
    # kind.property: the only words that it may be, hold, or have as properties of its own
    "file.source": ("remote",),
    "rich_text_list.style": ("bullet", "ordered"),
    "broadcast.range": ("here", "channel", "everyone"),
    "column.align": ("left", "center", "right"),
    "filter.include": ("im", "mpim", "private", "public"),
    "dispatch.trigger_actions_on": ("on_enter_pressed", "on_character_entered"),
    **dict.fromkeys(
        (f"{run}.style" for run in RUNS),
        (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        ),
    ),
}

TEXTS = ("number_input.min_value", "number_input.max_value", "number_input.initial_value")
"""Properties that are numbers written as text; their model takes either."""

NEEDS: dict[str, tuple[str, ...]] = {
    # properties that a kind must have although its model gives them a default
    "option": ("text",),
    "choice": ("text",),
    "confirm": ("title", "text", "confirm", "deny"),
    "number_input": ("is_decimal_allowed",),
    "modal": ("title", "blocks"),
    "home": ("blocks",),
}

_STATE_OF_VIEWS = (
    "id", "team_id", "bot_id", "app_id", "root_view_id", "previous_view_id", "state", "hash"
)  # fmt: skip

LACKS: dict[str, tuple[str, ...]] = {
    # properties that a kind can't have although its model knows them
    "option": ("label", "type"),
    "choice": ("label", "type", "url"),
    "datetimepicker": ("placeholder",),
    "modal": _STATE_OF_VIEWS,
    "home": (*_STATE_OF_VIEWS, "title", "submit", "close", "clear_on_close", "notify_on_close"),
}

EITHER: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("image", "image block"), ("image_url", "slack_file")
)
"""Exactly one of these must be there."""
