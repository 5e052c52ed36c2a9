"""A life of figures, over HTTP: they come with enough work, go with the person, and do not say what it was about."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.figures.market import Market

NOTHING: dict[str, Any] = {"quality": None, "seconds": None, "pay": [], "through": None}
WORD = re.compile(r"20[0-9]{2}-[0-9]{2}-01|[A-Z]{3}")


async def test_figures_come_with_enough_work_of_two_projects_and_go_with_the_person(market: Market) -> None:
    world = market.world
    vera = world.vera
    await market.pays(world.northwind, market.ours[0], world.fairlabel, 100_000)
    await market.pays(world.northwind, market.ours[1], world.fairlabel, 250_000)
    await market.did(vera, market.ours[0], 300, accepted=270)
    assert await market.ok(vera, "GET", "/me/figures") == {"figures": NOTHING, "shown": False}
    assert await market.month_ends() == [0, 0]  # one project's own is nobody's to know
    await market.did(vera, market.ours[1], 19, accepted=19)
    assert await market.month_ends() == [0, 0]
    await market.did(vera, market.ours[1], 1, accepted=0)
    assert await market.month_ends() == [3, 0]  # quality, time and pay
    mine = (await market.ok(vera, "GET", "/me/figures"))["figures"]
    assert mine["quality"] == {"value": 0.9, "low": 0.86, "high": 0.93, "at_least": 300}
    assert mine["seconds"] == {"value": 7.9, "low": 7.1, "high": 8.9, "at_least": 300}
    assert mine["pay"] == [{"micros": 110_000, "currency": "EUR", "at_least": 300}]  # 109,375, to two digits
    assert mine["through"] == "2026-06-01"

    # More comes out only with twenty new tasks in each of two projects again, and not twice in a month.
    await market.did(vera, market.ours[0], 500, accepted=0)
    await market.did(vera, market.ours[1], 19, accepted=0)
    assert await market.month_ends() == [0, 0]
    assert (await market.ok(vera, "GET", "/me/figures"))["figures"] == mine
    await market.did(vera, market.ours[1], 1, accepted=0)
    assert await market.month_ends() == [3, 0]
    assert await market.figures.publish(world.northwind, world.clock.now()) == 0

    # They are the person's own: read wherever they have a seat, by whomever they show them to there.
    there = await market.also(vera, world.contoso, market.swift)
    assert (await market.ok(there, "GET", "/me/figures"))["figures"]["quality"]["at_least"] == 700
    assert (await market.ok(world.vida, "GET", "/figures"))["people"] == []
    assert (await market.ok(there, "PUT", "/me/figures", {"shown": True}))["shown"]
    (shown,) = (await market.ok(world.vida, "GET", "/figures"))["people"]
    assert shown["person"]["name"] == "Vera" and shown["figures"]["quality"]["value"] == 0.34
    assert (await market.ok(world.victor, "GET", "/figures"))["people"] == []  # shown to one firm, not to the other
    await market.ok(there, "PUT", "/me/figures", {"shown": False})
    assert (await market.ok(world.vida, "GET", "/figures"))["people"] == []


async def test_a_firms_figures_cross_customers_on_the_operators_word_and_stay_after_a_cut(market: Market) -> None:
    world = market.world
    await market.did(world.vera, market.ours[0], 60, accepted=60)
    await market.did(world.vera, market.ours[1], 40, accepted=40)
    there = await market.also(world.vera, world.contoso, market.swift)
    await market.did(there, market.theirs[0], 50, accepted=0)
    await market.did(there, market.theirs[2], 50, accepted=0)
    assert await market.month_ends() == [2, 2]
    here, elsewhere = [await market.ok(who, "GET", "/figures") for who in (world.victor, world.vida)]
    assert (here["firm"]["quality"]["value"], elsewhere["firm"]["quality"]["value"]) == (1.0, 0.0)
    await market.is_one_firm()
    both = await market.ok(world.victor, "GET", "/figures")
    assert both == await market.ok(world.vida, "GET", "/figures")
    assert (both["firm"]["quality"]["value"], both["firm"]["quality"]["at_least"]) == (0.5, 200)

    # A cut takes nothing back, and what was done before it comes out like anything else.
    await world.grant(market.ours[0], "severed")
    await market.did(world.vera, market.ours[0], 20, accepted=20)
    await market.did(world.vera, market.ours[1], 20, accepted=20)
    assert await market.month_ends() == [2, 0]
    after = await market.ok(world.victor, "GET", "/figures")
    assert after["firm"]["quality"]["at_least"] == 200 and after["firm"]["through"] > both["firm"]["through"]


async def test_what_is_seen_and_what_is_kept_says_nothing_of_what_it_was_about(market: Market) -> None:
    world = market.world
    for project in market.ours:
        await market.did(world.vera, project, 30, accepted=20)
        await market.pays(world.northwind, project, world.fairlabel, 7, told=False)
    await market.ok(world.vera, "PUT", "/me/figures", {"shown": True})
    await market.month_ends()
    seen = [await market.ok(world.vera, "GET", "/me/figures"), await market.ok(world.victor, "GET", "/figures")]
    assert seen[1]["people"][0]["figures"] == seen[1]["firm"] == seen[0]["figures"]
    assert seen[0]["figures"]["pay"] == []  # a price that the customer keeps to itself is nobody's figure
    own = {str(world.vera.id), "Vera"}
    assert all(word in own or WORD.fullmatch(word) for each in seen for word in _words(each))
    kept = await market.parts()
    assert {each["measure"] for each in kept} == {"quality", "time"}
    hidden = [world.northwind, *market.ours, world.maya.id]
    assert not any(str(each) in json.dumps(kept, default=str) for each in hidden)
    assert all(each["compartments"] == 3 and each["tasks"] == 90 for each in kept)

    # Each move is in the customer's log, and as a leaf for whoever checks it, under one id.
    async with world.db.tenant(world.northwind) as tx:
        entries = await tx.rows(
            "select e.id, e.project_id, e.actor_id, e.object, e.detail from ledger_entry e"
            " join ledger_outbox o on o.tenant_id = $1 and o.id = e.id"
            " where e.tenant_id = $1 and e.action = 'figures.moved'",
            world.northwind,
        )  # fmt: skip
    assert len(entries) == 2
    for entry in entries:
        assert entry["object"] == f"person:{world.vera.id}" and entry["actor_id"] is entry["project_id"] is None
        assert entry["detail"]["tasks"] == {str(project): 30 for project in market.ours}


async def test_an_appeal_that_was_granted_counts_with_the_next_part(market: Market) -> None:
    world = market.world
    rejected = await market.did(world.vera, market.ours[0], 200, accepted=0)
    await market.did(world.vera, market.ours[1], 200, accepted=0)
    await market.month_ends()
    async with world.db.tenant(world.northwind) as tx:
        await tx.run(
            "insert into appeal (tenant_id, id, project_id, item_id, assignment_id, review_id, person_id, state,"
            " sealed, created_at, decided_at) select tenant_id, gen_random_uuid(), project_id, item_id, assignment_id,"
            " id, author_id, 'granted', '', $3, $3 from review where tenant_id = $1 and id = any($2::uuid[])",
            world.northwind, rejected[:100], world.clock.now(),
        )  # fmt: skip
    assert await market.month_ends() == [0, 0]
    for project in market.ours[:2]:
        await market.did(world.vera, project, 20, accepted=20)
    await market.month_ends()
    figures = (await market.ok(world.vera, "GET", "/me/figures"))["figures"]
    assert figures["quality"]["value"] == 0.32  # 140 of 440


async def test_a_restricted_project_and_a_vendors_own_reviewers_add_nothing(market: Market) -> None:
    world = market.world
    reviewer = await world.person("Vito", world.northwind, "reviewer", world.fairlabel)
    for project in market.ours[:2]:
        await market.did(world.vera, project, 40, accepted=40)
    async with world.db.tenant(world.northwind) as tx:
        await tx.run("update review set reviewer_id = $2 where tenant_id = $1", world.northwind, reviewer.id)
    await market.month_ends()
    assert {each["measure"] for each in await market.parts()} == {"time"}
    async with world.db.tenant(world.northwind) as tx:
        await tx.run("update project set restricted = true where id = $1", market.ours[0])
    for project in market.ours[:2]:
        await market.did(world.vera, project, 40)
    assert await market.month_ends() == [0, 0]


async def test_who_comes_back_to_a_firm_shows_nothing_until_they_say_so_again(market: Market) -> None:
    world = market.world
    for project in market.ours[:2]:
        await market.did(world.vera, project, 40)
    await market.month_ends()
    await market.ok(world.vera, "PUT", "/me/figures", {"shown": True})
    async with world.db.door() as tx:
        await tx.run("update membership set ended_at = $2 where person_id = $1", world.vera.id, world.clock.now())
    gone = await market.ok(world.victor, "GET", "/figures")
    assert gone["people"] == [] and gone["firm"]["seconds"]["at_least"] == 80  # what was done for the firm stays
    world.clock.advance(60)
    async with world.db.door() as tx:
        await tx.run(
            "update membership set ended_at = null, created_at = $2 where person_id = $1",
            world.vera.id, world.clock.now(),
        )  # fmt: skip
    assert (await market.ok(world.victor, "GET", "/figures"))["people"] == []
    assert not (await market.ok(world.vera, "GET", "/me/figures"))["shown"]


async def test_only_owners_and_managers_see_a_firm(market: Market) -> None:
    assert (await market.ask(market.world.vera, "GET", "/figures")).status_code == 403
    assert (await market.ask(market.world.rita, "GET", "/figures")).status_code == 403


def _words(of: Any) -> list[str]:
    if isinstance(of, str):
        return [of]
    inside = of.values() if isinstance(of, dict) else of if isinstance(of, list) else ()
    return [word for each in inside for word in _words(each)]
