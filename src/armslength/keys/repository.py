"""The tables `project_key`, `tenant_key` and `tenant_secret`: wrapped, so nothing here opens anything by itself."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def keys(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """Every key of the project, oldest first; `fresh` = made by this very transaction, which may yet roll back."""
    return await tx.rows(
        "select number, kek_id, wrapped, created_at,"
        " coalesce(xmin = pg_current_xact_id_if_assigned()::xid, false) as fresh"
        " from project_key where tenant_id = $1 and project_id = $2 order by number",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def add(tx: Tx, project_id: UUID, number: int, kek_id: str, wrapped: bytes, at: datetime) -> None:
    """Store one more wrapped key."""
    await tx.run(
        "insert into project_key (tenant_id, project_id, number, kek_id, wrapped, created_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, project_id, number, kek_id, wrapped, at,
    )  # fmt: skip


async def all_of_tenant(tx: Tx) -> list[asyncpg.Record]:
    """Every key of the tenant."""
    return await tx.rows(
        "select project_id, number, kek_id, wrapped from project_key where tenant_id = $1 order by project_id, number",
        tx.tenant_id,
    )


async def replace(tx: Tx, project_id: UUID, number: int, kek_id: str, wrapped: bytes) -> None:
    """Store the same key wrapped anew."""
    await tx.run(
        "update project_key set kek_id = $4, wrapped = $5 where tenant_id = $1 and project_id = $2 and number = $3",
        tx.tenant_id, project_id, number, kek_id, wrapped,
    )  # fmt: skip


async def add_secret(tx: Tx, secret_id: UUID, purpose: str, kek_id: str, wrapped: bytes, at: datetime) -> None:
    """Store a wrapped secret."""
    await tx.run(
        "insert into tenant_secret (tenant_id, id, purpose, kek_id, wrapped, created_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, secret_id, purpose, kek_id, wrapped, at,
    )  # fmt: skip


async def secret(tx: Tx, secret_id: UUID) -> bytes | None:
    """A wrapped secret."""
    wrapped: bytes | None = await tx.value(
        "select wrapped from tenant_secret where tenant_id = $1 and id = $2", tx.tenant_id, secret_id
    )
    return wrapped


async def secrets_of_tenant(tx: Tx) -> list[asyncpg.Record]:
    """Every secret of the tenant."""
    return await tx.rows("select id, kek_id, wrapped from tenant_secret where tenant_id = $1 order by id", tx.tenant_id)


async def replace_secret(tx: Tx, secret_id: UUID, kek_id: str, wrapped: bytes) -> None:
    """Store the same secret wrapped anew."""
    await tx.run(
        "update tenant_secret set kek_id = $3, wrapped = $4 where tenant_id = $1 and id = $2",
        tx.tenant_id, secret_id, kek_id, wrapped,
    )  # fmt: skip


async def drop_secret(tx: Tx, secret_id: UUID) -> None:
    """Forget a secret."""
    await tx.run("delete from tenant_secret where tenant_id = $1 and id = $2", tx.tenant_id, secret_id)


async def of_tenant(tx: Tx, use: str) -> asyncpg.Record | None:
    """The tenant's own key for a use; `fresh` as above."""
    return await tx.row(
        "select wrapped, coalesce(xmin = pg_current_xact_id_if_assigned()::xid, false) as fresh"
        " from tenant_key where tenant_id = $1 and use = $2",
        tx.tenant_id, use,
    )  # fmt: skip


async def add_of_tenant(tx: Tx, use: str, kek_id: str, wrapped: bytes, at: datetime) -> None:
    """Store it; of two who do so at once the first one's counts."""
    await tx.run(
        "insert into tenant_key (tenant_id, use, kek_id, wrapped, created_at) values ($1, $2, $3, $4, $5)"
        " on conflict (tenant_id, use) do nothing",
        tx.tenant_id, use, kek_id, wrapped, at,
    )  # fmt: skip


async def every_of_tenant(tx: Tx) -> list[asyncpg.Record]:
    """The tenant's own keys."""
    return await tx.rows("select use, kek_id, wrapped from tenant_key where tenant_id = $1 order by use", tx.tenant_id)


async def replace_of_tenant(tx: Tx, use: str, kek_id: str, wrapped: bytes) -> None:
    """Store the same key wrapped anew."""
    await tx.run(
        "update tenant_key set kek_id = $3, wrapped = $4 where tenant_id = $1 and use = $2",
        tx.tenant_id, use, kek_id, wrapped,
    )  # fmt: skip
