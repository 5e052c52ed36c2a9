"""A vendor's session works in one project (R5), over every route of the assembled application."""

from __future__ import annotations

import asyncio
from uuid import UUID

import httpx
import pytest
from tests.isolation.test_routes import BODIES, MADE_UP, MARK, OBJECT, QUERIES, Route, Walk
from tests.isolation.test_routes import walk as walk
from tests.people import Person

from armslength.identity import rules
from armslength.identity.policy import permissions_of
from armslength.identity.repository import keys
from armslength.kit.ids import new_id

METADATA = {"get_project", "list_project_members", "get_progress", "enter_project"}
"""What a vendor's session may ask of any project of its person's; one more is a decision, and is made here."""
AT_ONCE = 12


class Seated:
    """Somebody of the vendor's with one session."""

    def __init__(self, walk: Walk, person: Person, cookie: str) -> None:
        self.walk = walk
        self.person = person
        self.client = httpx.AsyncClient(
            transport=walk.client._transport, base_url="http://armslength.test",
            headers={"X-Armslength": "1"},
        )  # fmt: skip
        self.client.cookies.set("armslength_session", cookie, domain="armslength.test")

    async def ask(self, route: Route, project_id: UUID) -> httpx.Response:
        body = None if route.method in ("GET", "DELETE") else BODIES.get(route.name, {})
        url = route.url(project_id, OBJECT) + QUERIES.get(route.name, "")
        if isinstance(body, bytes):
            return await self.client.request(route.method, url, content=body)
        return await self.client.request(route.method, url, json=body)

    async def enter(self, project_id: UUID) -> httpx.Response:
        return await self.client.post(f"/api/v1/projects/{project_id}/enter")

    async def working_in(self) -> str | None:
        answer = await self.client.get("/api/v1/me")
        assert answer.status_code == 200, answer.text
        found: str | None = answer.json()["working_in"]
        return found


async def seated(walk: Walk, *projects: UUID) -> Seated:
    """Victor, a manager in all of these, in a fresh session."""
    victor = walk.world.victor
    for project_id in projects:
        await walk.world.join(victor, project_id, "manager")
    return Seated(walk, victor, await walk.world.cookie(victor))


async def project(walk: Walk, slug: str, state: str) -> UUID:
    """Another project of the customer, under a grant in that state."""
    project_id = await walk.world.project(walk.world.northwind, slug)
    await walk.world.grant(project_id, state)
    async with walk.world.db.tenant(walk.world.northwind) as tx:
        await tx.run("update project set name = $3 where tenant_id = $1 and id = $2",
                     walk.world.northwind, project_id, MARK)  # fmt: skip
    return project_id


def inside(walk: Walk, *, metadata: bool = False) -> list[Route]:
    return [route for route in walk.guarded() if route.inside and (route.name in METADATA) == metadata]


async def known_as(walk: Walk, project_id: UUID) -> str:
    """What the vendor's people know a project by."""
    async with walk.world.db.tenant(walk.world.northwind) as tx:
        return str(await tx.value("select code from vendor_grant where project_id = $1", project_id))


async def test_nothing_of_another_project_is_read_or_written(walk: Walk) -> None:
    """Every route but those that tell metadata says the same of every other project: one's own, one that is cut off,
    another tenant's, one that never was. And what one may not do at all stays so."""
    here = walk.project_id
    theirs = await project(walk, "open", "active")
    hidden = await project(walk, "cut", "severed")
    who = await seated(walk, here, theirs, hidden)
    assert (await who.client.get(f"/api/v1/projects/{here}/schema")).status_code != 409
    assert await who.working_in() == await known_as(walk, here)
    for route in inside(walk):
        heard = await asyncio.gather(*(who.ask(route, each) for each in (theirs, hidden, OBJECT, MADE_UP)))
        for answer in heard:
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "identity.works_elsewhere"), route
            assert answer.json()["error"]["details"] == {"working_in": await known_as(walk, here)}
            assert answer.content == heard[0].content, route
    assert await who.working_in() == await known_as(walk, here)


async def test_metadata_of_ones_projects_needs_no_entering(walk: Walk) -> None:
    here, theirs = walk.project_id, await project(walk, "open", "active")
    who = await seated(walk, here, theirs)
    named = {route.name for route in inside(walk, metadata=True)}
    assert named == METADATA
    for each in (here, theirs):
        for path in ("", "/members", "/progress"):
            assert (await who.client.get(f"/api/v1/projects/{each}{path}")).status_code == 200
    assert await who.working_in() is None  # and it binds nothing
    assert (await who.enter(here)).json()["working_in"] == await known_as(walk, here)
    assert (await who.client.get(f"/api/v1/projects/{theirs}")).json()["id"] == await known_as(walk, theirs)
    listed = (await who.client.get("/api/v1/projects")).json()["items"]
    assert {each["id"] for each in listed} == {await known_as(walk, here), await known_as(walk, theirs)}


async def test_entering_is_refused_as_if_there_were_nothing(walk: Walk) -> None:
    """And leaves the session where it is."""
    here, hidden = walk.project_id, await project(walk, "cut", "severed")
    who = await seated(walk, here, hidden)
    assert (await who.enter(here)).status_code == 200
    asked = (hidden, OBJECT, MADE_UP, await walk.world.project(walk.world.northwind, "no-role"))
    heard = await asyncio.gather(*(who.enter(each) for each in asked))
    assert {(answer.status_code, answer.content) for answer in heard} == {(404, heard[0].content)}
    assert heard[0].json()["error"]["code"] == "projects.not_found"
    assert await who.working_in() == await known_as(walk, here)


