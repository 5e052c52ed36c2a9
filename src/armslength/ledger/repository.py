"""All SQL of the ledger."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def insert(
    tx: Tx, entry_id: UUID, actor_id: UUID | None, action: str, object: str, project_id: UUID | None,
    detail: dict[str, object], at: datetime,
) -> None:  # fmt: skip
    """One entry; the app role may neither change nor delete it afterwards."""
    await tx.run(
        "insert into ledger_entry (tenant_id, id, at, project_id, actor_id, action, object, detail)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant_id, entry_id, at, project_id, actor_id, action, object, detail,
    )  # fmt: skip


async def page(tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Entries of a project older than the key `before` = (at, id), newest first."""
    at, entry_id = before or (None, None)
    return await tx.rows(
        "select id, at, actor_id, action, object, detail from ledger_entry"
        " where tenant_id = $1 and project_id = $2"
        " and ($3::timestamptz is null or (at, id) < ($3::timestamptz, $4::uuid))"
        " order by at desc, id desc limit $5",
        tx.tenant_id, project_id, at, entry_id, limit,
    )  # fmt: skip
