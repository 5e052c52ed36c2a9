"""A table that has doubled is counted, so that plans are made for what is there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
from tests.workplace import make_workplace

from armslength.kit.counted import count_grown
from armslength.kit.db import Database
from armslength.kit.ids import new_id

AT = datetime(2026, 1, 1, tzinfo=UTC)


async def organizations(db: Database, many: int) -> None:
    """So many of them, and PostgreSQL's sums brought up to date at once rather than within a second."""
    async with db.door() as tx:
        await tx.run(
            "insert into organization (id, kind, name, created_at)"
            " select gen_random_uuid(), 'customer', 'Northwind Labs', $2 from generate_series(1, $1)",
            many, AT,
        )  # fmt: skip
        await tx.run("select pg_stat_force_next_flush()")


async def counted(db: Database) -> float:
    """How many PostgreSQL believes there are."""
    async with db.worker() as tx:
        found: float = await tx.value("select reltuples from pg_class where relname = 'organization'")
        return found


async def test_a_table_is_counted_when_it_has_doubled(db: Database) -> None:
    await organizations(db, 90)
    await count_grown(db)
    assert await counted(db) <= 0  # never, or while it was empty
    await organizations(db, 110)
    await count_grown(db)
    assert await counted(db) == 200
    await organizations(db, 250)
    await count_grown(db)
    assert await counted(db) == 200
    await organizations(db, 250)
    await count_grown(db)
    assert await counted(db) == 700


async def test_a_kept_plan_goes_by_the_key_however_it_was_made(db: Database, tmp_path: Path) -> None:
    """The look-up that the queue makes for each item it passes, planned over an empty table and kept."""
    here = await make_workplace(db, tmp_path)
    async with db.pool.acquire() as connection:
        await connection.execute(
            f"set app.tenant = '{here.tenant_id}'; set plan_cache_mode = force_generic_plan;"
            " prepare visited (uuid, uuid, uuid) as select from assignment"
            " where tenant_id = $1 and item_id = $2 and person_id = $3;"
            f" explain execute visited ('{here.tenant_id}', '{new_id()}', '{new_id()}')"
        )
        await here.items(200, overlap=2)
        await here.has_answered(await here.annotator("Ada"), 200)
        async with db.worker() as tx:  # on the connection that was given back last
            await tx.run("select pg_stat_force_next_flush()")
        await count_grown(db)
        plan = await connection.fetch(f"explain execute visited ('{here.tenant_id}', '{new_id()}', '{new_id()}')")
        await connection.execute("reset all")
    assert "using assignment_pkey" in "".join(row[0] for row in plan)


async def test_the_owner_may_have_any_name(db: Database, postgres: Any, database_name: str) -> None:
    owner = await asyncpg.connect(postgres.owner_url(database_name))
    name = await owner.fetchval("select current_user")
    odd = f"Owner.{database_name}@Northwind"
    await owner.execute(f'create role "{odd}" in role "{name}"')
    try:
        await owner.execute(f'alter table organization owner to "{odd}"')
        await owner.execute(f'grant create on schema public to "{odd}"')
        await owner.execute(f'alter function armslength_count_grown(text[]) owner to "{odd}"')
        await organizations(db, 200)
        await count_grown(db)
        assert await counted(db) == 200
    finally:
        await owner.execute(f'reassign owned by "{odd}" to "{name}"; drop owned by "{odd}"; drop role "{odd}"')
        await owner.close()
