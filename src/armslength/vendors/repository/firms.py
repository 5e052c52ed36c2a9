"""Firms named by a tenant."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_VENDOR = """
    select o.id, o.name, v.created_at,
           (select count(*) from membership m
            where m.tenant_id = v.tenant_id and m.organization_id = o.id and m.ended_at is null) as people,
           (select count(*) from vendor_grant g
            where g.tenant_id = v.tenant_id and g.vendor_id = o.id and g.state = 'active') as projects
    from vendor v join organization o on o.id = v.organization_id
    where v.tenant_id = $1
"""


async def page(tx: Tx, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Vendors older than the key `before` = (created_at, id), newest first."""
    at, vendor_id = before or (None, None)
    return await tx.rows(
        f"{_VENDOR} and ($2::timestamptz is null or (v.created_at, o.id) < ($2, $3::uuid))"
        " order by v.created_at desc, o.id desc limit $4",
        tx.tenant_id, at, vendor_id, limit,
    )  # fmt: skip


async def named(tx: Tx, name: str) -> bool:
    """Whether the tenant has a vendor of that name, whatever its capitals."""
    found: bool = await tx.value(
        "select exists (select from vendor v join organization o on o.id = v.organization_id"
        " where v.tenant_id = $1 and lower(o.name) = lower($2))",
        tx.tenant_id, name,
    )  # fmt: skip
    return found


async def insert(tx: Tx, vendor_id: UUID, name: str, now: datetime) -> None:
    """A new firm, named by this tenant."""
    await tx.run(
        "insert into organization (id, kind, name, created_at) values ($1, 'vendor', $2, $3)", vendor_id, name, now
    )
    await tx.run(
        "insert into vendor (tenant_id, organization_id, created_at) values ($1, $2, $3)", tx.tenant_id, vendor_id, now
    )


async def exists(tx: Tx, vendor_id: UUID) -> bool:
    """Whether this is a vendor of the tenant."""
    found: bool = await tx.value(
        "select exists (select from vendor where tenant_id = $1 and organization_id = $2)", tx.tenant_id, vendor_id
    )
    return found
