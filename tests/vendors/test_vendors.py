"""Firms of a tenant, and the grants that let them into projects."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.identity.conftest import Client, as_
from tests.people import Person, World

from armslength.identity.errors import NoSuchProject
from armslength.vendors.errors import NotGranted


async def ask(api: Client, world: World, by: Person, method: str, path: str, body: Any = None) -> httpx.Response:
    return await api.request(method, f"/api/v1{path}", json=body, headers=as_(await world.cookie(by)))


async def set_grant(
    api: Client, world: World, project_id: UUID, state: str, vendor: UUID | None = None
) -> httpx.Response:
    path = f"/projects/{project_id}/grants/{vendor or world.fairlabel}"
    return await ask(api, world, world.maya, "PUT", path, {"state": state})


async def test_a_vendor_is_named_once(world: World, api: Client) -> None:
    made = await ask(api, world, world.maya, "POST", "/vendors", {"name": "  Second   Opinion "})
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["people"], made.json()["projects"]) == ("Second Opinion", 0, 0)
    again = await ask(api, world, world.maya, "POST", "/vendors", {"name": "second opinion"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "vendors.name_taken")
    blank = await ask(api, world, world.maya, "POST", "/vendors", {"name": "   "})
    assert (blank.status_code, blank.json()["error"]["field"]) == (422, "name")


async def test_of_two_who_name_it_at_once_one_does(world: World, api: Client) -> None:
    calls = (ask(api, world, world.maya, "POST", "/vendors", {"name": "Second Opinion"}) for _ in range(4))
    assert sorted(answer.status_code for answer in await asyncio.gather(*calls)) == [201, 409, 409, 409]


async def test_each_tenant_has_its_own_vendors(world: World, api: Client) -> None:
    theirs = await ask(api, world, world.carol, "POST", "/vendors", {"name": "Fairlabel"})
    assert theirs.status_code == 201  # that Northwind has one of this name is nobody's business
    listed = await ask(api, world, world.carol, "GET", "/vendors")
    assert [item["id"] for item in listed.json()["items"]] == [theirs.json()["id"]]


async def test_vendors_page_newest_first(world: World, api: Client) -> None:
    for name in "abcde":
        world.clock.advance(1)
        await ask(api, world, world.maya, "POST", "/vendors", {"name": name})
    seen: list[str] = []
    cursor = ""
    while True:
        answer = (await ask(api, world, world.maya, "GET", f"/vendors?limit=2{cursor}")).json()
        seen += [item["name"] for item in answer["items"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert seen == ["e", "d", "c", "b", "a", "Fairlabel"]


async def test_a_grant_opens_the_project_and_a_pause_closes_it(world: World, api: Client, probed: Client) -> None:
    project_id = await world.project(world.northwind)
    await world.join(world.vera, project_id, "annotator")
    door = f"/api/v1/projects/{project_id}/probe/work.annotate"
    probed.cookies.set("armslength_session", await world.cookie(world.vera))
    shut = await probed.get(door)
    nowhere = await probed.get(f"/api/v1/projects/{uuid4()}/probe/work.annotate")
    assert shut.status_code == nowhere.status_code == 404
    assert shut.json() == nowhere.json()
    grant = await set_grant(api, world, project_id, "active")
    assert grant.json()["vendor"] == {"id": str(world.fairlabel), "name": "Fairlabel"}
    assert (grant.json()["state"], grant.json()["epoch"], grant.json()["people"]) == ("active", 1, 1)
    assert (await probed.get(door)).status_code == 200
    await set_grant(api, world, project_id, "paused")
    assert (await probed.get(door)).json() == nowhere.json()


async def test_a_grant_is_for_one_project(world: World, api: Client, probed: Client) -> None:
    one, other = await world.project(world.northwind, "one"), await world.project(world.northwind, "other")
    for project_id in (one, other):
        await world.join(world.vera, project_id, "annotator")
    await set_grant(api, world, one, "active")
    probed.cookies.set("armslength_session", await world.cookie(world.vera))
    assert (await probed.get(f"/api/v1/projects/{one}/probe/work.annotate")).status_code == 200
    probed.cookies.set("armslength_session", await world.cookie(world.vera))  # the first one works there now
    assert (await probed.get(f"/api/v1/projects/{other}/probe/work.annotate")).status_code == 404


async def test_only_vendors_of_the_tenant_are_let_in(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    for stranger in (uuid4(), world.contoso, world.northwind):
        answer = await set_grant(api, world, project_id, "active", stranger)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "vendors.not_found")


async def test_every_change_is_in_the_log_and_a_repeat_is_none(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    for state in ("active", "active", "paused", "active"):
        world.clock.advance(1)
        assert (await set_grant(api, world, project_id, state)).status_code == 200
    log = (await ask(api, world, world.maya, "GET", f"/projects/{project_id}/log")).json()["items"]
    assert [line["action"] for line in log] == [
        "vendors.grant_active", "vendors.grant_paused", "vendors.grant_active"]  # fmt: skip
    assert log[0]["actor"] == {"id": str(world.maya.id), "name": "Maya"}
    assert log[0]["object"] == f"vendor:{world.fairlabel}"


async def test_grants_are_listed_and_counted(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    await world.join(world.vera, project_id, "annotator")
    await world.join(world.ada, project_id, "annotator")
    await set_grant(api, world, project_id, "active")
    items = (await ask(api, world, world.maya, "GET", f"/projects/{project_id}/grants")).json()["items"]
    assert [(item["vendor"]["name"], item["people"]) for item in items] == [("Fairlabel", 1)]
    vendors = (await ask(api, world, world.maya, "GET", "/vendors")).json()["items"]
    assert [(item["name"], item["people"], item["projects"]) for item in vendors] == [("Fairlabel", 2, 1)]


async def test_a_vendors_grants_are_listed_by_project(world: World, api: Client) -> None:
    for slug in ("b", "a"):
        await set_grant(api, world, await world.project(world.northwind, slug), "active")
    path = f"/vendors/{world.fairlabel}/grants"
    items = (await ask(api, world, world.maya, "GET", path)).json()["items"]
    assert [(item["project"]["name"], item["state"]) for item in items] == [("a", "active"), ("b", "active")]
    assert (await ask(api, world, world.carol, "GET", path)).status_code == 404


@pytest.mark.parametrize(("by", "status"), [("victor", 404), ("vera", 404), ("rita", 404), ("carol", 404)])
async def test_nobody_else_sees_grants(world: World, api: Client, by: str, status: int) -> None:
    project_id = await world.project(world.northwind)
    answer = await ask(api, world, world.people[by], "GET", f"/projects/{project_id}/grants")
    assert answer.status_code == status
    assert (await ask(api, world, world.people[by], "GET", "/vendors")).status_code == (200 if by == "carol" else 403)


async def test_a_manager_who_lets_a_person_in_lets_the_firm_in(world: World) -> None:
    project_id = await world.project(world.northwind)
    maya, rita, victor = (world.actor(world.people[name]) for name in ("maya", "rita", "victor"))
    async with world.db.tenant(world.northwind) as tx:
        with pytest.raises(NotGranted):
            await world.vendors.ensure(tx, rita, project_id, world.fairlabel)
        with pytest.raises(NoSuchProject):
            await world.vendors.ensure(tx, victor, project_id, world.fairlabel)
        await world.vendors.ensure(tx, maya, project_id, world.fairlabel)
        await world.vendors.ensure(tx, rita, project_id, world.fairlabel)
        await world.vendors.ensure(tx, victor, project_id, world.fairlabel)


async def test_a_paused_grant_is_never_woken_silently(world: World) -> None:
    project_id = await world.project(world.northwind)
    await world.grant(project_id, "paused")
    async with world.db.tenant(world.northwind) as tx:
        with pytest.raises(NotGranted):
            await world.vendors.ensure(tx, world.actor(world.maya), project_id, world.fairlabel)
        with pytest.raises(NoSuchProject):
            await world.vendors.ensure(tx, world.actor(world.victor), project_id, world.fairlabel)
