"""Whether a page is done: it has drawn what it asked for, and asks for nothing more."""

from __future__ import annotations

from playwright.sync_api import Page, Request, expect

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


ROUNDS = 60
"""Far more than any page asks in; what is asked for again and again, or never answered, is a fault to be named."""


class Settling:
    """Knows what a page has asked for and not got yet; from its making on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._asked = 0
        self._open: set[Request] = set()
        page.on("request", self._ask)
        page.on("requestfinished", self._answer)
        page.on("requestfailed", self._answer)

    def settle(self) -> None:
        """Until nothing moves and nothing more is asked for: what came may ask for more once it is drawn."""
        self.page.bring_to_front()  # frames are drawn there alone
        expect(self.page.get_by_role("main")).to_be_visible()
        seen = -1
        for _ in range(ROUNDS):
            if seen == self._asked and not self._open:
                return
            seen = self._asked
            self.page.evaluate(STILL)
            expect(self.page.get_by_role("main")).to_be_visible()  # the page before it may have been seen at first
        raise AssertionError(f"{self.page.url} still waits for {[each.url for each in self._open]}")

    def _ask(self, request: Request) -> None:
        self._asked += 1
        self._open.add(request)

    def _answer(self, request: Request) -> None:
        self._open.discard(request)
