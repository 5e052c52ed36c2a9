"""A vendor at a tier: its people work on another form of the items, and nothing of the original reaches them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.conftest import notary_of
from tests.isolation.test_routes import BODIES, QUERIES, routes_of
from tests.people import Person, World, make_world
from tests.running import unserved

from armslength.kit.clock import Clock, FixedClock
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import run_one

SECRET = "Wilhelmina Featherstone"
SCHEMA = {
    "fields": [{"name": "text", "kind": "text"}, {"name": "photo", "kind": "image", "required": False}],
    "questions": [
        {"name": "marks", "kind": "spans", "title": "Mark names", "required": False,
         "settings": {"field": "text", "labels": [{"id": "who", "title": "Who"}]}},
        {"name": "note", "kind": "text", "title": "Note", "required": False},
    ],
}  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


class Lab:
    """The application, a project of spans over text, and requests in anybody's name."""

    def __init__(self, app: Any, world: World) -> None:
        self.app, self.world, self.project_id = app, world, ""
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://armslength.test")
        self.cookies: dict[UUID, str] = {}
        self.heard: list[str] = []

    async def ask(self, who: Person, method: str, path: str, body: Any = None) -> httpx.Response:
        if who.id not in self.cookies:
            self.cookies[who.id] = await self.world.cookie(who)
        headers = {"X-Armslength": "1", "Cookie": f"armslength_session={self.cookies[who.id]}"}
        url = path if path.startswith("/api") else f"/api/v1/projects/{self.project_id}{path}"
        data = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = await self.client.request(method, url, headers=headers, **data)  # type: ignore[arg-type]
        if who.side == "vendor":
            self.heard.append(f"{method} {path} {answer.text}")
        return answer

    async def good(self, who: Person, method: str, path: str, body: Any = None) -> Any:
        answer = await self.ask(who, method, path, body)
        assert answer.status_code < 300, (path, answer.text)
        return answer.json() if answer.content else None

    async def tier(self, tier: str) -> None:
        path = f"/grants/{self.world.fairlabel}"
        given = await self.good(self.world.olga, "PUT", path, {"state": "active", "tier": tier})
        assert given["tier"] == tier

    async def next(self, who: Person, *have: str) -> Any:
        return await self.good(who, "POST", "/work/next", {"have": list(have)})

    async def submit(self, who: Person, work: Any, answers: Any) -> httpx.Response:
        body = {"key": str(new_id()), "answers": answers, "active_ms": 5, "schema_version": work["schema_version"]}
        return await self.ask(who, "POST", f"/assignments/{work['assignment']['id']}/submit", body)

    async def rows(self, sql: str, *args: object) -> list[Any]:
        async with self.world.db.tenant(self.world.northwind) as tx:
            return await tx.rows(sql, self.world.northwind, *args)


@pytest.fixture
async def lab(postgres: Any, database_name: str, db: Database, tmp_path: Path) -> AsyncIterator[Lab]:
    db.notary = notary_of(tmp_path / "keys")  # the application's
    world = await make_world(db, FixedClock(datetime.now(UTC)))
    async with unserved(postgres.app_url(database_name), tmp_path) as app:
        yield Lab(app, world)


def redacted(text: str) -> str:
    return text.replace(SECRET, "█" * len(SECRET))


def span(start: int, end: int, quote: str) -> dict[str, Any]:
    marked = {"spans": [{"field": "text", "start": start, "end": end, "quote": quote, "label": "who"}]}
    return {"marks": {"item": {"state": "answered", "value": marked}}}


async def begin(lab: Lab) -> str:
    """A project with the vendor's people in it; the digest of a photo there."""
    olga = lab.world.olga
    lab.project_id = (await lab.good(olga, "POST", "/api/v1/projects", {"name": "Letters"}))["id"]
    await lab.good(olga, "PUT", f"/grants/{lab.world.fairlabel}", {"state": "active"})
    staff = ((lab.world.vera, "annotator"), (lab.world.victor, "manager"), (lab.world.rita, "reviewer"))
    for who, role in staff:
        await lab.good(olga, "PUT", f"/members/{who.id}", {"role": role})
    return str((await lab.good(olga, "POST", "/media", PNG))["media"])


