"""The first life in real Chromium: a link, a project, a file, three people at work, a dataset to download."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
GOOD, POOR = "good", "poor"
PROMPTS = {
    "Which planet is the largest?": (
        "Jupiter: it outweighs all the other planets together.", "All planets are about as large.",
    ),
    "How do I keep basil fresh for a week?": (
        "Stand the stems in a glass of water, loosely covered, out of the fridge.", "Basil is a herb.",
    ),
    "What does a semaphore protect?": (
        "A resource that only so many may use at once: each takes a permit and gives it back.", "It protects railways.",
    ),
    "Name a rhyme for lake.": ("Cake.", "River."),
}  # fmt: skip
"""Each with a good and a poor answer, in this order."""
PLANET, BASIL, SEMAPHORE, RHYME = PROMPTS
SWAPPED = {BASIL, RHYME}
"""Where the poor answer stands in the first column."""
COMMENT = "One of the two explains it and the other does not: look again."
Seat = Callable[..., Any]


@dataclass(frozen=True)
class Shown:
    """What stands on the bench: the prompt, and under which letter its good answer is for this person."""

    prompt: str
    good: str

    def key(self, verdict: str) -> str:
        """The digit for "much better" on the side of the good answer, or the one in the middle."""
        return "4" if verdict == "tie" else {"A": "1", "B": "7"}[self.good]


def test_a_link_a_file_and_three_people_make_a_dataset(app: RunningApp, desk: Seat, tmp_path: Path) -> None:
    owner, ada, bob, rita = (desk().page for _ in range(4))
    set_up(owner, app)
    links = make_project(owner, ["ada@people.test", "bob@people.test"], reviewer="rita@people.test")
    import_by_dropping(owner)

    join(ada, links["ada@people.test"], "Ada Annotator")
    label(ada, {}, why={PLANET: "It names the planet and says by how much."})
    join(bob, links["bob@people.test"], "Bob Annotator")
    label(bob, {SEMAPHORE: "tie", RHYME: "tie"})

    join(rita, links["rita@people.test"], "Rita Reviewer")
    assert sorted(review(rita)) == sorted([*["accept"] * 6, "fix", "reject"])
    rework(bob)
    assert review(rita, done=8) == ["accept"]

    look_at_progress(owner)
    look_at_agreement(owner)
    check_rows(release(owner, tmp_path))


def set_up(page: Page, app: RunningApp) -> None:
    page.goto(f"/setup#token={app.setup_token}")
    page.get_by_label("Organization").fill("Northwind Labs")
    page.get_by_label("Your name").fill("Olga Owner")
    page.get_by_label("Email").fill("olga@northwind.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Hello, Olga")).to_be_visible()


def make_project(page: Page, annotators: list[str], *, reviewer: str) -> dict[str, str]:
    """Through the wizard, from the preset; returns the invitations' links."""
    page.get_by_role("link", name="New project").first.click()
    page.get_by_role("textbox", name="Name").fill("Helpful answers")
    page.get_by_role("radio", name=re.compile("^Pairwise preference")).check(force=True)
    page.get_by_role("button", name="Next: label schema").click()
    expect(page.get_by_text("Which response is better?").first).to_be_visible()
    page.get_by_role("button", name="Next: guideline").click()
    page.get_by_role("button", name="Next: quality").click()
    page.get_by_role("spinbutton", name="Overlap").fill("2")
    page.get_by_role("slider", name="Share to review").fill("1")
    page.get_by_role("button", name="Next: people").click()
    for number, email in enumerate([*annotators, reviewer]):
        page.get_by_role("button", name="Add person").click()
        page.get_by_role("textbox", name="Email").nth(number).fill(email)
    page.get_by_role("combobox", name="Role").last.select_option("reviewer")
    page.get_by_role("button", name="Make the project").click()
    emails = [*annotators, reviewer]
    return {email: page.get_by_label(f"Link for {email}").input_value() for email in emails}