async def test_what_is_refused_binds_nothing(walk: Walk) -> None:
    """A session bound to what its person may not know of would tell them that it is there."""
    here, hidden = walk.project_id, await project(walk, "cut", "paused")
    who = await seated(walk, here, hidden)
    asked = [who.ask(route, each) for route in inside(walk) for each in (hidden, MADE_UP)]
    for n in range(0, len(asked), AT_ONCE):  # each refusal waits for the tick
        await asyncio.gather(*asked[n : n + AT_ONCE])
    assert await who.working_in() is None
    forbidden = await who.client.get(f"/api/v1/projects/{here}/batches")
    assert forbidden.status_code == 403
    assert await who.working_in() is None


async def test_entering_another_project_ends_the_session_for_the_first(walk: Walk) -> None:
    """The old cookie is dead at once, everywhere; the new one works in the other project only; the log has both."""
    world, here, theirs = walk.world, walk.project_id, await project(walk, "open", "active")
    who = await seated(walk, here, theirs)
    assert (await who.enter(here)).status_code == 200
    old = who.client.cookies["armslength_session"]
    entered = await who.enter(theirs)
    assert (
        entered.json()["working_in"] == await known_as(walk, theirs)
        and "httponly" in entered.headers["set-cookie"].lower()
    )
    assert who.client.cookies["armslength_session"] != old
    stale = Seated(walk, world.victor, old)
    for path in ("/me", f"/projects/{here}/schema", f"/projects/{theirs}/schema", f"/projects/{here}"):
        answer = await stale.client.get(f"/api/v1{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "identity.not_signed_in"), path
    assert (await who.client.get(f"/api/v1/projects/{here}/schema")).status_code == 409
    assert (await who.client.get(f"/api/v1/projects/{theirs}/schema")).status_code != 409
    async with world.db.tenant(world.northwind) as tx:
        rows = await tx.rows(
            "select project_id, detail from ledger_entry where tenant_id = $1 and actor_id = $2"
            " and action = 'identity.project_entered' order by at, id",
            world.northwind, world.victor.id,
        )  # fmt: skip
        leaves: int = await tx.value("select count(*) from ledger_outbox where tenant_id = $1"
                                     " and action = 'identity.project_entered'", world.northwind)  # fmt: skip
    assert [(row["project_id"], row["detail"]["left"]) for row in rows] == [(here, None), (theirs, str(here))]
    assert len({row["detail"]["session"] for row in rows}) == 2 and leaves == 2


async def test_the_customers_own_people_go_where_they_like(walk: Walk) -> None:
    """The work is theirs: they compare projects, and release over them."""
    world, theirs = walk.world, await project(walk, "open", "active")
    own = Seated(walk, world.maya, await world.cookie(world.maya))
    for each in (walk.project_id, theirs, walk.project_id):
        assert (await own.enter(each)).json()["working_in"] is None
        assert (await own.client.get(f"/api/v1/projects/{each}/schema")).status_code != 409
    assert "set-cookie" not in (await own.enter(theirs)).headers


async def test_a_key_opens_nothing_for_a_vendors_people(walk: Walk) -> None:
    """The policy gives them none; one that were there would be bound to no project, so it opens none."""
    who = await seated(walk, walk.project_id)
    key = await _key(walk)
    who.client.cookies.clear()
    who.client.headers["Authorization"] = f"Bearer {key}"
    assert (await who.client.get(f"/api/v1/projects/{walk.project_id}")).status_code == 200
    for route in inside(walk):
        answer = await who.ask(route, walk.project_id)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "identity.session_needed"), route
    assert (await who.enter(walk.project_id)).json()["error"]["code"] == "identity.session_needed"


async def _key(walk: Walk) -> str:
    """A key in Victor's name, made past the service."""
    made, victor = rules.make_key(b"k" * 4, b"s" * 32), walk.world.victor
    async with walk.world.db.tenant(walk.world.northwind) as tx:
        await keys.insert(
            tx, new_id(), victor.id, "x", made.prefix, made.hash, sorted(permissions_of("vendor", "manager")),
            walk.world.clock.now(), None,
        )  # fmt: skip
    return made.text


@pytest.mark.parametrize("first", ["bound", "fresh"])
async def test_two_tabs_that_enter_at_once(walk: Walk, first: str) -> None:
    """One of them does; there is one session afterwards, and it works where the one that was heard said."""
    here = walk.project_id
    others = [await project(walk, slug, "active") for slug in ("second", "third")]
    who = await seated(walk, here, *others)
    if first == "bound":
        await who.enter(here)
    cookie = who.client.cookies["armslength_session"]
    tabs = [Seated(walk, walk.world.victor, cookie) for _ in others]
    heard = await asyncio.gather(*(tab.enter(each) for tab, each in zip(tabs, others, strict=True)))
    async with walk.world.db.door() as tx:
        rows = await tx.rows("select project_id from session where person_id = $1", walk.world.victor.id)
    assert len(rows) == 1
    said = [answer.json()["working_in"] for answer in heard if answer.status_code == 200]
    assert said[-1:] and await known_as(walk, rows[0]["project_id"]) in said
    if first == "bound":
        assert sorted(answer.status_code for answer in heard) == [200, 401]
