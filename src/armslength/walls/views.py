"""What other rooms may read of exposures, inside their own tenant's transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.walls.rules import media_digests

__all__ = ["items_shown", "media_digests", "not_compared_since", "open_incidents", "shown"]


async def items_shown(tx: Tx, organization_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Items that the people of these firms together were shown, each once, by project."""
    rows = await tx.rows(
        "select project_id, count(distinct item_id) as items from exposure where tenant_id = $1 and kind = 'item'"
        " and organization_id = any($2::uuid[]) group by 1",
        tx.tenant_id, list(organization_ids),
    )  # fmt: skip
    return {row["project_id"]: row["items"] for row in rows}


async def shown(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """Of items, by firm: item_id, organization_id, how many of its people were shown them, first_at and last_at."""
    return await tx.rows(
        "select item_id, organization_id, count(distinct person_id)::int as people, min(at) as first_at,"
        " max(last_at) as last_at from exposure where tenant_id = $1 and item_id = any($2::uuid[]) group by 1, 2",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def open_incidents(tx: Tx) -> int:
    """Differences in the record that nobody has looked into yet."""
    found: int = await tx.value(
        "select count(*) from incident where tenant_id = $1 and closed_at is null", tx.tenant_id
    )
    return found


async def not_compared_since(tx: Tx, moment: datetime) -> bool:
    """Whether a tenant that was there at that moment has not had its record compared with itself since."""
    found: bool = await tx.value(
        "select exists (select from organization where id = $1 and created_at < $2)"
        " and not exists (select from reconciliation where tenant_id = $1 and as_of >= $2)",
        tx.tenant_id, moment,
    )  # fmt: skip
    return found
