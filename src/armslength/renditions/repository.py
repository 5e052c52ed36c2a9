"""All SQL of renditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.renditions.model import Formed, OtherTier, Source


async def share(tx: Tx, project_id: UUID) -> None:
    """Until the transaction ends nobody's tier changes here."""
    await tx.run("select pg_advisory_xact_lock_shared(armslength_tier_lock($1, $2))", tx.tenant_id, project_id)


async def latest(tx: Tx, item_ids: Sequence[UUID], tier: OtherTier) -> dict[UUID, asyncpg.Record]:
    """(version, source, digest) of what stands in this form, by item."""
    rows = await tx.rows(
        "select distinct on (item_id) item_id, version, source, digest from rendition where tenant_id = $1"
        " and item_id = any($2::uuid[]) and tier = $3 order by item_id, version desc",
        tx.tenant_id, list(item_ids), tier,
    )  # fmt: skip
    return {row["item_id"]: row for row in rows}


async def add(
    tx: Tx, project_id: UUID, tier: OtherTier, source: Source, formed: Sequence[Formed], by: UUID, now: datetime
) -> None:
    """The next version of each."""
    await tx.many(
        "insert into rendition (tenant_id, item_id, tier, version, project_id, source, sealed, digest, found,"
        " created_by, created_at) select $1::uuid, $2::uuid, $3::text, coalesce(max(r.version), 0) + 1, $4::uuid,"
        " $5::text, $6::bytea, $7::bytea, $8::jsonb, $9::uuid, $10::timestamptz"
        " from rendition r where r.tenant_id = $1 and r.item_id = $2 and r.tier = $3",
        [
            (tx.tenant_id, each.item_id, tier, project_id, source, each.sealed, each.digest, each.found, by, now)
            for each in formed
        ],
    )


async def to_make(tx: Tx, project_id: UUID) -> int:
    """How many items there are to look at."""
    found: int = await tx.value(
        "select count(*) from item where tenant_id = $1 and project_id = $2 and state <> 'cancelled'",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return found


async def items_after(tx: Tx, project_id: UUID, after: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord) of items that people are asked about, gold and canaries too, in the order of the queue."""
    return await tx.rows(
        "select id, ord from item where tenant_id = $1 and project_id = $2 and ord > $3 and state <> 'cancelled'"
        " order by ord limit $4",
        tx.tenant_id, project_id, after, limit,
    )  # fmt: skip


async def making(tx: Tx, project_id: UUID, kind: str) -> asyncpg.Record | None:
    """(state, done, total, at) of the last job of this kind here."""
    return await tx.row(
        "select state, done, total, created_at as at from job where tenant_id = $1 and project_id = $2 and kind = $3"
        " order by created_at desc, id desc limit 1",
        tx.tenant_id, project_id, kind,
    )  # fmt: skip


async def of_item(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """(tier, version, source, created_at, found) of what stands in each form."""
    return await tx.rows(
        "select distinct on (tier) tier, version, source, created_at, found from rendition"
        " where tenant_id = $1 and item_id = $3 and project_id = $2 order by tier, version desc",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def counts(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """(tier, items, lacking, imported, made) of both forms."""
    return await tx.rows(
        "select t.tier, count(*) as items,"
        " count(*) filter (where i.tiers & armslength_tier_bit(t.tier) = 0) as lacking,"
        " count(*) filter (where r.source = 'imported') as imported, count(*) filter (where r.source = 'made') as made"
        " from (values ('redacted'), ('synthetic')) as t (tier)"
        " join item i on i.tenant_id = $1 and i.project_id = $2 and i.state <> 'cancelled'"
        " left join lateral (select r.source from rendition r where i.tiers > 1 and r.tenant_id = $1"
        "   and r.item_id = i.id and r.tier = t.tier order by r.version desc limit 1) r on true"
        " group by 1 order by 1",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def found(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """(tier, class, n): what was masked in the latest versions that were made here."""
    return await tx.rows(
        "select r.tier, f.key as class, sum(f.value::bigint)::bigint as n from rendition r"
        " cross join lateral jsonb_each_text(r.found) f where r.tenant_id = $1 and r.project_id = $2"
        " and r.source = 'made' and not exists (select from rendition n where n.tenant_id = $1"
        "   and n.item_id = r.item_id and n.tier = r.tier and n.version > r.version)"
        " group by 1, 2 order by 1, 3 desc, 2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def answers(tx: Tx, project_id: UUID) -> dict[str, int]:
    """How many of the answers that stand were given on which form."""
    rows = await tx.rows(
        "select a.rendition, count(*) as n from standing s join annotation a on a.tenant_id = s.tenant_id"
        " and a.id = s.annotation_id where s.tenant_id = $1 and s.project_id = $2 group by 1",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return {row["rendition"]: row["n"] for row in rows}
