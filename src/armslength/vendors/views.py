"""What other rooms may read about vendors, inside their own tenant's transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.identity.model import Tier
from armslength.kit.db import Tx
from armslength.kit.wire import Named
from armslength.vendors.model import GrantState


async def let_in(tx: Tx, project_id: UUID, vendor_id: UUID, now: datetime) -> bool:
    """Whether the vendor's grant on the project is open. A look, not a hold: it may be cut the next moment."""
    found: bool = await tx.value(
        "select exists (select from vendor_grant g where g.tenant_id = $1 and g.project_id = $2 and g.vendor_id = $3"
        " and armslength_grant_open(g.state, g.clear_until, $4))",
        tx.tenant_id, project_id, vendor_id, now,
    )  # fmt: skip
    return found


async def name(tx: Tx, vendor_id: UUID) -> str | None:
    """The name of one of the tenant's vendors."""
    found: str | None = await tx.value(
        "select o.name from vendor v join organization o on o.id = v.organization_id"
        " where v.tenant_id = $1 and v.organization_id = $2",
        tx.tenant_id, vendor_id,
    )  # fmt: skip
    return found


async def cuts(tx: Tx, vendor_id: UUID, grants: Sequence[tuple[UUID, int]]) -> list[asyncpg.Record]:
    """Cuts of a vendor by (project, epoch), by project's name, with their steps as [{step, done, total, ended_at}]."""
    return await tx.rows(
        "select c.project_id, p.name as project_name, c.epoch, c.state, c.drafts, c.at, c.sessions, c.keys, c.ended_at,"
        " (select jsonb_agg(jsonb_build_object('step', s.step, 'done', s.done, 'total', s.total,"
        "   'ended_at', s.ended_at) order by s.step) from cut_step s where s.tenant_id = $1"
        "   and s.project_id = c.project_id and s.vendor_id = $2 and s.epoch = c.epoch) as steps"
        " from unnest($3::uuid[], $4::int[]) as u (project_id, epoch) join grant_cut c"
        "   on c.tenant_id = $1 and c.project_id = u.project_id and c.vendor_id = $2 and c.epoch = u.epoch"
        " join project p on p.tenant_id = $1 and p.id = c.project_id order by lower(p.name), p.id",
        tx.tenant_id, vendor_id, [project for project, _ in grants], [epoch for _, epoch in grants],
    )  # fmt: skip


async def grant_states(tx: Tx, project_id: UUID) -> dict[UUID, GrantState]:
    """The state of every grant on a project, by vendor."""
    rows = await tx.rows(
        "select vendor_id, state from vendor_grant where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id
    )
    return {row["vendor_id"]: row["state"] for row in rows}


async def volumes(tx: Tx, vendors: Sequence[UUID]) -> list[asyncpg.Record]:
    """What these firms were told of volume and timing, the latest first: project_id, project_name, week, volume, due,
    at."""
    return await tx.rows(
        "select t.project_id, p.name as project_name, t.week, t.volume, t.due, t.at from volume_told t join project p"
        " on p.tenant_id = $1 and p.id = t.project_id where t.tenant_id = $1 and t.vendor_id = any($2::uuid[])"
        " order by t.at desc, t.told_by limit 200",
        tx.tenant_id, list(vendors),
    )  # fmt: skip


async def identities(tx: Tx, vendors: Sequence[UUID]) -> list[asyncpg.Record]:
    """What told these firms who their customer is, the latest first: vendor_id, project_id, project_name, part,
    version, sources, at."""
    return await tx.rows(
        "select t.vendor_id, t.project_id, p.name as project_name, t.part, t.version,"
        " array_agg(t.source order by t.source) as sources, min(t.at) as at from identity_told t join project p"
        " on p.tenant_id = $1 and p.id = t.project_id where t.tenant_id = $1 and t.vendor_id = any($2::uuid[])"
        " group by 1, 2, 3, 4, 5 order by min(t.at) desc, 1, 2, 4, 5 limit 500",
        tx.tenant_id, list(vendors),
    )  # fmt: skip


async def at_tier(tx: Tx, project_id: UUID, tier: Tier) -> list[Named]:
    """The vendors of a project whose people are shown this form of items, whatever the state of their grants."""
    rows = await tx.rows(
        "select o.id, o.name from vendor_grant g join organization o on o.id = g.vendor_id where g.tenant_id = $1"
        " and g.project_id = $2 and g.tier = $3 and g.state <> 'severed' order by lower(o.name), o.id",
        tx.tenant_id, project_id, tier,
    )  # fmt: skip
    return [Named(row["id"], row["name"]) for row in rows]


async def names(tx: Tx) -> dict[UUID, str]:
    """All of the tenant's vendors by id."""
    rows = await tx.rows(
        "select o.id, o.name from vendor v join organization o on o.id = v.organization_id where v.tenant_id = $1",
        tx.tenant_id,
    )
    return {row["id"]: row["name"] for row in rows}
