"""Real Chromium on the real product. A page that logs an error or breaks the content policy fails its test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 15_000
"""Milliseconds until something that should be on the page is missed; a busy machine may need some."""
EXPECTED = ("Failed to load resource",)
"""Chromium logs refused requests (401, 409…) as errors; whether a refusal is right is for the test to say."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One per file: while Playwright runs, no async test of another file can."""
    if CHROMIUM is None:
        pytest.fail("Chromium is not installed: `apt-get install chromium`, or set CHROMIUM.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Desk:
    """Somebody at a computer: their own cookies, their own tab, and whatever went wrong in it."""

    def __init__(self, browser: Browser, url: str, *, width: int = 1440, height: int = 900) -> None:
        self.context = browser.new_context(
            base_url=url, viewport=ViewportSize(width=width, height=height), reduced_motion="reduce"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            self.errors.append(message.text)

    def close(self) -> None:
        """Leave, and answer for what went wrong."""
        self.context.close()
        assert not self.errors, self.errors


@pytest.fixture
def desk(browser: Browser, app: object) -> Iterator[object]:
    """`desk()` seats another person; every one of them must leave without an error."""
    seated: list[Desk] = []

    def sit(**size: int) -> Desk:
        seated.append(Desk(browser, app.url, **size))  # type: ignore[attr-defined]
        return seated[-1]

    yield sit
    for person in seated:
        person.close()
