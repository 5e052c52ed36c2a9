"""The table `batch`."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.ingest.model import BatchState
from armslength.ingest.views import COUNTED
from armslength.kit.db import Tx

_COUNTED = f"""
    select b.id, b.name, b.priority, b.state, b.created_at, coalesce(c.items, 0)::bigint as items,
        coalesce(c.open, 0)::bigint as open, coalesce(c.done, 0)::bigint as done,
        coalesce(c.asked, 0)::bigint as asked
    from batch b left join (
        select n.batch_id, sum(n.items) as items, sum(n.open) as open,
            sum(n.items) filter (where n.phase = 'done') as done,
            sum(n.items) filter (where n.phase in ('open', 'in_work', 'in_review', 'done')) as asked
        from ({COUNTED}) n group by n.batch_id
    ) c on c.batch_id = b.id
    where b.tenant_id = $1 and b.project_id = ($2::uuid[])[1]"""


async def add(tx: Tx, project_id: UUID, batch_id: UUID, name: str, priority: int, at: datetime) -> UUID:
    """Make the batch, or find the one of that name; returns its id."""
    await tx.run(
        "insert into batch (tenant_id, id, project_id, name, priority, state, created_at)"
        " values ($1, $2, $3, $4, $5, 'open', $6) on conflict (tenant_id, project_id, name) do nothing",
        tx.tenant_id, batch_id, project_id, name, priority, at,
    )  # fmt: skip
    found: UUID = await tx.value(
        "select id from batch where tenant_id = $1 and project_id = $2 and name = $3", tx.tenant_id, project_id, name
    )
    return found


async def get(tx: Tx, project_id: UUID, batch_id: UUID) -> asyncpg.Record | None:
    """The batch with its counts."""
    return await tx.row(f"{_COUNTED} and b.id = $3", tx.tenant_id, [project_id], batch_id)


async def page(tx: Tx, project_id: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[asyncpg.Record]:
    """Batches, newest first."""
    at, batch_id = before or (None, None)
    return await tx.rows(
        f"{_COUNTED} and ($3::timestamptz is null or (b.created_at, b.id) < ($3, $4::uuid))"
        " order by b.created_at desc, b.id desc limit $5",
        tx.tenant_id, [project_id], at, batch_id, limit,
    )  # fmt: skip


async def lock(tx: Tx, project_id: UUID, batch_id: UUID) -> asyncpg.Record | None:
    """Name and state of the batch, held until the transaction ends."""
    return await tx.row(
        "select name, priority, state from batch where tenant_id = $1 and project_id = $2 and id = $3 for update",
        tx.tenant_id, project_id, batch_id,
    )  # fmt: skip


async def update(tx: Tx, batch_id: UUID, name: str, priority: int, state: BatchState) -> None:
    """Change it."""
    await tx.run(
        "update batch set name = $3, priority = $4, state = $5 where tenant_id = $1 and id = $2",
        tx.tenant_id, batch_id, name, priority, state,
    )  # fmt: skip


async def cancel_some(tx: Tx, batch_id: UUID, after_ord: int, limit: int) -> int | None:
    """Cancel open items of a batch beyond `after_ord`; returns the last place, None when there are no more."""
    last: int | None = await tx.value(
        "with picked as (select id, ord from item where tenant_id = $1 and batch_id = $2 and ord > $3 and open"
        "   order by ord limit $4 for update),"
        " done as (update item i set state = 'cancelled', open = false from picked"
        "   where i.tenant_id = $1 and i.id = picked.id returning i.project_id, i.ord),"
        " touched as (insert into item_touch (tenant_id, project_id, stretch)"
        "   select distinct $1::uuid, project_id, stretch_of(ord) from done)"
        " select max(ord) from picked",
        tx.tenant_id, batch_id, after_ord, limit,
    )  # fmt: skip
    return last
