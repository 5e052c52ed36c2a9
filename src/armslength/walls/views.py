"""What other rooms may read of exposures, inside their own tenant's transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.walls.rules import media_digests

__all__ = ["items_shown", "media_digests", "not_compared_since", "open_incidents", "shown"]


async def items_shown(tx: Tx, organization_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Items that the people of these firms together were shown, each once, by project."""
    rows = await tx.rows(
        "select project_id, count(distinct item_id) as items from exposure where tenant_id = $1 and kind = 'item'"
        " and organization_id = any($2::uuid[]) group by 1",
        tx.tenant_id, list(organization_ids),
    )  # fmt: skip
    return {row["project_id"]: row["items"] for row in rows}


async def shown(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """Of items, by firm: item_id, organization_id, how many of its people were shown them, first_at and last_at."""
    return await tx.rows(
        "select item_id, organization_id, count(distinct person_id)::int as people, min(at) as first_at,"
        " max(last_at) as last_at from exposure where tenant_id = $1 and item_id = any($2::uuid[]) group by 1, 2",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def schema_known(tx: Tx, project_ids: Sequence[UUID], vendor_ids: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """(project, vendor) where the vendor's people were shown the label schema."""
    rows = await tx.rows(
        "select p.id as project_id, v.id as vendor_id from unnest($2::uuid[]) as p (id) cross join unnest($3::uuid[])"
        " as v (id) where exists (select from exposure e where e.tenant_id = $1 and e.organization_id = v.id"
        "   and e.project_id = p.id and e.kind = 'schema')",
        tx.tenant_id, list(project_ids), list(vendor_ids),
    )  # fmt: skip
    return {(row["project_id"], row["vendor_id"]) for row in rows}


async def briefs_shown_to_vendors(tx: Tx) -> list[asyncpg.Record]:
    """Schemas and guidelines that people of vendors were shown, by firm and version: organization_id, project_id, kind,
    object (the version), at, the first time, and person_id, to whom."""
    return await tx.rows(
        "select e.organization_id, e.project_id, e.kind, e.object, min(e.at) as at,"
        " (array_agg(e.person_id order by e.at, e.id))[1] as person_id from exposure e"
        " where e.tenant_id = $1 and e.kind in ('schema', 'guideline') and e.organization_id <> $1"
        " group by 1, 2, 3, 4 order by 1, 2, 3, 4",
        tx.tenant_id,
    )  # fmt: skip


async def open_incidents(tx: Tx) -> int:
    """Differences in the record that nobody has looked into yet."""
    found: int = await tx.value(
        "select count(*) from incident where tenant_id = $1 and closed_at is null", tx.tenant_id
    )
    return found


async def not_compared_since(tx: Tx, moment: datetime) -> bool:
    """Whether a tenant that was there at that moment has not had its record compared with itself since."""
    found: bool = await tx.value(
        "select exists (select from organization where id = $1 and created_at < $2)"
        " and not exists (select from reconciliation where tenant_id = $1 and as_of >= $2)",
        tx.tenant_id, moment,
    )  # fmt: skip
    return found


async def forms_shown(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """Which form of items vendors were given: item_id, organization_id, organization_name, form, how many people,
    first_at, last_at, and `deliveries`, the ids of the first rows, which are those of their leaves in the log."""
    return await tx.rows(
        "select x.item_id, x.organization_id, o.name as organization_name, x.variant as form,"
        " count(distinct x.person_id)::int as people, min(x.at) as first_at, max(x.last_at) as last_at,"
        " (array_agg(x.id order by x.at, x.id))[1:3] as deliveries"
        " from exposure x join organization o on o.id = x.organization_id"
        " where x.tenant_id = $1 and x.item_id = any($2::uuid[]) and x.kind = 'item' and x.organization_id <> $1"
        " and x.rendition = 'original' group by 1, 2, 3, 4 order by min(x.at), 2",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def shown_to_vendors(tx: Tx, item_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these items that somebody of a vendor was shown."""
    rows = await tx.rows(
        "select i.id from unnest($2::uuid[]) as i (id) where exists (select from exposure x where x.tenant_id = $1"
        " and x.item_id = i.id and x.kind = 'item' and x.organization_id <> $1)",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip
    return {row["id"] for row in rows}


async def varied_fields(tx: Tx, project_id: UUID) -> list[str]:
    """Fields whose wording differs from vendor to vendor."""
    rows = await tx.rows(
        "select distinct unnest(fields) as field from item_variant where tenant_id = $1 and project_id = $2 order by 1",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [row["field"] for row in rows]
