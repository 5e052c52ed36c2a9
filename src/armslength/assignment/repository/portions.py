"""Portions: how much a firm is given at which times."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.assignment.schemas.routing import PutPortions
from armslength.kit.db import Tx


async def plans(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """vendor_id, name, items, hours, first_at, whole, past (the last thirty portions, newest first), by name."""
    return await tx.rows(
        "select s.vendor_id, o.name, s.items, s.hours, s.first_at, s.whole, (select coalesce(jsonb_agg("
        "  jsonb_build_object('opens_at', n.opens_at, 'items', n.items, 'given', n.given, 'waiting', n.waiting)"
        "  order by n.opens_at desc), '[]') from (select * from portion where tenant_id = $1 and project_id = $2"
        "  and vendor_id = s.vendor_id order by opens_at desc limit 30) n) as past"
        " from portion_plan s join organization o on o.id = s.vendor_id where s.tenant_id = $1 and s.project_id = $2"
        " order by lower(o.name), o.id",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put(
    tx: Tx, project_id: UUID, vendor_id: UUID, wanted: PutPortions, first_at: datetime, by: UUID, now: datetime
) -> None:
    """A plan, instead of the one before. What was opened stays counted."""
    await tx.run(
        "insert into portion_plan values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " on conflict (tenant_id, project_id, vendor_id) do update set items = excluded.items, hours = excluded.hours,"
        " first_at = excluded.first_at, whole = excluded.whole, set_by = excluded.set_by, set_at = excluded.set_at",
        tx.tenant_id, project_id, vendor_id, wanted.items, wanted.hours, first_at, wanted.whole, by, now,
    )  # fmt: skip


async def remove(tx: Tx, project_id: UUID, vendor_id: UUID) -> bool:
    """Whether there was one."""
    status = await tx.run(
        "delete from portion_plan where tenant_id = $1 and project_id = $2 and vendor_id = $3",
        tx.tenant_id, project_id, vendor_id,
    )  # fmt: skip
    return status == "DELETE 1"


async def due(tx: Tx, now: datetime) -> list[asyncpg.Record]:
    """Portions that should be there and are not: project_id, vendor_id, items, whole, opens_at. Only of firms
    that are let into an active project."""
    return await tx.rows(
        "select s.project_id, s.vendor_id, s.items, s.whole, w.opens_at from portion_plan s"
        " join project p on p.tenant_id = $1 and p.id = s.project_id and p.state = 'active'"
        " join vendor_grant g on g.tenant_id = $1 and g.project_id = s.project_id and g.vendor_id = s.vendor_id"
        "   and armslength_grant_open(g.state, g.clear_until, $2)"
        " cross join lateral (select portion_opening(s.first_at, s.hours, $2) as opens_at) w"
        " where s.tenant_id = $1 and w.opens_at is not null and not exists (select from portion n"
        "   where n.tenant_id = $1 and n.project_id = s.project_id and n.vendor_id = s.vendor_id"
        "   and n.opens_at = w.opens_at)",
        tx.tenant_id, now,
    )  # fmt: skip


async def waiting(tx: Tx, project_id: UUID, vendor_id: UUID, most: int) -> int:
    """Places that are open to a firm, counted up to `most`: looking costs the portion, not the queue."""
    found: int = await tx.value(
        "select least(coalesce(sum(near.free), 0), $4)::int from (select i.wanted - i.taken as free from item i"
        "  join batch b on b.tenant_id = $1 and b.id = i.batch_id and b.project_id = $2 and b.state = 'open'"
        "  join unnest(queue_lanes($1, $2, $3)) as l (lane) on l.lane = i.lane"
        "  cross join queue_tier($1, $2, $3) as f (tier)"
        "  where i.tenant_id = $1 and i.project_id = $2 and i.open and i.tiers & f.tier <> 0 limit $4) near",
        tx.tenant_id, project_id, vendor_id, most,
    )  # fmt: skip
    return found


async def open(
    tx: Tx, portion_id: UUID, project_id: UUID, vendor_id: UUID, opens_at: datetime, items: int, waiting: int
) -> bool:
    """Write one down; False when somebody else did."""
    status = await tx.run(
        "insert into portion (tenant_id, id, project_id, vendor_id, opens_at, items, waiting)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, project_id, vendor_id, opens_at) do nothing",
        tx.tenant_id, portion_id, project_id, vendor_id, opens_at, items, waiting,
    )  # fmt: skip
    return status == "INSERT 0 1"


async def take(tx: Tx, project_id: UUID, vendor_id: UUID, places: int, now: datetime) -> bool:
    """Count places against what the firm is given now; False when not so many of it are left."""
    taken: bool = await tx.value(
        "select portion_take($1, $2, $3, $4, $5)", tx.tenant_id, project_id, vendor_id, now, places
    )  # fmt: skip
    return taken


async def times(tx: Tx, vendor_id: UUID) -> dict[UUID, tuple[datetime, int]]:
    """By project: when the first portion of this firm opened or will, and the hours between."""
    rows = await tx.rows(
        "select project_id, first_at, hours from portion_plan where tenant_id = $1 and vendor_id = $2",
        tx.tenant_id, vendor_id,
    )  # fmt: skip
    return {row["project_id"]: (row["first_at"], row["hours"]) for row in rows}