async def items(lab: Lab, texts: list[str], photo: str) -> dict[str, str]:
    """Items in a batch, by external id."""
    await lab.good(lab.world.olga, "PUT", "/schema", {"schema": SCHEMA})
    await lab.good(lab.world.olga, "POST", "/state", {"state": "active"})
    batch = await lab.good(lab.world.olga, "POST", "/batches", {"name": "first"})
    rows = [{"external_id": f"x{n}", "text": text, "photo": photo} for n, text in enumerate(texts)]
    added = await lab.good(lab.world.olga, "POST", f"/batches/{batch['id']}/items", {"rows": rows})
    assert added["created"] == len(texts), added
    return {
        row["external_id"]: str(row["id"])
        for row in await lab.rows("select id, external_id from item where tenant_id = $1")
    }


async def test_a_vendor_at_a_tier_never_has_a_byte_of_the_original(lab: Lab) -> None:
    olga, vera, victor, ada = (lab.world.people[name] for name in ("olga", "vera", "victor", "ada"))
    photo = await begin(lab)
    texts = [f"{n}: ask {SECRET} about it." for n in range(4)]
    ids = await items(lab, texts, photo)

    # What is brought in stands in for the item: the same things, texts as long.
    rows = [{"external_id": f"x{n}", "content": {"text": redacted(texts[n]), "photo": photo}} for n in range(2)]
    wrong = [
        ({"external_id": "x2", "content": {"text": "short", "photo": photo}}, "content.text"),
        ({"external_id": "x2", "content": {"text": redacted(texts[2])}}, "content.photo"),
        ({"external_id": "nobody", "content": {"text": "x"}}, "external_id"),
        ({"item_id": ids["x2"], "external_id": "x2", "content": {}}, "item_id"),
        ({"external_id": "x2", "content": {"text": redacted(texts[2]), "photo": "0" * 64}}, "content"),
    ]
    given = {"tier": "redacted", "rows": [*rows, *(row for row, _ in wrong)]}
    added = await lab.good(olga, "POST", "/renditions", given)
    assert (added["created"], [each["field"] for each in added["problems"]]) == (2, [field for _, field in wrong])
    again = await lab.good(olga, "POST", "/renditions", {"tier": "redacted", "rows": rows})
    assert (again["created"], again["unchanged"]) == (0, 2)

    # The tier comes before anything was shown: of four items two are there, and of the others nobody of the firm hears.
    await lab.tier("redacted")
    standing = (await lab.good(olga, "GET", "/renditions"))["tiers"][0]
    assert (standing["items"], standing["lacking"], standing["imported"]) == (4, 2, 2)
    assert [each["name"] for each in standing["vendors"]] == ["Fairlabel"]
    first = await lab.next(vera)
    second = await lab.next(vera, first["assignment"]["id"])
    third = await lab.next(vera, first["assignment"]["id"], second["assignment"]["id"])
    assert third["status"] != "work"
    assert [work["content"]["text"] for work in (first, second)] == [redacted(text) for text in texts[:2]]
    assert len((await lab.ask(vera, "GET", first["content"]["photo"]["url"])).content) == len(PNG)

    # An offset is the same place in both forms; the quote is of the one that was seen.
    start = texts[0].index(SECRET)
    end = start + len(SECRET)
    assert (await lab.submit(vera, first, span(start, end, SECRET))).status_code == 422
    assert (await lab.submit(vera, first, span(start, end, "█" * len(SECRET)))).status_code == 200
    (said,) = await lab.rows("select id, rendition from annotation where tenant_id = $1")
    assert said["rendition"] == "redacted"

    # What arrives later is met, behind the cursor too; a version that replaces another is what is shown from then on.
    late = [{"external_id": "x3", "content": {"text": redacted(texts[3]), "photo": photo}}]
    await lab.good(olga, "POST", "/renditions", {"tier": "redacted", "rows": late})
    third = await lab.next(vera, second["assignment"]["id"])
    assert third["content"]["text"] == redacted(texts[3])

    # A model saw the original, and a colleague of the customer answered on it: neither is for them.
    said_there = {"note": {"item": {"state": "answered", "value": {"text": f"It names {SECRET}."}}}}
    suggested = {"source": "m", "version": "1", "rows": [{"item_id": ids["x3"], "answers": said_there}]}
    assert (await lab.good(olga, "POST", "/suggestions", suggested))["created"] == 1
    await lab.good(olga, "PUT", "/suggestions/policy", {"reveal": "before", "held_out": 0.0})
    lease = third["assignment"]["id"]
    assert (await lab.good(vera, "POST", f"/assignments/{lease}/suggestions", {}))["status"] == "none"
    await lab.good(olga, "PUT", f"/members/{ada.id}", {"role": "annotator"})
    original = await lab.next(ada)
    assert SECRET in original["content"]["text"]
    assert (await lab.submit(ada, original, said_there)).status_code == 200

    await every_door(
        lab, [vera, victor], {"item_id": ids["x0"], "assignment_id": lease, "annotation_id": str(said["id"])}
    )
    assert not [heard for heard in lab.heard if SECRET in heard]

    # Who was shown what, in which form, in the record and in its leaf.
    shown = await lab.rows(
        "select distinct rendition from exposure where tenant_id = $1 and organization_id <> $1"
        " and kind in ('item', 'media')"
    )
    assert [row["rendition"] for row in shown] == ["redacted"]
    told = await lab.good(olga, "GET", f"/items/{ids['x0']}/exposure")
    assert told["viewers"][0]["renditions"] == ["redacted"]
    both = await lab.good(olga, "GET", f"/items/{ids['x0']}/renditions")
    assert (both["original"]["text"], both["items"][0]["content"]["text"]) == (texts[0], redacted(texts[0]))


