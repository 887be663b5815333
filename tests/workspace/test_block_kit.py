"""Block Kit as strict as Slack's servers, where slack_sdk's models let things through."""

import pytest
from slack_sdk.models.blocks import SectionBlock

from deploy.workspace.blocks import check_blocks, check_options, check_view
from deploy.workspace.blocks.check import elements_of
from deploy.workspace.wire import SlackError


def text(words: str = "Hej", kind: str = "plain_text") -> dict:
    return {"type": kind, "text": words}


def option(words: str = "Ja", **more: object) -> dict:
    return {"text": text(words), "value": words, **more}


def button(**more: object) -> dict:
    return {"type": "button", "text": text("Ja"), "action_id": "a", **more}


def actions(*elements: dict) -> dict:
    return {"type": "actions", "elements": list(elements)}


def modal(**more: object) -> dict:
    return {"type": "modal", "title": text("Titel"), "blocks": [], **more}


def entry(**element: object) -> dict:
    return {"type": "input", "label": text("Fält"), "element": element}


def section(words: object = None, **more: object) -> dict:
    return {"type": "section", **({"text": words} if words else {}), **more}


def menu(kind: str, **more: object) -> dict:
    return actions({"type": kind, **more})


def image(**more: object) -> dict:
    return {"type": "image", "alt_text": "Karta", "image_url": "https://example.org/a.png", **more}


def rich(*runs: dict, kind: str = "rich_text_section", **more: object) -> dict:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(runs), **more}]}


def chars(most: int) -> str:
    return f"must be less than {most + 1} characters"


def items(most: int) -> str:
    return f"no more than {most} items allowed"


NO_ITEMS, NO_CHARACTERS = "must be more than 0 items", "must be more than 0 characters"
CELL = {"type": "raw_text", "text": "A"}
TABLE = {"type": "table", "rows": [[CELL]]}
GROUP = {"label": text("Län"), "options": [option()]}
ASK = {"title": text(), "text": text(), "confirm": text(), "deny": text()}

