"""Which items are canaries, of which vendor, and how often they are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_CANARY: Final = (
    "select c.item_id, c.project_id, p.name as project_name, i.external_id, i.wanted as places, c.vendor_id,"
    " o.name as vendor_name, b.id as batch_id, b.name as batch_name, c.planted_by, c.planted_at, c.retired_at,"
    " c.tripped_at"
    " from canary c join item i on i.tenant_id = c.tenant_id and i.id = c.item_id"
    " join batch b on b.tenant_id = c.tenant_id and b.id = i.batch_id"
    " join project p on p.tenant_id = c.tenant_id and p.id = c.project_id"
    " join organization o on o.id = c.vendor_id where c.tenant_id = $1"
)


async def share(tx: Tx, project_id: UUID) -> float:
    """Which part of what vendors' people are asked is canaries."""
    found: float | None = await tx.value(
        "select share from canary_policy where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id
    )
    return found or 0.0


async def set_share(tx: Tx, project_id: UUID, share: float, by: UUID, now: datetime) -> None:
    """Set it."""
    await tx.run(
        "insert into canary_policy (tenant_id, project_id, share, changed_by, changed_at) values ($1, $2, $3, $4, $5)"
        " on conflict (tenant_id, project_id) do update set share = excluded.share,"
        "   changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        tx.tenant_id, project_id, share, by, now,
    )  # fmt: skip


async def live(tx: Tx, project_id: UUID, vendor_id: UUID) -> int:
    """How many of a vendor's canaries are in use."""
    found: int = await tx.value(
        "select count(*) from canary where tenant_id = $1 and project_id = $2 and vendor_id = $3"
        " and retired_at is null",
        tx.tenant_id, project_id, vendor_id,
    )  # fmt: skip
    return found


async def add(tx: Tx, project_id: UUID, vendor_id: UUID, item_ids: Sequence[UUID], by: UUID, now: datetime) -> None:
    """Items are canaries of a vendor from now on."""
    await tx.run(
        "insert into canary (tenant_id, item_id, project_id, vendor_id, planted_by, planted_at)"
        " select $1, id, $2, $3, $4, $5 from unnest($6::uuid[]) as u (id)",
        tx.tenant_id, project_id, vendor_id, by, now, list(item_ids),
    )  # fmt: skip


async def retire(tx: Tx, item_id: UUID, now: datetime) -> None:
    """Out of use from now on; that it was planted stays."""
    await tx.run("update canary set retired_at = $3 where tenant_id = $1 and item_id = $2", tx.tenant_id, item_id, now)


async def trip(tx: Tx, item_ids: Sequence[UUID], now: datetime) -> None:
    """The words of these were found elsewhere; what was found before keeps its time."""
    await tx.run(
        "update canary set tripped_at = $3 where tenant_id = $1 and item_id = any($2::uuid[]) and tripped_at is null",
        tx.tenant_id, list(item_ids), now,
    )  # fmt: skip


async def get(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """One canary."""
    return await tx.row(f"{_CANARY} and c.project_id = $2 and c.item_id = $3", tx.tenant_id, project_id, item_id)


async def page(tx: Tx, project_id: UUID, before: Sequence[object] | None, limit: int) -> list[asyncpg.Record]:
    """Canaries planted before the key `before` = (planted_at, item_id), the last one first."""
    at, item_id = before or (None, None)
    return await tx.rows(
        f"{_CANARY} and c.project_id = $2"
        " and ($3::timestamptz is null or (c.planted_at, c.item_id) < ($3, $4::uuid))"
        " order by c.planted_at desc, c.item_id desc limit $5",
        tx.tenant_id, project_id, at, item_id, limit,
    )  # fmt: skip


async def every(tx: Tx, project_id: UUID | None) -> list[asyncpg.Record]:
    """All canaries there ever were: of a project, or of all."""
    return await tx.rows(
        f"{_CANARY} and ($2::uuid is null or c.project_id = $2) order by c.project_id, c.item_id",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def others(tx: Tx, project_id: UUID, most: int) -> list[UUID]:
    """The latest items of a project that are no canaries."""
    rows = await tx.rows(
        "select id from item where tenant_id = $1 and project_id = $2 and not exists (select from canary c where"
        " c.tenant_id = $1 and c.item_id = item.id) order by ord desc limit $3",
        tx.tenant_id, project_id, most,
    )  # fmt: skip
    return [row["id"] for row in rows]
