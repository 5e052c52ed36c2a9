"""Every page, light and dark, passes axe's rules for WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from playwright.sync_api import Page, expect
from tests.browser.kinds import EXAMPLES, example_of, project_of
from tests.browser.settling import STILL, Settling
from tests.walls.test_drills import played

from armslength_client import Armslength
from armslength_client.types import Work
from armslength_client.types_suggestions import JudgeFacts

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
AXE = (Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
"""In the dark only colours are others."""
RUN = """
async (rules) => (await axe.run(document, { runOnly: rules })).violations.flatMap((broken) =>
    broken.nodes.map((node) => `${broken.id}: ${node.target.join(" ")} ${node.failureSummary.replace(/\\s+/g, " ")}`))
"""
LEAVE = """
(path) => {
    document.title = "Armslength";
    history.pushState(null, "", path);
}
"""
"""What the last page called itself is not the next one's title."""
NARROW = 320
"""Pixels to which a page reflows (WCAG 1.4.10): what is wider scrolls in a box of its own."""
TABS = 6
Seat = Callable[..., Any]


def test_no_page_breaks_a_rule_of_accessibility(app: RunningApp, desk: Seat) -> None:
    with Armslength(app.url) as owner, Armslength(app.url) as ada:
        paths = at_work(app, owner, ada)
        olga, her = signed_in(desk, "olga@northwind.test"), signed_in(desk, "ada@northwind.test")
        broken = {**looked_at(olga, paths), **looked_at(her, ["/", *paths[-2:]])}
        assert broken == {}, "\n".join(f"{page}\n  " + "\n  ".join(found) for page, found in broken.items())


def test_nor_does_any_kind_of_question_at_a_desk_or_on_a_phone(app: RunningApp, desk: Seat) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
        )
        paths = []
        for example in EXAMPLES:
            base, answer = project_of(owner, example, example_of(example))
            paths += [f"{base}/work", f"{base}/answers/{answer}"]
        olga = signed_in(desk, "olga@northwind.test")
        broken = looked_at(olga, paths)
        # people answer on phones; answers are read at desks
        broken |= {f"phone {page}": found for page, found in looked_at(olga, paths[::2], width=390).items()}
        assert broken == {}, "\n".join(f"{page}\n  " + "\n  ".join(found) for page, found in broken.items())


def looked_at(person: Page, paths: list[str], *, width: int = 1440) -> dict[str, list[str]]:
    """What is broken on the pages that one person sees: several are loading while one is looked at."""
    tabs = [Tab(person.context.new_page(), width) for _ in paths[:TABS]]
    broken: dict[str, list[str]] = {}
    for some in (paths[n : n + TABS] for n in range(0, len(paths), TABS)):
        for tab, path in zip(tabs, some, strict=False):
            tab.go(path)
        for tab, path in zip(tabs, some, strict=False):
            tab.settling.settle()
            for scheme, rules in RULES.items():
                if scheme == "dark":
                    tab.page.emulate_media(color_scheme="dark")
                    tab.page.evaluate(STILL)
                if found := tab.page.evaluate(RUN, rules):
                    broken[f"{path} {scheme}"] = found
            if sideways := tab.sideways(width):
                broken[f"{path} narrow"] = [f"The page is {sideways} px wider than a narrow screen."]
            if tab.page.title() == "Armslength":
                broken[path] = ["The tab does not say what the page is."]
    return broken


class Tab:
    """A tab that goes from page to page as by links: the app, and axe, are loaded once."""

    def __init__(self, page: Page, width: int) -> None:
        self.page = page
        page.set_viewport_size({"width": width, "height": 900})
        self.settling = Settling(page)
        page.goto("/me")  # nobody's first page: to go to where one is does nothing
        page.evaluate(AXE)

    def go(self, path: str) -> None:
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.evaluate(LEAVE, path)

    def sideways(self, width: int) -> int:
        """By how many pixels the page is wider than a narrow screen; what is looked at on a phone is so elsewhere."""
        if width < 2 * NARROW:
            return 0
        self.page.set_viewport_size({"width": NARROW, "height": 640})
        found: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        self.page.set_viewport_size({"width": width, "height": 900})
        return found


