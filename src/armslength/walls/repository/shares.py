"""How much of a project each vendor, and each ultimate owner of vendors, has seen; and the caps on it."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.kit.ids import NIL

Subject = Literal["vendor", "owner"]


async def fold(tx: Tx, limit: int) -> int:
    """Fold up to `limit` sightings into the bitmaps; returns how many. Reads are right at any moment in between."""
    folded: int = await tx.value(
        """
        with gone as (
            delete from sighting where (tenant_id, project_id, vendor_id, item_ord) in (
                select tenant_id, project_id, vendor_id, item_ord from sighting where tenant_id = $1
                order by project_id, vendor_id, item_ord limit $2 for update skip locked)
            returning project_id, vendor_id, item_ord
        ), bits as (
            select project_id, vendor_id, (item_ord / 8192)::int as chunk,
                bit_or(set_bit(repeat('0', 8192)::bit(8192), (item_ord % 8192)::int, 1)) as bits
            from gone group by 1, 2, 3 order by 1, 2, 3
        ), mapped as (
            insert into seen_map as m (tenant_id, project_id, vendor_id, chunk, bits)
            select $1, project_id, vendor_id, chunk, bits from bits
            on conflict (tenant_id, project_id, vendor_id, chunk) do update set bits = m.bits | excluded.bits
        )
        select count(*) from gone""",
        tx.tenant_id, limit,
    )  # fmt: skip
    return folded


async def seen_by(tx: Tx, project_id: UUID, vendors: Sequence[UUID]) -> int:
    """Distinct items of a project that these vendors have seen together."""
    seen: int = await tx.value("select armslength_seen_by($1, $2, $3)", tx.tenant_id, project_id, list(vendors))
    return seen


async def vendors(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """Vendors that have a grant on the project or have seen something of it: id, name, seen, cap_bp, own, by name."""
    return await tx.rows(
        """
        with known as (
            select vendor_id from vendor_grant where tenant_id = $1 and project_id = $2
            union select vendor_id from seen_map where tenant_id = $1 and project_id = $2
            union select vendor_id from sighting where tenant_id = $1 and project_id = $2
        )
        select o.id, o.name, g.state, armslength_seen_by($1, $2, array[o.id]) as seen,
            coalesce(c.cap_bp, d.cap_bp) as cap_bp, coalesce(c.own, false) as own
        from known k join organization o on o.id = k.vendor_id
        left join vendor_grant g on g.tenant_id = $1 and g.project_id = $2 and g.vendor_id = o.id
        left join exposure_cap c
            on c.tenant_id = $1 and c.project_id = $2 and c.subject = 'vendor' and c.subject_id = o.id
        left join exposure_cap d
            on d.tenant_id = $1 and d.project_id = $2 and d.subject = 'vendor' and d.subject_id = $3
        order by lower(o.name), o.id""",
        tx.tenant_id, project_id, NIL,
    )  # fmt: skip


async def owners(tx: Tx, project_id: UUID, vendor_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """Who ultimately owns these vendors: id, name, members (all vendors that lead there), seen, cap_bp, own."""
    return await tx.rows(
        """
        with owner as (
            select distinct o.owner_id, o.members from unnest($3::uuid[]) as v (id)
            cross join lateral armslength_owners($1, v.id) o
        )
        select o.owner_id as id, coalesce(p.name, t.name, g.name) as name, o.members,
            armslength_seen_by($1, $2, o.members) as seen, coalesce(c.cap_bp, d.cap_bp) as cap_bp,
            coalesce(c.own, false) as own
        from owner o
        left join party p on p.id = o.owner_id
        left join tenant_party t on t.tenant_id = $1 and t.id = o.owner_id
        left join organization g on g.id = o.owner_id
        left join exposure_cap c
            on c.tenant_id = $1 and c.project_id = $2 and c.subject = 'owner' and c.subject_id = o.owner_id
        left join exposure_cap d
            on d.tenant_id = $1 and d.project_id = $2 and d.subject = 'owner' and d.subject_id = $4
        order by lower(coalesce(p.name, t.name, g.name)), o.owner_id""",
        tx.tenant_id, project_id, list(vendor_ids), NIL,
    )  # fmt: skip


async def items(tx: Tx, project_id: UUID) -> int:
    """How many items the project has, as shares count them: the place of the last one in its order."""
    total: int | None = await tx.value(
        "select max(ord) from item where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id
    )
    return total or 0


async def each_cap(tx: Tx, project_id: UUID) -> dict[str, int]:
    """The caps that hold for each vendor and each owner without one of its own, in hundredths of a percent."""
    rows = await tx.rows(
        "select subject, cap_bp from exposure_cap where tenant_id = $1 and project_id = $2 and subject_id = $3",
        tx.tenant_id, project_id, NIL,
    )  # fmt: skip
    return {row["subject"]: row["cap_bp"] for row in rows}


async def granted(tx: Tx, project_id: UUID) -> list[UUID]:
    """Vendors with a grant on the project."""
    rows = await tx.rows(
        "select vendor_id from vendor_grant where tenant_id = $1 and project_id = $2 order by vendor_id",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [row["vendor_id"] for row in rows]


async def replace_caps(
    tx: Tx, project_id: UUID, subject: Subject, each: int | None, own: Mapping[UUID, int],
    members: Mapping[UUID, Sequence[UUID]],
) -> None:  # fmt: skip
    """Set the caps of a kind anew: `each` for whoever has none of its own. `members`: subjects that exist, each with
    the vendors that count for it; what they have seen is counted now, so nothing may be delivered meanwhile."""
    await tx.run(
        "delete from exposure_cap where tenant_id = $1 and project_id = $2 and subject = $3",
        tx.tenant_id, project_id, subject,
    )  # fmt: skip
    rows: list[tuple[UUID, int, bool, list[UUID]]] = [] if each is None else [(NIL, each, False, [])]
    rows += [
        (subject_id, cap, subject_id in own, sorted(vendors)) for subject_id, vendors in members.items()
        if (cap := own.get(subject_id, each)) is not None
    ]  # fmt: skip
    await tx.many(
        "insert into exposure_cap (tenant_id, project_id, subject, subject_id, cap_bp, own, seen, members)"
        " values ($1, $2, $3, $4, $5, $6, armslength_seen_by($1, $2, $7), $7)",
        [(tx.tenant_id, project_id, subject, *row) for row in rows],
    )


async def known_to_owners(tx: Tx, vendor_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What whoever ultimately owns these vendors would know already, in all projects, by every vendor that leads to
    them: owner_id, project's id and name, items, total; the most first."""
    return await tx.rows(
        """
        with owner as (
            select distinct o.owner_id, o.members from unnest($2::uuid[]) as v (id)
            cross join lateral armslength_owners($1, v.id) o
        )
        select o.owner_id, p.id, p.name, s.items,
            (select max(i.ord) from item i where i.tenant_id = $1 and i.project_id = p.id) as total
        from owner o join project p on p.tenant_id = $1
        cross join lateral (select armslength_seen_by($1, p.id, o.members) as items) s
        where s.items > 0 order by s.items desc, p.id""",
        tx.tenant_id, list(vendor_ids),
    )  # fmt: skip


