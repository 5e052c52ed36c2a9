"""All SQL of judges beside people: what was computed, and what nobody has answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def report(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """(computed_at, through, sealed) of the last run."""
    return await tx.row(
        "select computed_at, through, sealed from judge_report where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def save_report(tx: Tx, project_id: UUID, sealed: bytes, *, at: datetime, through: datetime) -> None:
    """Keep the newest; an older run that ends late does not overwrite it."""
    await tx.run(
        "insert into judge_report (tenant_id, project_id, computed_at, through, sealed) values ($1, $2, $3, $4, $5)"
        " on conflict (tenant_id, project_id) do update set computed_at = $3, through = $4, sealed = $5"
        " where judge_report.through <= $4",
        tx.tenant_id, project_id, at, through, sealed,
    )  # fmt: skip


async def orders(tx: Tx, item_ids: Sequence[UUID]) -> dict[UUID, dict[str, dict[str, Any]]]:
    """By item and person: in which order they were shown the responses of each field."""
    rows = await tx.rows(
        "select item_id, person_id, display -> 'orders' as orders from assignment"
        " where tenant_id = $1 and item_id = any($2::uuid[]) and state = 'submitted'",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip
    found: dict[UUID, dict[str, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["item_id"], {})[str(row["person_id"])] = row["orders"] or {}
    return found


async def unanswered(
    tx: Tx, project_id: UUID, source: str, version: str, seed: int, limit: int
) -> list[asyncpg.Record]:  # fmt: skip
    """(id, item_id, external_id, schema_version, scores) of a judge's verdicts on items that ask for people and that
    nobody has answered yet; where there are more than `limit`, that many of them, drawn by the seed."""
    return await tx.rows(
        "select s.id, s.item_id, i.external_id, s.schema_version, s.scores from suggestion s"
        " join item i on i.tenant_id = s.tenant_id and i.id = s.item_id"
        " where s.tenant_id = $1 and s.project_id = $2 and s.source = $3 and s.version = $4 and i.state = 'active'"
        " and i.open and not exists (select from standing t where t.tenant_id = $1 and t.item_id = i.id)"
        " order by sha256(convert_to(s.item_id::text || $5::text, 'UTF8')) limit $6",
        tx.tenant_id, project_id, source, version, str(seed), limit,
    )  # fmt: skip
