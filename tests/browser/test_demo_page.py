"""The page as a newcomer meets it: one command, then a mouse and a keyboard.

Runs `samtliga demo` in a process of its own and drives Debian's chromium. With SAMTLIGA_PICTURES=1
the screenshots that the README shows are taken anew.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARTIFACTS = Path(__file__).parent.parent / "_artifacts"
PICTURES = Path(__file__).parent.parent.parent / "deploy" / "pictures"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

if CHROMIUM is None:
    pytest.skip(
        "no chromium: apt-get install chromium, and this test runs", allow_module_level=True
    )

from playwright.sync_api import Page, expect, sync_playwright  # noqa: E402  # needed only with a browser


@pytest.fixture(scope="module")
def address():
    """The demo, started as the README says, on a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", "from deploy.cli import main; main()", "demo", "--port", str(port)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert f"http://127.0.0.1:{port}" in process.stdout.readline()
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    assert process.wait(20) == 0


@pytest.fixture
def page(address):
    """A window of a fresh browser; whatever the page complains of fails the test."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        window = browser.new_page(viewport={"width": 1280, "height": 860}, locale="sv-SE")
        window.on("pageerror", lambda error: complaints.append(str(error)))
        window.goto(address)
        yield window
        browser.close()
    assert complaints == []


def act_as(page: Page, name: str) -> None:
    """Become somebody, found by what stands in their profile."""
    page.get_by_test_id("act-as").click()
    page.get_by_test_id("act-as").get_by_role("searchbox").fill(name)
    page.get_by_test_id("act-as").get_by_role("option", name=re.compile(name)).first.click()


def go_to(page: Page, place: str) -> None:
    page.locator(f'[data-testid="place"][data-name="{place}"]').click()


def write(page: Page, text: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.fill(text)
    composer.press("Enter")


def keep(page: Page, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.wait_for_timeout(600)  # what opens or closes does so in a moment
    page.screenshot(path=ARTIFACTS / name)
    if os.environ.get("SAMTLIGA_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        shutil.copy(ARTIFACTS / name, PICTURES / name)


def test_newcomer_clicks_through_the_main_job(page):
    # Ljungby's head of social services answers: yes, provided that all take part.
    act_as(page, "Ljungby")
    go_to(page, "Samtliga")
    question = page.get_by_test_id("message").first
    expect(question).to_contain_text("Region Kronoberg frågar Ljungby")
    expect(question).to_contain_text(re.compile(r"289\s600\skr"))
    question.get_by_role("button", name="Ja, förutsatt att …").click()
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Organ som beslutade").fill("Socialnämnden")
    modal.get_by_label("Beslutsdag").fill("2017-10-01")
    modal.get_by_label("Paragraf").fill("Sn § 63")
    modal.get_by_test_id("submit").click()
    expect(modal).to_contain_text("Beslutet är daterat 1 oktober 2017")
    modal.get_by_label("Beslutsdag").fill("2017-09-04")
    keep(page, "form.png")
    modal.get_by_test_id("submit").click()
    expect(modal).to_have_count(0)
    expect(question).to_contain_text("Ljungby har svarat: ja, förutsatt att alla parter antar")

    # The coordinator sees it in the channel, and asks what Ljungby pays.
    act_as(page, "Maria Ek")
    go_to(page, "kommunalt-forum")
    board = page.get_by_test_id("message").first
    expect(board).to_contain_text("1 ja, med förbehåll")
    write(page, "/share Ljungby")
    share = page.get_by_test_id("ephemeral").last
    expect(share).to_contain_text(re.compile(r"Ljungby: 289\s600\skr"))
    expect(share).to_contain_text("Så är det uträknat")
    keep(page, "main-job.png")

    # Only the coordinator sees that answer.
    act_as(page, "Växjö")
    expect(page.get_by_role("heading", name="Samtliga")).to_be_visible()  # the question comes first
    go_to(page, "kommunalt-forum")
    expect(page.get_by_test_id("message").first).to_contain_text("1 ja, med förbehåll")
    expect(page.get_by_test_id("ephemeral")).to_have_count(0)


def test_clock_moves_to_the_spring_of_2019_and_the_reminders_go_out(page):
    page.get_by_role("button", name="Våren 2019: alla 290").click()
    expect(page.get_by_test_id("clock")).to_contain_text("29 april 2019", timeout=60_000)
    act_as(page, "Norrtälje")
    go_to(page, "Samtliga")
    question = page.get_by_test_id("message").first
    expect(question).to_contain_text(re.compile(r"120\s205\skr"), timeout=60_000)
    expect(question).to_contain_text("lördag 15 juni 2019")

    page.get_by_test_id("next-due").click()
    expect(page.get_by_test_id("clock")).to_contain_text("16 maj 2019")
    expect(page.get_by_test_id("message").last).to_contain_text(
        "Påminnelse (30 dagar kvar): Norrtälje har inte svarat än.", timeout=60_000
    )
    keep(page, "reminder.png")


def test_page_fits_a_phone(address):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        window = browser.new_page(viewport={"width": 390, "height": 780}, locale="sv-SE")
        window.goto(address)
        expect(window.get_by_test_id("message").first).to_be_visible()
        keep(window, "phone.png")
        width = window.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert width <= 390
