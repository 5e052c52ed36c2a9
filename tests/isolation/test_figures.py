"""The one thing that crosses from customer to customer for people to read: attacked from every side.

The attacker is a manager of a firm. They know to the answer what their people did for the firm in each project of the
customer where they have a seat, see figures every month, and know who works where.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.figures.market import Market, make_market
from tests.people import NOW, make_world

import armslength
from armslength.kit.db import Database
from armslength.kit.ids import new_id

SOURCES = Path(armslength.__file__).parent
PART = (
    "insert into figure_part (id, person_id, organization_id, month, measure, tasks, compartments, counted)"
    " values ($1, $2, $3, '2026-03-01', $4, $5, $6, '{}')"
)


@pytest.fixture
async def market(db: Database) -> AsyncIterator[Market]:
    made = await make_market(await make_world(db))
    async with made.api:
        await made.is_one_firm()
        yield made


async def seen(market: Market) -> list[Any]:
    """All that the managers of the firm read of figures at each customer."""
    return [await market.ok(by, "GET", "/figures") for by in (market.world.victor, market.world.vida)]


async def test_one_task_elsewhere_changes_nothing_that_a_manager_reads(market: Market) -> None:
    """What waits for company moves no figure: of the person, of the firm, nor the day up to which they count."""
    world = market.world
    there = await market.also(world.vera, world.contoso, market.swift)
    bob = await world.person("Boris", world.northwind, "annotator", world.fairlabel)
    for who in (world.vera, bob, there):
        await market.ok(who, "PUT", "/me/figures", {"shown": True})
    for project in market.ours[:2]:
        await market.did(world.vera, project, 60, accepted=50)
    await market.month_ends()
    before = await seen(market)
    assert before[0]["firm"]["quality"]["at_least"] == 100

    await market.did(there, market.theirs[0], 1, accepted=0, ms=9_000_000)  # one task of a new customer
    await market.month_ends()
    assert await seen(market) == before
    await market.did(there, market.theirs[0], 500, accepted=0)  # one project alone, however large
    await market.month_ends()
    assert await seen(market) == before
    for project in market.ours[:2]:  # a colleague, of whom all but a few tasks of a firm's figures would tell
        await market.did(bob, project, 19, accepted=0)
    await market.did(world.vera, market.ours[0], 19, accepted=0)
    await market.did(world.vera, market.ours[2], 19, accepted=0)
    await market.month_ends()
    assert await seen(market) == before
    assert len(await market.parts()) == 2


async def test_a_firms_figures_are_its_peoples_parts_and_nothing_besides(market: Market) -> None:
    """Else the firm's less those of its people would be whoever is too few to be told."""
    world = market.world
    bob = await world.person("Boris", world.northwind, "annotator", world.fairlabel)
    for project in market.ours:
        await market.did(world.vera, project, 25, accepted=25)
    await market.did(bob, market.ours[0], 1, accepted=0)
    await market.did(bob, market.ours[1], 500, accepted=0)
    await market.month_ends()
    (firm, _) = await seen(market)
    mine = await market.ok(world.vera, "GET", "/me/figures")
    assert firm["firm"] == mine["figures"] and firm["firm"]["quality"]["value"] == 1.0


async def test_a_firm_of_the_same_name_is_another_firm(market: Market) -> None:
    """Whoever names a vendor like somebody else's learns nothing of that one: firms are one by the operator's word."""
    world = market.world
    fake = new_id()
    await world.vendor(world.contoso, fake, "Fairlabel")
    spy = await world.person("Spy", world.contoso, "manager", fake)
    for project in market.ours[:2]:
        await market.did(world.vera, project, 100, accepted=100)
    await market.month_ends()
    nothing: dict[str, Any] = {"quality": None, "seconds": None, "pay": [], "through": None}
    assert await market.ok(spy, "GET", "/figures") == {"firm": nothing, "people": []}
    assert await market.ok(world.carol, "GET", "/figures") == {"firm": nothing, "people": []}


async def test_who_shows_nothing_is_not_there_and_nobody_else_can_show_them(market: Market) -> None:
    world = market.world
    for project in market.ours[:2]:
        await market.did(world.vera, project, 100)
    await market.month_ends()
    await market.ok(world.victor, "PUT", "/me/figures", {"shown": True})  # his own, not hers
    (people, _) = [each["people"] for each in await seen(market)]
    assert [each["person"]["name"] for each in people] == ["Victor"]
    # A row that says she shows them to a firm where she has no seat is no seat.
    async with world.db.tenant(world.contoso) as tx, tx.at_the_figures():
        await tx.run("insert into figure_shown values ($1, $2, $3)", world.vera.id, market.swift, NOW)
    assert (await market.ok(world.vida, "GET", "/figures"))["people"] == []


async def test_the_database_holds_the_line_for_whatever_code_there_will_be(market: Market, owner: Any) -> None:
    world = market.world
    fine = (new_id(), world.vera.id, world.fairlabel, "quality", 40, 2)
    for db in (world.db.tenant(world.northwind), world.db.door(), world.db.wall(), world.db.worker()):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db as tx:
                await tx.run(PART, *fine)
    for wrong in ((*fine[:4], 39, 2), (*fine[:4], 40, 1), (*fine[:3], "project:x", 40, 2)):
        with pytest.raises(asyncpg.CheckViolationError):
            async with world.db.tenant(world.northwind) as tx, tx.at_the_figures():
                await tx.run(PART, *wrong)
    async with world.db.tenant(world.northwind) as tx, tx.at_the_figures():
        await tx.run(PART, *fine)
    for change in ("update figure_part set tasks = 41", "delete from figure_part"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with world.db.tenant(world.northwind) as tx, tx.at_the_figures():
                await tx.run(change)
    # The scope ends with its block, also where what is inside fails.
    async with world.db.tenant(world.northwind) as tx:
        with pytest.raises(asyncpg.CheckViolationError):
            async with tx.savepoint(), tx.at_the_figures():
                await tx.run(PART, *fine[:4], 1, 1)
        assert await tx.value("select count(*) from figure_part") == 0
    columns = await owner.fetch("select column_name from information_schema.columns where table_name = 'figure_part'")
    assert not {"tenant_id", "project_id", "item_id"} & {row["column_name"] for row in columns}


def test_one_function_moves_parts_out_and_one_file_knows_where_they_are() -> None:
    """A second way out would have to be read as carefully as the first."""

    def named(what: str) -> set[str]:
        return {
            str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py")
            if re.search(rf"\b{what}\b", path.read_text(encoding="utf-8"))
        }  # fmt: skip

    assert named("figure_part|figure_shown|figure_taken|figure_month") == {"figures/repository.py"}
    assert named("at_the_figures") == {"kit/db.py", "figures/repository.py"}
    assert named("move_out") == {"figures/repository.py", "figures/service.py"}
    service = (SOURCES / "figures" / "service.py").read_text(encoding="utf-8")
    assert len(re.findall(r"\bmove_out\b", service)) == 1
    mover = service[service.index("async def _move(") :]
    assert mover.index("move_out(") < mover.index("repository.take(") < mover.index("record(")
