"""Comments at the exact place, as one life in real Chromium: pointed at in review, answered on a phone, resolved."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from playwright.sync_api import Page, expect

from armslength_client import Armslength
from armslength_client.types import Work

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
TEXT = "# Towns\n\nSee שלום 👩‍🚀 **Paris** is in *Spain*, and Rome is in Italy."
PAYLOAD = "<img src=x onerror=pwned()> שלום"
SCHEMA = {
    "fields": [{"name": "said", "kind": "text", "title": "Said"}],
    "questions": [
        {"name": "why", "kind": "text", "title": "Why?"},
        {
            "name": "judge",
            "kind": "criteria",
            "title": "Criteria",
            "settings": {"trial": "optional"},
            "required": False,
        },
    ],
}
CRITERIA = {"criteria": [{"id": "c1", "criterion": "Names a town", "points": 2.0}]}
ANSWERS = {
    "why": {"item": {"state": "answered", "value": {"text": "Because I think so."}}},
    "judge": {"item": {"state": "answered", "value": CRITERIA}},
}
MARKED = "name => [...(CSS.highlights.get(name) ?? [])].map((range) => range.toString())"
Seat = Callable[..., Any]


def test_comments_from_review_to_acceptance(app: RunningApp, desk: Seat) -> None:
    with Armslength(app.url) as owner, Armslength(app.url) as ada:
        project_id = begin(app, owner, ada)
        rita = signed_in(desk, "rita@northwind.test")
        rita.goto(f"/projects/{project_id}/review")
        expect(rita.get_by_role("heading", name="Towns")).to_be_visible()
        in_review(rita)

        # On a phone the author reads each comment below what it speaks of, and answers there.
        phone = signed_in(desk, "ada@northwind.test", width=390, height=844)
        phone.goto(f"/projects/{project_id}/work")
        in_rework(phone)

        # Back in review what was answered stands at its place; resolved, it folds.
        rita.reload()
        words = rita.get_by_role("article", name="Comment: Is it?")
        expect(words.get_by_text("You are right.")).to_be_visible()
        expect(words.get_by_text("on an earlier answer")).to_be_visible()
        words.get_by_role("button", name="Resolve").click()
        expect(words).to_have_count(0)
        expect(rita.get_by_role("button", name=re.compile("Resolved.*Is it"))).to_be_visible()
        rita.get_by_role("heading", name="Towns").click()
        rita.keyboard.press("a")
        expect(rita.get_by_role("heading", name="Nothing to review")).to_be_visible()

        on_the_answers_page(owner, signed_in(desk, "olga@northwind.test"), project_id)


def in_review(page: Page) -> None:
    """By mouse on words that Markdown draws, by keyboard on others, on a criterion, on words of the answer."""
    page.get_by_text("Paris", exact=True).select_text()
    page.get_by_role("button", name=re.compile("^Comment")).click()
    draft = page.get_by_role("region", name="New comment")
    expect(draft.get_by_role("combobox", name="About")).to_contain_text("The words “Paris”")
    draft.get_by_role("textbox", name="Comment").fill("Is it?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article", name="Comment: Is it?")).to_contain_text("You")
    marked(page, ["Paris"])

    expect(draft).to_have_count(0)

    # Word by word: from the heading to the astronaut, further to the next, and more of them.
    page.get_by_role("heading", name="Towns").click()
    page.keyboard.press("q")
    expect(page.get_by_role("status").get_by_text("Towns")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("status").get_by_text("Paris** is")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("status").get_by_text("Paris** is")).to_have_count(0)
    page.keyboard.press("q")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(draft.get_by_role("combobox", name="About")).to_contain_text("👩‍🚀")
    page.keyboard.type(PAYLOAD)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article", name=re.compile("onerror"))).to_be_visible()
    expect(page.locator("img[src=x]")).to_have_count(0)
    marked(page, ["Paris", "👩‍🚀"])

    expect(draft).to_have_count(0)

    # A question that has the focus, and a part of its answer.
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("region", name="Criteria")).to_be_focused()
    page.keyboard.press("q")
    draft.get_by_role("combobox", name="About").select_option("Names a town")
    draft.get_by_role("textbox", name="Comment").fill("Which one?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="Criteria").get_by_text("Which one?")).to_be_visible()
    expect(draft).to_have_count(0)
    page.get_by_text("Because I think so.").select_text()
    page.keyboard.press("q")
    draft.get_by_role("textbox", name="Comment").fill("Not enough.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="Why?").get_by_text("Not enough.")).to_be_visible()

    page.get_by_role("heading", name="Towns").click()
    page.keyboard.press("x")
    page.get_by_role("dialog").get_by_role("textbox").fill("See my comments.")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Reject|Send")).click()
    expect(page.get_by_role("heading", name="Nothing to review")).to_be_visible()


def in_rework(page: Page) -> None:
    words = page.get_by_role("article", name="Comment: Is it?")
    expect(words).to_be_visible()
    expect(words.get_by_text("Reviewer")).to_be_visible()
    marked(page, ["Paris", "👩‍🚀"])
    said, below = page.get_by_role("heading", name="Towns").bounding_box(), words.bounding_box()
    assert said and below and said["y"] < below["y"] and below["x"] + below["width"] <= 390
    words.get_by_role("button", name="Reply").click()
    words.get_by_role("textbox", name="Reply").fill("You are right.")
    page.keyboard.press("Control+Enter")  # the reply is sent, not the answer
    expect(words.get_by_text("You are right.")).to_be_visible()
    expect(words.get_by_role("textbox")).to_have_count(0)
    page.get_by_role("textbox", name="Why?").fill("Because Paris is in France.")
    page.keyboard.press("Control+Enter")
    expect(words).to_have_count(0)
    page.goto(page.url.replace("/work", "/mine"))
    page.get_by_role("row").nth(1).click()
    dialog = page.get_by_role("dialog")
    mine = dialog.get_by_role("article", name="Comment: Is it?")
    mine.get_by_role("button", name="Reply").click()
    mine.get_by_role("textbox", name="Reply").press("Escape")
    expect(mine.get_by_role("textbox")).to_have_count(0)
    expect(dialog).to_be_visible()


def on_the_answers_page(owner: Armslength, page: Page, project_id: UUID) -> None:
    """Who runs the project reads it with names, and has a word too."""
    (answer,) = owner.list_answers(project_id)
    page.goto(f"/projects/{project_id}/answers/{answer.annotation_id}")
    criteria = page.get_by_role("region", name="Criteria")
    expect(criteria.get_by_text("Rita")).to_be_visible()
    page.get_by_role("heading", name="Towns").select_text()
    page.keyboard.press("q")
    page.get_by_role("region", name="New comment").get_by_role("textbox").fill("A heading?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article", name="Comment: A heading?")).to_contain_text("Towns")
    threads = owner.list_comments(project_id, answer.assignment_id).threads
    assert [each.quote for each in threads] == ["Paris", "👩‍🚀", None, "Because I think so.", "Towns"]
    assert TEXT[threads[0].place.start : threads[0].place.end] == "Paris"
    in_the_list(page, project_id)
    all_answers_that_fit(page, project_id)


def in_the_list(page: Page, project_id: UUID) -> None:
    """All of the project by keyboard: the open ones, one is resolved, its answer is opened."""
    page.goto(f"/projects/{project_id}/comments")
    rows = page.get_by_role("table", name="Comments").get_by_role("row")
    expect(rows).to_have_count(5)  # one of five is resolved already, and there is a head
    expect(rows.nth(1)).to_contain_text("Towns")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(rows).to_have_count(4)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Criteria")).to_be_visible()


def all_answers_that_fit(page: Page, project_id: UUID) -> None:
    """By keyboard: an act on everything that the filters leave, counted before it is done."""
    page.goto(f"/projects/{project_id}/answers?verdict=accepted")
    expect(page.get_by_role("button", name="Act on all that fit…")).to_be_visible()
    page.get_by_role("link", name="Export all that fit…").press("Enter")
    expect(page.get_by_text("Answers that fit: accepted")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Act on all that fit…")).to_be_visible()
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog", name="Act on all that fit: 1 answer")
    dialog.get_by_role("radio", name="On their items: ask for one more answer").press("Space")
    dialog.get_by_role("button", name="Count them").press("Enter")
    page.get_by_role("button", name="Ask for one more answer: 1 item").press("Enter")
    expect(page.get_by_text("1 done, 0 skipped, of 1 item.")).to_be_visible()


def marked(page: Page, words: list[str]) -> None:
    """These words are marked by the browser, once it has painted."""
    for _ in range(100):
        if page.evaluate(MARKED, "comment") == words:
            return
        page.wait_for_timeout(50)
    assert page.evaluate(MARKED, "comment") == words


def begin(app: RunningApp, owner: Armslength, ada: Armslength) -> UUID:
    """A project, an answer that waits for review."""
    owner.set_up(
        token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
    )
    brief = {"slug": "towns", "name": "Places", "schema": SCHEMA, "overlap": 1, "review_share": 1}
    project = owner.apply_brief(brief).project
    assert project is not None
    batch = owner.create_batch(project.id, "first")
    owner.add_items(project.id, batch.id, [{"said": TEXT}])
    owner.set_project_state(project.id, "active")
    for name, role in (("Ada", "annotator"), ("Rita", "reviewer")):
        invitation = owner.create_invitation(f"{name.lower()}@northwind.test", role, projects=[(project.id, role)])
        with Armslength(app.url) as client:
            token = (invitation.url or "").partition("#token=")[2]
            client.accept_invitation(token=token, name=name, password=PASSWORD)
    ada.sign_in("ada@northwind.test", PASSWORD)
    work = ada.next_assignment(project.id)
    assert isinstance(work, Work)
    ada.submit_annotation(project.id, work.assignment.id, ANSWERS, schema_version=work.schema_version)
    return project.id


def signed_in(desk: Seat, email: str, **size: int) -> Page:
    page: Page = desk(**size).page
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    return page
