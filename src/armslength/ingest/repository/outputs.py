"""How much of an item is what models said, where it was written before that was counted."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def uncounted(tx: Tx, limit: int) -> list[asyncpg.Record]:
    """Some of the items that were not counted yet: id, project_id; held, those that somebody else counts left out."""
    return await tx.rows(
        "select i.id, i.project_id from item_content c join item i on i.tenant_id = $1 and i.id = c.item_id"
        " where c.tenant_id = $1 and c.outputs is null order by c.item_id limit $2 for update of c skip locked",
        tx.tenant_id, limit,
    )  # fmt: skip


async def put(tx: Tx, counted: Mapping[UUID, int]) -> None:
    """Write down what was counted."""
    items: Sequence[UUID] = list(counted)
    await tx.run(
        "update item_content c set outputs = u.outputs from unnest($2::uuid[], $3::int[]) as u (id, outputs)"
        " where c.tenant_id = $1 and c.item_id = u.id",
        tx.tenant_id, items, [counted[item] for item in items],
    )  # fmt: skip