async def every_door(lab: Lab, people: list[Person], known: dict[str, str]) -> None:
    """Each route of the application as these people, with ids of things that are really there."""
    for route in routes_of(lab.app):
        if not route.path.startswith("/api/") or route.name in ("sign_out", "end_session", "leave"):
            continue
        url = route.path
        for name, kind in route.parameters.items():
            value = str(lab.project_id) if name == "project_id" else known.get(name, known["item_id"])
            url = url.replace(f"{{{name}:{kind.__name__.lower()}}}", "1" if kind is int else value)
        body = None if route.method in ("GET", "DELETE") else BODIES.get(route.name, {})
        for who in people:
            await lab.ask(who, route.method, url + QUERIES.get(route.name, ""), body)


async def test_the_tier_changes_while_work_is_out(lab: Lab) -> None:
    olga, vera, victor, rita = (lab.world.people[name] for name in ("olga", "vera", "victor", "rita"))
    photo = await begin(lab)
    texts = [f"{n}: ask {SECRET} about it." for n in range(3)]
    await items(lab, texts, photo)
    await lab.good(olga, "PATCH", "", {"review_share": 1.0})
    one = await lab.next(vera)
    two = await lab.next(vera, one["assignment"]["id"])
    written = {"note": {"item": {"state": "answered", "value": {"text": SECRET}}}}
    path = f"/assignments/{one['assignment']['id']}/draft"
    await lab.good(vera, "PUT", path, {"revision": 0, "answers": written})
    file = one["content"]["photo"]["url"]
    row = {"external_id": "x1", "content": {"text": redacted(texts[1]), "photo": photo}}
    await lab.good(olga, "POST", "/renditions", {"tier": "redacted", "rows": [row]})
    lab.heard.clear()

    await lab.tier("redacted")
    # What they have in hand they may finish; asked for again it comes in the new form, or not at all. Old addresses
    # are dead.
    assert (await lab.ask(vera, "GET", file)).status_code == 404
    assert (await lab.ask(vera, "GET", f"/assignments/{one['assignment']['id']}")).status_code == 404
    again = await lab.next(vera)
    assert (again["assignment"]["id"], again["content"]["text"]) == (two["assignment"]["id"], redacted(texts[1]))
    start = texts[0].index(SECRET)
    done = await lab.submit(vera, one, span(start, start + len(SECRET), SECRET))
    assert done.status_code == 200
    assert (await lab.submit(vera, again, {})).status_code == 200
    said = await lab.rows("select rendition from annotation where tenant_id = $1 order by submitted_at")
    assert [each["rendition"] for each in said] == ["original", "redacted"]
    # Their own answer on the original quotes it: they do not get it back, and their reviewers do not get it either.
    assert (await lab.ask(vera, "GET", f"/my/annotations/{one['assignment']['id']}")).status_code == 404
    assert (await lab.next(vera))["status"] != "work"
    theirs = await lab.good(victor, "POST", "/review/next", {"have": []})
    assert (theirs["content"]["text"], theirs["rendition"]) == (redacted(texts[1]), "redacted")
    more = await lab.good(victor, "POST", "/review/next", {"have": [theirs["review"]["id"]]})
    assert more["status"] != "work"
    await lab.good(victor, "POST", f"/reviews/{theirs['review']['id']}/return")
    assert not [heard for heard in lab.heard if SECRET in heard]
    # The customer's reviewer reads the original, and beside it what was shown.
    ours: dict[str, Any] = {}
    while (work := await lab.good(rita, "POST", "/review/next", {"have": list(ours)}))["status"] == "work":
        ours[work["review"]["id"]] = work
    told = {
        work["rendition"]: (work["content"]["text"], work["shown"] and work["shown"]["text"]) for work in ours.values()
    }
    assert told == {"original": (texts[0], None), "redacted": (texts[1], redacted(texts[1]))}

    # A release says which answers were given on what.
    release = await lab.good(olga, "POST", "/releases", {"name": "all"})
    while await run_one(lab.world.db, lab.app.state.wiring.handlers(), Clock()):
        pass
    manifest = (await lab.good(olga, "GET", f"/releases/{release['id']}"))["manifest"]
    assert (manifest["annotations"], manifest["renditions"]) == (2, {"original": 1, "redacted": 1})

    # Back at the original they meet what was passed over.
    await lab.tier("original")
    assert (await lab.next(vera))["content"]["text"] == texts[2]
    seen = await lab.rows("select detail from ledger_entry where tenant_id = $1 and action = 'vendors.grant_tier'")
    assert [each["detail"]["to"] for each in seen] == ["redacted", "original"]


