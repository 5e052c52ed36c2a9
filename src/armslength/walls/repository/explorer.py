"""Who has seen an item, and what somebody has seen: read from the record itself, row by row."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def viewers(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """Everybody who was shown an item or something of it, the latest first: person_id, organization_id, name of the
    organization, kinds, purposes, first_at, last_at, views."""
    return await tx.rows(
        """
        select e.person_id, e.organization_id, o.name as organization_name,
            array_agg(distinct e.kind order by e.kind) as kinds,
            array_agg(distinct e.purpose order by e.purpose) as purposes,
            min(e.at) as first_at, max(e.last_at) as last_at, sum(e.views)::bigint as views
        from exposure e join organization o on o.id = e.organization_id
        where e.tenant_id = $1 and e.project_id = $2 and e.item_id = $3
        group by e.person_id, e.organization_id, o.name order by last_at desc, e.person_id""",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def item_exists(tx: Tx, project_id: UUID, item_id: UUID) -> bool:
    """Whether the project has such an item."""
    found: bool = await tx.value(
        "select exists (select from item where tenant_id = $1 and project_id = $2 and id = $3)",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip
    return found


async def owners(tx: Tx, organizations: Sequence[UUID]) -> list[asyncpg.Record]:
    """Who ultimately owns these firms: id, name, and members, those of the firms that lead there."""
    return await tx.rows(
        """
        select r.party_id as id, coalesce(p.name, t.name, g.name) as name, array_agg(distinct r.vendor_id) as members
        from vendor_reach r
        left join party p on p.id = r.party_id
        left join tenant_party t on t.tenant_id = $1 and t.id = r.party_id
        left join organization g on g.id = r.party_id
        where r.tenant_id = $1 and r.vendor_id = any($2::uuid[]) and r.top and r.state = 'closed'
        group by 1, 2 order by lower(coalesce(p.name, t.name, g.name)), 1""",
        tx.tenant_id, list(organizations),
    )  # fmt: skip


async def led_by(tx: Tx, party_id: UUID) -> list[UUID]:
    """The vendors that lead to a party, by what is closed."""
    rows = await tx.rows(
        "select distinct vendor_id from vendor_reach where tenant_id = $1 and party_id = $2 and state = 'closed'"
        " order by vendor_id",
        tx.tenant_id, party_id,
    )  # fmt: skip
    return [row["vendor_id"] for row in rows]


async def party_name(tx: Tx, party_id: UUID) -> str | None:
    """The name of a party of the register or of the tenant's own records, or of one of its vendors."""
    name: str | None = await tx.value(
        "select coalesce((select name from party where id = $2),"
        " (select name from tenant_party where tenant_id = $1 and id = $2),"
        " (select o.name from vendor v join organization o on o.id = v.organization_id"
        "   where v.tenant_id = $1 and v.organization_id = $2))",
        tx.tenant_id, party_id,
    )  # fmt: skip
    return name


async def seen(tx: Tx, *, person_id: UUID | None, organizations: Sequence[UUID]) -> list[asyncpg.Record]:
    """What a person, or (None) the people of these firms, have been shown: by project, the latest first."""
    return await tx.rows(
        """
        select p.id, p.name, s.*, coalesce((select max(i.ord) from item i
            where i.tenant_id = $1 and i.project_id = p.id), 0) as total
        from (
            select e.project_id,
                count(distinct e.item_id) filter (where e.kind = 'item') as items,
                count(distinct e.object) filter (where e.kind = 'answers') as answers,
                count(distinct e.object) filter (where e.kind = 'guideline') as guidelines,
                count(distinct e.object) filter (where e.kind = 'schema') as schemas,
                count(distinct e.object) filter (where e.kind = 'media') as media,
                count(distinct e.person_id) as people, min(e.at) as first_at, max(e.last_at) as last_at
            from exposure e
            where e.tenant_id = $1 and case when $2::uuid is not null then e.person_id = $2
                else e.organization_id = any($3::uuid[]) end
            group by e.project_id
        ) s join project p on p.tenant_id = $1 and p.id = s.project_id order by s.last_at desc, p.id""",
        tx.tenant_id, person_id, list(organizations),
    )  # fmt: skip
