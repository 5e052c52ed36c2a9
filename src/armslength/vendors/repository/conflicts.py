"""Rivals, conflicts, waivers, and what was last computed of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_WAIVER = (
    "w.id, w.conflict_id, w.reason, w.asked_by, w.asked_at, w.approved_by, w.approved_at, w.expires_at, w.ended_by,"
    " w.ended_at"
)


async def settings(tx: Tx) -> asyncpg.Record | None:
    """How strict the tenant is, if it ever said so."""
    return await tx.row(
        "select profile, threshold_bp, on_announced from ownership_setting where tenant_id = $1", tx.tenant_id
    )


async def put_settings(tx: Tx, profile: str, threshold_bp: int, on_announced: str, now: datetime) -> None:
    """Say how strict the tenant is."""
    await tx.run(
        "insert into ownership_setting (tenant_id, profile, threshold_bp, on_announced, changed_at)"
        " values ($1, $2, $3, $4, $5) on conflict (tenant_id) do update set profile = excluded.profile,"
        " threshold_bp = excluded.threshold_bp, on_announced = excluded.on_announced, changed_at = excluded.changed_at",
        tx.tenant_id, profile, threshold_bp, on_announced, now,
    )  # fmt: skip


async def rivals(tx: Tx) -> list[asyncpg.Record]:
    """Whom the tenant named, by name; `party` is the party of the register where it is one."""
    return await tx.rows(
        "select r.party_id, coalesce(c.party_id, p.register_id, p.id) as party, p.kind, p.name, r.note, r.named_by,"
        " r.named_at from rival r join tenant_party p on p.tenant_id = r.tenant_id and p.id = r.party_id"
        " left join organization_party c on c.organization_id = p.id"
        " where r.tenant_id = $1 order by lower(p.name), p.id",
        tx.tenant_id,
    )


async def insert_rival(tx: Tx, party_id: UUID, note: str, by: UUID, now: datetime) -> bool:
    """Name a rival; False when it is one already."""
    tag = await tx.run(
        "insert into rival (tenant_id, party_id, note, named_by, named_at) values ($1, $2, $3, $4, $5)"
        " on conflict do nothing",
        tx.tenant_id, party_id, note, by, now,
    )  # fmt: skip
    return tag == "INSERT 0 1"


async def delete_rival(tx: Tx, party_id: UUID) -> bool:
    """Take a rival off the list; False when it was not on it."""
    return (
        await tx.run("delete from rival where tenant_id = $1 and party_id = $2", tx.tenant_id, party_id) == "DELETE 1"
    )


async def vendors(tx: Tx) -> list[asyncpg.Record]:
    """The tenant's vendors: id, name, the party each is, and `confirmed`: what the operator says of it."""
    return await tx.rows(
        "select o.id, o.name, coalesce(c.party_id, p.register_id, o.id) as party, c.party_id as confirmed"
        " from vendor v join organization o on o.id = v.organization_id"
        " left join organization_party c on c.organization_id = v.organization_id"
        " left join tenant_party p on p.tenant_id = v.tenant_id and p.id = v.organization_id"
        " where v.tenant_id = $1 order by lower(o.name), o.id",
        tx.tenant_id,
    )


async def grants(tx: Tx) -> list[asyncpg.Record]:
    """Every grant of the tenant with what its project asks for."""
    return await tx.rows(
        "select g.project_id, g.vendor_id, g.state, g.reason, g.clear_until, p.name as project_name, p.exclusivity,"
        " p.restricted from vendor_grant g join project p on p.tenant_id = g.tenant_id and p.id = g.project_id"
        " where g.tenant_id = $1 order by g.project_id, g.vendor_id",
        tx.tenant_id,
    )


