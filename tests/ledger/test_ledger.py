"""Decisions are written where they are made, stay, and are read by those who may."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest
from tests.identity.conftest import Client, as_
from tests.people import World

from armslength.ledger.service import record


async def write(world: World, project_id: UUID | None, count: int) -> None:
    async with world.db.tenant(world.northwind) as tx:
        for number in range(count):
            world.clock.advance(1)
            await record(
                tx, world.maya.id if number % 2 else None, "tests.done", f"thing:{number}", at=world.clock.now(),
                project_id=project_id, detail={"number": number},
            )  # fmt: skip


async def test_a_project_log_pages_newest_first(world: World, api: Client) -> None:
    project_id = await world.project(world.northwind)
    await write(world, project_id, 7)
    await write(world, None, 2)
    await write(world, await world.project(world.northwind, "other"), 2)
    seen, cursor = [], ""
    while True:
        path = f"/api/v1/projects/{project_id}/log?limit=3{cursor}"
        answer = (await api.get(path, headers=as_(await world.cookie(world.maya)))).json()
        seen += answer["items"]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert [line["detail"]["number"] for line in seen] == [6, 5, 4, 3, 2, 1, 0]
    assert seen[0]["actor"] is None
    assert seen[1]["actor"] == {"id": str(world.maya.id), "name": "Maya"}
    assert set(seen[0]) == {"at", "actor", "action", "object", "detail"}


@pytest.mark.parametrize(("by", "status"), [("rita", 403), ("ada", 403), ("victor", 403), ("carol", 404), ("bob", 404)])
async def test_the_log_is_for_owner_and_manager(world: World, api: Client, by: str, status: int) -> None:
    project_id = await world.project(world.northwind)
    await world.grant(project_id)
    if by not in ("carol", "bob"):
        await world.join(world.people[by], project_id, "reviewer" if by == "rita" else "annotator")
    answer = await api.get(f"/api/v1/projects/{project_id}/log", headers=as_(await world.cookie(world.people[by])))
    assert answer.status_code == status


async def test_an_entry_dies_with_the_transaction_that_did_not_happen(world: World) -> None:
    async def fail() -> None:
        async with world.db.tenant(world.northwind) as tx:
            await record(tx, None, "tests.done", "thing:1", at=world.clock.now())
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with world.db.tenant(world.northwind) as tx:
        assert await tx.value("select count(*) from ledger_entry") == 0


@pytest.mark.parametrize("sql", ["update ledger_entry set action = 'x'", "delete from ledger_entry"])
async def test_what_is_written_stays(world: World, sql: str) -> None:
    await write(world, None, 1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.db.tenant(world.northwind) as tx:
            await tx.run(sql)


async def test_its_ids_count_nothing(world: World) -> None:
    await write(world, None, 3)
    async with world.db.tenant(world.northwind) as tx:
        ids = [row["id"] for row in await tx.rows("select id from ledger_entry")]
    assert all(isinstance(id, UUID) and id.version == 4 for id in ids)