async def test_renditions_are_made_here(lab: Lab) -> None:
    olga, vera = lab.world.olga, lab.world.vera
    photo = await begin(lab)
    said = "Mail jo@mail.example or call +44 20 7946 0958 about Snow Leopard."
    masked = "Mail [EMAIL········] or call [PHONE·········] about [WORD······]."
    ids = await items(lab, [said, "Nothing to see.", "By hand."], photo)
    await lab.good(olga, "POST", "/api/v1/brand-words", {"words": ["Snow Leopard"]})
    by_hand = {"external_id": "x2", "content": {"text": "▒▒ hand.", "photo": photo}}
    await lab.good(olga, "POST", "/renditions", {"tier": "redacted", "rows": [by_hand]})
    for fields, at in (({}, "fields.photo"), ({"photo": "blank"}, "fields.photo"), ({"x": "keep"}, "fields.x")):
        refused = await lab.ask(olga, "POST", "/renditions/make", {"fields": fields})
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, at)
    await lab.tier("redacted")
    assert (await lab.next(vera))["content"]["text"] == "▒▒ hand."
    for again in range(2):
        await lab.good(olga, "POST", "/renditions/make", {"fields": {"photo": "keep"}})
        making = (await lab.good(olga, "GET", "/renditions"))["tiers"][0]["making"]
        assert (making["state"], making["done"], making["total"]) == ("waiting", 0, 3)
        assert (await lab.ask(olga, "POST", "/renditions/make", {"fields": {"photo": "keep"}})).status_code == 409
        while await run_one(lab.world.db, lab.app.state.wiring.handlers(), Clock()):
            pass
        told = (await lab.good(olga, "GET", "/renditions"))["tiers"][0]
        assert (told["lacking"], told["imported"], told["made"]) == (0, 1, 2), again
        assert (told["making"]["state"], told["making"]["done"]) == ("done", 3)
        assert told["found"] == {"EMAIL": 1, "PHONE": 1, "WORD": 1}
    assert len(await lab.rows("select from rendition where tenant_id = $1")) == 3  # the same again changed nothing
    texts = {
        (await lab.good(olga, "GET", f"/items/{id}/renditions"))["items"][0]["content"]["text"] for id in ids.values()
    }
    assert texts == {masked, "Nothing to see.", "▒▒ hand."}
