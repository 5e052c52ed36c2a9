"""R1, R9, R13, R14 on the real database: what a stake, a rival, a waiver and the passing of time do to grants."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tests.identity.conftest import Client, as_
from tests.people import World
from tests.vendors.hub import Hub, holding, make_hub

from armslength.kit.ids import new_id
from armslength.vendors.rules import influence as influences


@pytest.fixture
async def hub(world: World, api: Client) -> Hub:
    return await make_hub(world, api)


def stake(state: Any = "closed", percent: float = 49) -> Any:
    return holding("Meridian Group", "Fairlabel", percent, state=state)


async def test_a_stake_of_a_rivals_owner_freezes_in_the_same_transaction(hub: Hub, probed: Client) -> None:
    world = hub.world
    await hub.name_rival(world.maya, "Meridian AI")
    assert await hub.ours() == ("active", 1, None)
    door = f"/api/v1/projects/{hub.project}/probe/work.annotate"
    vera = as_(await world.cookie(world.vera))
    assert (await probed.get(door, headers=vera)).status_code == 200
    await hub.state([stake()])
    assert await hub.ours() == ("frozen", 2, "conflict")
    assert (await hub.log(world.maya, hub.project))[0] == ("vendors.grant_frozen", None)
    again = {"Cookie": f"armslength_session={await world.cookie(world.vera)}"}
    shut = await probed.get(door, headers=again)
    nowhere = await probed.get(f"/api/v1/projects/{new_id()}/probe/work.annotate", headers=again)
    assert (shut.status_code, shut.content) == (nowhere.status_code, nowhere.content) == (404, nowhere.content)
    assert await hub.contosos() == ("active", 1, None)  # nobody is Contoso's rival


async def test_naming_a_rival_freezes_what_leads_there_already(hub: Hub) -> None:
    await hub.state([stake()])
    assert await hub.ours() == ("active", 1, None)
    await hub.name_rival(hub.world.maya, "Meridian AI")
    assert await hub.ours() == ("frozen", 2, "conflict")
    assert await hub.contosos() == ("active", 1, None)


async def test_a_small_stake_does_nothing_unless_one_is_stricter(hub: Hub) -> None:
    await hub.name_rival(hub.world.maya, "Meridian Group")
    await hub.state([stake(percent=6)])
    assert await hub.ours() == ("active", 1, None)
    strict = {"profile": "government", "threshold_bp": 500, "on_announced": "pause"}
    await hub.ok(hub.world.maya, "PUT", "/ownership/settings", strict)
    assert await hub.ours() == ("frozen", 2, "conflict")


async def test_an_announced_stake_pauses_and_a_cancelled_one_lets_go(hub: Hub) -> None:
    await hub.name_rival(hub.world.maya, "Meridian Group")
    await hub.state([stake("rumoured")])
    assert await hub.ours() == ("active", 1, None)
    await hub.state([stake("announced")])
    assert await hub.ours() == ("paused", 1, "announced")
    path = f"/projects/{hub.project}/grants/{hub.world.fairlabel}"
    refused = await hub.ask(hub.world.maya, "PUT", path, {"state": "active"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "vendors.walled")
    assert refused.json()["error"]["details"] == {"reason": "announced"}
    await hub.state([stake("ended")])
    assert await hub.ours() == ("paused", 1, "announced")  # nothing wakes by itself
    await hub.ok(hub.world.maya, "PUT", path, {"state": "active"})
    assert await hub.ours() == ("active", 1, None)


async def test_what_was_paused_when_a_stake_was_announced_is_frozen_when_it_closes(hub: Hub) -> None:
    await hub.name_rival(hub.world.maya, "Meridian Group")
    await hub.state([stake("announced")])
    assert await hub.ours() == ("paused", 1, "announced")
    cookie = await hub.world.cookie(hub.world.vera)
    await hub.state([stake("closed")])
    assert await hub.ours() == ("frozen", 2, "conflict")
    assert (await hub.api.get("/api/v1/me", headers=as_(cookie))).status_code == 401  # its people are signed out
    assert await hub.contosos() == ("active", 1, None)


@pytest.mark.parametrize(("choice", "becomes"), [("freeze", ("frozen", 2)), ("continue", ("active", 1))])
async def test_a_tenant_may_choose_otherwise(hub: Hub, choice: str, becomes: tuple[str, int]) -> None:
    chosen = {"profile": "default", "threshold_bp": 1000, "on_announced": choice}
    await hub.ok(hub.world.olga, "PUT", "/ownership/settings", chosen)
    await hub.name_rival(hub.world.maya, "Meridian Group")
    await hub.state([stake("announced")])
    assert (await hub.ours())[:2] == becomes
    await hub.state([stake("closed")])
    assert (await hub.ours())[:2] == ("frozen", 2)


async def test_only_an_owner_loosens(hub: Hub) -> None:
    world = hub.world
    loose = {"profile": "default", "threshold_bp": 1000, "on_announced": "continue"}
    refused = await hub.ask(world.maya, "PUT", "/ownership/settings", loose)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "vendors.must_not_loosen")
    too_loose = {"profile": "government", "threshold_bp": 501, "on_announced": "pause"}
    refused = await hub.ask(world.olga, "PUT", "/ownership/settings", too_loose)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "threshold_bp")
    await hub.name_rival(world.maya, "Meridian AI")
    path = f"/rivals/{await hub.party('Meridian AI')}"
    assert (await hub.ask(world.maya, "DELETE", path)).status_code == 403
    assert (await hub.ask(world.olga, "DELETE", path)).status_code == 204
    assert (await hub.ask(world.olga, "DELETE", path)).status_code == 404


async def test_what_is_dated_ahead_counts_from_its_day(hub: Hub) -> None:
    world = hub.world
    chosen = {"profile": "default", "threshold_bp": 1000, "on_announced": "continue"}
    await hub.ok(world.olga, "PUT", "/ownership/settings", chosen)
    await hub.name_rival(world.maya, "Meridian Group")
    day = (world.clock.now() + timedelta(days=3)).replace(hour=0)
    await hub.state([holding("Meridian Group", "Fairlabel", 49, valid_from=day)])
    assert (await hub.ours())[:2] == ("active", 1)
    world.clock.advance(3 * 86_400)
    assert not await is_open(hub)  # before anything has run
    await sweep(hub)
    assert await hub.ours() == ("frozen", 2, "conflict")


async def is_open(hub: Hub) -> bool:
    """Whether the guard lets Fairlabel's people in just now."""
    async with hub.world.db.tenant(hub.world.northwind) as tx:
        found: bool = await tx.value(
            "select armslength_grant_open(state, clear_until, $2) from vendor_grant where project_id = $1",
            hub.project, hub.world.clock.now(),
        )  # fmt: skip
    return found