GOOD = [
    section(text("x" * 3000, "mrkdwn"), expand=True),
    section(fields=[text("x" * 2000)] * 10),
    section(text(), accessory=button(value="x" * 2000)),
    section(text(), accessory={"type": "multi_users_select", "action_id": "m"}),
    entry(type="multi_static_select", action_id="m", option_groups=[GROUP]),
    {"type": "header", "text": text("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [text("a", "mrkdwn")] * 9 + [image()]},
    image(title=text()),
    {"type": "image", "alt_text": "Karta", "slack_file": {"id": "F1"}},
    actions(*[button(action_id=str(n)) for n in range(25)]),
    actions(button(confirm=ASK | {"style": "danger", "text": text(kind="mrkdwn")})),
    menu("overflow", action_id="o", options=[option(url="https://example.org")] * 5),
    menu("static_select", action_id="s", options=[option()] * 100, initial_option=option()),
    menu("external_select", action_id="e", min_query_length=0),
    menu("checkboxes", action_id="c", options=[option(text=text(kind="mrkdwn"))]),
    menu("datepicker", action_id="d", initial_date="2019-06-15"),
    menu("timepicker", action_id="t", initial_time="09:30", timezone="Europe/Stockholm"),
    menu("datetimepicker", action_id="d", initial_date_time=1_560_495_600),
    entry(type="number_input", action_id="n", is_decimal_allowed=True, min_value="3"),
    entry(type="conversations_select", action_id="c", filter={"include": ["im"]}),
    {"type": "markdown", "text": "# Rubrik\n- punkt"},
    TABLE | {"column_settings": [None, {"align": "right", "is_wrapped": True}]},
    {"type": "table", "rows": [[rich({"type": "text", "text": "a", "style": {"bold": True}})]]},
    rich({"type": "date", "timestamp": 1, "format": "{date}"}),
    rich({"type": "broadcast", "range": "here"}),
    rich({"type": "link", "url": "https://example.org"}, {"type": "emoji", "name": "tada"}),
    rich({"type": "text", "text": "a"}, kind="rich_text_preformatted"),
]  # fmt: skip


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_block_within_its_limits_is_taken(block: dict) -> None:
    [taken] = check_blocks([block])

    for element in elements_of(taken):
        if "action_id" not in str(block):
            element.pop("action_id", None)
    assert taken.pop("block_id")
    assert taken == block


BAD = [
    # Long, many and large
    (section(text("x" * 3001)), "/text/text", chars(3000)),
    (section(text("")), "/text/text", NO_CHARACTERS),
    (section(fields=[text("x" * 2001)]), "/fields/0/text", chars(2000)),
    (section(fields=[text()] * 11), "/fields", items(10)),
    (section(text(), fields=[]), "/fields", NO_ITEMS),
    ({"type": "header", "text": text("x" * 151)}, "/text/text", chars(150)),
    ({"type": "divider", "block_id": "x" * 256}, "/block_id", chars(255)),
    ({"type": "markdown", "text": "x" * 12_001}, "/text", chars(12000)),
    ({"type": "context", "elements": [text()] * 11}, "/elements", items(10)),
    ({"type": "context", "elements": []}, "/elements", NO_ITEMS),
    (actions(*[button(action_id=str(n)) for n in range(26)]), "/elements", items(25)),
    (actions(), "/elements", NO_ITEMS),
    (image(alt_text="x" * 2001), "/alt_text", chars(2000)),
    (image(image_url="x" * 3001), "/image_url", chars(3000)),
    (image(title=text("x" * 2001)), "/title/text", chars(2000)),
    ({"type": "table", "rows": [[CELL]] * 101}, "/rows", items(100)),
    ({"type": "table", "rows": [[CELL] * 21]}, "/rows/0", items(20)),
    ({"type": "table", "rows": [[CELL | {"text": ""}]]}, "/rows/0/0/text", NO_CHARACTERS),
    (entry(type="plain_text_input") | {"label": text("x" * 2001)}, "/label/text", chars(2000)),
    (entry(type="plain_text_input") | {"hint": text("x" * 2001)}, "/hint/text", chars(2000)),
    (entry(type="plain_text_input", max_length=3001),
     "/element/max_length", "must be less than 3001"),
    (entry(type="file_input", max_files=11), "/element/max_files", "must be less than 11"),
    (entry(type="multi_users_select", max_selected_items=0),
     "/element/max_selected_items", "must be more than 0"),
    (rich({"type": "text", "text": ""}), "/elements/0/elements/0/text", NO_CHARACTERS),
    (rich(kind="rich_text_list", style="bullet"), "/elements/0/elements", NO_ITEMS),
    # What an element, an option or a question may hold
    (actions(button(text=text("x" * 76))), "/elements/0/text/text", chars(75)),
    (actions(button(value="x" * 2001)), "/elements/0/value", chars(2000)),
    (actions(button(url="x" * 3001)), "/elements/0/url", chars(3000)),
    (actions(button(action_id="x" * 256)), "/elements/0/action_id", chars(255)),
    (actions(button(action_id="")), "/elements/0/action_id", NO_CHARACTERS),
    (actions(button(confirm=ASK | {"title": text("x" * 101)})),
     "/elements/0/confirm/title/text", chars(100)),
    (actions(button(confirm=ASK | {"text": text("x" * 301)})),
     "/elements/0/confirm/text/text", chars(300)),
    (actions(button(confirm=ASK | {"deny": text("x" * 31)})),
     "/elements/0/confirm/deny/text", chars(30)),
    (menu("overflow", options=[option()] * 6), "/elements/0/options", items(5)),
    (menu("overflow", options=[]), "/elements/0/options", NO_ITEMS),
    (menu("checkboxes", options=[option()] * 11), "/elements/0/options", items(10)),
    (menu("radio_buttons", options=[]), "/elements/0/options", NO_ITEMS),
    (menu("static_select", options=[option()] * 101), "/elements/0/options", items(100)),
    (menu("static_select", option_groups=[GROUP] * 101), "/elements/0/option_groups", items(100)),
    (menu("static_select", option_groups=[GROUP | {"options": [option()] * 101}]),
     "/elements/0/option_groups/0/options", items(100)),
    (menu("static_select", option_groups=[GROUP | {"label": text("x" * 76)}]),
     "/elements/0/option_groups/0/label/text", chars(75)),
    (menu("static_select", options=[option(value="x" * 151)]),
     "/elements/0/options/0/value", chars(150)),
    (menu("static_select", options=[option(text=text("x" * 76))]),
     "/elements/0/options/0/text/text", chars(75)),
    (menu("static_select", options=[option(description=text("x" * 76))]),
     "/elements/0/options/0/description/text", chars(75)),
    (menu("static_select", options=[option()], placeholder=text("x" * 151)),
     "/elements/0/placeholder/text", chars(150)),
    (menu("external_select", min_query_length=-1),
     "/elements/0/min_query_length", "must be more than -1"),
    (menu("datetimepicker", initial_date_time=5),
     "/elements/0/initial_date_time", "must be more than 999999999"),
    # What is missing, too much or nowhere known
    (section(), "", "text or fields attribute must be specified"),
    (section(text(), colour="red"), "", "invalid additional property: colour"),
    ({"type": "header"}, "", "text attribute must be specified"),
    ({"type": "input", "element": {"type": "plain_text_input"}},
     "", "missing required field: label"),
    ({"type": "image", "image_url": "https://example.org/a.png"},
     "", "missing required field: alt_text"),
    ({"type": "image", "alt_text": "Karta"}, "", "must provide either image_url or slack_file"),
    (image(slack_file={"id": "F1"}), "", "must provide either image_url or slack_file"),
    ({"text": text()}, "", "missing required field: type"),
    (actions({"type": "button"}), "/elements/0", "missing required field: text"),
    (menu("static_select"), "/elements/0", "options or option_groups must be specified"),
    (menu("static_select", options=[option()], option_groups=[GROUP]),
     "/elements/0/options", "options and option_groups cannot both be specified"),
    (menu("static_select", options=[{"text": text()}]),
     "/elements/0/options/0", "missing required field: value"),
    (menu("radio_buttons", options=[option()], initial_option=option("Nej")),
     "/elements/0/initial_option", "must be one of the options"),
    (menu("datetimepicker", placeholder=text()),
     "/elements/0", "invalid additional property: placeholder"),
    (actions(button(confirm={"title": text(), "text": text(), "deny": text()})),
     "/elements/0/confirm", "missing required field: confirm"),
    (entry(type="number_input"), "/element", "missing required field: is_decimal_allowed"),
    (entry(type="conversations_select", filter={}), "/element/filter", "must have a property"),
    (rich({"type": "user"}), "/elements/0/elements/0", "missing required field: user_id"),
    (rich({"type": "date", "format": "{date}"}),
     "/elements/0/elements/0", "missing required field: timestamp"),
    # What is of the wrong kind, or in the wrong place
    ({"type": "data_table", "rows": []}, "/type", "unsupported type: data_table"),
    (section("Hej"), "/text", "must be an object"),
    (section({"type": "plain_text", "text": 5}), "/text/text", "must be a string"),
    (section(text(kind="html")), "/text/type", "unsupported type: html"),
    ({"type": "header", "text": text(kind="mrkdwn")}, "/text/type", "unsupported type: mrkdwn"),
    (actions(button(text=text(kind="mrkdwn"))),
     "/elements/0/text/type", "unsupported type: mrkdwn"),
    (actions(button(value=5)), "/elements/0/value", "must be a string"),
    (actions(button(style="default")),
     "/elements/0/style", "must be one of: danger, primary"),
    (actions(button(confirm=ASK | {"style": "default"})),
     "/elements/0/confirm/style", 'style for confirm must be either "primary" or "danger"'),
    (menu("plain_text_input"), "/elements/0/type", "unsupported type: plain_text_input"),
    (menu("multi_users_select"), "/elements/0/type", "unsupported type: multi_users_select"),
    (section(text(), accessory={"type": "plain_text_input"}),
     "/accessory/type", "unsupported type: plain_text_input"),
    (entry(**button()), "/element/type", "unsupported type: button"),
    ({"type": "context", "elements": [button()]}, "/elements/0/type", "unsupported type: button"),
    (menu("static_select", options=[option(text=text(kind="mrkdwn"))]),
     "/elements/0/options/0/text/type", "unsupported type: mrkdwn"),
    (menu("datepicker", initial_date="15/6 2019"),
     "/elements/0/initial_date", "initial_date attribute must be in format 'YYYY-MM-DD'"),
    (menu("timepicker", initial_time="25:00"),
     "/elements/0/initial_time", "initial_time attribute must be in format 'HH:mm'"),
    (entry(type="number_input", is_decimal_allowed=True, min_value=3),
     "/element/min_value", "must be a string"),
    (entry(type="plain_text_input", dispatch_action_config={"trigger_actions_on": ["never"]}),
     "/element/dispatch_action_config/trigger_actions_on",
     "must be one of: on_enter_pressed, on_character_entered"),
    (entry(type="conversations_select", filter={"include": ["all"]}),
     "/element/filter/include", "must be one of: im, mpim, private, public"),
    ({"type": "table", "rows": [[CELL]], "column_settings": [None, {"align": "up"}]},
     "/column_settings/1/align", "must be one of: left, center, right"),
    ({"type": "table", "rows": [[text()]]}, "/rows/0/0/type", "unsupported type: plain_text"),
    (rich({"type": "nothing"}), "/elements/0/elements/0/type", "unsupported type: nothing"),
    (rich({"type": "broadcast", "range": "all"}),
     "/elements/0/elements/0/range", "must be one of: here, channel, everyone"),
    (actions(button(), button()), "/elements", 'action_id "a" already exists'),
]  # fmt: skip


@pytest.mark.parametrize(("block", "pointer", "words"), BAD)
def test_block_beyond_its_limits_is_refused_with_a_pointer(
    block: dict, pointer: str, words: str
) -> None:
    with pytest.raises(SlackError) as refusal:
        check_blocks([block])

    assert refusal.value.name == "invalid_blocks"
    assert refusal.value.detail["response_metadata"]["messages"] == [
        f"[ERROR] {words} [json-pointer:/blocks/0{pointer}]"
    ]


MANY = [
    ([{"type": "divider"}] * 51, items(50)),
    ([{"type": "divider", "block_id": "a"}] * 2, 'block_id "a" already exists'),
    ([TABLE, TABLE], "only one table"),
    ([{"type": "markdown", "text": "x" * 7000}] * 2, chars(12000)),
]


@pytest.mark.parametrize(("blocks", "words"), MANY)
def test_blocks_that_dont_fit_together_are_refused(blocks: list[dict], words: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_blocks(blocks)

    assert words in str(refusal.value.detail["response_metadata"]["messages"])


def test_what_slack_sdks_models_let_through_is_refused() -> None:
    lenient = SectionBlock(fields=["x" * 2001]).to_dict()

    with pytest.raises(SlackError) as refusal:
        check_blocks([lenient])

    assert refusal.value.name == "invalid_blocks"


VIEWS = [
    ({"type": "modal", "blocks": []}, "/view", "missing required field: title"),
    (modal(title=text("x" * 25)), "/view/title/text", chars(24)),
    (modal(submit=text("x" * 25)), "/view/submit/text", chars(24)),
    (modal(blocks=[entry(type="plain_text_input")]), "/view", "missing required field: submit"),
    (
        modal(private_metadata="x" * 3001),
        "/view/private_metadata",
        chars(3000),
    ),
    (modal(callback_id="x" * 256), "/view/callback_id", chars(255)),
    (modal(blocks=[{"type": "divider"}] * 101), "/view/blocks", items(100)),
    (modal(blocks=[TABLE]), "/view/blocks/0/type", "unsupported type: table"),
    (modal(type="home"), "/view/type", "unsupported type: home"),
    (modal(id="V1"), "/view", "invalid additional property: id"),
]


@pytest.mark.parametrize(("view", "pointer", "words"), VIEWS)
def test_view_beyond_its_limits_is_refused_with_a_pointer(
    view: dict, pointer: str, words: str
) -> None:
    with pytest.raises(SlackError) as refusal:
        check_view(view, surface="modal")

    assert refusal.value.name == "invalid_arguments"
    assert refusal.value.detail["response_metadata"]["messages"] == [
        f"[ERROR] {words} [json-pointer:{pointer}]"
    ]


def test_view_of_more_than_250_kb_is_too_large() -> None:
    blocks = [{"type": "section", "text": text("å" * 3000)} for _ in range(60)]

    with pytest.raises(SlackError) as refusal:
        check_view(modal(blocks=blocks), surface="modal")

    assert refusal.value.name == "view_too_large"


def test_suggestions_may_be_grouped_but_not_more_than_a_hundred() -> None:
    grouped = {"option_groups": [{"label": text("Län"), "options": [option("A"), option("B")]}]}

    assert [each["value"] for each in check_options(grouped)] == ["A", "B"]
    assert check_options({}) == []
    with pytest.raises(SlackError):
        check_options({"options": [option()] * 101})
