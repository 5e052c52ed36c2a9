"""Content warnings: what projects carry, what people declined, what they met today."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def policy(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """harms, limits as {bit: [items, minutes]}, batches as {id: harms}; None while nothing was set."""
    return await tx.row(
        "select p.harms,"
        " coalesce((select jsonb_object_agg(l.harm, jsonb_build_array(l.items, l.minutes)) from care_limit l"
        "   where l.tenant_id = $1 and l.project_id = $2), '{}') as limits,"
        " coalesce((select jsonb_object_agg(b.batch_id, b.harms) from care_batch b"
        "   where b.tenant_id = $1 and b.project_id = $2), '{}') as batches"
        " from care_policy p where p.tenant_id = $1 and p.project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put_policy(
    tx: Tx, project_id: UUID, harms: int, limits: Mapping[int, tuple[int | None, int | None]],
    batches: Mapping[UUID, int], now: datetime,
) -> None:  # fmt: skip
    """Set all of it. A project that warns of nothing has no row, so that its queue asks nothing more."""
    for table in ("care_limit", "care_batch", "care_policy"):
        await tx.run(f"delete from {table} where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id)
    if not (harms or limits or batches):
        return
    await tx.run("insert into care_policy values ($1, $2, $3, $4)", tx.tenant_id, project_id, harms, now)
    await tx.run(
        "insert into care_limit (tenant_id, project_id, harm, items, minutes)"
        " select $1, $2, u.* from unnest($3::smallint[], $4::int[], $5::int[]) u",
        tx.tenant_id, project_id, list(limits), [each[0] for each in limits.values()],
        [each[1] for each in limits.values()],
    )  # fmt: skip
    await tx.run(
        "insert into care_batch (tenant_id, project_id, batch_id, harms)"
        " select $1, $2, u.* from unnest($3::uuid[], $4::int[]) u",
        tx.tenant_id, project_id, list(batches), list(batches.values()),
    )  # fmt: skip


async def batches_of(tx: Tx, project_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those that are batches of the project."""
    rows = await tx.rows(
        "select id from batch where tenant_id = $1 and project_id = $2 and id = any($3::uuid[])",
        tx.tenant_id, project_id, list(ids),
    )  # fmt: skip
    return {row["id"] for row in rows}


async def choice(tx: Tx, person_id: UUID) -> asyncpg.Record | None:
    """declined, zone; None while the person has chosen nothing."""
    return await tx.row(
        "select declined, zone from care_choice where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id
    )


async def is_zone(tx: Tx, name: str) -> bool:
    """Whether the database, which counts the days, knows the time zone."""
    known: bool = await tx.value("select exists (select from pg_timezone_names where name = $1)", name)
    return known


async def put_choice(tx: Tx, person_id: UUID, declined: int, zone: str, now: datetime) -> None:
    """What the person is to be spared from now on."""
    await tx.run(
        "insert into care_choice values ($1, $2, $3, $4, $5) on conflict (tenant_id, person_id) do update"
        " set declined = excluded.declined, zone = excluded.zone, updated_at = excluded.updated_at",
        tx.tenant_id, person_id, declined, zone, now,
    )  # fmt: skip


async def today(tx: Tx, person_id: UUID, now: datetime) -> list[asyncpg.Record]:
    """harm, items, active_ms of the person's present day."""
    return await tx.rows(
        "select harm, items, active_ms from care_day where tenant_id = $1 and person_id = $2"
        " and day = care_today($1, $2, $3) order by harm",
        tx.tenant_id, person_id, now,
    )  # fmt: skip


async def met(tx: Tx, person_id: UUID, harms: int, items: int, active_ms: int, now: datetime) -> None:
    """The person met that much of each of these today."""
    await tx.run(
        "insert into care_day as d (tenant_id, person_id, day, harm, items, active_ms)"
        " select $1, $2, care_today($1, $2, $6), h, $4, $5 from generate_series(0, 30) h where $3 & (1 << h) <> 0"
        " on conflict (tenant_id, person_id, day, harm) do update"
        " set items = d.items + excluded.items, active_ms = d.active_ms + excluded.active_ms",
        tx.tenant_id, person_id, harms, items, active_ms, now,
    )  # fmt: skip


async def hidden(tx: Tx, project_id: UUID, person_id: UUID, now: datetime) -> tuple[int, int]:
    """What is not to be shown to this person now: (declined, reached), in bits."""
    row = await tx.row(
        "select declined, reached from care_hidden($1, $2, $3, $4)", tx.tenant_id, project_id, person_id, now
    )
    return (row["declined"], row["reached"]) if row else (0, 0)