def signed_in(desk: Seat, email: str) -> Page:
    page: Page = desk().page
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    return page


def at_work(app: RunningApp, owner: Armslength, ada: Armslength) -> list[str]:
    """A project at work; the addresses of its pages, those of the annotator last."""
    owner.set_up(
        token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
        password=PASSWORD,
    )  # fmt: skip
    project = owner.apply_brief(
        {"slug": "helpful", "name": "Helpful", "preset": "pairwise-preference", "guideline": "# Read\n\nBe fair."}
    ).project
    assert project is not None
    batch = owner.create_batch(project.id, "first")
    rows = [{"prompt": [{"role": "user", "content": f"{n}?"}], "responses": ["one", "two"]} for n in range(6)]
    owner.add_items(project.id, batch.id, rows)
    owner.set_project_state(project.id, "active")
    vendor = owner.create_vendor("Fairlabel")
    owner.set_grant(project.id, vendor.id, "active")
    invitation = owner.create_invitation("ada@northwind.test", "annotator", projects=[(project.id, "annotator")])
    ada.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name="Ada", password=PASSWORD)
    ada.read_guideline(project.id, ada.get_brief(project.id)["guideline"]["version"])
    first = ada.next_assignment(project.id)
    assert isinstance(first, Work)
    value = {"verdict": "prefer", "winner": "r1", "strength": 2}
    answers = {"preference": {"item": {"state": "answered", "value": value}}}
    said = ada.submit_annotation(project.id, first.assignment.id, answers, schema_version=first.schema_version)
    verdict = {"item_id": str(first.assignment.item_id), "answers": answers, "score": 0.9}
    owner.add_suggestions(project.id, [verdict], source="judge", version="1", judge=JudgeFacts(family="ours"))
    owner.refresh_judges(project.id)
    release = owner.wait_for_release(project.id, owner.create_release(project.id, name="one", recipe={}).id)
    more = {"name": "hesitation", "kind": "text", "title": "What made you hesitate?"}
    migration = owner.create_schema_migration(
        project.id, {"from_version": 1, "steps": [{"do": "add_question", "question": more}]}
    )
    owner.create_trait("Age", "To see whether age matters.", ["Under 40", "40 and over"])
    drill = owner.record_drill(msgspec.to_builtins(played())).drill
    act = owner.create_bulk_act(project.id, "retire", filters={"state": "open"})
    base = f"/projects/{project.id}"
    of_the_project = (
        "", "/items", "/acts", f"/acts/{act.id}", f"/items/{first.assignment.item_id}",
        "/answers", f"/answers/{said.annotation_id}", "/comments", "/batches", "/imports/new", "/schema",
        "/schema/migrations", f"/schema/migrations/{migration.id}", "/guideline", "/suggestions",
        "/gold", "/routing", "/quality", "/judges", "/concerns", "/disagreements", "/scorecard", "/scorecard/A",
        f"/people/{ada.get_me().person.id}", f"/firm/people/{ada.get_me().person.id}",
        "/flags", "/reviews", "/adjudications", "/releases",
        "/releases/new", f"/releases/{release.id}", "/log", "/trust", "/wall", "/canaries", "/renditions", "/variants",
        "/members", "/settings", "/branches", "/writing", "/webhooks", "/adjudicate", "/review", "/audit", "/work",
        "/mine",
    )  # fmt: skip
    return [
        "/", "/projects", "/projects/new", "/people", "/vendors", f"/vendors/{vendor.id}/sever", "/severances",
        "/drills", f"/drills/{drill.id}", "/trace", f"/vendors/{vendor.id}", "/ownership", "/rivals", "/brand-words",
        "/exposure", "/webhooks", "/api-keys", "/outbound-hosts", "/me", "/me/keys", "/notifications", "/skills",
        "/traits", "/statement", "/figures", "/offers",
        *(f"{base}{path}" for path in of_the_project),
    ]  # fmt: skip
