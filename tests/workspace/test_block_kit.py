"""Block Kit as strict as Slack's servers, where slack_sdk's models let things through."""

import pytest
from slack_sdk.models.blocks import SectionBlock

from deploy.workspace.blocks import check_blocks, check_options, check_view
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


TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}]]}

GOOD = [
    {"type": "section", "text": text("x" * 3000, "mrkdwn")},
    {"type": "section", "fields": [text("x" * 2000)] * 10},
    {"type": "section", "text": text(), "accessory": button(value="x" * 2000)},
    {"type": "header", "text": text("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [text("a", "mrkdwn")] * 10},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "Karta"},
    actions(*[button(action_id=str(n)) for n in range(25)]),
    actions({"type": "overflow", "action_id": "o", "options": [option()] * 5}),
    actions({"type": "static_select", "action_id": "s", "options": [option()] * 100}),
    actions({"type": "external_select", "action_id": "e", "min_query_length": 0}),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2019-06-15"}),
    {"type": "markdown", "text": "# Rubrik\n- punkt"},
    TABLE,
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}],
    },
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_block_within_its_limits_is_taken(block: dict) -> None:
    taken = check_blocks([block])
    assert {k: v for k, v in taken[0].items() if k != "block_id"} == block
    assert taken[0]["block_id"]


BAD = [
    ({"type": "section", "text": text("x" * 3001)}, "/0/text", "less than 3001"),
    ({"type": "section", "text": text("")}, "/0/text/text", "at least 1 character"),
    ({"type": "section", "fields": [text("x" * 2001)]}, "/0/fields/0", "less than 2001"),
    ({"type": "section", "fields": [text()] * 11}, "/0/fields", "at most 10 items"),
    ({"type": "section"}, "/0", "must have text or fields"),
    ({"type": "section", "text": text(), "colour": "red"}, "/0/colour", "invalid additional"),
    ({"type": "header", "text": text("x" * 151)}, "/0/text", "less than 151"),
    ({"type": "header", "text": text("a", "mrkdwn")}, "/0/text/type", "plain_text"),
    (actions(button(text=text("x" * 76))), "/0/elements/0/text", "less than 76"),
    (actions(button(value="x" * 2001)), "/0/elements/0/value", "at most 2000"),
    (actions(button(style="default")), "/0/elements/0/style", "primary"),
    (actions(*[button(action_id=str(n)) for n in range(26)]), "/0/elements", "at most 25"),
    (actions(button(), button()), "/0/elements", 'action_id "a" already exists'),
    (actions(), "/0/elements", "at least 1 item"),
    (
        actions({"type": "overflow", "options": [option()] * 6}),
        "/0/elements/0/options",
        "at most 5",
    ),
    (
        actions({"type": "static_select", "options": [option()] * 101}),
        "/0/elements/0/options",
        "at most 100",
    ),
    (actions({"type": "static_select"}), "/0/elements/0", "options or option_groups"),
    (
        actions({"type": "static_select", "options": [option(value="x" * 151)]}),
        "/0/elements/0/options/0/value",
        "at most 150",
    ),
    (actions({"type": "plain_text_input"}), "/0/elements/0", "does not match any"),
    (
        actions({"type": "datepicker", "initial_date": "15/6 2019"}),
        "/0/elements/0/initial_date",
        "match pattern",
    ),
    (
        actions(button(confirm={"title": text(), "text": text("x" * 301), "confirm": text(),
                                "deny": text()})),
        "/0/elements/0/confirm/text",
        "less than 301",
    ),
    ({"type": "image", "image_url": "https://example.org/a.png"}, "/0/alt_text", "missing"),
    ({"type": "context", "elements": [text()] * 11}, "/0/elements", "at most 10"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "A"}]] * 101}, "/0/rows", "100"),
    ({"type": "markdown", "text": "x" * 12_001}, "/0/text", "at most 12000"),
    ({"type": "data_table", "rows": []}, "/0", "does not match any"),
    ({"type": "divider", "block_id": "x" * 256}, "/0/block_id", "at most 255"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "pointer", "words"), BAD)
def test_block_beyond_its_limits_is_refused_with_a_pointer(
    block: dict, pointer: str, words: str
) -> None:
    with pytest.raises(SlackError) as refusal:
        check_blocks([block])

    assert refusal.value.name == "invalid_blocks"
    [line, *_] = refusal.value.detail["response_metadata"]["messages"]
    assert words in line
    assert line.endswith(f"[json-pointer:/blocks{pointer}]")


MANY = [
    ([{"type": "divider"}] * 51, "at most 50"),
    ([{"type": "divider", "block_id": "a"}] * 2, 'block_id "a" already exists'),
    ([TABLE, TABLE], "only one table"),
    ([{"type": "markdown", "text": "x" * 7000}] * 2, "12001 characters in all"),
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
    ({"type": "modal", "blocks": []}, "/view/title", "missing required field"),
    (modal(title=text("x" * 25)), "/view/title", "less than 25"),
    (modal(submit=text("x" * 25)), "/view/submit", "less than 25"),
    (modal(blocks=[entry(type="plain_text_input")]), "/view", "submit"),
    (modal(private_metadata="x" * 3001), "/view/private_metadata", "at most 3000"),
    (modal(callback_id="x" * 256), "/view/callback_id", "at most 255"),
    (modal(blocks=[{"type": "divider"}] * 101), "/view/blocks", "at most 100"),
    (modal(blocks=[TABLE]), "/view/blocks/0", "does not match any"),
    (modal(type="home"), "/view/title", "invalid additional"),
]


@pytest.mark.parametrize(("view", "pointer", "words"), VIEWS)
def test_view_beyond_its_limits_is_refused_with_a_pointer(
    view: dict, pointer: str, words: str
) -> None:
    with pytest.raises(SlackError) as refusal:
        check_view(view, surface="modal")

    assert refusal.value.name == "invalid_arguments"
    line = refusal.value.detail["response_metadata"]["messages"][0]
    assert words in line
    assert line.endswith(f"[json-pointer:{pointer}]")


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
