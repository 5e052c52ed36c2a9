"""What is computed in the background and fails: pages and commands say so and stop; once it is repaired, they go on.
Then a judge's verdicts, of which items are drawn for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect
from typer.testing import CliRunner

from armslength.entry.cli import app as command_line
from armslength_client import Armslength, Work
from armslength_client.types_suggestions import JudgeFacts

if TYPE_CHECKING:
    from tests.conftest import TestPostgres
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
SCHEMA = {
    "fields": [{"name": "said", "kind": "text"}],
    "questions": [{
        "name": "tone", "title": "What tone?", "kind": "choice",
        "settings": {"options": [{"id": "warm", "title": "Warm"}, {"id": "cold", "title": "Cold"}]},
    }],
}  # fmt: skip
DAMAGE = "Something stored cannot be opened: its sealed bytes were changed, cut, or do not belong there."
PAGES = {
    "quality": {"The computation": "Compute", "The fit": "Fit anew"}, "scorecard": {"The computation": "Compute"},
    "concerns": {"Looking through the answers": "Look now"}, "judges": {"The comparison": "Compute"},
}  # fmt: skip
"""By page, what failed there and the button that asks for it."""
COMMANDS = {
    "Computing agreement": ["agreement", "tones"], "Fitting": ["truth", "tones", "--fit"],
    "Looking through answers": ["concerns", "detect", "tones"], "Comparing judges": ["judges", "show", "tones"],
}  # fmt: skip
Seat = Callable[..., Any]


def test_what_fails_is_told_and_tried_again_and_items_are_drawn_for_people(
    app: RunningApp, desk: Seat, postgres: TestPostgres, database_name: str
) -> None:
    with Armslength(app.url) as owner, pytest.MonkeyPatch.context() as environ:
        project_id = begin(app, owner)
        environ.setenv("ARMSLENGTH_URL", app.url)
        environ.setenv("ARMSLENGTH_API_KEY", owner.create_api_key("computed").secret)
        flip(postgres, database_name)
        for doing, words in COMMANDS.items():
            ended = CliRunner().invoke(command_line, words)
            assert (ended.exit_code, f"✗ {doing} failed: {DAMAGE}" in ended.stderr) == (1, True), ended.output
        page = signed_in(desk)
        page.clock.install()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for place, computed in PAGES.items():
            page.goto(f"/projects/{project_id}/{place}")
            for what in computed:
                expect(failed(page, what)).to_be_visible()
            asked.clear()
            page.clock.run_for(3_000)
            assert not [url for url in asked if f"/projects/{project_id}/" in url], f"{place} asks on"
        flip(postgres, database_name)
        for place in ("quality", "concerns", "judges"):
            page.goto(f"/projects/{project_id}/{place}")
            for what, begins in PAGES[place].items():
                failed(page, what).get_by_role("button", name="Try again").click()
                expect(page.get_by_role("alert").filter(has_text=what)).to_have_count(0)
                expect(page.get_by_role("button", name=begins, exact=True)).to_be_enabled()
        drawn_for_people(page)


def failed(page: Page, what: str) -> Locator:
    """Where the page says so."""
    return page.get_by_role("alert").filter(has_text=f"{what} failed. {DAMAGE} What was known before stays.")


def drawn_for_people(page: Page) -> None:
    """On the page of judges: of every verdict some, asked first, with a list to take away."""
    page.get_by_role("button", name="Draw items…").click()
    dialog = page.get_by_role("dialog", name="Draw items for people")
    dialog.get_by_label("Items", exact=True).fill("0")
    expect(dialog.get_by_role("button", name="Draw", exact=True)).to_be_disabled()
    dialog.get_by_label("Items", exact=True).fill("4")
    dialog.get_by_label("Of each at least").fill("2")
    dialog.get_by_role("button", name="Draw", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("4 items drawn; people are asked about them first.")
    rows = dialog.get_by_role("table", name="What was drawn").get_by_role("row")
    expect(rows).to_have_text(["VerdictNot answered yetDrawn", "Cold32", "Warm32"])
    with page.expect_download() as taken:
        dialog.get_by_role("link", name="Download the list").click()
    lines = taken.value.path().read_text().splitlines()
    assert (lines[0], len(lines)) == ("item_id,external_id", 5)
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_have_count(0)


def begin(app: RunningApp, owner: Armslength) -> UUID:
    """Eight texts, of which a judge gave a verdict on each and Olga answered two."""
    owner.set_up(
        token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
        password=PASSWORD,
    )  # fmt: skip
    project = owner.apply_brief({"slug": "tones", "name": "Tones", "schema": SCHEMA}).project
    assert project is not None
    batch = owner.create_batch(project.id, "first")
    rows = [{"external_id": f"t{n}", "said": f"Text {n}"} for n in range(8)]
    owner.add_items(project.id, batch.id, rows)
    owner.set_project_state(project.id, "active")
    for _ in range(2):
        work = owner.next_assignment(project.id)
        assert isinstance(work, Work)
        owner.submit_annotation(project.id, work.assignment.id, answered("warm"), schema_version=work.schema_version)
    verdicts = [{"external_id": f"t{n}", "answers": answered("cold" if n % 2 else "warm")} for n in range(8)]
    owner.add_suggestions(project.id, verdicts, source="minos", version="1", judge=JudgeFacts(family="minos"))
    return project.id


def answered(option: str) -> dict[str, Any]:
    return {"tone": {"item": {"state": "answered", "value": {"selected": [option]}}}}


def flip(postgres: TestPostgres, database: str) -> None:
    """A bit of every answer's sealed bytes, as a bad disk would; twice is as before."""
    postgres.run("update annotation set sealed = set_bit(sealed, 200, 1 - get_bit(sealed, 200))", database)


def signed_in(desk: Seat) -> Page:
    page: Page = desk().page
    page.goto("/sign-in")
    page.get_by_label("Email").fill("olga@northwind.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    return page
