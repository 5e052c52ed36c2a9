"""Who has seen an item, and what somebody has seen: read from the record itself, row by row."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def viewers(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """Everybody who was shown an item or something of it, the latest first: person_id, organization_id, name of the
    organization, kinds, purposes, renditions, first_at, last_at, views."""
    return await tx.rows(
        """
        select e.person_id, e.organization_id, o.name as organization_name,
            array_agg(distinct e.kind order by e.kind)
                || case when bool_or(e.kind = 'item' and c.outputs > 0) then array['model_outputs'] else '{}' end
                as kinds,
            array_agg(distinct e.purpose order by e.purpose) as purposes,
            array_agg(distinct e.rendition order by e.rendition) as renditions,
            min(e.at) as first_at, max(e.last_at) as last_at, sum(e.views)::bigint as views
        from exposure e join organization o on o.id = e.organization_id
            left join item_content c on c.tenant_id = $1 and c.item_id = e.item_id
        where e.tenant_id = $1 and e.project_id = $2 and e.item_id = $3
        group by e.person_id, e.organization_id, o.name order by last_at desc, e.person_id""",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def item(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """An item of the project by name: external_id, project_name."""
    return await tx.row(
        "select i.external_id, p.name as project_name from item i join project p on p.tenant_id = $1 and p.id = $2"
        " where i.tenant_id = $1 and i.project_id = $2 and i.id = $3",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


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
    """What a person, or (None) the people of these firms, have been shown: by project, the latest first. `outputs`:
    what models said, in those items, each once."""
    return await tx.rows(
        """
        with shown as (
            select e.project_id, e.item_id, e.kind, e.object, e.rendition, e.person_id, e.at, e.last_at
            from exposure e
            where e.tenant_id = $1 and case when $2::uuid is not null then e.person_id = $2
                else e.organization_id = any($3::uuid[]) end
        )
        select p.id, p.name, s.*, coalesce(said.outputs, 0) as outputs, coalesce((select max(i.ord) from item i
            where i.tenant_id = $1 and i.project_id = p.id), 0) as total
        from (
            select e.project_id,
                count(distinct e.item_id) filter (where e.kind = 'item') as items,
                count(distinct e.item_id) filter (where e.kind = 'item' and e.rendition = 'original') as original,
                count(distinct e.object) filter (where e.kind = 'answers') as answers,
                count(distinct e.object) filter (where e.kind = 'guideline') as guidelines,
                count(distinct e.object) filter (where e.kind = 'schema') as schemas,
                count(distinct e.object) filter (where e.kind = 'suggestion') as suggestions,
                count(distinct e.object) filter (where e.kind = 'media') as media,
                count(distinct e.person_id) as people, min(e.at) as first_at, max(e.last_at) as last_at
            from shown e group by e.project_id
        ) s join project p on p.tenant_id = $1 and p.id = s.project_id
        left join (
            select once.project_id, sum(c.outputs)::bigint as outputs
            from (select distinct e.project_id, e.item_id from shown e where e.kind = 'item') once
            join item_content c on c.tenant_id = $1 and c.item_id = once.item_id group by 1
        ) said on said.project_id = s.project_id order by s.last_at desc, p.id""",
        tx.tenant_id, person_id, list(organizations),
    )  # fmt: skip


async def read_by(tx: Tx, person_id: UUID) -> list[asyncpg.Record]:
    """Schemas and guidelines that a person was shown, by the firm they did it for: organization_id, project_id, kind,
    object (the version), and at, when first."""
    return await tx.rows(
        "select e.organization_id, e.project_id, e.kind, e.object, min(e.at) as at from exposure e"
        " where e.tenant_id = $1 and e.person_id = $2 and e.kind in ('schema', 'guideline') group by 1, 2, 3, 4",
        tx.tenant_id, person_id,
    )  # fmt: skip


async def leased(tx: Tx, *, person_id: UUID | None, organizations: Sequence[UUID]) -> list[asyncpg.Record]:
    """Items that a person, or (None) the people of these firms, hold under a lease and were not shown: by project id,
    name, leased, total."""
    return await tx.rows(
        """
        select p.id, p.name, l.leased, coalesce((select max(i.ord) from item i
            where i.tenant_id = $1 and i.project_id = p.id), 0) as total
        from (
            select a.project_id, count(distinct a.item_id) as leased from assignment a
            where a.tenant_id = $1 and a.state in ('leased', 'rework')
                and case when $2::uuid is not null then a.person_id = $2 else a.organization_id = any($3::uuid[]) end
                and not exists (select from exposure x where x.tenant_id = $1 and x.person_id = a.person_id
                    and x.lease_id = a.id and x.kind = 'item')
            group by 1
        ) l join project p on p.tenant_id = $1 and p.id = l.project_id order by lower(p.name), p.id""",
        tx.tenant_id, person_id, list(organizations),
    )  # fmt: skip


async def leaves(
    tx: Tx, *, item_id: UUID | None, person_id: UUID | None, organizations: Sequence[UUID]
) -> asyncpg.Record:
    """The deliveries of an item, of a person, or of the people of these firms: how many rows, how many without a leaf
    in the log (unlogged), and SHA-256 over the hashes of their leaves in the order of their ids (leaves)."""
    found = await tx.row(
        """
        select count(*) as rows, count(*) filter (where l.id is null) as unlogged,
            encode(sha256(coalesce(string_agg(sha256('\\x00'::bytea || l.leaf), ''::bytea order by x.id), '')), 'hex')
                as leaves
        from exposure x left join ledger_outbox l on l.tenant_id = $1 and l.id = x.id
        where x.tenant_id = $1 and case when $2::uuid is not null then x.item_id = $2
            when $3::uuid is not null then x.person_id = $3 else x.organization_id = any($4::uuid[]) end""",
        tx.tenant_id, item_id, person_id, list(organizations),
    )  # fmt: skip
    assert found is not None  # a count always answers
    return found
