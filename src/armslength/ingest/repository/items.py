"""The tables `item`, `item_content` and `item_term`: written many at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.ingest.model import Prepared
from armslength.ingest.repository.finding import BATCH, SHOWN
from armslength.kit.db import Tx

# COPY does not go into tables with row-level security. So rows are copied into a table of the connection's own, and
# from there inserted by one statement per table: as fast as a COPY into the tables themselves.
_INCOMING = """
    create temporary table if not exists incoming_item
    (id uuid, ord bigint, external_id text, sealed bytea, digest bytea, bucket smallint, draw smallint,
     outputs int)
    on commit delete rows"""
COUNT_ROWS = 500
_ROW = f"select {SHOWN} from item i {BATCH} where i.tenant_id = $1 and i.project_id = $2"


async def lock_counter(tx: Tx, project_id: UUID) -> int:
    """The next place in the project's queue. Held until the transaction ends: one writer at a time per project, so
    that places are handed out in the order in which they are committed."""
    place: int = await tx.value(
        "insert into item_counter (tenant_id, project_id, next_ord) values ($1, $2, 1)"
        " on conflict (tenant_id, project_id) do update set next_ord = item_counter.next_ord returning next_ord",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return place


async def known(tx: Tx, project_id: UUID, external_ids: Sequence[str]) -> dict[str, bytes]:
    """The digests of items that are here already, by external id.

    Written so that each look-up probes the unique index even before PostgreSQL has counted the table, when every index
    that begins with the given columns looks as good: `is not distinct from` cannot be answered by any index.
    """
    rows = await tx.rows(
        "select wanted.external_id, c.digest from unnest($3::text[]) as wanted (external_id)"
        " cross join lateral (select id from item i where i.tenant_id = $1"
        "   and i.external_id = wanted.external_id and i.project_id is not distinct from $2 limit 1) i"
        " cross join lateral (select digest from item_content c where c.tenant_id = $1 and c.item_id = i.id limit 1) c",
        tx.tenant_id, project_id, list(external_ids),
    )  # fmt: skip
    return {row["external_id"]: row["digest"] for row in rows}


async def add(
    tx: Tx, project_id: UUID, batch_id: UUID, first_ord: int, wanted: int, fresh: Sequence[Prepared], at: datetime
) -> None:
    """Write new items from place `first_ord` on, and move the counter behind them."""
    await tx.run(_INCOMING)
    await tx.copy_in(
        "incoming_item",
        ("id", "ord", "external_id", "sealed", "digest", "bucket", "draw", "outputs"),
        (
            (row.item_id, ord, row.external_id, row.sealed, row.digest, row.bucket, row.draw, row.outputs)
            for ord, row in enumerate(fresh, first_ord)
        ),
    )
    plan = await tx.row("select map, calibration, holders from queue_map($1, $2)", tx.tenant_id, project_id)
    assert plan is not None  # a function with OUT parameters always answers
    await tx.run(
        "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled, open,"
        " external_id, created_at, bucket, draw, lane)"
        " select $1, n.id, $2, $3, n.ord, 'active', l.wanted, 0, 0, 0, l.wanted > 0, n.external_id, $5, n.bucket,"
        " n.draw, l.lane from incoming_item n cross join lateral (select case when draw < $7 then 1"
        "   else coalesce(($6::smallint[])[bucket + 1], 0) end as lane, case when draw < $7 then $4::int * $8"
        "   else $4::int end as wanted) l",
        tx.tenant_id, project_id, batch_id, wanted, at, plan["map"], plan["calibration"], plan["holders"],
    )  # fmt: skip
    await tx.run(
        "insert into item_content (tenant_id, item_id, sealed, digest, outputs)"
        " select $1, id, sealed, digest, outputs from incoming_item",
        tx.tenant_id,
    )
    await _add_terms(tx, project_id, fresh)
    await tx.run(
        "insert into item_touch (tenant_id, project_id, stretch)"
        " select $1, $2, generate_series(stretch_of($3), stretch_of($4))",
        tx.tenant_id, project_id, first_ord, first_ord + len(fresh) - 1,
    )  # fmt: skip
    await tx.run(
        "update item_counter set next_ord = $3 where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id, first_ord + len(fresh),
    )  # fmt: skip


async def count_if_new(tx: Tx, added: int) -> None:
    """Have PostgreSQL count the tables when it has not yet seen anything of the size of what was added."""
    counted: float = await tx.value("select reltuples from pg_class where oid = 'item'::regclass")
    if added >= COUNT_ROWS and counted < added / 2:
        await tx.run("select armslength_count_items()")


async def _add_terms(tx: Tx, project_id: UUID, fresh: Sequence[Prepared]) -> None:
    terms = [(row.item_id, field, value) for row in fresh for field, value in row.terms.items()]
    if not terms:
        return
    items, fields, values = zip(*terms, strict=True)
    await tx.run(
        "insert into item_term (tenant_id, project_id, item_id, field, value)"
        " select $1, $2, * from unnest($3::uuid[], $4::text[], $5::text[])",
        tx.tenant_id, project_id, list(items), list(fields), list(values),
    )  # fmt: skip


async def get(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """One item's row."""
    return await tx.row(f"{_ROW} and i.id = $3", tx.tenant_id, project_id, item_id)


async def lock(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """What decides about an item, held until the transaction ends."""
    return await tx.row(
        "select id, batch_id, state, wanted, taken, open from item"
        " where tenant_id = $1 and project_id = $2 and id = $3 for update",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def set_state(tx: Tx, item_id: UUID, state: str, wanted: int, open: bool) -> None:
    """Retire or reopen."""
    await tx.run(
        "with changed as (update item set state = $3, wanted = $4, open = $5 where tenant_id = $1 and id = $2"
        "   returning project_id, ord)"
        " insert into item_touch (tenant_id, project_id, stretch) select $1, project_id, stretch_of(ord) from changed",
        tx.tenant_id, item_id, state, wanted, open,
    )  # fmt: skip
