"""All SQL of egress: the hosts a tenant allows."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def hosts(tx: Tx) -> list[asyncpg.Record]:
    """The tenant's hosts, by pattern."""
    return await tx.rows(
        "select id, pattern, created_by, created_at from egress_host where tenant_id = $1 order by pattern",
        tx.tenant_id,
    )


async def add(tx: Tx, host_id: UUID, pattern: str, by: UUID, at: datetime) -> asyncpg.Record:
    """The host on the list: this one, or the one that was there already."""
    row = await tx.row(
        "insert into egress_host (tenant_id, id, pattern, created_by, created_at) values ($1, $2, $3, $4, $5)"
        " on conflict (tenant_id, pattern) do update set pattern = excluded.pattern"
        " returning id, pattern, created_by, created_at",
        tx.tenant_id, host_id, pattern, by, at,
    )  # fmt: skip
    assert row is not None  # inserted or found
    return row


async def remove(tx: Tx, host_id: UUID) -> str | None:
    """Off the list; its pattern, or None when it was not there."""
    pattern: str | None = await tx.value(
        "delete from egress_host where tenant_id = $1 and id = $2 returning pattern", tx.tenant_id, host_id
    )
    return pattern
