"""Flags on items."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.assignment.model import Assignment
from armslength.kit.db import Tx


async def add(tx: Tx, flag_id: UUID, on: Assignment, reason: str, sealed: bytes, now: datetime) -> None:
    """A person says that something is wrong with what they were asked about."""
    await tx.run(
        """
        with flagged as (
            insert into flag (tenant_id, id, project_id, item_id, assignment_id, person_id, reason, sealed, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        )
        update item set flags = flags + 1 where tenant_id = $1 and id = $4""",
        tx.tenant_id, flag_id, on.project_id, on.item_id, on.id, on.person_id, reason, sealed, now,
    )  # fmt: skip


async def page(tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """A project's flags with external id and place of their items, newest first."""
    at, flag_id = before or (None, None)
    return await tx.rows(
        "select f.id, f.item_id, i.external_id, i.ord, f.person_id, f.reason, f.sealed, f.created_at, f.resolved_at,"
        "   f.resolved_by, f.note from flag f join item i on i.tenant_id = f.tenant_id and i.id = f.item_id"
        " where f.tenant_id = $1 and f.project_id = $2"
        " and ($3::timestamptz is null or (f.created_at, f.id) < ($3, $4::uuid))"
        " order by f.created_at desc, f.id desc limit $5",
        tx.tenant_id, project_id, at, flag_id, limit,
    )  # fmt: skip


async def resolve(
    tx: Tx, project_id: UUID, flag_id: UUID, person_id: UUID, note: bytes | None, now: datetime
) -> asyncpg.Record | None:
    """Resolve a flag if it is open; its `resolved_at`, `item_id`, `person_id` before, None when there is none."""
    before = await tx.row(
        "select resolved_at, item_id, person_id from flag"
        " where tenant_id = $1 and project_id = $2 and id = $3 for update",
        tx.tenant_id, project_id, flag_id,
    )  # fmt: skip
    if before is None or before["resolved_at"] is not None:
        return before
    await tx.run(
        """
        with closed as (
            update flag set resolved_at = $3, resolved_by = $4, note = $5 where tenant_id = $1 and id = $2
            returning item_id
        )
        update item i set flags = i.flags - 1 from closed where i.tenant_id = $1 and i.id = closed.item_id""",
        tx.tenant_id, flag_id, now, person_id, note,
    )  # fmt: skip
    return before