async def last_cut_ms(tx: Tx, project_id: UUID) -> int | None:
    """How long the last severance that cut somebody off from the project took, in milliseconds."""
    took: int | None = await tx.value(
        "select took_ms from severance where tenant_id = $1 and took_ms is not null"
        " and exists (select from jsonb_array_elements(cuts) as c where c ->> 0 = $2) order by cut_at desc limit 1",
        tx.tenant_id, str(project_id),
    )  # fmt: skip
    return took


async def first_seen(tx: Tx, project_id: UUID, members: Mapping[UUID, Sequence[UUID]]) -> list[asyncpg.Record]:
    """How many items each vendor saw for the first time on which day (UTC), and each owner of several by way of all its
    `members`: owner (whether it is one), id, day, items. Read from the record of deliveries itself."""
    pairs = [(owner, vendor) for owner, vendors in members.items() for vendor in vendors if len(vendors) > 1]
    return await tx.rows(
        """
        with seen as materialized (
            select e.organization_id as vendor_id, e.item_ord, min(e.at) as at from exposure e
            where e.tenant_id = $1 and e.project_id = $2 and e.kind = 'item' and e.item_ord is not null
                and e.organization_id <> $1
            group by 1, 2
        ), first as (
            select false as owner, vendor_id as id, at from seen
            union all
            select true, o.owner_id, min(s.at) from unnest($3::uuid[], $4::uuid[]) as o (owner_id, vendor_id)
            join seen s on s.vendor_id = o.vendor_id group by o.owner_id, s.item_ord
        )
        select owner, id, (at at time zone 'UTC')::date as day, count(*) as items from first group by 1, 2, 3""",
        tx.tenant_id, project_id, [owner for owner, _ in pairs], [vendor for _, vendor in pairs],
    )  # fmt: skip
