"""What PostgreSQL's row security really does, tried on our own database: each trap, and what keeps us out of it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from tests.people import World, make_world

import armslength
from armslength.kit.db import Database

SOURCES = sorted(Path(armslength.__file__).parent.rglob("*.py"))


@pytest.fixture
async def world(db: Database) -> World:
    return await make_world(db)


async def people_seen(tx: Any) -> set[str]:
    return {row["name"] for row in await tx.rows("select name from person")}


async def test_a_tenant_sees_the_people_with_a_seat_there(world: World) -> None:
    async with world.db.tenant(world.northwind) as tx:
        assert await people_seen(tx) == {"Olga", "Maya", "Rita", "Ada", "Alice", "Bob", "Victor", "Vera"}
    async with world.db.tenant(world.contoso) as tx:
        assert await people_seen(tx) == {"Carol"}


async def test_a_tenant_sees_itself_and_its_vendors(world: World) -> None:
    async with world.db.tenant(world.northwind) as tx:
        names = {row["name"] for row in await tx.rows("select name from organization")}
    assert names == {"Northwind Labs", "Fairlabel"}
    async with world.db.tenant(world.contoso) as tx:
        assert [row["name"] for row in await tx.rows("select name from organization")] == ["Contoso AI"]


async def test_a_pooled_connection_carries_no_tenant_into_the_next_transaction(
    postgres: Any, database_name: str, world: World
) -> None:
    one = await Database.open(postgres.app_url(database_name), size=1)
    try:
        async with one.tenant(world.northwind) as tx:
            assert len(await people_seen(tx)) == 8
        async with one.pool.acquire() as bare:
            assert await bare.fetchval("select count(*) from person") == 0
        async with one.tenant(world.contoso) as tx:
            assert await people_seen(tx) == {"Carol"}
        with pytest.raises(ZeroDivisionError):
            async with one.tenant(world.northwind) as tx:
                _ = 1 / 0
        async with one.pool.acquire() as bare:
            assert await bare.fetchval("select count(*) from person") == 0
    finally:
        await one.close()


async def test_a_cancelled_request_carries_no_tenant_into_the_next(
    postgres: Any, database_name: str, world: World
) -> None:
    one = await Database.open(postgres.app_url(database_name), size=1)

    async def slow() -> None:
        async with one.tenant(world.northwind) as tx:
            await tx.value("select pg_sleep(30)")

    try:
        for _ in range(3):
            task = asyncio.create_task(slow())
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            async with one.pool.acquire() as bare:
                assert await bare.fetchval("select count(*) from person") == 0
    finally:
        await one.close()


async def test_going_on_inside_a_tenant_closes_the_door(world: World) -> None:
    async with world.db.door() as tx:
        assert len(await people_seen(tx)) == 9
        await tx.enter(world.contoso)
        assert tx.tenant_id == world.contoso
        assert await people_seen(tx) == {"Carol"}
        assert await tx.value("select count(*) from password") == 0


async def test_a_plain_set_would_leak_so_nobody_writes_one(app_role: Any, world: World) -> None:
    """The trap itself, and the search that keeps it out of the sources."""
    await app_role.execute(f"set app.tenant = '{world.northwind}'")
    assert await app_role.fetchval("select count(*) from person") == 8  # a later transaction still reads the tenant
    settings = re.compile(r"set_config|\bset\s+(session\s+|local\s+)?(app\.|role(?!\s*=)|row_security)", re.IGNORECASE)
    guilty = {path.name for path in SOURCES if settings.search(path.read_text(encoding="utf-8"))}
    assert guilty <= {"db.py"}
    database = next(path for path in SOURCES if path.parts[-2:] == ("kit", "db.py")).read_text(encoding="utf-8")
    assert "set_config" not in database
    assert not re.search(r"\bset (?!local\b)app\.", database)


def test_the_door_is_opened_by_identity_and_the_worker_by_kit() -> None:
    """Rooms ask inside a tenant; who may ask across tenants is a short list."""
    root = Path(armslength.__file__).parent

    def users(call: str) -> set[str]:
        return {path.relative_to(root).parts[0] for path in SOURCES if f".{call}()" in path.read_text(encoding="utf-8")}

    assert users("wall") | users("at_the_wall") <= {"vendors", "walls", "entry"}

    assert users("at_the_figures") <= {"figures"}
    assert users("door") <= {"identity", "entry"}
    assert users("worker") <= {"kit", "entry"}


async def test_views_and_definer_functions_of_the_owner_would_show_all(owner: Any, app_role: Any, world: World) -> None:
    """Why the catalogue test refuses them."""
    await owner.execute(
        "create view everybody as select * from person; grant select on everybody to armslength_app;"
        "create view mine with (security_invoker = true) as select * from person;"
        "grant select on mine to armslength_app;"
        "create function anybody() returns bigint security definer language sql as 'select count(*) from person'"
    )
    async with app_role.transaction():
        await app_role.execute(f"set local app.tenant = '{world.contoso}'")
        assert await app_role.fetchval("select count(*) from everybody") == 9
        assert await app_role.fetchval("select anybody()") == 9
        assert await app_role.fetchval("select count(*) from mine") == 1


async def test_an_owner_without_force_would_see_all(owner: Any, world: World) -> None:
    await owner.execute("create role plain_owner; grant create on schema public to plain_owner")
    try:
        await owner.execute("alter table vendor_grant owner to plain_owner; set role plain_owner")
        assert await owner.fetchval("select relforcerowsecurity from pg_class where relname = 'vendor_grant'")
        project_id = uuid4()
        await owner.execute("reset role")
        await owner.execute("alter table vendor_grant drop constraint vendor_grant_tenant_id_project_id_fkey")
        await owner.execute(
            "insert into vendor_grant values ($1, $2, $3, 'active', 1, now())",
            world.northwind, project_id, world.fairlabel,
        )  # fmt: skip
        await owner.execute("set role plain_owner")
        assert await owner.fetchval("select count(*) from vendor_grant") == 0
        await owner.execute("alter table vendor_grant no force row level security")
        assert await owner.fetchval("select count(*) from vendor_grant") == 1
    finally:
        await owner.execute("reset role; reassign owned by plain_owner to current_user; drop owned by plain_owner")
        await owner.execute("drop role plain_owner")


async def test_a_row_cannot_hang_on_another_tenants_parent(world: World) -> None:
    theirs = await world.project(world.contoso)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with world.db.tenant(world.northwind) as tx:
            await tx.run(
                "insert into batch (tenant_id, id, project_id, name, priority, state, created_at)"
                " values ($1, gen_random_uuid(), $2, 'b', 0, 'open', now())",
                world.northwind, theirs,
            )  # fmt: skip
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await world.join(world.ada, theirs, "annotator")


async def test_the_same_id_in_two_tenants_collides_with_nobody(world: World) -> None:
    project_id = uuid4()
    for tenant in (world.northwind, world.contoso):
        async with world.db.tenant(tenant) as tx:
            await tx.run(
                "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share,"
                " lease_seconds, seed, created_by, created_at, updated_at)"
                " values ($1, $2, 'same', 'same', '', 'draft', 1, 0, 600, '', $2, now(), now())",
                tenant, project_id,
            )  # fmt: skip


async def test_a_vendor_seat_needs_a_firm_that_the_tenant_has_named(world: World) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await world.person("Spy", world.contoso, "annotator", world.fairlabel)


async def test_a_customer_seat_is_at_the_customer(world: World) -> None:
    async with world.db.door() as tx:
        with pytest.raises(asyncpg.CheckViolationError):
            await tx.run("update membership set side = 'customer', role = 'owner' where person_id = $1", world.vera.id)
