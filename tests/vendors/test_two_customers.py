"""Between customers: conflict is symmetric and not transitive, one's knowledge is one's own, and nobody finds out who
named whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.identity.conftest import Client
from tests.people import World
from tests.vendors.hub import Hub, holding, make_hub


@pytest.fixture
async def hub(world: World, api: Client) -> Hub:
    return await make_hub(world, api)


async def edges(world: World) -> set[frozenset[UUID]]:
    """Open conflict edges, as the wall sees them."""
    async with world.db.wall() as tx:
        rows = await tx.rows("select low, high from conflict_edge where until is null")
    return {frozenset((row["low"], row["high"])) for row in rows}


async def test_naming_is_symmetric_in_effect(hub: Hub) -> None:
    world = hub.world
    both = {frozenset((world.northwind, world.contoso))}
    await hub.name_rival(world.maya, "Contoso AI")
    assert await edges(world) == both
    await hub.name_rival(world.carol, "Northwind Labs")
    assert await edges(world) == both
    await hub.ok(world.olga, "DELETE", f"/rivals/{await hub.party('Contoso AI')}")
    assert await edges(world) == both  # Contoso's word still stands
    await hub.ok(world.carol, "DELETE", f"/rivals/{await hub.party('Northwind Labs')}")
    assert await edges(world) == set()


async def test_an_edge_has_a_beginning_and_an_end_and_its_own_id(hub: Hub) -> None:
    world = hub.world
    rival = await hub.party("Contoso AI")
    for _ in range(2):
        await hub.ok(world.maya, "PUT", f"/rivals/{rival}", {})
        world.clock.advance(60)
        await hub.ok(world.olga, "DELETE", f"/rivals/{rival}")
    async with world.db.wall() as tx:
        rows = await tx.rows("select id, since, until from conflict_edge order by since")
    assert len({row["id"] for row in rows}) == 2
    assert all(row["until"] - row["since"] == timedelta(seconds=60) for row in rows)


async def test_a_rival_is_its_whole_control_group(hub: Hub) -> None:
    await hub.state([holding("Meridian Group", "Contoso AI", 60)])
    await hub.name_rival(hub.world.maya, "Meridian AI")
    assert await edges(hub.world) == {frozenset((hub.world.northwind, hub.world.contoso))}
    await hub.state([holding("Meridian Group", "Contoso AI", 40)])
    assert await edges(hub.world) == set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC"), st.booleans()), max_size=8))
async def test_conflict_is_who_named_whom_and_nothing_more(hub: Hub, named: list[tuple[str, str, bool]]) -> None:
    """I9 over three customers."""
    world, third = hub.world, hub.third
    if third not in {each.id for each in await world.vendors.register.organizations()}:
        await world.organization(third, "customer", "Lone AI")
        await world.person("Cleo", third, "owner")
        await world.vendors.register.confirm(third, "Lone AI")
    tenants = {"A": world.northwind, "B": world.contoso, "C": third}
    actors = {"A": world.actor(world.olga), "B": world.actor(world.carol), "C": world.actor(world.cleo)}
    async with world.db.wall() as tx:
        parties = {row["organization_id"]: row["party_id"] for row in await tx.rows("select * from organization_party")}
    said: set[tuple[str, str]] = set()
    for who, whom, yes in named:
        if who == whom:
            continue
        if yes:
            await world.vendors.rivals.name(actors[who], parties[tenants[whom]], "")
            said.add((who, whom))
        elif (who, whom) in said:
            await world.vendors.rivals.remove(actors[who], parties[tenants[whom]])
            said.discard((who, whom))
        assert await edges(world) == {frozenset((tenants[a], tenants[b])) for a, b in said}
    for who, whom in said:
        await world.vendors.rivals.remove(actors[who], parties[tenants[whom]])


# --- another customer's word


async def test_who_is_named_is_kept_apart_too_and_learns_no_name(hub: Hub) -> None:
    """Contoso names Northwind and has a stake in the vendor: Northwind's data is kept from it."""
    world = hub.world
    await hub.state([holding("Contoso AI", "Fairlabel", 30)])
    assert await hub.ours() == ("active", 1, None)
    await hub.name_rival(world.carol, "Northwind Labs")
    assert await hub.ours() == ("frozen", 2, "conflict")
    assert await hub.contosos() == ("active", 1, None)
    [conflict] = (await hub.ok(world.maya, "GET", "/conflicts"))["items"]
    assert (conflict["rival"], conflict["through"], conflict["share_bp"]) == (None, None, None)
    assert conflict["path"] == conflict["parties"] == []
    shown = [(await hub.ask(world.maya, "GET", path)).text for path in ("/conflicts", "/rivals", "/waivers")]
    assert not [text for text in shown if "Contoso" in text]
    assert (await hub.log(world.maya, hub.project))[0] == ("vendors.grant_frozen", None)
    until = (world.clock.now() + timedelta(days=1)).isoformat()
    body = {"conflict_id": conflict["id"], "reason": "We know.", "expires_at": until}
    waiver = await hub.ok(world.maya, "POST", "/waivers", body)
    assert waiver["rival"] is None
    await hub.ok(world.olga, "POST", f"/waivers/{waiver['id']}/approval")
    path = f"/projects/{hub.project}/grants/{world.fairlabel}"
    assert (await hub.ok(world.maya, "PUT", path, {"state": "active"}))["state"] == "active"