async def sweep(hub: Hub) -> None:
    for each in hub.world.vendors.sweeps():
        await each.handler(hub.world.db, hub.world.clock)


# --- waivers


async def waived(hub: Hub, days: int = 10) -> str:
    """Northwind's one conflict, waived by Maya and Olga."""
    [conflict] = (await hub.ok(hub.world.maya, "GET", "/conflicts"))["items"]
    until = (hub.world.clock.now() + timedelta(days=days)).isoformat()
    body = {"conflict_id": conflict["id"], "reason": "They are walled off.", "expires_at": until}
    waiver = await hub.ok(hub.world.maya, "POST", "/waivers", body)
    await hub.ok(hub.world.olga, "POST", f"/waivers/{waiver['id']}/approval")
    return str(waiver["id"])


async def open_again(hub: Hub) -> Any:
    path = f"/projects/{hub.project}/grants/{hub.world.fairlabel}"
    return await hub.ask(hub.world.maya, "PUT", path, {"state": "active"})


async def test_a_waiver_needs_two_people_one_of_them_an_owner(hub: Hub) -> None:
    world = hub.world
    manny = await world.person("Manny", world.northwind, "manager")
    await hub.state([stake()])
    await hub.name_rival(world.maya, "Meridian AI")
    [conflict] = (await hub.ok(world.maya, "GET", "/conflicts"))["items"]
    assert (conflict["rival"]["name"], conflict["through"]["name"], conflict["share_bp"]) == (
        "Meridian AI", "Meridian AI", 4900)  # fmt: skip
    assert [closed["state"] for closed in conflict["closes"]] == ["frozen"]
    until = (world.clock.now() + timedelta(days=10)).isoformat()
    body = {"conflict_id": conflict["id"], "reason": "Until the audit.", "expires_at": until}
    waiver = await hub.ok(world.maya, "POST", "/waivers", body)
    assert (waiver["state"], waiver["asked_by"]["name"]) == ("asked", "Maya")
    approval = f"/waivers/{waiver['id']}/approval"
    for nobody in (world.maya, manny):
        refused = await hub.ask(nobody, "POST", approval)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "vendors.two_people")
    assert (await open_again(hub)).status_code == 409
    approved = await hub.ok(world.olga, "POST", approval)
    assert (approved["state"], approved["approved_by"]["name"]) == ("approved", "Olga")
    assert await hub.ours() == ("frozen", 2, "conflict")
    assert (await open_again(hub)).json()["clear_until"][:10] == until[:10]
    settled = await hub.ask(world.olga, "POST", approval)
    assert (settled.status_code, settled.json()["error"]["code"]) == (409, "vendors.waiver_settled")


@pytest.mark.parametrize("rival", ["Meridian Group", "Meridian AI"])
async def test_a_waiver_names_one_conflict_and_a_bigger_share_is_another(hub: Hub, rival: str) -> None:
    await hub.state([stake()])
    await hub.name_rival(hub.world.maya, rival)
    await waived(hub)
    assert (await open_again(hub)).status_code == 200
    await hub.state([stake(percent=40)])
    assert (await hub.ours())[0] == "active"
    await hub.state([stake(percent=60)])
    assert await hub.ours() == ("frozen", 3, "conflict")
    [waiver] = (await hub.ok(hub.world.maya, "GET", "/waivers"))["items"]
    assert waiver["state"] == "over"


