"""The page itself, as people use it: pointer, keyboard, two windows, small screens."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from slack_bolt.app.async_app import AsyncApp

from deploy.workspace import Jump, Limits
from tests.workspace.browser import PHONE, picture, window
from tests.workspace.scene import Scene, build, connected, option, plain, served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def field(name: str, *, optional: bool = False, **element: object) -> dict:
    return {"type": "input", "block_id": name.lower(), "label": plain(name), "optional": optional,
            "element": {"action_id": "a", **element}}  # fmt: skip


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Beslutsunderlag"),
    "submit": plain("Spara"),
    "blocks": [
        field("Organ", type="static_select", options=[option("Socialnämnden"), option("KS")]),
        field("Datum", type="datepicker", initial_date="2017-09-12"),
        field("Paragraf", type="plain_text_input", placeholder=plain("Sn § 63")),
        field("Utfall", type="radio_buttons", options=[option("Antar"), option("Avslår")]),
        field("Kopia", optional=True, type="multi_users_select"),
        field("Kommun", optional=True, type="external_select", min_query_length=1),
    ],
}
CONFIRM = {
    "title": plain("Svara nej?"),
    "text": {"type": "mrkdwn", "text": "Då faller *allt*."},
    "confirm": plain("Ja, svara nej"),
    "deny": plain("Tillbaka"),
    "style": "danger",
}
POLL = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Antar Ljungby?* <@U0100000003>"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "yes", "style": "primary", "text": plain("Ja")},
            {"type": "button", "action_id": "no", "style": "danger", "text": plain("Nej"),
             "confirm": CONFIRM},
            {"type": "overflow", "action_id": "more", "options": [option("Exportera")]},
            {"type": "external_select", "action_id": "place", "min_query_length": 1,
             "placeholder": plain("Sök kommun")},
        ],
    },
]  # fmt: skip


class Small:
    """The app behind the page; it keeps what it was told."""

    def __init__(self, bolt: AsyncApp) -> None:
        self.told: list[object] = []
        bolt.command("/kaffe")(self.command)
        bolt.view("form")(self.submitted)
        bolt.options("place")(self.places)
        bolt.options("a")(self.places)
        bolt.action("place")(self.acted)
        bolt.action("more")(self.acted)
        bolt.action("no")(self.acted)
        bolt.action("yes")(self.agreed)
        bolt.event("app_home_opened")(self.home)
        bolt.event("message")(self.heard)
        bolt.shortcut("keep")(self.kept)

    async def command(self, ack, client, body) -> None:
        if body["text"]:
            await ack(f"*{body['text']}*: 289 600 kr")
        else:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def submitted(self, ack, view) -> None:
        values = {name: state["a"] for name, state in view["state"]["values"].items()}
        if not values["paragraf"]["value"].startswith("Sn"):
            await ack(response_action="errors", errors={"paragraf": "Skriv som Sn § 63."})
        else:
            self.told.append(values)
            await ack()

    async def places(self, ack, payload) -> None:
        names = [n for n in ("Ljungby", "Ljusdal", "Lund") if n.startswith(payload["value"])]
        await ack(options=[option(name) for name in names])

    async def acted(self, ack, action) -> None:
        self.told.append(action.get("selected_option", {}).get("value") or action["action_id"])
        await ack()

    async def agreed(self, ack, respond) -> None:
        await ack()
        await respond(text="Svar: *Ja*", replace_original=True)

    async def home(self, client, event) -> None:
        blocks = [{"type": "header", "text": plain("Att göra")}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def heard(self) -> None:
        return

    async def kept(self, ack, shortcut) -> None:
        self.told.append(shortcut["message"]["text"])
        await ack()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(chrome: Browser) -> AsyncIterator[tuple[Scene, Small, Browser]]:
    scene = build(limits=Limits.off())
    async with served(scene, page=True), connected(scene) as bolt:
        yield scene, Small(bolt), chrome
        for context in chrome.contexts:
            await context.close()


async def type_command(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.keyboard.press("Enter")


async def test_command_shows_its_answer_to_its_asker_only_in_two_windows(stage) -> None:
    scene, _, browser = stage
    karin = await window(browser, scene, scene.karin.id)
    erik = await window(browser, scene, scene.erik.id)

    await type_command(karin, "/kaffe Ljungby")
    await type_command(erik, "Hej *alla* <script>")

    whisper = karin.get_by_test_id("ephemeral")
    await expect(whisper).to_contain_text("Bara du kan se detta")
    await expect(whisper.locator("b").last).to_have_text("Ljungby")
    seen = karin.get_by_test_id("message")
    await expect(seen.locator(".content")).to_have_text("Hej alla <script>")
    await expect(erik.get_by_test_id("ephemeral")).to_have_count(0)
    await expect(erik.locator("textarea").first).to_have_attribute(
        "placeholder", "Write in #forum, or a /command"
    )
    await picture(karin, "command")
    await karin.reload()
    await expect(karin.get_by_test_id("message")).to_have_count(1)
    await expect(karin.get_by_test_id("ephemeral")).to_have_count(0)


async def test_commands_are_completed_by_keyboard(stage) -> None:
    scene, _, browser = stage
    page = await window(browser, scene, scene.karin.id)
    box = page.get_by_test_id("composer")

    await box.press_sequentially("/")
    await expect(page.locator(".completions li")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("/kaffe ")
    await box.press_sequentially("svart")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("ephemeral")).to_contain_text("svart")
    await type_command(page, "/finnsinte")
    await expect(page.get_by_test_id("toast")).to_contain_text("inget kommando")


async def test_modal_shows_errors_inline_and_keeps_what_was_typed(stage) -> None:
    scene, small, browser = stage
    page = await window(browser, scene, scene.karin.id)
    await type_command(page, "/kaffe")
    modal = page.get_by_test_id("modal")
    await expect(modal).to_be_visible()
    await expect(modal.locator("select")).to_be_focused()

    await modal.get_by_test_id("submit").click()
    await expect(modal.locator(".error")).to_have_count(3)
    await modal.locator("select").select_option(label="Socialnämnden")
    await modal.get_by_placeholder("Sn § 63").fill("63")
    await modal.get_by_text("Antar").click()
    await modal.get_by_role("combobox").nth(1).fill("Erik")
    await modal.locator(".offers li", has_text="Erik Ek").click()
    await expect(modal.locator(".chip")).to_contain_text("Erik Ek")
    await modal.locator("[data-kind=external_select] input").fill("Lj")
    await expect(modal.locator(".offers li")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await modal.get_by_test_id("submit").click()
    await expect(modal.locator(".error")).to_have_count(1)
    await expect(modal.locator(".error")).to_have_text("Skriv som Sn § 63.")
    await expect(modal.get_by_placeholder("Sn § 63")).to_have_value("63")
    await picture(page, "modal")
    await modal.get_by_placeholder("Sn § 63").fill("Sn § 63")
    await page.keyboard.press("Enter")
    await expect(modal).to_have_count(0)

    [told] = small.told
    assert told["organ"]["selected_option"]["value"] == "socialnämnden"
    assert told["datum"]["selected_date"] == "2017-09-12"
    assert told["utfall"]["selected_option"]["value"] == "antar"
    assert told["kopia"]["selected_users"] == [scene.erik.id]
    assert told["kommun"]["selected_option"]["value"] == "ljusdal"


async def test_modal_keeps_the_focus_and_closes_with_escape(stage) -> None:
    scene, _, browser = stage
    page = await window(browser, scene, scene.karin.id)
    await type_command(page, "/kaffe")
    await expect(page.get_by_test_id("modal")).to_be_visible()

    for _ in range(15):
        await page.keyboard.press("Tab")
        assert await page.evaluate("!!document.activeElement.closest('form.modal')")
    await page.keyboard.press("Escape")

    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert scene.karin.view is None


async def test_buttons_menus_and_questions_work_in_a_message(stage) -> None:
    scene, small, browser = stage
    await scene.call("chat.postMessage", channel=scene.channel, text="Fråga", blocks=POLL)
    page = await window(browser, scene, scene.karin.id)
    message = page.get_by_test_id("message")

    await message.get_by_role("button", name="Nej").click()
    await picture(page, "question")
    await page.get_by_test_id("confirm-no").click()
    await message.locator(".bk-overflow summary").click()
    await message.get_by_role("menuitem", name="Exportera").click()
    await message.get_by_role("combobox").fill("Lj")
    await message.locator(".offers li", has_text="Ljungby").click()
    await message.get_by_role("button", name="Nej").click()
    await page.get_by_test_id("confirm-yes").click()
    await expect(page.locator("dialog")).to_have_count(0)
    await message.get_by_role("button", name="Ja", exact=True).click()

    await expect(message.locator(".content")).to_have_text("Svar: Ja (redigerat)")
    assert small.told == ["exportera", "ljungby", "no"]


async def test_story_clock_is_moved_and_everybody_sees_it(stage) -> None:
    scene, _, browser = stage
    clock = scene.workspace.clock
    due = clock.now() + timedelta(days=9, hours=2)
    scene.workspace.upcoming = lambda: [(due, "Påminnelse: 7 dagar kvar")]

    async def spring() -> None:
        clock.advance(timedelta(days=546))

    scene.workspace.jumps.append(Jump("Våren 2019", spring))
    karin = await window(browser, scene, scene.karin.id)
    erik = await window(browser, scene, scene.erik.id)

    await expect(karin.get_by_test_id("clock")).to_have_text("måndag 4 september 2017 09:00")
    await karin.get_by_test_id("next-day").click()
    await expect(erik.get_by_test_id("clock")).to_contain_text("5 September 2017")
    await karin.get_by_test_id("clock").click()
    await expect(karin.get_by_test_id("upcoming")).to_contain_text("Påminnelse: 7 dagar kvar")
    await karin.get_by_test_id("next-due").click()
    await expect(karin.get_by_test_id("clock")).to_contain_text("13 september 2017 11:00")
    await karin.get_by_role("button", name="Våren 2019").click()
    await expect(erik.get_by_test_id("clock")).to_contain_text("13 March 2019")


async def test_one_acts_as_another_by_search_and_finds_what_is_unread(stage) -> None:
    scene, _, browser = stage
    for number in range(290):
        scene.workspace.add_person(f"Chef {number}", title=f"Socialchef, kommun {number}")
    await scene.call("chat.postMessage", channel=scene.erik.id, text="Till Erik")
    page = await window(browser, scene, scene.karin.id)

    await page.get_by_test_id("act-as").locator("summary").click()
    await expect(page.get_by_placeholder("Sök namn eller titel")).to_be_focused()
    await picture(page, "act-as")
    await page.keyboard.type("erik")
    await expect(page.locator(".person:visible")).to_have_count(1)
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("act-as")).to_contain_text("Erik Ek")
    await expect(page.get_by_test_id("message")).to_contain_text("Till Erik")
    assert page.url.endswith(f"?as={scene.erik.id}")
    await page.get_by_test_id("tab-home").click()
    await expect(page.get_by_test_id("home")).to_contain_text("Att göra")


async def test_threads_reactions_files_and_shortcuts_work(stage) -> None:
    scene, small, browser = stage
    said = await scene.erik.say(scene.channel, "Ska vi svara?")
    picture_bytes = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
        "789c63f8cfc0f01f00050001ff56c72f0d0000000049454e44ae426082"
    )
    await scene.erik.upload(scene.channel, "karta.png", picture_bytes)
    page = await window(browser, scene, scene.karin.id)
    message = page.get_by_test_id("message").first

    await message.hover()
    await message.locator(".tools [data-name=eyes]").click()
    await expect(message.locator(".reaction")).to_have_text("👀 1")
    await message.hover()
    await message.locator(".tools [data-do=thread]").click()
    await page.get_by_test_id("thread-composer").fill("Ja, i tråden")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("thread").get_by_test_id("message")).to_have_count(2)
    await expect(message.locator(".thread-link")).to_have_text("1 svar")
    await message.hover()
    await message.locator(".tools summary").click()
    await message.get_by_role("menuitem", name="Spara").click()
    await expect(page.locator(".file img")).to_have_js_property("naturalWidth", 1)

    await scene.workspace.settled()
    assert small.told == ["Ska vi svara?"]
    assert [m.text for m in scene.karin.thread(said)] == ["Ska vi svara?", "Ja, i tråden"]


async def test_recording_is_searched_and_faults_are_asked_for_in_the_page(stage) -> None:
    scene, _, browser = stage
    page = await window(browser, scene, scene.karin.id)
    await type_command(page, "/kaffe Ljungby")
    await expect(page.get_by_test_id("ephemeral")).to_be_visible()

    await page.locator("[data-do=panel][data-name=record]").click()
    await page.locator("[data-search=record]").press_sequentially("/kaffe")
    await expect(page.locator(".entry")).to_have_count(1)
    await page.locator(".faults summary").click()
    await page.locator("#fault-kind").select_option("unheard")
    await page.locator("#fault-target").fill("/kaffe")
    await page.get_by_test_id("fault").click()
    await expect(page.locator(".faults summary")).to_contain_text("Försändelsen kommer bort /kaffe")
    await picture(page, "recording")

    assert [(f.kind, f.target) for f in scene.workspace.faults.waiting] == [("unheard", "/kaffe")]


async def test_page_fits_a_phone_and_the_dark(stage) -> None:
    scene, _, browser = stage
    await scene.call("chat.postMessage", channel=scene.channel, text="Fråga", blocks=POLL)
    page = await window(browser, scene, scene.karin.id, size=PHONE, dark=True)
    await expect(page.get_by_test_id("message")).to_be_visible()

    wide = await page.evaluate("document.documentElement.scrollWidth")
    background = await page.evaluate(
        "getComputedStyle(document.querySelector('.conversation')).backgroundColor"
    )
    await picture(page, "phone")
    await page.get_by_role("button", name="Visa samtal").click()
    await page.get_by_test_id("place").filter(has_text="Fika").click()
    await expect(page.get_by_role("heading", name="Fika")).to_be_visible()
    await type_command(page, "/kaffe")
    await expect(page.get_by_test_id("modal")).to_be_visible()
    await picture(page, "phone-modal")

    assert wide == PHONE["width"]
    assert background == "rgb(26, 28, 32)"
