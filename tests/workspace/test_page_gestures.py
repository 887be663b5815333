"""What the page takes: files, every element of a form, keys, and ways to other conversations."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from deploy.workspace import Limits
from deploy.workspace.control import DEEDS
from deploy.workspace.faults import KINDS
from deploy.workspace.words import say
from tests.workspace.browser import picture, window
from tests.workspace.scene import Scene, build, connected, option, plain, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

DROP = """(place, [name, words]) => {
  const data = new DataTransfer();
  data.items.add(new File([words], name));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  for (const kind of ["dragover", "drop"]) place.dispatchEvent(new DragEvent(kind, how));
}"""
PASTE = """(place, [name, words]) => {
  const data = new DataTransfer();
  data.items.add(new File([words], name));
  place.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""


@pytest_asyncio.fixture(loop_scope="module")
async def stage(chrome: Browser) -> AsyncIterator[tuple[Scene, list[dict], Page]]:
    """A scene, what its app gets when a form is sent, and Karin's window."""
    scene = build(limits=Limits.off())
    got: list[dict] = []
    async with served(scene, page=True), connected(scene) as bolt:

        @bolt.view("form")
        async def _(ack, body) -> None:
            got.append({k: state["a"] for k, state in body["view"]["state"]["values"].items()})
            await ack()

        @bolt.options("a")
        async def _(ack, payload) -> None:
            names = ("Ljungby", "Ljusdal", "Lund")
            await ack(options=[option(n) for n in names if n.startswith(payload["value"])])

        for event in ("message", "file_shared", "member_joined_channel", "app_home_opened"):
            bolt.event(event)(nothing)
        yield scene, got, await window(chrome, scene, scene.karin.id)
        for context in chrome.contexts:
            await context.close()


async def nothing() -> None:
    return


async def open_form(scene: Scene, page: Page, *blocks: dict) -> Locator:
    view = {"type": "modal", "callback_id": "form", "title": plain("Formulär"),
            "submit": plain("Skicka"), "blocks": list(blocks)}  # fmt: skip
    trigger = scene.workspace.trigger(scene.app, scene.karin.person)
    assert (await scene.call("views.open", trigger_id=trigger, view=view))["ok"]
    modal = page.get_by_test_id("modal")
    await expect(modal).to_be_visible()
    return modal


def field(name: str, **element: object) -> dict:
    return {"type": "input", "block_id": name.lower(), "label": plain(name),
            "element": {"action_id": "a", **element}}  # fmt: skip


async def test_files_are_shared_by_choosing_dropping_and_pasting(stage) -> None:
    scene, _, page = stage
    await page.get_by_test_id("composer").fill("Beslutet")

    choose = {"name": "sn63.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    await page.locator(".composer-box input[type=file]").set_input_files(choose)
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await page.locator(".conversation").evaluate(DROP, ["ks87.txt", "KS 87"])
    await expect(page.get_by_test_id("message")).to_have_count(2)
    await page.get_by_test_id("composer").evaluate(PASTE, ["bild.txt", "Bild"])
    await expect(page.get_by_test_id("message")).to_have_count(3)

    said = [(m.text, m.files[0].name, m.files[0].content) for m in scene.erik.messages("forum")]
    assert said == [
        ("Beslutet", "sn63.pdf", b"%PDF"),
        ("", "ks87.txt", b"KS 87"),
        ("", "bild.txt", b"Bild"),
    ]
    await expect(page.get_by_test_id("composer")).to_have_value("")
    await expect(page.locator(".file-card").first).to_contain_text("PDF")
    await picture(page, "files")


async def test_files_are_put_into_a_form_and_taken_out_again(stage) -> None:
    scene, got, page = stage
    modal = await open_form(scene, page, field("Underlag", type="file_input", filetypes=["pdf"]))

    choose = {"name": "sn63.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    await modal.get_by_label("Underlag").set_input_files(choose)
    await expect(modal.locator(".chip")).to_have_count(1)
    await modal.locator(".drop").evaluate(DROP, ["fel.pdf", "fel"])
    await expect(modal.locator(".chip")).to_have_count(2)
    await picture(page, "form-files")
    await modal.locator(".chip", has_text="fel.pdf").get_by_role("button").click()
    await expect(modal.locator(".chip")).to_have_count(1)
    await modal.get_by_test_id("submit").click()
    await expect(modal).to_have_count(0)

    [file] = got[0]["underlag"]["files"]
    headers = {"Authorization": f"Bearer {scene.app.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(file["url_private"], headers=headers) as reply,
    ):
        assert (file["name"], await reply.read()) == ("sn63.pdf", b"%PDF")
    assert scene.karin.messages("forum") == []


async def test_talk_with_a_person_is_begun_and_a_channel_joined_from_the_page(stage) -> None:
    scene, _, page = stage
    other = scene.workspace.add_channel("socialchefer", members=[scene.erik.id])
    scene.workspace.add_channel("hemligt", members=[scene.erik.id], private=True)

    await page.get_by_test_id("more-directs").click()
    await page.locator("[data-filter=directs]").fill("erik")
    await expect(page.get_by_test_id("choices").get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Erik Ek")).to_be_visible()
    await page.get_by_test_id("composer").fill("Hej Erik")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("message")).to_contain_text("Hej Erik")
    await page.get_by_test_id("more-channels").click()
    choices = page.get_by_test_id("choices").get_by_role("option")
    await expect(choices).to_have_text(["# forum 3 medlemmar", "# socialchefer 1 medlem · gå med"])
    await picture(page, "browse")
    await choices.last.click()
    await expect(page.get_by_role("heading", name="socialchefer")).to_be_visible()

    assert [m.text for m in scene.erik.messages(scene.karin.talk_to(scene.erik.id).id)] == [
        "Hej Erik"
    ]
    assert scene.karin.id in scene.workspace.team.channel(other).members


async def pick(modal: Locator, block: str, typed: str, name: str) -> None:
    box = modal.locator(f"[data-block={block}] [role=combobox]")
    await box.fill(typed)
    await modal.locator(".offers li", has_text=name).click()


async def test_every_element_of_a_form_is_filled_in_with_the_page(stage) -> None:
    scene, got, page = stage
    months = [option(f"Månad {n}") for n in range(1, 21)]
    groups = [{"label": plain("Län"), "options": [option("Kronoberg"), option("Kalmar")]}]
    modal = await open_form(
        scene,
        page,
        field("Län", type="static_select", option_groups=groups),
        field("Månad", type="static_select", options=months),
        field("Två", type="multi_static_select", options=months),
        field("Kommun", type="external_select", min_query_length=1),
        field("Kommuner", type="multi_external_select", min_query_length=1),
        field("Vem", type="users_select"),
        field("Kanal", type="channels_select"),
        field("Samtal", type="conversations_select"),
        field("Kanaler", type="multi_channels_select"),
        field("Dag", type="datepicker"),
        field("Tid", type="timepicker"),
        field("Stund", type="datetimepicker"),
        field("Utfall", type="radio_buttons", options=[option("Antar"), option("Avslår")]),
        field("Rutor", type="checkboxes", options=[option("A"), option("B"), option("C")]),
        field("Text", type="plain_text_input", multiline=True),
        field("Post", type="email_text_input"),
        field("Länk", type="url_text_input"),
        field("Kronor", type="number_input", is_decimal_allowed=False),
    )

    await modal.locator("[data-block=län] select").select_option(label="Kalmar")
    await pick(modal, "månad", "17", "Månad 17")
    await pick(modal, "två", "Månad 2", "Månad 20")
    await pick(modal, "två", "Månad 3", "Månad 3")
    await pick(modal, "kommun", "Lj", "Ljusdal")
    await pick(modal, "kommuner", "Lu", "Lund")
    await pick(modal, "vem", "Erik", "Erik Ek")
    await pick(modal, "kanal", "for", "forum")
    await pick(modal, "samtal", "for", "forum")
    await pick(modal, "kanaler", "for", "forum")
    await modal.get_by_label("Dag").fill("2017-10-01")
    await modal.get_by_label("Tid").fill("09:30")
    await modal.get_by_label("Stund").fill("2017-10-01T09:30")
    await modal.get_by_text("Avslår").click()
    for box in ("A", "C"):
        await modal.locator("[data-block=rutor]").get_by_label(box, exact=True).check()
    await modal.get_by_label("Text").fill("Rad 1\nRad 2")
    await modal.get_by_label("Post").fill("a@b.se")
    await modal.get_by_label("Länk").fill("https://a.se")
    await modal.get_by_label("Kronor").fill("289600")
    await picture(page, "every-field")
    await modal.get_by_test_id("submit").click()
    await expect(modal).to_have_count(0)

    [values] = got
    offset = await page.evaluate("new Date('2017-10-01T09:30').getTime() / 1000")
    assert {
        name: next(v for k, v in state.items() if k != "type") for name, state in values.items()
    } == {
        "län": option("Kalmar"),
        "månad": option("Månad 17"),
        "två": [option("Månad 20"), option("Månad 3")],
        "kommun": option("Ljusdal"),
        "kommuner": [option("Lund")],
        "vem": scene.erik.id,
        "kanal": scene.channel,
        "samtal": scene.channel,
        "kanaler": [scene.channel],
        "dag": "2017-10-01",
        "tid": "09:30",
        "stund": offset,
        "utfall": option("Avslår"),
        "rutor": [option("A"), option("C")],
        "text": "Rad 1\nRad 2",
        "post": "a@b.se",
        "länk": "https://a.se",
        "kronor": "289600",
    }


RUN = {"type": "text", "text": "fet", "style": {"bold": True}}
SHOWN = [
    ({"type": "header", "text": plain("Rubrik :tada:")}, "h3", "Rubrik 🎉"),
    ({"type": "section", "fields": [plain("A"), plain("B")]}, ".bk-fields > div", "AB"),
    ({"type": "context", "elements": [{"type": "mrkdwn", "text": "_liten_"}]}, "span i", "liten"),
    ({"type": "divider"}, "hr", ""),
    ({"type": "markdown", "text": "1. ett\n2. två"}, ".md ol > li", "etttvå"),
    ({"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [RUN]}]},
     "blockquote b", "fet"),
    ({"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "ordered", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0100000004"}]}]}]},
     "ol .mention", "@Erik Ek"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "Kommun"}],
                                [{"type": "raw_text", "text": "Ljungby"}]],
      "column_settings": [{"align": "right"}]}, "td.right", "Ljungby"),
]  # fmt: skip


