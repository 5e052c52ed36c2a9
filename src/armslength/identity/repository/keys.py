"""API keys."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_KEY = """
    select k.id, k.name, k.prefix, k.scopes, k.person_id, p.name as person_name, k.created_at, k.expires_at,
           k.last_used_at, k.revoked_at
    from api_key k join person p on p.id = k.person_id where k.tenant_id = $1
"""


async def insert(
    tx: Tx, key_id: UUID, person_id: UUID, name: str, prefix: str, secret_hash: bytes, scopes: list[str],
    now: datetime, expires_at: datetime | None,
) -> None:  # fmt: skip
    """A new key."""
    await tx.run(
        "insert into api_key (tenant_id, id, person_id, name, prefix, secret_hash, scopes, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.tenant_id, key_id, person_id, name, prefix, secret_hash, scopes, now, expires_at,
    )  # fmt: skip


async def page(tx: Tx, person_id: UUID | None, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Keys older than the key `before` = (created_at, id), newest first; of one person if given."""
    at, key_id = before or (None, None)
    return await tx.rows(
        f"{_KEY} and ($2::uuid is null or k.person_id = $2)"
        " and ($3::timestamptz is null or (k.created_at, k.id) < ($3, $4::uuid))"
        " order by k.created_at desc, k.id desc limit $5",
        tx.tenant_id, person_id, at, key_id, limit,
    )  # fmt: skip


async def get(tx: Tx, key_id: UUID) -> asyncpg.Record | None:
    """One key."""
    return await tx.row(f"{_KEY} and k.id = $2", tx.tenant_id, key_id)


async def revoke(tx: Tx, key_id: UUID, now: datetime) -> None:
    """The key works no more."""
    await tx.run(
        "update api_key set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null",
        tx.tenant_id, key_id, now,
    )  # fmt: skip


async def revoke_of(tx: Tx, tenant_id: UUID, person_id: UUID, now: datetime) -> None:
    """All keys of a person in a tenant work no more."""
    await tx.run(
        "update api_key set revoked_at = $3 where tenant_id = $1 and person_id = $2 and revoked_at is null",
        tenant_id, person_id, now,
    )  # fmt: skip


async def revoke_in(tx: Tx, vendor_id: UUID, project_id: UUID, now: datetime) -> int:
    """Revoke the keys of a firm's people who have a role in the project; returns how many."""
    revoked: int = await tx.value(
        "with gone as (update api_key k set revoked_at = $4 from membership m, project_member w"
        "   where k.tenant_id = $1 and k.revoked_at is null and m.tenant_id = $1 and m.person_id = k.person_id"
        "   and m.vendor_id = $2 and w.tenant_id = $1 and w.project_id = $3 and w.person_id = k.person_id returning 1)"
        " select count(*) from gone",
        tx.tenant_id, vendor_id, project_id, now,
    )  # fmt: skip
    return revoked
