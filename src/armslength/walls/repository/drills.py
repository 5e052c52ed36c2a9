"""Drills that were recorded; rows that are never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_SUMMARY: Final = (
    "id, began_at, variant, version, held, late, sever_median_ms, sever_worst_ms, recorded_by, recorded_at"
)


async def insert(tx: Tx, drill_id: UUID, by: UUID, now: datetime, **said: Any) -> bool:
    """Record one, unless the same result is recorded. `said`: began_at, variant, version, held, late,
    sever_median_ms, sever_worst_ms, digest, result, envelope."""
    fresh: bool | None = await tx.value(
        "insert into drill (tenant_id, id, recorded_by, recorded_at, began_at, variant, version, held, late,"
        "   sever_median_ms, sever_worst_ms, digest, result, envelope)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        " on conflict (tenant_id, digest) do nothing returning true",
        tx.tenant_id, drill_id, by, now, said["began_at"], said["variant"], said["version"], said["held"],
        said["late"], said["sever_median_ms"], said["sever_worst_ms"], said["digest"], said["result"], said["envelope"],
    )  # fmt: skip
    return bool(fresh)


async def page(tx: Tx, before: Sequence[object] | None, limit: int) -> list[asyncpg.Record]:
    """Drills that began before the key `before` = (began_at, id), newest first."""
    at, drill_id = before or (None, None)
    return await tx.rows(
        f"select {_SUMMARY} from drill where tenant_id = $1"
        " and ($2::timestamptz is null or (began_at, id) < ($2, $3::uuid)) order by began_at desc, id desc limit $4",
        tx.tenant_id, at, drill_id, limit,
    )  # fmt: skip


async def get(tx: Tx, drill_id: UUID) -> asyncpg.Record | None:
    """One, with its whole result."""
    return await tx.row(
        f"select {_SUMMARY}, digest, result, envelope from drill where tenant_id = $1 and id = $2",
        tx.tenant_id,
        drill_id,
    )


async def last_cut(tx: Tx) -> asyncpg.Record | None:
    """The newest in which somebody was severed."""
    return await tx.row(
        f"select {_SUMMARY} from drill where tenant_id = $1 and sever_median_ms is not null"
        " order by began_at desc, id desc limit 1",
        tx.tenant_id,
    )