def import_by_dropping(page: Page) -> None:
    """The file is let fall on the page, its columns are as guessed, and the project is set to work."""
    page.get_by_role("link", name="Import items").click()
    rows = []
    for number, (prompt, answers) in enumerate(PROMPTS.items(), start=1):
        first, second = reversed(answers) if prompt in SWAPPED else answers
        rows.append({"id": f"p{number}", "prompt": prompt, "response_a": first, "response_b": second, "topic": "any"})
    file = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'prompts.jsonl')); return data }",
        "".join(json.dumps(row) + "\n" for row in rows),
    )
    page.get_by_text("Drop a file of items here").dispatch_event("drop", {"dataTransfer": file})
    expect(page.get_by_label("Batch")).to_have_value("prompts")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Which column goes where?")).to_be_visible()
    expect(page.get_by_label("External id")).to_have_value("id")
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
    expect(figure(page, "New items")).to_have_text("4")
    expect(figure(page, "Refused rows")).to_have_text("0")
    page.get_by_role("link", name="Open the project").click()
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def figure(page: Page, name: str) -> Locator:
    """The number under its name."""
    return page.get_by_role("term").filter(has_text=name).locator("xpath=following-sibling::dd")


def join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Join Northwind Labs")).to_be_visible()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Hello, {name.split()[0]}")).to_be_visible()


def shown(page: Page, but: set[str]) -> Shown:
    """Wait for an item that is none of `but`."""
    for prompt in but:
        expect(page.get_by_text(prompt, exact=True)).to_have_count(0)
    first = page.get_by_role("article", name="Response A")
    expect(first).to_be_visible()
    for prompt, (good, _) in PROMPTS.items():
        if page.get_by_role("main").get_by_text(prompt, exact=True).count():
            return Shown(prompt, good="A" if good in first.inner_text() else "B")
    raise AssertionError(page.get_by_role("main").inner_text())


def label(page: Page, verdicts: dict[str, str], why: dict[str, str] | None = None) -> None:
    """Four items without the mouse: read the guideline, choose by digit, write where there is something to say."""
    page.get_by_role("link", name="Start").press("Enter")
    expect(page.get_by_role("button", name="I have read it")).to_be_visible()
    page.keyboard.press("Control+Enter")
    done: set[str] = set()
    while len(done) < len(PROMPTS):
        item = shown(page, done)
        page.keyboard.press(item.key(verdicts.get(item.prompt, GOOD)))
        expect(page.get_by_role("radio", checked=True)).to_have_count(1)
        if reason := (why or {}).get(item.prompt):
            page.keyboard.press("Enter")
            page.keyboard.type(reason)
            expect(page.get_by_role("textbox", name="Why?")).to_have_value(reason)
        page.keyboard.press("Control+Enter")
        done.add(item.prompt)
    expect(page.get_by_text("4 answers submitted since you opened this page.")).to_be_visible()


def review(page: Page, *, done: int = 0) -> list[str]:
    """Decide everything in the queue by keyboard: one fix, one rejection, the rest accepted; returns the verdicts.

    `done`: how many reviews this page has seen before.
    """
    if not done:
        page.get_by_role("link", name="Review").press("Enter")
        page.get_by_role("button", name="I have read it").press("Control+Enter")
    else:
        page.get_by_role("button", name="Look again").press("Enter")
    verdicts: list[str] = []
    idle = page.get_by_role("heading", name="Nothing to review")
    accept = page.get_by_role("button", name="Accept")
    expect(accept).to_be_visible()
    while True:
        expect(accept.or_(idle)).to_be_visible()
        if idle.is_visible():
            return verdicts
        verdicts.append(decide(page, fixed="fix" in verdicts))
        expect(page.get_by_text(re.compile(rf"^{plural(done + len(verdicts), 'review')} done")).first).to_be_visible()


def plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def decide(page: Page, *, fixed: bool) -> str:
    """By what stands there: returns the verdict."""
    item = shown(page, set())
    asked = page.get_by_role("complementary", name="Questions")
    said = asked.get_by_role("region", name="Which response is better?")
    expect(said.get_by_text(re.compile("Much better|About the same"))).to_be_visible()
    tie = said.get_by_text("About the same").count() == 1
    if item.prompt == SEMAPHORE and tie:
        page.keyboard.press("x")
        page.get_by_label("What is wrong").fill(COMMENT)
        page.keyboard.press("Control+Enter")
        return "reject"
    if item.prompt == BASIL and not fixed:
        page.keyboard.press("e")
        page.keyboard.press({"A": "3", "B": "5"}[item.good])
        expect(said.get_by_text("Slightly better").last).to_be_visible()
        page.keyboard.press("Control+Enter")
        return "fix"
    page.keyboard.press("a")
    return "accept"


