"""Recording, importing, looking and supposing, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.identity.conftest import Client
from tests.people import World
from tests.vendors.hub import Hub, firm, holding, make_hub

from armslength.kit.ids import new_id
from armslength.kit.jobs import tenants
from armslength.vendors.rules import bods
from armslength.vendors.service import Seen, Work


@pytest.fixture
async def hub(world: World, api: Client) -> Hub:
    return await make_hub(world, api)


async def edge(hub: Hub, holder: str, held: str, /, **more: Any) -> Any:
    """A holding in Northwind's own records."""
    share = {"type": "shareholding", "min_bp": 4900, "max_bp": 4900, "state": "closed"}
    body = {"holder": holder, "held": held, **share, **more}
    return await hub.ask(hub.world.maya, "POST", "/ownership/edges", body)


async def test_parties_are_found_by_words_and_page_by_name(hub: Hub) -> None:
    world = hub.world
    made = await hub.ok(world.maya, "POST", "/ownership/parties", {"name": " Meridian  Holding ", "jurisdiction": "GB"})
    assert made == {"id": made["id"], "kind": "organization", "name": "Meridian Holding", "jurisdiction": "GB",
                    "own": True}  # fmt: skip
    found = await hub.ok(world.maya, "GET", "/ownership/parties?words=meridian&limit=2")
    assert [(each["name"], each["own"]) for each in found["items"]] == [
        ("Meridian AI", False),
        ("Meridian Group", False),
    ]
    rest = await hub.ok(world.maya, "GET", f"/ownership/parties?words=meridian&limit=2&cursor={found['next']}")
    assert ([each["name"] for each in rest["items"]], rest["next"]) == (["Meridian Holding"], None)
    theirs = await hub.ok(world.carol, "GET", "/ownership/parties?words=holding")
    assert theirs["items"] == []


async def test_an_edge_is_recorded_changed_and_kept_in_versions(hub: Hub) -> None:
    world = hub.world
    owner, vendor = await hub.party("Meridian Group"), await hub.party("Fairlabel")
    made = (await edge(hub, owner, vendor, source="The press", attested_at="2026-02-01T00:00:00Z")).json()
    assert (made["holder"]["name"], made["held"]["name"], made["version"], made["own"]) == (
        "Meridian Group", "Fairlabel", 1, True)  # fmt: skip
    again = await edge(hub, owner, vendor)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "vendors.edge_there")
    path = f"/ownership/edges/{made['id']}"
    changed = await hub.ok(world.maya, "PUT", path, {"min_bp": 0, "max_bp": 10_000, "state": "ended"})
    assert (changed["version"], changed["state"], changed["source"]) == (2, "ended", "")
    async with world.db.tenant(world.northwind) as tx:
        rows = await tx.rows("select version, replaced_at is null as now from tenant_edge order by version")
    assert [tuple(row) for row in rows] == [(1, False), (2, True)]
    assert (await edge(hub, owner, vendor)).status_code == 201  # the first has ended
    assert (await hub.ask(world.carol, "PUT", path, {"min_bp": 0, "max_bp": 1, "state": "closed"})).status_code == 404
    at = await hub.ok(world.maya, "GET", f"/ownership/parties/{vendor}/edges")
    assert {each["state"] for each in at["items"]} == {"closed", "ended"}


async def test_what_cannot_be_is_refused_by_name(hub: Hub) -> None:
    owner, vendor = await hub.party("Meridian Group"), await hub.party("Fairlabel")
    cases: list[tuple[dict[str, Any], int, str | None]] = [
        ({"min_bp": 5000}, 422, "min_bp"),
        ({"max_bp": 10_001}, 422, None),
        ({"type": "love"}, 422, None),
        ({"held": str(new_id())}, 404, "held"),
        ({"attested_at": "2036-01-01T00:00:00Z"}, 422, "attested_at"),
        ({"attested_at": "2026-01-01T00:00:00"}, 422, "attested_at"),
        ({"valid_from": "2026-01-02T00:00:00Z", "valid_until": "2026-01-01T00:00:00Z"}, 422, "valid_until"),
    ]
    for more, status, field in cases:
        answer = await edge(hub, owner, vendor, **more)
        assert answer.status_code == status, (more, answer.text)
        assert field in (None, answer.json()["error"].get("field")), more


