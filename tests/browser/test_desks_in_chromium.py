"""What people type at their desks is theirs until it is sent: no network, a killed tab, two devices, somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from playwright.sync_api import Page, expect

from armslength_client import Armslength, Review, Work

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
SCHEMA = {
    "fields": [{"name": "said", "kind": "text", "title": "Said"}],
    "questions": [{"name": "why", "kind": "text", "title": "Why?"}],
}
FLOAT = {
    "name": "float",
    "kind": "choice",
    "title": "Do they float?",
    "settings": {"options": [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]},
}
EGGS = {"review_share": 1.0, "overlap": 1}
BOATS = {
    "review_share": 0.0,
    "overlap": 2,
    "adjudication": {"below": 1.0},
    "schema": {**SCHEMA, "questions": [FLOAT, *SCHEMA["questions"]]},
}
Seat = Callable[..., Any]


def test_nothing_typed_is_lost_and_nothing_is_overwritten(app: RunningApp, desk: Seat) -> None:
    with (
        Armslength(app.url) as owner,
        Armslength(app.url) as bob,
        Armslength(app.url) as ada,
        Armslength(app.url) as rita,
    ):
        eggs, boats = begin(app, owner, {"ada": ada, "bob": bob, "rita": rita})
        for _ in range(3):
            answer(bob, eggs, "It is so.")
        bench_without_a_network(two_devices(desk, eggs), ada, eggs)
        review_without_a_network(desk, owner, rita, eggs)
        answer(ada, boats, "They float.", float={"selected": ["yes"]})
        answer(bob, boats, "They sink.", float={"selected": ["no"]})
        adjudicate_without_a_network(desk, owner, boats)


def two_devices(desk: Seat, eggs: UUID) -> Page:
    """The same item on two devices: both versions are shown, and nothing is saved until one is chosen."""
    one, other = signed_in(desk, "ada"), signed_in(desk, "ada")
    for page in (one, other):
        page.goto(f"/projects/{eggs}/work")
        expect(page.get_by_text("Fourth text")).to_be_visible()
    other.get_by_role("textbox", name="Why?").fill("From the phone")
    expect(other.get_by_text("Saved", exact=True)).to_be_visible()
    one.get_by_role("textbox", name="Why?").fill("From the desk")
    choice = one.get_by_role("dialog", name="Two versions of your answers")
    expect(choice.locator("del")).to_have_text("phone")
    expect(choice.locator("ins")).to_have_text("desk")
    other.reload()
    expect(other.get_by_role("textbox", name="Why?")).to_have_value("From the phone")
    choice.get_by_role("button", name="Keep this one").click()
    expect(one.get_by_text("Saved", exact=True)).to_be_visible()
    other.get_by_role("textbox", name="Why?").fill("From the phone, later")
    other.get_by_role("button", name="Take the saved one").click()
    expect(other.get_by_role("textbox", name="Why?")).to_have_value("From the desk")
    with one.expect_response(re.compile("/submit$")):  # the next item is shown before that
        one.keyboard.press("Control+Enter")
    expect(one.get_by_text("Fourth text")).to_have_count(0)
    other.keyboard.press("Control+Enter")
    told = other.get_by_role("alert").filter(has_text="What was submitted first, here or on another device, counts")
    expect(told).to_contain_text("why: From the desk")
    return one


def bench_without_a_network(page: Page, ada: Armslength, eggs: UUID) -> None:
    """Two windows write, the storage is full, the session ends; then the item is answered on another device."""
    box = page.get_by_role("textbox", name="Why?")
    expect(page.get_by_text("Fifth text")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"/projects/{eggs}/work", wait_until="networkidle")  # and the choice between two versions is cached
    page.context.set_offline(True)
    box.fill("In a tunnel")
    other.get_by_role("textbox", name="Why?").fill("In another one")
    other.get_by_role("button", name="Take the saved one").click()
    expect(other.get_by_role("textbox", name="Why?")).to_have_value("In a tunnel")
    other.close()
    page.evaluate("for (let n = 1 << 22; n; n >>= 1) try { localStorage.setItem(`x${n}`, 'x'.repeat(n)) } catch {}")
    box.fill("In a long tunnel " * 20)
    expect(page.get_by_text("On this page only")).to_be_visible()
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.get_by_text("Your session has ended. What you had begun is kept in this browser.")).to_be_visible()
    page.evaluate("for (const name of Object.keys(localStorage)) if (/^x/.test(name)) localStorage.removeItem(name)")
    sign_in(page, "ada")
    expect(box).to_have_value("In a long tunnel " * 20)
    page.context.set_offline(True)
    box.press("Control+Enter")
    expect(page.get_by_text("1 answer waiting for the connection")).to_be_visible()
    answer(ada, eggs, "Above the ground")
    page.context.set_offline(False)
    told = page.get_by_role("alert").filter(has_text="An answer you submitted was not taken.")
    expect(told).to_contain_text("why: In a long tunnel")
    page.reload()
    told.get_by_role("button", name="Understood").click()
    expect(told).to_have_count(0)
    a_form_outlives_the_session(page)


def a_form_outlives_the_session(page: Page) -> None:
    """Elsewhere than at a desk: one signs in over the page, which is hidden meanwhile, and goes on."""
    page.goto("/me")
    name = page.get_by_role("textbox", name="Name", exact=True)
    name.fill("Ada the Third")
    page.context.clear_cookies()
    name.press("Enter")
    door = page.get_by_role("dialog", name="Sign in again")
    expect(door.get_by_label("Email")).to_have_value("ada@northwind.test")
    expect(door.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(door).to_have_count(0)
    expect(name).to_have_value("Ada the Third")
    name.press("Enter")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def review_without_a_network(desk: Seat, owner: Armslength, rita: Armslength, eggs: UUID) -> None:
    """A fix is given and a rejection half written when the network is gone and the tab is killed."""
    page = signed_in(desk, "rita")
    page.goto(f"/projects/{eggs}/review", wait_until="networkidle")  # the second case is loaded behind the first
    expect(page.get_by_text("First text")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("e")
    page.get_by_role("textbox", name="Why?").fill("It is so, because it is.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Second text")).to_be_visible()
    expect(page.get_by_text("1 decision kept here, waiting for the connection")).to_be_visible()
    page.keyboard.press("x")
    page.get_by_role("textbox", name="What is wrong").fill("Too short, I would")

    page = killed(page)
    page.goto(f"/projects/{eggs}/review", wait_until="networkidle")
    expect(page.get_by_text("Second text")).to_be_visible()
    expect(page.get_by_role("textbox", name="Comment to the author")).to_have_value("Too short, I would")
    expect(page.get_by_text("1 review done")).to_be_visible()
    assert "It is so, because it is." in said(owner, eggs)

    # A fix that was begun comes back as well; meanwhile the case is decided on another device, which is told.
    page.context.set_offline(True)
    page.keyboard.press("e")
    page.get_by_role("textbox", name="Why?").fill("It was so.")
    page = killed(page)
    page.goto(f"/projects/{eggs}/review", wait_until="networkidle")
    expect(page.get_by_role("textbox", name="Why?")).to_have_value("It was so.")
    held = rita.next_review(eggs)
    assert isinstance(held, Review)
    assert held.content["said"] == "Second text"
    rita.decide_review(eggs, held.review["id"], "accept")
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Why?").press("Control+Enter")
    expect(page.get_by_text("Third text")).to_be_visible()
    page = killed(page)
    page.goto(f"/projects/{eggs}/review")
    told = page.get_by_role("alert").filter(has_text="Your fix was not taken. You have decided this already.")
    expect(told).to_contain_text("why: It was so.")
    expect(told).to_contain_text("Too short, I would")
    page.reload()
    told.get_by_role("button", name="Dismiss").click()
    expect(told).to_have_count(0)
    verdicts = [one["detail"]["verdict"] for one in owner.list_log(eggs) if one["action"] == "review.decided"]
    assert sorted(verdicts) == ["accept", "fix"]


def adjudicate_without_a_network(desk: Seat, owner: Armslength, boats: UUID) -> None:
    """The same where somebody decides between answers, of which the page warns."""
    owner.put_care(boats, warnings=["gore"])
    page = signed_in(desk, "rita")
    page.goto(f"/projects/{boats}/adjudicate", wait_until="networkidle")
    expect(page.get_by_role("heading", name="This may be hard to look at")).to_be_visible()
    expect(page.locator("[inert]")).to_contain_text("They float.")
    page.keyboard.press("Alt+v")
    expect(page.get_by_text("They float.")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("Alt+1")
    page.get_by_role("textbox", name="Why?").fill("Some float.")
    page.get_by_role("textbox", name="Note on the decision").fill("Both are right.")
    page = killed(page)
    page.goto(f"/projects/{boats}/adjudicate", wait_until="networkidle")
    expect(page.get_by_role("textbox", name="Why?")).to_have_value("Some float.")
    expect(page.get_by_role("textbox", name="Note on the decision")).to_have_value("Both are right.")
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Why?").press("Control+Enter")
    expect(page.get_by_text("1 decision kept here, waiting for the connection")).to_be_visible()
    page = killed(page)
    page.goto(f"/projects/{boats}/adjudicate")
    expect(page.get_by_text("1 decision made")).to_be_visible()
    [decided] = owner.list_adjudications(boats, state="done")
    assert decided.outcome == "wrote"


def killed(page: Page) -> Page:
    """The tab is gone without a word; another one, with a network."""
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    return context.new_page()


def answer(who: Armslength, project_id: UUID, text: str, **more: dict[str, Any]) -> None:
    work = who.next_assignment(project_id)
    assert isinstance(work, Work)
    values: dict[str, dict[str, Any]] = {"why": {"text": text}, **more}
    answers = {name: {"item": {"state": "answered", "value": value}} for name, value in values.items()}
    who.submit_annotation(project_id, work.assignment.id, answers, schema_version=work.schema_version)


def said(owner: Armslength, project_id: UUID) -> list[str]:
    """What stands in the project."""
    found = [owner.get_item_answers(project_id, item.id) for item in owner.list_items(project_id)]
    return [one["answers"]["why"]["item"]["value"]["text"] for each in found for one in each["answers"]]


def begin(app: RunningApp, owner: Armslength, people: dict[str, Armslength]) -> tuple[UUID, UUID]:
    """A project that is reviewed and one whose disagreements are decided; two who answer, and Rita who reviews."""
    owner.set_up(
        token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
    )
    made = []
    for name, quality, texts in (
        ("Eggs", EGGS, ("First", "Second", "Third", "Fourth", "Fifth")),
        ("Boats", BOATS, ("Boats",)),
    ):
        project = owner.apply_brief({"slug": name.lower(), "name": name, "schema": SCHEMA} | quality).project
        assert project is not None
        batch = owner.create_batch(project.id, "first")
        owner.add_items(project.id, batch.id, [{"said": f"{text} text"} for text in texts])
        owner.set_project_state(project.id, "active")
        made.append(project.id)
    for name, client in people.items():
        role: Literal["reviewer", "annotator"] = "reviewer" if name == "rita" else "annotator"
        invitation = owner.create_invitation(f"{name}@northwind.test", role, projects=[(each, role) for each in made])
        token = (invitation.url or "").partition("#token=")[2]
        client.accept_invitation(token=token, name=name.title(), password=PASSWORD)
    return made[0], made[1]


def signed_in(desk: Seat, name: str) -> Page:
    page: Page = desk().page
    page.goto("/sign-in")
    sign_in(page, name)
    expect(page.get_by_role("heading", name=re.compile("Hello"))).to_be_visible()
    return page


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Email").fill(f"{name}@northwind.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
