"""What the page does with messages: threads, whispers, one's own, pictures, and shortcuts."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from deploy.workspace import Limits
from deploy.workspace.model import Message
from deploy.workspace.page.render import Renderer
from tests.workspace.browser import PHONE, picture, window
from tests.workspace.scene import Scene, build, connected, option, plain, served
from tests.workspace.test_page_gestures import DROP, PASTE, nothing

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c63f8cfc0f01f00050001ff56c72f0d0000000049454e44ae426082"
)


@pytest_asyncio.fixture(loop_scope="module")
async def scene(chrome: Browser) -> AsyncIterator[Scene]:
    scene = build(limits=Limits.off())
    async with served(scene, page=True), connected(scene) as bolt:
        for event in ("message", "file_shared", "app_home_opened", "app_uninstalled",
                      "tokens_revoked"):  # fmt: skip
            bolt.event(event)(nothing)

        @bolt.shortcut("brew")
        async def _(ack, body, client) -> None:
            scene.heard.append(body)
            await ack()
            view = {"type": "modal", "title": plain("Kaffe"), "blocks": [{"type": "divider"}]}
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        yield scene
        for context in chrome.contexts:
            await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(scene: Scene, chrome: Browser) -> Page:
    return await window(chrome, scene, scene.karin.id)


async def open_thread(page: Page, message: Message) -> Locator:
    card = page.locator(f".stream [data-ts='{message.ts}']")
    await card.hover()
    await card.locator(".tools [data-do=thread]").click()
    thread = page.get_by_test_id("thread")
    await expect(thread).to_be_visible()
    return thread


async def test_files_given_in_a_thread_are_shared_there_with_its_text(scene, page) -> None:
    root = await scene.erik.say(scene.channel, "Var är besluten?")
    thread = await open_thread(page, root)
    await page.get_by_test_id("composer").fill("Till kanalen")
    await page.get_by_test_id("thread-composer").fill("Här är ett")

    choose = {"name": "sn63.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    await page.locator(".thread-composer-box input[type=file]").set_input_files(choose)
    await expect(thread.get_by_test_id("message")).to_have_count(2)
    await page.locator(".r-panel").evaluate(DROP, ["ks87.txt", "KS 87"])
    await expect(thread.get_by_test_id("message")).to_have_count(3)
    await page.get_by_test_id("thread-composer").evaluate(PASTE, ["bild.txt", "Bild"])
    await expect(thread.get_by_test_id("message")).to_have_count(4)
    await expect(page.get_by_test_id("thread-composer")).to_have_value("")
    await expect(page.get_by_test_id("composer")).to_have_value("Till kanalen")
    await page.locator(".conversation").evaluate(DROP, ["alla.txt", "Alla"])
    await expect(page.locator(".stream").get_by_test_id("message")).to_have_count(2)

    said = [(m.text, m.files[0].name) for m in scene.erik.thread(root)[1:]]
    assert said == [("Här är ett", "sn63.pdf"), ("", "ks87.txt"), ("", "bild.txt")]
    assert [(m.text, len(m.files)) for m in scene.erik.messages("forum")] == [
        ("Var är besluten?", 0),
        ("Till kanalen", 1),
    ]


async def test_thread_whose_root_is_deleted_closes_and_stops_nothing(scene, page) -> None:
    root = await scene.erik.say(scene.channel, "Ångrar mig")
    reply = await scene.karin.say(scene.channel, "Vänta", thread=root)
    thread = await open_thread(page, root)

    await scene.erik.delete(root)
    await show_modal(scene, "Kvar")

    await expect(page.get_by_test_id("modal")).to_be_visible()
    await expect(thread).to_have_count(0)
    assert scene.karin.thread(root) == [reply]


async def show_modal(scene: Scene, title: str) -> None:
    view = {"type": "modal", "title": plain(title), "blocks": [{"type": "divider"}]}
    trigger = scene.workspace.trigger(scene.app, scene.karin.person)
    assert (await scene.call("views.open", trigger_id=trigger, view=view))["ok"]


async def test_file_pasted_over_a_modal_does_not_go_into_the_channel_behind_it(scene, page) -> None:
    await show_modal(scene, "Framför")
    await page.get_by_test_id("modal").get_by_test_id("cancel").evaluate(PASTE, ["a.txt", "A"])
    await page.get_by_test_id("cancel").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    await page.get_by_test_id("composer").evaluate(PASTE, ["b.txt", "B"])
    await expect(page.get_by_test_id("message")).to_contain_text("b.txt")

    assert [m.files[0].name for m in scene.erik.messages("forum")] == ["b.txt"]


async def test_modal_of_an_app_that_is_uninstalled_closes(scene, page) -> None:
    await show_modal(scene, "Borta snart")
    await expect(page.get_by_test_id("modal")).to_be_visible()
    await expect(page.get_by_test_id("shortcuts")).to_have_count(1)
    box = page.get_by_test_id("composer")
    await box.fill("Halvskrivet")

    scene.workspace.uninstall(scene.app)

    await expect(page.get_by_test_id("modal")).to_have_count(0)
    await expect(page.get_by_test_id("shortcuts")).to_have_count(0)
    await expect(box).to_have_value("Halvskrivet")
    await expect(box).to_have_attribute("placeholder", "Skriv i #forum, eller ett /kommando")
    await scene.karin.say(scene.channel, "Sidan lever")
    await expect(page.get_by_test_id("message")).to_contain_text("Sidan lever")


async def test_whisper_in_a_thread_is_shown_there_to_its_reader_only(scene, page) -> None:
    root = await scene.erik.say(scene.channel, "Fråga")
    await scene.erik.say(scene.channel, "Svar", thread=root)
    thread = await open_thread(page, root)

    where = {"channel": scene.channel, "thread_ts": root.ts}
    await scene.call("chat.postEphemeral", **where, user=scene.karin.id, text="Viskning")

    await expect(thread.get_by_test_id("ephemeral")).to_contain_text("Viskning")
    await expect(page.locator(".stream").get_by_test_id("ephemeral")).to_have_count(0)
    await picture(page, "thread-whisper")
    assert [m.text for m in scene.karin.thread(root)] == ["Fråga", "Svar", "Viskning"]
    assert [m.text for m in scene.erik.thread(root)] == ["Fråga", "Svar"]
    assert [m.text for m in scene.karin.messages("forum")] == ["Fråga"]
    await thread.get_by_test_id("ephemeral").hover()
    await thread.get_by_role("button", name="Dölj").click()
    await expect(thread.get_by_test_id("ephemeral")).to_have_count(0)


def radio(**block: object) -> dict:
    options = [option("Antar"), option("Avslår")]
    element = {"type": "radio_buttons", "action_id": "vote", "options": options}
    return {"type": "actions", "elements": [element], **block}


async def test_radio_buttons_with_one_name_are_groups_of_their_own(scene, page) -> None:
    for words in ("Ljungby", "Lund"):
        answer = await scene.call(
            "chat.postMessage", channel=scene.channel, text=words,
            blocks=[radio(block_id="a"), radio(block_id="b")],
        )  # fmt: skip
    await open_thread(page, scene.karin.channel("forum").messages[answer["ts"]])
    groups = page.locator(".boxes")
    await expect(groups).to_have_count(6)

    assert (
        await groups.evaluate_all(
            "all => new Set(all.map(g => g.querySelector('input').name)).size"
        )
        == 6
    )
    assert await groups.evaluate_all(
        """all => { for (const group of all) group.querySelector("input").checked = true;
        return all.filter(group => group.querySelector(":checked")).length; }"""
    ) == 6  # fmt: skip


async def test_tools_of_a_message_are_reached_by_tapping_it_on_a_phone(scene, chrome) -> None:
    said = await scene.erik.say(scene.channel, "Ska vi svara?")
    page = await window(chrome, scene, scene.karin.id, size=PHONE, touch=True)
    whisper = {"channel": scene.channel, "user": scene.karin.id, "text": "Viskning"}
    await scene.call("chat.postEphemeral", **whisper)
    message, ephemeral = page.get_by_test_id("message"), page.get_by_test_id("ephemeral")

    await message.locator(".content").tap()
    await picture(page, "phone-tools")
    await message.locator(".tools [data-name=eyes]").tap()
    await expect(message.locator(".reaction")).to_have_text("👀 1")
    await ephemeral.locator(".content").tap()
    await expect(message.locator(".tools")).to_have_css("opacity", "0")
    await ephemeral.get_by_role("button", name="Dölj").tap()
    await expect(ephemeral).to_have_count(0)
    await message.locator(".tools button").first.focus()
    await expect(message.locator(".tools")).to_have_css("opacity", "1")
    await message.locator(".content").tap()
    await message.locator(".tools summary").tap()
    await expect(message.get_by_role("menuitem", name="Spara")).to_be_visible()
    await message.locator(".tools [data-do=thread]").tap()
    await expect(page.get_by_test_id("thread")).to_contain_text("Ska vi svara?")

    assert said.reactions == {"eyes": [scene.karin.id]}


async def test_global_shortcut_is_used_from_the_text_box(scene, page) -> None:
    await page.get_by_test_id("composer").fill("Halvskrivet")
    menu = page.get_by_test_id("shortcuts")
    await menu.locator("summary").click()
    await picture(page, "shortcuts")
    await menu.get_by_role("menuitem", name="Koka kaffe").click()
    await expect(page.get_by_test_id("modal")).to_contain_text("Kaffe")

    [told] = scene.heard
    assert (told["type"], told["callback_id"]) == ("shortcut", "brew")
    assert told["trigger_id"]
    assert "channel" not in told
    await expect(menu.locator("[role=menuitem]")).to_have_count(1)
    await expect(page.get_by_test_id("composer")).to_have_value("Halvskrivet")


async def test_text_files_show_their_first_lines(scene, page) -> None:
    rows = "\ufeffKommun;Kronor\r\n" + "".join(f"Ljungby {n};{n}\r\n" for n in range(20))
    await scene.erik.upload(scene.channel, "andelar.csv", rows.encode())
    await scene.erik.upload(scene.channel, "sn63.pdf", b"%PDF")
    await scene.erik.upload(scene.channel, "läs.md", "# <b>Åtta</b>".encode())
    files = page.locator(".file-text pre")

    await expect(files).to_have_count(2)
    await expect(files.last).to_have_text("# <b>Åtta</b>")
    shown = (await files.first.inner_text()).splitlines()
    await picture(page, "text-files")
    assert shown == ["Kommun;Kronor", *(f"Ljungby {n};{n}" for n in range(4)), "…"]


async def test_own_message_is_edited_and_deleted_and_no_other(scene, page) -> None:
    others = await scene.erik.say(scene.channel, "Eriks")
    own = await scene.karin.say(scene.channel, "Svar till @Erik Ek i #forum, 2 < 3")
    card = page.locator(f".stream [data-ts='{own.ts}']")
    await card.hover()
    await card.locator("[data-local=edit]").click()
    box = page.get_by_test_id("edit-text")
    await expect(box).to_have_value("Svar till @Erik Ek i #forum, 2 < 3")
    await picture(page, "edit")
    await box.fill("Nytt till @Erik Ek")
    await page.keyboard.press("Enter")
    await expect(card.locator(".content")).to_have_text("Nytt till @Erik Ek (redigerat)")
    await expect(page.locator("dialog")).to_have_count(0)
    assert own.text == f"Nytt till <@{scene.erik.id}>"

    foreign = page.locator(f".stream [data-ts='{others.ts}']")
    await expect(foreign.locator(".tools [data-do=react]")).to_have_count(3)
    await expect(foreign.locator("[data-local=edit], [data-do=delete]")).to_have_count(0)

    await card.hover()
    await card.locator("[data-do=delete]").click()
    await picture(page, "delete")
    await page.get_by_test_id("confirm-no").click()
    await expect(page.locator("dialog")).to_have_count(0)
    assert not own.deleted
    await card.hover()
    await card.locator("[data-do=delete]").click()
    await page.get_by_test_id("confirm-yes").click()
    await expect(card).to_have_count(0)
    assert [m.text for m in scene.erik.messages("forum")] == ["Eriks"]


async def test_one_who_acts_as_another_is_offered_that_ones_messages(scene, page) -> None:
    await scene.erik.say(scene.channel, "Eriks")
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await expect(page.locator("[data-local=edit]")).to_have_count(0)

    people = page.get_by_test_id("act-as")
    await people.locator("summary").click()
    await people.get_by_role("searchbox").fill("erik")
    await people.get_by_role("option", name="Erik").click()

    await expect(page.locator("[data-local=edit]")).to_have_count(1)


async def test_image_block_and_accessory_are_drawn(scene, page) -> None:
    shared = await scene.erik.upload(scene.channel, "karta.png", PIXEL)
    [file] = shared.files
    file.channels.append(scene.channel)
    blocks = [
        {"type": "image", "title": plain("Kartan"), "alt_text": "Karta över Kronoberg",
         "slack_file": {"id": file.id}},
        {"type": "section", "text": plain("Ljungby"),
         "accessory": {"type": "image", "alt_text": "Ljungbys vapen",
                       "image_url": Renderer(scene.karin).file_url(file)}},
    ]  # fmt: skip
    said = await scene.call("chat.postMessage", channel=scene.channel, text="-", blocks=blocks)
    assert said["ok"]

    message = page.get_by_test_id("message").last
    await expect(message.locator("figcaption")).to_have_text("Kartan")
    for name, size in (("Karta över Kronoberg", None), ("Ljungbys vapen", 84)):
        image = message.get_by_role("img", name=name)
        await expect(image).to_have_js_property("naturalWidth", 1)
        if size:
            await expect(image).to_have_js_property("width", size)
    await picture(page, "images")