async def test_nobody_holds_themselves_or_a_person(hub: Hub) -> None:
    owner = await hub.party("Meridian Group")
    assert (await edge(hub, owner, owner)).json()["error"]["field"] == "held"
    person = await hub.ok(hub.world.maya, "POST", "/ownership/parties", {"name": "Pat Doe", "kind": "person"})
    assert (await edge(hub, owner, person["id"])).json()["error"]["field"] == "held"
    assert (await edge(hub, person["id"], owner, type="boardMember")).status_code == 201


async def test_statements_go_in_and_come_out_and_a_repeat_changes_nothing(hub: Hub) -> None:
    world = hub.world
    await hub.name_rival(world.maya, "Meridian AI")
    said = bods.write(
        [firm("Fairlabel"), firm("Meridian Group"), firm("Holdco")],
        [holding("Holdco", "Fairlabel", 60), holding("Meridian Group", "Holdco", 20)], world.clock.now(),
    )  # fmt: skip
    first = await hub.ok(world.maya, "POST", "/ownership/statements", {"statements": said})
    assert first == {"parties": 3, "recorded": 2, "changed": 0, "ended": 0, "unchanged": 0, "left_out": []}
    assert await hub.ours() == ("frozen", 2, "conflict")  # 12 % of Fairlabel, whose record the register has
    again = await hub.ok(world.maya, "POST", "/ownership/statements", {"statements": said})
    assert (again["recorded"], again["changed"], again["unchanged"]) == (0, 0, 2)
    out = (await hub.ok(world.maya, "GET", "/ownership/statements"))["statements"]
    assert set(bods.read(out).edges) == set(bods.read(said).edges)
    sold = holding("Meridian Group", "Holdco", 20, state="ended")
    closed = bods.write([firm("Meridian Group"), firm("Holdco")], [sold], world.clock.now())
    ended = await hub.ok(world.maya, "POST", "/ownership/statements", {"statements": closed})
    assert (ended["ended"], ended["recorded"]) == (1, 0)
    assert (await hub.ok(world.maya, "GET", "/conflicts"))["items"] == []
    register = (await hub.ok(world.maya, "GET", "/ownership/statements?of=register"))["statements"]
    assert set(bods.read(register).edges) == {"Meridian Group>Meridian AI:shareholding"}
    wrong = await hub.ask(world.maya, "POST", "/ownership/statements", {"statements": [*said, {"recordType": "x"}]})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "[5].publicationDetails")


