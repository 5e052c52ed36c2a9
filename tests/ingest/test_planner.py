"""A large import does not slow down as it goes: look-ups stay index probes before anybody has counted the tables."""

from tests.content import NOW
from tests.ingest.conftest import Desk

from armslength.ingest.repository import items
from armslength.kit.db import Tx


async def test_known_items_and_content_are_found_by_their_own_index(desk: Desk) -> None:
    tenant, project, batch = desk.place.tenant_id, desk.project_id, await desk.batch()
    async with desk.place.db.tenant(tenant) as tx:
        await tx.run(
            "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled, open,"
            " external_id, created_at)"
            " select $1, gen_random_uuid(), $2, $3, n, 'active', 2, 0, 0, 0, true, 'x' || n, $4"
            " from generate_series(1, 20000) n",
            tenant, project, batch, NOW,
        )  # fmt: skip
        await tx.run("insert into item_content select $1, id, '', '' from item", tenant)
        await _counted_at_once(tx)
    async with desk.place.db.tenant(tenant) as tx:
        wanted = [f"x{n}" for n in range(19_000, 19_500)]
        before = await _rows_read(desk)
        assert len(await items.known(tx, project, wanted)) == 500
        await _counted_at_once(tx)
    assert 500 <= await _rows_read(desk) - before < 5_000


async def _counted_at_once(tx: Tx) -> None:
    """A connection reports what it read at most once a second, unless it is told to, and nobody else can tell it."""
    await tx.run("select pg_stat_force_next_flush()")


async def _rows_read(desk: Desk) -> int:
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        read: int = await tx.value(
            "select sum(idx_tup_fetch + seq_tup_read) from pg_stat_user_tables where relname like 'item%'"
        )
    return read


async def test_a_large_import_has_its_tables_counted(desk: Desk) -> None:
    tenant = desk.place.tenant_id
    async with desk.place.db.tenant(tenant) as tx:
        await items.count_if_new(tx, 499)
        assert await tx.value("select reltuples from pg_class where oid = 'item'::regclass") <= 0
        await items.count_if_new(tx, 500)
        assert await tx.value("select reltuples from pg_class where oid = 'item'::regclass") == 0
