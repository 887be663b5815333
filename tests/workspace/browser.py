"""Debian's Chromium for tests of the page, and where their screenshots are left."""

import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.workspace.scene import Scene

PICTURES = Path(__file__).parents[1] / "_artifacts" / "workspace"
DESKTOP = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 800}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=sv-SE",
]


def need_chromium() -> str:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is missing: apt-get install chromium")
    return path


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = need_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


async def window(
    browser: Browser,
    scene: Scene,
    user: str,
    *,
    size: dict | None = None,
    dark: bool = False,
    touch: bool = False,
) -> Page:
    """Open the page as somebody; an error in it fails the test."""
    context = await browser.new_context(
        viewport=size or DESKTOP,
        color_scheme="dark" if dark else "light",
        locale="sv-SE",
        has_touch=touch,
    )
    context.set_default_timeout(6000)
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"JavaScript: {error}"))
    page.on("request", lambda request: _stay_here(request.url, scene))
    await page.goto(f"{scene.workspace.url}/?as={user}")
    await page.wait_for_selector("[data-testid=clock]")
    return page


def _stay_here(url: str, scene: Scene) -> None:
    assert url.startswith((scene.workspace.url, "data:", "ws:", "blob:")), f"fetches {url}"


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.wait_for_timeout(250)
    await page.screenshot(path=PICTURES / f"{name}.png")
