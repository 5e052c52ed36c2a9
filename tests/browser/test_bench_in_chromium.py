"""What stands around the work, told as one life in real Chromium: a guideline that changes, content that warns."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from playwright.sync_api import Page, expect

from armslength_client import Armslength

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
BEFORE = "# Eggs\n\nPrefer the *longer* answer.\n\n## Ties\n\n- Say so.\n\n## Skips\n\nSee [ties](#ties)."
AFTER = BEFORE.replace("longer", "shorter").replace("- Say so.", "- Say so.\n- But rarely.")
SCHEMA = {
    "fields": [{"name": "said", "kind": "text", "title": "Said"}],
    "questions": [{"name": "why", "kind": "text", "title": "Why?"}],
}
Seat = Callable[..., Any]


def test_a_guideline_that_changed_shows_what_did_and_asks_once(app: RunningApp, desk: Seat) -> None:
    with Armslength(app.url) as owner, Armslength(app.url) as ada:
        project_id = begin(app, owner, ada)
        page = signed_in(desk, "ada@northwind.test")
        page.goto(f"/projects/{project_id}/work")
        page.get_by_role("button", name="I have read it").press("Control+Enter")
        expect(page.get_by_text("First text")).to_be_visible()
        owner.put_guideline(project_id, AFTER, note="Shorter wins.")

        page.reload()
        expect(page.get_by_role("heading", name="The guideline has changed")).to_be_visible()
        expect(page.get_by_text("Shorter wins.")).to_be_visible()
        expect(page.locator("del")).to_have_text("longer")
        expect(page.locator("em ins")).to_have_text("shorter")
        expect(page.locator("li[data-change=added]")).to_have_text("New: But rarely.")
        expect(page.get_by_role("heading", name="Skips")).to_have_count(0)
        page.keyboard.press("n")
        expect(page.locator("[data-here]")).to_have_count(1)
        page.get_by_role("radio", name="Whole text").press("Space")
        page.get_by_role("link", name="ties").press("Enter")
        expect(page.get_by_role("heading", name="Ties")).to_be_focused()
        page.keyboard.press("/")
        page.keyboard.type("rarely")
        expect(page.get_by_role("heading", name="Skips")).to_have_count(0)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("First text")).to_be_visible()

        ada.put_my_shortcuts({"bench.guideline": ["Alt+KeyG"]})
        page.reload()
        expect(page.get_by_text("First text")).to_be_visible()
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"\d:\d\d"))
        page.keyboard.press("Alt+i")
        page.keyboard.press("Alt+g")
        panel = page.get_by_role("region", name="Guideline")
        expect(panel.get_by_text("You read v1")).to_be_visible()
        panel.get_by_role("button", name="Sections").click()
        page.get_by_role("navigation", name="Sections").get_by_role("button", name="Ties").click()
        expect(panel.get_by_role("heading", name="Ties")).to_be_focused()

        page.keyboard.press("Alt+g")
        owner.apply_brief(
            {"slug": "eggs", "name": "Eggs", "care": {"warnings": ["gore"], "limits": {"gore": {"items": 1}}}}
        )
        warned(page, project_id)


def warned(page: Page, project_id: UUID) -> None:
    """Veiled until it is wanted; enough for a day is enough; the choice is the person's own."""
    page.get_by_role("textbox", name="Why?").fill("Before the warning was set.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("textbox", name="Why?").fill("Leased ahead, before the warning.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="This may be hard to look at")).to_be_visible()
    expect(page.get_by_text("Blood and injuries.")).to_be_visible()
    expect(page.locator("[inert]")).to_contain_text("Third text")
    page.keyboard.press("Alt+v")
    expect(page.locator("[inert]")).to_have_count(0)
    expect(page.get_by_text("Third text")).to_be_visible()
    page.keyboard.press("Alt+v")
    expect(page.locator("[inert]")).to_have_count(1)
    page.keyboard.press("Alt+v")
    page.get_by_role("textbox", name="Why?").fill("Seen.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Enough of this for today")).to_be_visible()
    page.goto("/me")
    expect(page.get_by_text("Today: blood and injuries, 1 item.")).to_be_visible()
    page.get_by_role("checkbox", name="Hate").check()
    page.get_by_role("button", name="Save").nth(1).click()
    expect(page.get_by_text("It holds from the next item on.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("checkbox", name="Hate")).to_be_checked()
    page.goto(f"/projects/{project_id}/work")
    expect(page.get_by_role("heading", name="Enough of this for today")).to_be_visible()
    own_keys(page)


def own_keys(page: Page) -> None:
    """Any command can have other keys, but not those of another one; in force at once."""
    page.goto("/me/keys")
    page.get_by_role("button", name="Add keys to “Show all keys”").press("Enter")
    page.keyboard.press("Control+k")
    expect(page.get_by_text("“Find a command” has these keys.")).to_be_visible()
    page.keyboard.press("F2")
    page.get_by_role("button", name="Use these keys").press("Enter")
    expect(page.get_by_role("button", name="Take F2 from “Show all keys”")).to_be_visible()
    page.keyboard.press("F2")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def begin(app: RunningApp, owner: Armslength, ada: Armslength) -> UUID:
    """A project that asks about four texts, and Ada who answers."""
    owner.set_up(
        token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
        password=PASSWORD,
    )  # fmt: skip
    project = owner.apply_brief({"slug": "eggs", "name": "Eggs", "schema": SCHEMA, "guideline": BEFORE}).project
    assert project is not None
    batch = owner.create_batch(project.id, "first")
    owner.add_items(
        project.id, batch.id, [{"said": f"{place} text"} for place in ("First", "Second", "Third", "Fourth")]
    )
    owner.set_project_state(project.id, "active")
    invitation = owner.create_invitation("ada@northwind.test", "annotator", projects=[(project.id, "annotator")])
    ada.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name="Ada", password=PASSWORD)
    return project.id


def signed_in(desk: Seat, email: str) -> Page:
    page: Page = desk().page
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    return page
