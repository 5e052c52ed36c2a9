"""Whether a page is done: it has drawn what it asked for, and asks for nothing more."""

from __future__ import annotations

from playwright.sync_api import Page, expect

STILL = """
async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    for (let still = 0, frames = 0; still < 5 && frames < 300; frames++) {
        await frame();
        still = document.getAnimations().length ? 0 : still + 1;
    }
}
"""
"""Colours pass from parent to child a frame at a time: once none has changed for five frames."""


class Settling:
    """Counts what a page asks for and gets; from its making on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._asked, self._answered = 0, 0
        page.on("request", self._ask)
        page.on("requestfinished", self._answer)
        page.on("requestfailed", self._answer)

    def settle(self) -> None:
        """Until nothing moves and nothing more is asked for: what came may ask for more once it is drawn."""
        self.page.bring_to_front()  # frames are drawn there alone
        expect(self.page.get_by_role("main")).to_be_visible()
        seen = -1
        while seen != self._asked or self._answered < self._asked:
            seen = self._asked
            self.page.evaluate(STILL)
            expect(self.page.get_by_role("main")).to_be_visible()  # the page before it may have been seen at first

    def _ask(self, _: object) -> None:
        self._asked += 1

    def _answer(self, _: object) -> None:
        self._answered += 1