async def test_every_block_is_shown(stage) -> None:
    scene, _, page = stage
    for block, _, _ in SHOWN:
        await scene.call("chat.postMessage", channel=scene.channel, text="-", blocks=[block])
    messages = page.get_by_test_id("message")
    await expect(messages).to_have_count(len(SHOWN))

    for number, (_, selector, words) in enumerate(SHOWN):
        found = messages.nth(number).locator(".content").locator(selector)
        assert "".join(await found.all_inner_texts()) == words
        assert await found.count() > 0
    await picture(page, "blocks")


async def test_unread_marks_follow_what_others_write(stage) -> None:
    scene, _, page = stage
    await page.locator(f"[data-place='c:{scene.karin.app_channel().id}']").click()
    row = page.locator(f"[data-place='c:{scene.channel}']")

    await scene.erik.say(scene.channel, "Till alla")
    await expect(row).to_have_class("row unread")
    await expect(row.locator(".count")).to_have_count(0)
    await scene.erik.say(scene.channel, "@Karin Lund, svara")
    await expect(row.locator(".count")).to_have_text("2")
    await row.click()

    await expect(row).to_have_class("row")
    await expect(page.get_by_test_id("message").last).to_contain_text("@Karin Lund, svara")


NAMELESS = """() => {
  const named = (node) => node.ariaLabel || node.innerText?.trim() || node.title || node.placeholder
    || node.labels?.length;
  return [...document.querySelectorAll("button, input, select, textarea, a[href], summary")]
    .filter((node) => node.checkVisibility() && !named(node)).map((node) => node.outerHTML);
}"""
WHERE = """() => document.activeElement.closest(
  ".r-topbar, .r-sidebar, .stream, .composer-place")?.className.split(" ").pop()"""


