"""By hand in a browser: kinds of question that draw on the content or write a lot, and the desks after review."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from armslength_client import Armslength, Invalid, Work

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
Seat = Callable[..., Any]
DECIDED = re.compile(r"/reviews/[^/]+/decide$")
TEXT = "Ada 🎻 Lovelace lived in London. Lovelace worked at the Royal Institution."


def test_what_is_drawn_written_decided_and_audited_is_done_by_hand_and_released(
    app: RunningApp, desk: Seat, tmp_path: Path
) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        page = signed_in(desk, "olga@northwind.test")
        ada, bob, _ = (join(app, owner, name) for name in ("Ada", "Bob", "Rita"))
        reviewer = signed_in(desk, "rita@northwind.test")
        hold_back(owner, page, ada)
        relate(owner, page, reviewer, tmp_path)
        author(owner, page, reviewer, tmp_path)
        judge(owner, (ada, bob), reviewer, tmp_path)


def hold_back(owner: Armslength, page: Page, ada: Armslength) -> None:
    """No verdict before both were read to their ends, and nothing is read under a veil; best and worst by keys; a text
    ticks off what is asked of it, and who sends one past the page is refused."""
    asked = [
        {"name": "better", "kind": "pairwise", "title": "Which?", "settings": {"field": "pair", "read_first": True}},
        {"name": "ends", "kind": "ranking", "title": "Ends", "settings": {"field": "lot", "best_worst": True}},
        {"name": "why", "kind": "text", "title": "Why?", "settings": {"min_words": 2, "pattern": {"match": ".*[.]"}}},
    ]
    fields = [{"name": name, "kind": "text", "many": True} for name in ("pair", "lot")]
    brief = {
        "slug": "held", "name": "Held", "schema": {"fields": fields, "questions": asked}, "guideline": "Read.",
        "overlap": 2, "care": {"warnings": ["gore"]},
    }  # fmt: skip
    project = owner.apply_brief(brief).project
    assert project is not None
    pair = [f"{word} water.\n\n" * 60 for word in ("Cold", "Warm")]
    batch = owner.create_batch(project.id, "one")
    for texts in (pair, ["Cold.", "Warm."]):
        owner.add_items(project.id, batch.id, [{"pair": texts, "lot": ["a", "b", "c"]}])
    owner.set_project_state(project.id, "active")
    start(page, project.id)
    expect(page.get_by_role("heading", name="This may be hard to look at")).to_be_visible()
    page.keyboard.press("Alt+v")
    better = page.get_by_role("region", name="Which?")
    expect(better).to_contain_text("Read A and B to their ends first")
    page.keyboard.press("1")
    expect(better.get_by_role("alert")).to_be_visible()
    keys(page, "Space " * 6)
    expect(better).to_contain_text("Not decided")
    page.keyboard.press("d")
    expect(page.get_by_label("Response A").first.locator("mark").first).to_have_text(re.compile("Cold|Warm"))
    keys(page, "d 1 2 Shift+Digit2 3 Shift+Digit1")
    expect(page.get_by_role("region", name="Ends").get_by_role("button", pressed=True)).to_have_count(2)
    why = page.get_by_role("region", name="Why?")
    why.get_by_role("textbox").fill("Clear")
    expect(why.get_by_role("listitem")).to_contain_text(["Not yet:", "Not yet:"])
    why.get_by_role("textbox").fill("Ask ada@northwind.com")
    expect(why.get_by_role("status")).to_contain_text("ada@northwind.com · an email address")
    why.get_by_role("button", name="It belongs here").click()
    expect(why.get_by_role("status")).to_have_count(0)
    why.get_by_role("textbox").fill("It is clear.")
    expect(why.get_by_role("listitem")).to_contain_text(["Met:", "Met:"])
    with page.expect_response(re.compile("/submit$")) as sent:
        page.keyboard.press("Control+Enter")
    said = (sent.value.request.post_data_json or {})["answers"]
    assert [len(group) for group in said["ends"]["item"]["value"]["groups"]] == [1, 1, 1]
    expect(page.locator("[inert]")).to_contain_text("Cold.")
    page.wait_for_timeout(1_200)
    expect(better).to_contain_text("Read the responses first")
    page.keyboard.press("Alt+v")
    expect(better).not_to_contain_text("first")

    ada.read_guideline(project.id, 1)
    work = ada.next_assignment(project.id)
    assert isinstance(work, Work)
    said["why"]["item"]["value"] = {"text": "Clear"}
    with pytest.raises(Invalid) as refused:
        ada.submit_annotation(project.id, work.assignment.id, said, schema_version=work.schema_version)
    assert refused.value.field == "answers.why.item.value.text"
    assert "at least 2 words" in refused.value.message


def relate(owner: Armslength, page: Page, reviewer: Page, folder: Path) -> None:
    """By keyboard, by mouse and from lists; a span that goes leaves a relation that says so."""
    project = begin(owner, "relations", [{"text": TEXT}])
    start(page, project)
    marks = page.get_by_role("region", name="Mark names and times")
    keys(page, "ArrowRight Shift+ArrowRight Shift+ArrowRight p ArrowRight ArrowRight ArrowRight l")
    keys(page, "ArrowRight ArrowRight p ArrowRight ArrowRight ArrowRight ArrowRight Shift+ArrowRight o Escape")
    expect(marks.get_by_role("listitem")).to_have_count(4)

    page.keyboard.press("j")
    related = page.get_by_role("region", name="How do they belong together?")
    keys(page, "ArrowRight Enter ArrowRight 3")
    expect(related.get_by_role("listitem")).to_have_text(["Ada 🎻 Lovelace → LondonIs in"])
    page.locator("[data-spans]", has_text="Lovelace").last.click()
    expect(related.get_by_role("status")).to_contain_text("From “Lovelace”")
    page.locator("[data-spans]", has_text="Royal Institution").click()
    expect(related.get_by_role("status")).to_contain_text("it ends at Place")
    page.keyboard.press("1")
    related.get_by_text("Add from lists").click()
    page.get_by_role("combobox", name="Label", exact=True).select_option("The same")
    page.get_by_role("combobox", name="One", exact=True).select_option("Ada 🎻 Lovelace · Person")
    page.get_by_role("combobox", name="Other", exact=True).select_option("Lovelace · Person")
    page.get_by_role("button", name="Add relation").click()
    expect(related.get_by_role("listitem")).to_have_count(3)
    expect(page.locator("[data-arc]")).to_have_count(3)

    marks.get_by_role("button", name="Remove “London”").click()
    expect(related.get_by_role("status")).to_have_text("“London” is not marked any more")
    page.keyboard.press("Control+z")
    expect(related.get_by_role("status")).to_have_text("3 related")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="All done")).to_be_visible()

    begin_review(reviewer, project)
    expect(reviewer.locator("[data-arc]")).to_have_count(3)
    expect(reviewer.get_by_text("Lovelace → Royal Institution")).to_be_visible()
    accept(reviewer)
    expect(reviewer.locator("[data-arc]")).to_have_count(0)

    release = owner.create_release(project, name="One", recipe={"review": "accepted"})
    (archive,) = (each for each in owner.export(project, release.id, "brat", folder) if each.suffix == ".tar")
    with tarfile.open(archive) as tar:
        (standoff,) = (tar.extractfile(name) for name in tar.getnames() if name.endswith(".ann"))
        assert standoff is not None
        lines = standoff.read().decode().splitlines()
    assert lines == [
        "T1\tperson 0 14\tAda 🎻 Lovelace", "T2\tplace 24 30\tLondon", "T3\tperson 32 40\tLovelace",
        "T4\torganization 55 72\tRoyal Institution", "R1\tlocated_in Arg1:T1 Arg2:T2",
        "R2\tsame_as Arg1:T1 Arg2:T3", "R3\tworks_for Arg1:T3 Arg2:T4",
    ]  # fmt: skip


def author(owner: Armslength, page: Page, reviewer: Page, folder: Path) -> None:
    """By keyboard alone: two things in one are parted, the trial is graded; reviewed, released, graded by."""
    samples = ["Canberra, since 1913.", "Sydney."]
    project = begin(owner, "rubric-authoring", [{"prompt": "What is the capital of Australia?", "samples": samples}])
    start(page, project)
    page.keyboard.press("a")
    page.keyboard.type("Names Canberra and says since when")
    rubric = page.get_by_role("region", name="Write the rubric")
    expect(rubric.get_by_text("Two things in one")).to_be_visible()
    keys(page, "Tab Enter Escape = = = u a")
    page.keyboard.type("Calls another city the capital")
    keys(page, "Escape - - - - Alt+ArrowDown")
    # The responses are lettered in the order in which this person sees them.
    letters = {one: page.locator("article", has_text=one).locator("h3, header").first for one in samples}
    first = samples[0] if letters[samples[0]].inner_text().strip().startswith("A") else samples[1]
    good, bad = ["1", "1", "2"], ["2", "2", "1"]
    keys(page, " ".join((good + bad) if first == samples[0] else (bad + good)))
    expect(rubric.get_by_text("between the best and the worst")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="All done")).to_be_visible()

    begin_review(reviewer, project)
    expect(reviewer.get_by_text("Calls another city the capital").first).to_be_visible()
    accept(reviewer)

    release = owner.create_release(project, name="One", recipe={"review": "accepted"})
    (file,) = (each for each in owner.export(project, release.id, "healthbench", folder) if each.suffix == ".jsonl")
    row = json.loads(file.read_text())
    told = [(each["criterion"], each["points"], each["must"]) for each in row["rubrics"]]
    assert told == [
        ("Names Canberra", 4, True), ("Says since when", 1, False), ("Calls another city the capital", -4, False),
    ]  # fmt: skip
    assert sorted(each["score"] for each in row["trial"]) == [-0.8, 1.0]
    graded = owner.create_project(name="Graded by it", preset="rubric-grading")
    batch = owner.create_batch(graded.id, "first")
    item = {"prompt": row["prompt"], "response": "Canberra.", "rubric": row["rubrics"]}
    assert not owner.add_items(graded.id, batch.id, [item]).problems


def judge(owner: Armslength, people: Sequence[Armslength], judge: Page, folder: Path) -> None:
    """Two disagree: somebody else decides without learning whose is which, then audits both answers."""
    project = begin(owner, "text-classification", [{"text": "My parcel is late, and I cannot sign in."}], 2, 0)
    owner.put_review_policy(project, audit_share=1)
    owner.put_adjudication_policy(project, below=1)
    for person, topic in zip(people, ("delivery", "account"), strict=True):
        person.read_guideline(project, 1)
        work = person.next_assignment(project)
        assert isinstance(work, Work), work
        values = {"topic": {"selected": [topic]}, "urgency": {"selected": ["now"]}}
        answers = {name: {"item": {"state": "answered", "value": value}} for name, value in values.items()}
        person.submit_annotation(project, work.assignment.id, answers, schema_version=work.schema_version)

    judge.goto(f"/projects/{project}/adjudicate")
    judge.get_by_role("button", name="I have read it").press("Control+Enter")
    expect(judge.get_by_text("parcel is late")).to_be_visible()
    expect(judge.get_by_text("Delivery").first).to_be_visible()
    assert not any(name in judge.locator("body").inner_text() for name in ("Ada", "Bob"))
    keys(judge, "Alt+1 Alt+e")
    judge.keyboard.type("The parcel came first.")
    with judge.expect_response(re.compile(r"/adjudications/[^/]+/decide$")):
        judge.keyboard.press("Control+Enter")
    expect(judge.get_by_role("heading", name="Nothing to decide")).to_be_visible()
    (decided,) = owner.list_adjudications(project, state="done")
    assert (decided.outcome, decided.comment) == ("took", "The parcel came first.")

    judge.goto(f"/projects/{project}/audit")
    expect(judge.get_by_role("button", name="Right")).to_be_visible()
    accept(judge)
    expect(judge.get_by_role("button", name="Right")).to_be_visible()
    judge.keyboard.press("x")
    judge.get_by_label("What is wrong").fill("It is about signing in.")
    with judge.expect_response(DECIDED):
        judge.keyboard.press("Control+Enter")
    expect(judge.get_by_role("heading", name="Nothing to audit")).to_be_visible()
    judge.goto(f"/projects/{project}/reviews?tab=audit")
    right = owner.get_audit(project).right
    assert (right["n"], right["value"]) == (2, 0.5)
    release = owner.create_release(project, name="One", recipe={"truth": "all"})
    (file,) = (each for each in owner.export(project, release.id, "jsonl", folder) if each.suffix == ".jsonl")
    (said,) = json.loads(file.read_text())["annotations"]
    assert said["verdict"] == "adjudicated"


def join(app: RunningApp, owner: Armslength, name: str) -> Armslength:
    made = owner.create_invitation(f"{name.lower()}@northwind.test", "manager")
    person = Armslength(app.url)
    person.accept_invitation(token=(made.url or "").partition("#token=")[2], name=name, password=PASSWORD)
    return person


def begin(
    owner: Armslength, preset: str, items: Sequence[dict[str, Any]], overlap: int = 1, review_share: float = 1
) -> UUID:
    """A project of a preset."""
    project = owner.create_project(name=f"By hand: {preset}", preset=preset, overlap=overlap, review_share=review_share)
    batch = owner.create_batch(project.id, "first")
    assert not owner.add_items(project.id, batch.id, items).problems
    owner.set_project_state(project.id, "active")
    return project.id


def start(page: Page, project: UUID) -> None:
    page.goto(f"/projects/{project}/work")
    page.get_by_role("button", name="I have read it").press("Control+Enter")
    expect(page.get_by_role("button", name="Submit")).to_be_visible()


def begin_review(page: Page, project: UUID) -> None:
    page.goto(f"/projects/{project}/review")
    page.get_by_role("button", name="I have read it").press("Control+Enter")


def accept(page: Page) -> None:
    """The page goes on at once; a release must wait until the verdict has arrived."""
    with page.expect_response(DECIDED):
        page.keyboard.press("a")


def keys(page: Page, pressed: str) -> None:
    for key in pressed.split():
        page.keyboard.press(key)


def signed_in(desk: Seat, email: str) -> Page:
    page: Page = desk().page
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    return page
