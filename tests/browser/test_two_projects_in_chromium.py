"""One of a vendor's people with two projects in two tabs: at work in one at a time, nothing lost, nothing mixed."""

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
SCHEMA = {
    "fields": [{"name": "said", "kind": "text", "title": "Said"}],
    "questions": [{"name": "why", "kind": "text", "title": "Why?"}],
}
Seat = Callable[..., Any]


def begin(app: RunningApp, owner: Armslength) -> tuple[list[UUID], list[UUID]]:
    """Two projects, and Vera of a vendor who works in both; and what her firm knows them by."""
    owner.set_up(
        token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
    )
    firm, made = owner.create_vendor("Fairlabel").id, []
    for name in ("Eggs", "Boats"):
        project = owner.apply_brief({"slug": name.lower(), "name": name, "schema": SCHEMA}).project
        assert project is not None
        batch = owner.create_batch(project.id, "first")
        owner.add_items(project.id, batch.id, [{"said": f"{name} {n}"} for n in (1, 2, 3)])
        owner.set_project_state(project.id, "active")
        owner.set_grant(project.id, firm, "active")
        made.append(project.id)
    invitation = owner.create_invitation(
        "vera@fairlabel.test", "annotator", organization_id=firm, projects=[(each, "annotator") for each in made]
    )
    with Armslength(app.url) as vera:
        vera.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name="Vera", password=PASSWORD)
        known = {project.name: project.id for project in vera.list_projects()}
    return made, [known["Eggs"], known["Boats"]]


def said(owner: Armslength, project_id: UUID) -> list[str]:
    """What was answered in the project."""
    found = [owner.get_item_answers(project_id, item.id) for item in owner.list_items(project_id)]
    return sorted(one["answers"]["why"]["item"]["value"]["text"] for each in found for one in each["answers"])


def row(page: Page, name: str) -> Any:
    return page.get_by_role("listitem").filter(has_text=name)


def test_two_tabs_with_two_projects(app: RunningApp, desk: Seat) -> None:
    with Armslength(app.url) as owner:
        (eggs, boats), (her_eggs, her_boats) = begin(app, owner)
        first: Page = desk().page
        first.goto("/sign-in")
        first.get_by_label("Email").fill("vera@fairlabel.test")
        first.get_by_label("Password", exact=True).fill(PASSWORD)
        first.get_by_role("button", name="Sign in").click()
        row(first, "Eggs").get_by_role("link", name="Start").click()
        expect(first.get_by_text("Eggs 1")).to_be_visible()
        first.get_by_role("textbox", name="Why?").fill("Half an answer about eggs")

        second: Page = first.context.new_page()
        sent: list[tuple[str, str]] = []
        second.on("request", lambda request: sent.append((request.url, request.post_data or "")))
        first.on("request", lambda request: sent.append((request.url, request.post_data or "")))
        second.goto("/")
        expect(row(second, "Eggs").get_by_text("you are here")).to_be_visible()
        # An address that was typed asks first, also the customer's own; one key is enough.
        second.goto(f"/projects/{boats}/work")
        expect(second.get_by_role("heading", name="You are at work in “Eggs”")).to_be_visible()
        expect(second.get_by_role("button", name="Work in “Boats” now")).to_be_focused()
        second.keyboard.press("Enter")
        expect(second.get_by_text("Boats 1")).to_be_visible()
        expect(second).to_have_url(re.compile(f"/projects/{her_boats}/work$"))

        # The first tab says so by itself, shows nothing of its project, and sends nothing.
        expect(first.get_by_role("heading", name="You are at work in “Boats”")).to_be_visible()
        expect(first.get_by_text("Eggs 1")).to_have_count(0)
        second.get_by_role("textbox", name="Why?").fill("Boats float.")
        second.keyboard.press("Control+Enter")
        expect(second.get_by_text("Boats 2")).to_be_visible()
        second.get_by_role("textbox", name="Why?").fill("Half an answer about boats")

        first.get_by_role("button", name="Work in “Eggs” now").press("Enter")
        expect(first.get_by_role("textbox", name="Why?")).to_have_value("Half an answer about eggs")
        expect(second.get_by_role("heading", name="You are at work in “Eggs”")).to_be_visible()
        first.get_by_role("textbox", name="Why?").fill("Eggs break.")
        first.keyboard.press("Control+Enter")
        expect(first.get_by_text("Eggs 2")).to_be_visible()

        # From the list one click is enough.
        first.get_by_role("link", name="Armslength: home").click()
        row(first, "Boats").get_by_role("link", name=re.compile("Start|Continue")).click()
        expect(first.get_by_role("textbox", name="Why?")).to_have_value("Half an answer about boats")
        assert (said(owner, eggs), said(owner, boats)) == (["Eggs break."], ["Boats float."])
        for url, body in sent:
            assert "eggs" not in body or str(her_eggs) in url, (url, body)
            assert "boats" not in body or str(her_boats) in url, (url, body)
        entered = [entry for entry in owner.list_log(boats) if entry["action"] == "identity.project_entered"]
        assert len(entered) == 2