async def project(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """What a project asks for: exclusivity, restricted."""
    return await tx.row(
        "select exclusivity, restricted from project where tenant_id = $1 and id = $2", tx.tenant_id, project_id
    )


async def set_clear_until(tx: Tx, project_id: UUID, vendor_id: UUID, clear_until: datetime | None) -> None:
    """When what the wall decided a grant by next changes."""
    await tx.run(
        "update vendor_grant set clear_until = $4 where tenant_id = $1 and project_id = $2 and vendor_id = $3",
        tx.tenant_id, project_id, vendor_id, clear_until,
    )  # fmt: skip


# --- across customers: at the wall


async def other_customers(tx: Tx) -> dict[UUID, UUID]:
    """Which party every other customer is."""
    rows = await tx.rows(
        "select c.organization_id, c.party_id from organization_party c join organization o on o.id = c.organization_id"
        " where o.kind = 'customer' and o.id <> $1",
        tx.tenant_id,
    )
    return {row["organization_id"]: row["party_id"] for row in rows}


async def conflict_edges(tx: Tx) -> list[asyncpg.Record]:
    """The tenant's open conflict edges: id, other, mine (whether its own rivals include the other)."""
    return await tx.rows(
        "select id, high as other, by_low as mine, by_high as theirs from conflict_edge"
        " where low = $1 and until is null"
        " union all select id, low, by_high, by_low from conflict_edge where high = $1 and until is null",
        tx.tenant_id,
    )


async def open_edge(tx: Tx, edge_id: UUID, other: UUID, now: datetime) -> list[UUID]:
    """The tenant's rivals now include another customer; returns who knows both: nothing more is shown to them."""
    low, high = sorted((tx.tenant_id, other))
    await tx.run(
        "insert into conflict_edge (id, low, high, by_low, by_high, since) values ($1, $2, $3, $4, $5, $6)",
        edge_id, low, high, low == tx.tenant_id, high == tx.tenant_id, now,
    )  # fmt: skip
    torn = await tx.rows("select armslength_keep_apart($1, $2, $3, $4) as person_id", edge_id, low, high, now)
    return [row["person_id"] for row in torn]


async def say_edge(tx: Tx, edge_id: UUID, mine: bool, now: datetime) -> None:
    """Say on an open edge whether the tenant's own rivals include the other; it ends when neither's do."""
    await tx.run(
        "update conflict_edge c set by_low = n.by_low, by_high = n.by_high,"
        " until = case when n.by_low or n.by_high then null else $4::timestamptz end"
        " from (select id, case when low = $2 then $3 else by_low end as by_low,"
        "   case when high = $2 then $3 else by_high end as by_high from conflict_edge where id = $1) n"
        " where c.id = n.id",
        edge_id, tx.tenant_id, mine, now,
    )  # fmt: skip


async def others_there(tx: Tx) -> bool:
    """Whether the hub has any other customer."""
    found: bool = await tx.value(
        "select exists (select from organization where kind = 'customer' and id <> $1)", tx.tenant_id
    )
    return found


async def served_elsewhere(
    tx: Tx, party_id: UUID, customers: Collection[UUID], since: datetime
) -> list[asyncpg.Record]:
    """Grants of these customers to the firm that this party is, open now or since: `exclusive`."""
    return await tx.rows(
        "select j.exclusivity = 'vendor' as exclusive from vendor_grant g"
        " join organization_party p on p.organization_id = g.vendor_id"
        " join project j on j.tenant_id = g.tenant_id and j.id = g.project_id"
        " where g.tenant_id = any($1::uuid[]) and p.party_id = $2 and (g.state = 'active' or g.served_until > $3)",
        list(customers), party_id, since,
    )  # fmt: skip


async def due(tx: Tx, now: datetime) -> list[UUID]:
    """Tenants with an active grant whose last decision no longer holds."""
    rows = await tx.rows(
        "select distinct tenant_id from vendor_grant where state = 'active' and clear_until <= $1", now
    )
    return [row["tenant_id"] for row in rows]


# --- what was computed


async def put_reach(tx: Tx, rows: Sequence[tuple[UUID, UUID, str, str, int, bool]]) -> None:
    """Whom each vendor leads to: (vendor, party, way, state, share in bp, top); replaces what was there."""
    await tx.run("delete from vendor_reach where tenant_id = $1", tx.tenant_id)
    await tx.run(
        "insert into vendor_reach (tenant_id, vendor_id, party_id, way, state, share_bp, top)"
        " select $1, u.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::boolean[]) as u",
        tx.tenant_id, *([row[i] for row in rows] for i in range(6)),
    )  # fmt: skip


async def put_attested(tx: Tx, until: Iterable[tuple[UUID, datetime | None]]) -> None:
    """Until when each vendor's known holders are attested."""
    pairs = list(until)
    await tx.run(
        "update vendor v set attested_until = u.until from unnest($2::uuid[], $3::timestamptz[]) as u (id, until)"
        " where v.tenant_id = $1 and v.organization_id = u.id and v.attested_until is distinct from u.until",
        tx.tenant_id, [vendor_id for vendor_id, _ in pairs], [moment for _, moment in pairs],
    )  # fmt: skip


async def open_conflicts(tx: Tx) -> list[asyncpg.Record]:
    """Conflicts that hold, oldest first, with the vendor's name."""
    return await tx.rows(
        "select c.id, c.vendor_id, o.name as vendor_name, c.party_id, c.rival_id, c.edge_id, c.state, c.share_bp,"
        " c.path, c.since from vendor_conflict c join organization o on o.id = c.vendor_id"
        " where c.tenant_id = $1 and c.until is null order by c.since, c.id",
        tx.tenant_id,
    )


async def conflict(tx: Tx, conflict_id: UUID) -> asyncpg.Record | None:
    """A conflict that holds."""
    return await tx.row(
        "select id, vendor_id from vendor_conflict where tenant_id = $1 and id = $2 and until is null",
        tx.tenant_id, conflict_id,
    )  # fmt: skip


async def insert_conflict(
    tx: Tx, conflict_id: UUID, vendor_id: UUID, party_id: UUID, rival_id: UUID | None, edge_id: UUID | None,
    state: str, share_bp: int, path: list[dict[str, object]], now: datetime,
) -> None:  # fmt: skip
    """A conflict that holds from now on."""
    await tx.run(
        "insert into vendor_conflict (tenant_id, id, vendor_id, party_id, rival_id, edge_id, state, share_bp, path,"
        " since) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tx.tenant_id, conflict_id, vendor_id, party_id, rival_id, edge_id, state, share_bp, path, now,
    )  # fmt: skip


async def end_conflicts(tx: Tx, ids: Collection[UUID], now: datetime) -> None:
    """Conflicts that no longer hold."""
    await tx.run(
        "update vendor_conflict set until = $3 where tenant_id = $1 and id = any($2::uuid[])",
        tx.tenant_id,
        list(ids),
        now,
    )


# --- waivers


async def waivers(tx: Tx, conflict_ids: Collection[UUID] | None = None) -> list[asyncpg.Record]:
    """Waivers, newest first; of these conflicts if given."""
    return await tx.rows(
        f"select {_WAIVER}, c.vendor_id, o.name as vendor_name, c.party_id, c.rival_id, c.edge_id, c.state, c.share_bp,"
        " c.until as conflict_until from waiver w join vendor_conflict c on c.tenant_id = w.tenant_id"
        " and c.id = w.conflict_id join organization o on o.id = c.vendor_id"
        " where w.tenant_id = $1 and ($2::uuid[] is null or w.conflict_id = any($2)) order by w.asked_at desc, w.id",
        tx.tenant_id, None if conflict_ids is None else list(conflict_ids),
    )  # fmt: skip


async def hold_waiver(tx: Tx, waiver_id: UUID) -> asyncpg.Record | None:
    """One waiver, locked, with the role of whoever asked for it (null when their seat has ended)."""
    return await tx.row(
        f"select {_WAIVER}, c.until as conflict_until, m.role as asker_role from waiver w"
        " join vendor_conflict c on c.tenant_id = w.tenant_id and c.id = w.conflict_id"
        " left join membership m on m.tenant_id = w.tenant_id and m.person_id = w.asked_by and m.ended_at is null"
        " where w.tenant_id = $1 and w.id = $2 for update of w",
        tx.tenant_id,
        waiver_id,
    )


async def insert_waiver(
    tx: Tx, waiver_id: UUID, conflict_id: UUID, reason: str, by: UUID, now: datetime, expires_at: datetime
) -> None:
    """A waiver that is asked for."""
    await tx.run(
        "insert into waiver (tenant_id, id, conflict_id, reason, asked_by, asked_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, waiver_id, conflict_id, reason, by, now, expires_at,
    )  # fmt: skip


async def approve_waiver(tx: Tx, waiver_id: UUID, by: UUID, now: datetime) -> None:
    """A second person agrees."""
    await tx.run(
        "update waiver set approved_by = $3, approved_at = $4 where tenant_id = $1 and id = $2",
        tx.tenant_id, waiver_id, by, now,
    )  # fmt: skip


async def end_waiver(tx: Tx, waiver_id: UUID, by: UUID, now: datetime) -> None:
    """It holds no longer."""
    await tx.run(
        "update waiver set ended_by = $3, ended_at = $4 where tenant_id = $1 and id = $2",
        tx.tenant_id, waiver_id, by, now,
    )  # fmt: skip