async def test_keyboard_goes_through_the_page_in_the_order_of_reading(stage) -> None:
    scene, _, page = stage
    await scene.karin.say(scene.channel, "Hej")
    await page.get_by_test_id("message").wait_for()
    await page.evaluate("document.activeElement.blur()")

    places = []
    for _ in range(60):
        await page.keyboard.press("Tab")
        place = await page.evaluate(WHERE)
        if place and place not in places[-1:]:
            places.append(place)

    first = places.index("r-topbar")
    assert places[first : first + 4] == ["r-topbar", "r-sidebar", "stream", "composer-place"]
    assert await page.evaluate(NAMELESS) == []


async def test_light_and_dark_are_chosen_and_kept(stage) -> None:
    _, _, page = stage
    paper = "getComputedStyle(document.querySelector('.conversation')).backgroundColor"
    light = await page.evaluate(paper)
    await page.locator("[data-local=theme]").click()
    dark = await page.evaluate(paper)
    await page.reload()
    await page.get_by_test_id("clock").wait_for()

    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(26, 28, 32)")
    assert await page.evaluate(paper) == dark


async def test_story_plays_and_goes_to_what_was_chosen(stage) -> None:
    scene, _, page = stage
    clock = scene.workspace.clock
    due = [(clock.now() + timedelta(days=n), f"Påminnelse {n}") for n in (3, 1, 2)]
    scene.workspace.upcoming = lambda: due

    await page.get_by_test_id("clock").click()
    rows = page.get_by_test_id("upcoming").get_by_role("button")
    await expect(rows).to_contain_text(["Påminnelse 1", "Påminnelse 2", "Påminnelse 3"])
    await picture(page, "upcoming")
    await rows.nth(1).click()
    await expect(page.get_by_test_id("clock")).to_contain_text("6 september 2017")
    await page.get_by_test_id("play").click()
    await expect(page.get_by_test_id("play")).to_have_text("Stanna tiden")
    running = clock.running
    await page.get_by_test_id("play").click()
    await expect(page.get_by_test_id("play")).to_have_text("Låt tiden gå")

    assert (running, clock.running) == (True, False)


async def test_every_fault_and_deed_is_reached_from_the_page(stage) -> None:
    scene, _, page = stage
    await page.locator("[data-do=panel][data-name=record]").click()
    await page.locator(".faults summary").click()

    for kind in KINDS:
        await page.locator("#fault-kind").select_option(kind)
        await page.get_by_test_id("fault").click()
        await expect(page.locator(".faults summary")).to_contain_text(f"{say(kind, 'sv')} *")
    asked = [fault.kind for fault in scene.workspace.faults.waiting]
    await expect(page.get_by_test_id("deed")).to_have_text([say(deed, "sv") for deed in DEEDS])
    await picture(page, "faults")
    await page.get_by_role("button", name="Ta bort felen").click()
    await expect(page.locator(".faults summary small")).to_have_text("")
    [before] = scene.workspace.sockets.connections(scene.app.app_id)
    await page.get_by_role("button", name="Bryt anslutningen").click()
    await page.get_by_role("button", name="Avinstallera appen").click()
    await expect(page.get_by_test_id("place").filter(has_text="Fika")).to_have_count(0)

    assert asked == list(KINDS)
    assert before not in scene.workspace.sockets.connections(scene.app.app_id)
    assert (scene.app.revoked, scene.app.uninstalled) == (True, True)
