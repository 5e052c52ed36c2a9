"""How soon the next item is on the screen after the submit key, measured inside real Chromium.

    python -m benchmarks.paint [items]

Somebody answers a project of short texts by keyboard: one key for the answer, the submit key, and again. The clock runs
from the event of the submit key to the second frame after the next item's text is in the page, which is when it has
been painted. Beside it the floor: the same two frames without anything to do.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page, expect, sync_playwright
from tests.browser.conftest import FLAGS
from tests.entry.launched import Launched
from tests.lives.labour import BRIEF, PASSWORD

from armslength_client import Armslength

ITEMS = 100
PAUSE = 400
"""Milliseconds between an item's appearance and the next answer: somebody reads, and the item after is fetched."""
WATCH = r"""
{
  window.took = [];
  let pressed = 0, before = "";
  const here = () => document.querySelector("main")?.innerText.match(/Text number \d+/)?.[0] ?? "";
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) { pressed = event.timeStamp; before = here(); }
  }, true);
  new MutationObserver(() => {
    const now = here();
    if (!pressed || !now || now === before) return;
    const began = pressed;
    pressed = 0;
    requestAnimationFrame(() => requestAnimationFrame((painted) => window.took.push(painted - began)));
  }).observe(document, { subtree: true, childList: true, characterData: true });
}
"""
FRAMES = """
() => new Promise((done) => {
  const began = performance.now();
  requestAnimationFrame(() => requestAnimationFrame((painted) => done(painted - began)));
})
"""


def project(up: Launched, owner: Armslength, items: int) -> UUID:
    """One that asks about short texts, and Ada who answers."""
    owner.set_up(
        token=up.token or "", organization="Northwind Labs", name="Olga", email="olga@northwind.test", password=PASSWORD
    )
    made = owner.apply_brief({**BRIEF, "overlap": 1}).project
    assert made is not None
    batch = owner.create_batch(made.id, "first")
    rows = [{"text": f"Text number {n}, about the tide that comes in twice a day."} for n in range(items + 20)]
    owner.add_items(made.id, batch.id, rows)
    owner.set_project_state(made.id, "active")
    invitation = owner.create_invitation("ada@northwind.test", "annotator", projects=[(made.id, "annotator")])
    with Armslength(up.url) as ada:
        ada.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name="Ada", password=PASSWORD)
        ada.read_guideline(made.id, ada.get_brief(made.id)["guideline"]["version"])
    return made.id


def answer(page: Page, url: str, project_id: UUID, items: int) -> list[float]:
    """Milliseconds of each item."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email").fill("ada@northwind.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    page.add_init_script(WATCH)  # before the product's own, so that its clock starts first
    page.goto(f"{url}/projects/{project_id}/work")
    expect(page.get_by_text("Text number").first).to_be_visible()
    for done in range(items):
        page.wait_for_timeout(PAUSE)
        page.keyboard.press("1")
        page.keyboard.press("Control+Enter")
        page.wait_for_function("(n) => window.took.length > n", arg=done)
    return [float(each) for each in page.evaluate("window.took")]


def main() -> None:
    """Print the table."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory(prefix="armslength-paint-") as folder, sync_playwright() as playwright:
        up = Launched(Path(folder)).ready()
        with Armslength(up.url) as owner:
            project_id = project(up, owner, items)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        took = answer(page, up.url, project_id, items)
        floor = [float(page.evaluate(FRAMES)) for _ in range(items)]
        browser.close()
        up.stop()
    print(f"{'milliseconds':34} {'median':>8} {'p95':>8} {'worst':>8}")
    for name, found in (("submit key to next item painted", took), ("floor: two frames", floor)):
        print(
            f"{name:34} {statistics.median(found):8.1f} {statistics.quantiles(found, n=20)[18]:8.1f} {max(found):8.1f}"
        )


if __name__ == "__main__":
    main()
