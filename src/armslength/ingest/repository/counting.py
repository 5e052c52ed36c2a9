"""The tables `item_touch` and `item_count`: how many items stand where, kept by stretches of the queue.

A stretch is counted anew as a whole, never added to. A change and its row in `item_touch` are of one transaction; a
fold takes the rows first and counts afterwards, so that it sees at least what they tell of. Hence a stretch without a
row is as its count says, for every reader.
"""

from collections.abc import Sequence
from uuid import UUID

from armslength.ingest.views import OF_STRETCH, STALE
from armslength.kit.db import Tx


async def touched(tx: Tx) -> list[UUID]:
    """Projects of which something is to be counted."""
    rows = await tx.rows(
        "with recursive each as ("
        "   (select project_id from item_touch where tenant_id = $1 order by project_id limit 1)"
        "   union all"
        "   select (select t.project_id from item_touch t where t.tenant_id = $1 and t.project_id > e.project_id"
        "     order by t.project_id limit 1) from each e where e.project_id is not null)"
        " select project_id from each where project_id is not null",
        tx.tenant_id,
    )  # fmt: skip
    return [row["project_id"] for row in rows]


async def claim(tx: Tx, project_id: UUID, limit: int) -> list[int]:
    """Up to `limit` stretches to count; that they changed is forgotten, so they must be counted by `tx`."""
    rows = await tx.rows(
        f"select stretch from ({STALE}) stale order by stretch limit $3", tx.tenant_id, [project_id], limit
    )
    picked = [row["stretch"] for row in rows]
    await tx.run(
        "delete from item_touch where tenant_id = $1 and project_id = $2 and stretch = any($3::int[])",
        tx.tenant_id, project_id, picked,
    )  # fmt: skip
    return picked


async def recount(tx: Tx, project_id: UUID, stretches: Sequence[int]) -> None:
    """Count claimed stretches."""
    await tx.run(
        "delete from item_count where tenant_id = $1 and project_id = $2 and stretch = any($3::int[])",
        tx.tenant_id, project_id, list(stretches),
    )  # fmt: skip
    await tx.run(
        "insert into item_count (tenant_id, project_id, stretch, batch_id, phase, items, open)"
        " select $1, $2, d.stretch, i.batch_id, i.phase, count(*), count(*) filter (where i.open)"
        f" from (select $2::uuid as project_id, unnest($3::int[]) as stretch) d {OF_STRETCH} group by 3, 4, 5",
        tx.tenant_id, project_id, list(stretches),
    )  # fmt: skip


async def forget(tx: Tx, project_id: UUID) -> None:
    """Nothing counts as counted: every stretch is looked at anew."""
    await tx.run(
        "with gone as (delete from item_count where tenant_id = $1 and project_id = $2 returning stretch)"
        " insert into item_touch (tenant_id, project_id, stretch)"
        " select distinct $1::uuid, $2::uuid, stretch from gone",
        tx.tenant_id, project_id,
    )  # fmt: skip