async def test_one_who_named_the_other_itself_does_not_learn_that_it_was_named(hub: Hub) -> None:
    world = hub.world
    await hub.state([holding("Contoso AI", "Fairlabel", 30)])
    await hub.name_rival(world.maya, "Contoso AI")
    before = (await hub.ok(world.maya, "GET", "/conflicts"))["items"]
    await hub.name_rival(world.carol, "Northwind Labs")
    assert (await hub.ok(world.maya, "GET", "/conflicts"))["items"] == before


async def test_ones_own_records_stop_nobody_else(hub: Hub) -> None:
    """Contoso makes an owner of Fairlabel up, and names everybody a rival."""
    world = hub.world
    await hub.name_rival(world.maya, "Meridian Group")
    for name in ("Northwind Labs", "Meridian Group", "Lone AI"):
        await hub.name_rival(world.carol, name)
    body = {
        "holder": await hub.party("Meridian Group", world.carol), "held": await hub.party("Fairlabel", world.carol),
        "type": "shareholding", "min_bp": 10_000, "max_bp": 10_000, "state": "closed",
    }  # fmt: skip
    await hub.ok(world.carol, "POST", "/ownership/edges", body)
    assert await hub.contosos() == ("frozen", 2, "conflict")
    assert await hub.ours() == ("active", 1, None)
    assert (await hub.ok(world.maya, "GET", "/ownership"))["edges"] == []


@pytest.mark.parametrize("by", ["edge", "link", "threshold"])
async def test_nobody_finds_out_who_named_them_by_trying(hub: Hub, by: str) -> None:
    """Northwind supposes that Contoso owns one of its vendors: it hears the same whether Contoso named it or not."""
    world = hub.world
    await hub.state([holding("Contoso AI", "Lone AI", 9)])
    bait = UUID((await hub.ok(world.maya, "POST", "/vendors", {"name": "Bait"}))["id"])
    project = await world.project(world.northwind, "bait")
    heard = []
    for named in (False, True):
        if named:
            await hub.name_rival(world.carol, "Northwind Labs")
        if by == "edge":
            body = {
                "holder": await hub.party("Contoso AI"), "held": str(bait), "type": "shareholding",
                "min_bp": 5000, "max_bp": 5000, "state": "closed",
            }  # fmt: skip
            await hub.ask(world.maya, "POST", "/ownership/edges", body)
        elif by == "link":
            await hub.ok(world.maya, "PUT", f"/vendors/{bait}/party", {"party_id": await hub.party("Contoso AI")})
        else:
            await world.vendors.register.confirm(bait, "Lone AI")
            strict = {"profile": "government", "threshold_bp": 1, "on_announced": "pause"}
            await hub.ok(world.maya, "PUT", "/ownership/settings", strict)
        opened = await hub.ask(world.maya, "PUT", f"/projects/{project}/grants/{bait}", {"state": "active"})
        supposed = await hub.ok(world.maya, "POST", "/ownership/what-if", {
            "vendor_id": str(bait), "owner_id": await hub.party("Contoso AI"), "share_bp": 4900})  # fmt: skip
        conflicts = await hub.ok(world.maya, "GET", "/conflicts")
        heard.append((opened.status_code, conflicts, supposed["frozen"]))
        await hub.ask(world.maya, "PUT", f"/projects/{project}/grants/{bait}", {"state": "paused"})
    assert heard[0] == heard[1]


# --- one vendor, one customer


async def exclusive(hub: Hub) -> Any:
    """Northwind wants Fairlabel for itself."""
    world = hub.world
    async with world.db.tenant(world.northwind) as tx:
        await world.vendors.judging.changing(tx)
        await tx.run("update project set exclusivity = 'vendor' where id = $1", hub.project)
        await world.vendors.judging.judge(tx)


async def test_a_vendor_wall_freezes_while_the_firm_serves_a_rival(hub: Hub) -> None:
    world = hub.world
    await exclusive(hub)
    assert await hub.ours() == ("active", 1, None)
    await hub.name_rival(world.maya, "Contoso AI")
    assert await hub.ours() == ("frozen", 2, "exclusive")
    theirs = f"/projects/{hub.theirs}/grants/{hub.firm_of_contoso}"
    ours = f"/projects/{hub.project}/grants/{world.fairlabel}"
    await hub.ok(world.carol, "PUT", theirs, {"state": "paused"})
    assert (await hub.ask(world.maya, "PUT", ours, {"state": "active"})).status_code == 409  # it knows too much yet
    world.clock.advance(731 * 86_400)
    await hub.ok(world.maya, "PUT", ours, {"state": "active"})
    refused = await hub.ask(world.carol, "PUT", theirs, {"state": "active"})
    assert refused.json()["error"]["details"] == {"reason": "exclusive"}


async def test_a_vendor_wall_needs_the_operators_word_on_who_the_firm_is(hub: Hub) -> None:
    world = hub.world
    stranger = (await hub.ok(world.maya, "POST", "/vendors", {"name": "Stranger"}))["id"]
    await exclusive(hub)
    refused = await hub.ask(world.maya, "PUT", f"/projects/{hub.project}/grants/{stranger}", {"state": "active"})
    assert (refused.status_code, refused.json()["error"]["details"]) == (409, {"reason": "exclusive"})