def rework(page: Page) -> None:
    """The rejected answer comes back to its author with the reviewer's words and the answer as it was."""
    page.get_by_role("button", name="Look again").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Sent back by review")).to_contain_text(COMMENT)
    item = shown(page, set())
    assert item.prompt == SEMAPHORE
    expect(page.get_by_role("radio", name="About the same")).to_be_checked()
    page.get_by_role("radio", name="About the same").focus()
    page.keyboard.press(item.key(GOOD))
    use_an_earlier_version(page, item)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 answer submitted since you opened this page.")).to_be_visible()


def use_an_earlier_version(page: Page, item: Shown) -> None:
    """What one said before comes back to the screen, and what was there with undo; it survives a reload."""
    page.keyboard.press("Alt+e")
    asked = page.get_by_role("dialog", name="Earlier versions")
    expect(asked.get_by_role("radio", name="Version 1")).to_be_checked()
    expect(asked.get_by_text("What it would change on the screen")).to_be_visible()
    with page.expect_response(re.compile(r"/restore$")) as answered:
        asked.get_by_role("button", name="Use this one").press("Enter")
    assert answered.value.ok, answered.value.text()
    expect(asked).to_have_count(0)
    page.reload()
    expect(page.get_by_role("radio", name="About the same")).to_be_checked()
    page.get_by_role("radio", name="About the same").focus()
    page.keyboard.press(item.key(GOOD))
    expect(page.get_by_role("radio", name="About the same")).not_to_be_checked()
    page.get_by_role("button", name="Earlier versions").click()
    asked.get_by_role("button", name="Use this one").click()
    expect(page.get_by_role("radio", name="About the same")).to_be_checked()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("radio", name="About the same")).not_to_be_checked()


def look_at_progress(page: Page) -> None:
    page.reload()
    expect(page.get_by_role("heading", name="100% of 4 items are done")).to_be_visible()
    people = page.get_by_role("table", name="People and progress")
    for name in ("Ada Annotator", "Bob Annotator"):
        expect(people.get_by_role("row").filter(has_text=name)).to_be_visible()


def look_at_agreement(page: Page) -> None:
    """Three items of four on which the two say the same."""
    page.get_by_role("link", name="Quality").click()
    page.get_by_role("button", name="Compute").click()
    expect(page.get_by_role("row").filter(has_text="Percent agreement").first).to_contain_text("75")
    expect(page.get_by_role("row").filter(has_text="Krippendorff").first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Gwet").first).to_be_visible()
    expect(page.get_by_role("list", name="Items that divide people").get_by_role("listitem")).to_have_count(1)


def release(page: Page, folder: Path) -> list[dict[str, Any]]:
    """Freeze what passed review by majority, export it for trl, download the file."""
    page.get_by_role("link", name="Releases").click()
    page.get_by_role("link", name="New release").first.click()
    page.get_by_role("textbox", name="Name").fill("First")
    page.get_by_role("radio", name="Only those that passed review").check()
    page.get_by_role("radio", name=re.compile("^The majority")).check()
    page.get_by_role("button", name="Freeze the release").click()
    line = page.get_by_role("listitem").filter(has_text="TRL").filter(has_text=re.compile("preference", re.I)).first
    line.get_by_role("button", name="Export").click()
    with page.expect_download() as waiting:
        line.get_by_role("link").first.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    assert target.suffix == ".jsonl"
    return [json.loads(text) for text in target.read_text().splitlines()]


def check_rows(rows: list[dict[str, Any]]) -> None:
    """Three pairs, the good answer chosen in each; the item without a majority is left out."""
    found = {row["prompt"][-1]["content"]: (row["chosen"], row["rejected"]) for row in rows}
    assert len(rows) == len(found) == 3
    for prompt in (PLANET, BASIL, SEMAPHORE):
        good, poor = PROMPTS[prompt]
        chosen, rejected = found[prompt]
        assert chosen == [{"role": "assistant", "content": good}]
        assert rejected == [{"role": "assistant", "content": poor}]