async def test_the_graph_says_who_leads_to_whom_by_which_path(hub: Hub) -> None:
    world = hub.world
    day = world.clock.now() - timedelta(days=5)
    await hub.state([
        holding("Holdco", "Fairlabel", 60, attested=day), holding("Meridian Group", "Holdco", 50, attested=day),
        holding("Fund", "Fairlabel", 3, attested=day), holding("Lone AI", "Fairlabel", 12, state="announced"),
    ])  # fmt: skip
    await hub.name_rival(world.maya, "Meridian AI")
    seen = await hub.ok(world.maya, "GET", "/ownership")
    assert (seen["us"]["name"], seen["linked"], seen["left_out"]) == ("Northwind Labs", True, 0)
    [vendor] = seen["vendors"]
    assert (vendor["linked"], vendor["confirmed"], vendor["verified"], vendor["undisclosed_bp"]) == (
        True, True, True, 3700)  # fmt: skip
    reached = {each["party"]["name"]: each for each in vendor["reached"]}
    assert {name: (each["way"], each["share_bp"], each["top"], each["state"]) for name, each in reached.items()} == {
        "Holdco": ("influence", 6000, False, "closed"), "Meridian Group": ("influence", 3000, True, "closed"),
        "Meridian AI": ("control", 0, False, "closed"), "Lone AI": ("influence", 1200, True, "announced"),
    }  # fmt: skip
    assert len(reached["Meridian AI"]["path"]) == 3
    [conflict] = vendor["conflicts"]
    assert [(step["holder"], step["held"]) for step in conflict["path"]] == [
        (step["holder"], step["held"]) for step in reached["Meridian AI"]["path"]]  # fmt: skip
    assert {each["name"] for each in seen["parties"]} == {
        "Fairlabel", "Holdco", "Meridian Group", "Meridian AI", "Lone AI", "Fund"}  # fmt: skip
    assert len(seen["edges"]) == 5
    one = await hub.ok(world.maya, "GET", f"/ownership?vendor_id={world.fairlabel}")
    assert one["vendors"] == seen["vendors"]
    assert (await hub.ask(world.maya, "GET", f"/ownership?vendor_id={hub.firm_of_contoso}")).status_code == 404


async def test_a_link_says_which_firm_a_vendor_is(hub: Hub) -> None:
    world = hub.world
    vendor = (await hub.ok(world.maya, "POST", "/vendors", {"name": "Second Opinion"}))["id"]
    await hub.state([holding("Meridian Group", "Opinion Ltd", 30)])
    await hub.name_rival(world.maya, "Meridian Group")
    grant = f"/projects/{hub.project}/grants/{vendor}"
    assert (await hub.ok(world.maya, "PUT", grant, {"state": "active"}))["state"] == "active"
    await hub.ok(world.maya, "PUT", f"/vendors/{vendor}/party", {"party_id": await hub.party("Opinion Ltd")})
    assert (await hub.grant(world.maya, hub.project, UUID(vendor)))[0] == "frozen"
    await hub.ok(world.maya, "PUT", f"/vendors/{vendor}/party", {"party_id": None})
    assert (await hub.ok(world.maya, "PUT", grant, {"state": "active"}))["state"] == "active"
    wrong = await hub.ask(world.maya, "PUT", f"/vendors/{vendor}/party", {"party_id": str(new_id())})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (404, "party_id")


async def test_rivals_show_their_group_and_nobody_is_their_own(hub: Hub) -> None:
    world = hub.world
    await hub.name_rival(world.maya, "Meridian AI")
    [rival] = (await hub.ok(world.maya, "GET", "/rivals"))["items"]
    assert (rival["party"]["name"], rival["named_by"]["name"]) == ("Meridian AI", "Maya")
    assert [each["name"] for each in rival["group"]] == ["Meridian Group"]
    us = await hub.party("Northwind Labs")
    for own in (us, str(world.northwind)):
        assert (await hub.ask(world.maya, "PUT", f"/rivals/{own}", {})).status_code in (404, 409)
    assert (await hub.ask(world.maya, "PUT", f"/rivals/{new_id()}", {})).status_code == 404