async def test_a_second_rival_is_not_waived(hub: Hub) -> None:
    await hub.state([stake(), holding("Lone AI", "Fairlabel", 20)])
    await hub.name_rival(hub.world.maya, "Meridian Group")
    await waived(hub)
    assert (await open_again(hub)).status_code == 200
    await hub.name_rival(hub.world.maya, "Lone AI")
    assert await hub.ours() == ("frozen", 3, "conflict")


async def test_a_waiver_runs_out_to_the_moment(hub: Hub) -> None:
    await hub.state([stake()])
    await hub.name_rival(hub.world.maya, "Meridian Group")
    await waived(hub, days=1)
    await open_again(hub)
    hub.world.clock.advance(86_399)
    assert await is_open(hub)
    hub.world.clock.advance(1)
    assert not await is_open(hub)
    await sweep(hub)
    assert await hub.ours() == ("frozen", 3, "expired")


async def test_one_person_may_end_a_waiver(hub: Hub) -> None:
    await hub.state([stake()])
    await hub.name_rival(hub.world.maya, "Meridian Group")
    waiver = await waived(hub)
    await open_again(hub)
    await hub.ok(hub.world.maya, "DELETE", f"/waivers/{waiver}")
    assert (await hub.ours())[:2] == ("frozen", 3)


async def test_a_waiver_is_checked_at_the_door(hub: Hub) -> None:
    await hub.state([stake()])
    await hub.name_rival(hub.world.maya, "Meridian Group")
    [conflict] = (await hub.ok(hub.world.maya, "GET", "/conflicts"))["items"]
    now = hub.world.clock.now()
    for days in (0, 367):
        body = {"conflict_id": conflict["id"], "reason": "x", "expires_at": (now + timedelta(days=days)).isoformat()}
        refused = await hub.ask(hub.world.maya, "POST", "/waivers", body)
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, "expires_at")
    body = {"conflict_id": str(new_id()), "reason": "x", "expires_at": (now + timedelta(days=1)).isoformat()}
    refused = await hub.ask(hub.world.maya, "POST", "/waivers", body)
    assert (refused.status_code, refused.json()["error"]["field"]) == (404, "conflict_id")


# --- restricted projects


async def test_a_restricted_project_takes_attested_vendors_only(hub: Hub, world: World) -> None:
    async def restrict(project_id: Any) -> None:
        async with world.db.tenant(world.northwind) as tx:
            await world.vendors.judging.changing(tx)
            await tx.run("update project set restricted = true where id = $1", project_id)
            await world.vendors.judging.judge(tx)

    await restrict(hub.project)
    assert await hub.ours() == ("paused", 1, "unverified")
    refused = await open_again(hub)
    assert refused.json()["error"]["details"] == {"reason": "unverified"}
    await hub.state([holding("Family", "Fairlabel", 100, attested=world.clock.now() - timedelta(days=1))])
    opened = (await open_again(hub)).json()
    assert opened["state"] == "active" and opened["clear_until"]
    world.clock.advance(89 * 86_400)
    assert not await is_open(hub)
    await sweep(hub)
    assert await hub.ours() == ("paused", 1, "unverified")


# --- nothing slips through


async def test_a_failed_computation_lets_nobody_in_and_changes_nothing(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hub.name_rival(hub.world.maya, "Meridian Group")
    path = f"/projects/{hub.project}/grants/{hub.world.fairlabel}"
    await hub.ok(hub.world.maya, "PUT", path, {"state": "paused"})

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(influences.Influence, "reach", broken)
    assert (await hub.ask(hub.world.maya, "PUT", path, {"state": "active"})).status_code == 500
    with pytest.raises(ZeroDivisionError):
        await hub.state([stake()])
    monkeypatch.undo()
    assert (await hub.ours())[0] == "paused"
    assert (await open_again(hub)).status_code == 200  # the stake was not recorded either


async def test_of_an_opening_and_a_rival_at_once_no_open_grant_remains(hub: Hub) -> None:
    world = hub.world
    await hub.state([stake()])
    rival = await hub.party("Meridian Group")
    path = f"/projects/{hub.project}/grants/{world.fairlabel}"
    for _ in range(6):
        await hub.ok(world.maya, "PUT", path, {"state": "paused"})
        await asyncio.gather(
            hub.ask(world.maya, "PUT", path, {"state": "active"}),
            hub.ask(world.olga, "PUT", f"/rivals/{rival}", {}),
            hub.ask(world.maya, "PUT", path, {"state": "active"}),
        )
        assert (await hub.ours())[0] != "active"
        await hub.ok(world.olga, "DELETE", f"/rivals/{rival}")