async def test_a_supposition_says_what_would_then_happen_and_changes_nothing(hub: Hub) -> None:
    world = hub.world

    async def work(tx: Any, projects: Any, since: Any) -> dict[Any, Work]:
        assert (world.clock.now() - since).days == 7
        return {project: Work({world.fairlabel: 210, world.northwind: 70}, 100) for project in projects}

    async def seen(tx: Any, vendors: Any) -> dict[Any, Seen]:
        return {hub.project: Seen(40 * len(vendors), 200)} if vendors else {}

    sister = (await hub.ok(world.maya, "POST", "/vendors", {"name": "Sister"}))["id"]

    async def spent(tx: Any, project_id: Any) -> dict[str, dict[Any, int]]:
        euros = {world.fairlabel: 30_000_000, UUID(sister): 10_000_000, world.northwind: 900_000_000}
        return {"EUR": euros, "USD": {UUID(sister): 5_000_000}}

    world.vendors.whatif.work, world.vendors.whatif.seen, world.vendors.whatif.spent = work, seen, spent
    await world.vendors.register.confirm(UUID(sister), "Lone AI")
    await hub.state([holding("Meridian Group", "Lone AI", 25)])
    await hub.name_rival(world.maya, "Meridian AI")
    before = [await hub.ours(), await hub.ok(world.maya, "GET", "/ownership")]
    owner = await hub.party("Meridian Group")
    stake = {"vendor_id": str(world.fairlabel), "owner_id": owner, "share_bp": 4900}
    supposed = await hub.ok(world.maya, "POST", "/ownership/what-if", stake)
    assert [await hub.ours(), await hub.ok(world.maya, "GET", "/ownership")] == before
    [frozen] = supposed["frozen"]
    assert (frozen["project"]["id"], frozen["state"], frozen["reason"], frozen["rival"]["name"]) == (
        str(hub.project), "frozen", "conflict", "Meridian AI")  # fmt: skip
    [capacity] = supposed["capacity"]
    assert (capacity["people"], capacity["people_lost"], capacity["share_lost"]) == (1, 1, 0.75)
    assert (capacity["wanted"], capacity["days"], capacity["days_after"]) == (100, 2.5, 10.0)
    assert {each["name"] for each in supposed["vendors"]} == {"Fairlabel", "Sister"}
    assert [(each["items"], each["of"]) for each in supposed["known"]] == [(80, 200)]
    assert supposed["exposure"] == {"before": 5000, "after": 10_000}
    assert supposed["spend"] == [
        {"currency": "EUR", "micros": 40_000_000, "before": 6250, "after": 10_000},
        {"currency": "USD", "micros": 5_000_000, "before": 10_000, "after": 10_000},
    ]
    await hub.state([holding("Meridian Group", "Fairlabel", 49)])
    assert (await hub.ours())[0] == frozen["state"]


async def test_a_supposition_may_name_somebody_unknown(hub: Hub) -> None:
    path, vendor = "/ownership/what-if", str(hub.world.fairlabel)
    body = {"vendor_id": vendor, "owner_name": "Nobody Yet", "share_bp": 4900}
    supposed = await hub.ok(hub.world.maya, "POST", path, body)
    assert (supposed["owner"]["name"], supposed["frozen"]) == ("Nobody Yet", [])
    for wrong in ({}, {"owner_name": "A", "owner_id": vendor}):
        answer = await hub.ask(hub.world.maya, "POST", path, {"vendor_id": vendor, "share_bp": 1, **wrong})
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "owner_id")
    answer = await hub.ask(hub.world.maya, "POST", path, {**body, "vendor_id": str(new_id())})
    assert (answer.status_code, answer.json()["error"]["field"]) == (404, "vendor_id")


async def test_a_vendors_people_see_none_of_it(hub: Hub) -> None:
    world = hub.world
    for person in (world.victor, world.vera, world.rita):
        for path in ("/ownership", "/ownership/parties", "/rivals", "/conflicts", "/waivers", "/ownership/settings"):
            assert (await hub.ask(person, "GET", path)).status_code == 403, (person.name, path)


async def test_the_operator_sees_organizations_and_says_who_they_are(hub: Hub) -> None:
    found = await hub.world.vendors.register.organizations()
    assert [(each.kind, each.name, each.of, each.party_name) for each in found] == [
        ("customer", "Contoso AI", None, "Contoso AI"), ("customer", "Northwind Labs", None, "Northwind Labs"),
        ("vendor", "Fairlabel", "Contoso AI", "Fairlabel"), ("vendor", "Fairlabel", "Northwind Labs", "Fairlabel"),
    ]  # fmt: skip
    assert len(await tenants(hub.world.db)) == 2
