"""Who was cut off, what they would take with them, and what is left of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.walls.schemas.severances import WallSettings

_SEVERANCE = """
    select s.*, o.name as vendor_name, coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by lower(p.name), p.id) from project p
        where p.tenant_id = s.tenant_id and p.id = any(case when s.cut_at is null then s.projects
            else array(select (c ->> 0)::uuid from jsonb_array_elements(s.cuts) c) end)), '[]') as project_names
    from severance s join organization o on o.id = s.vendor_id where s.tenant_id = $1
"""


async def insert(
    tx: Tx, severance_id: UUID, vendor_id: UUID, projects: Sequence[UUID] | None, drafts: str, reason: str, by: UUID,
    now: datetime,
) -> None:  # fmt: skip
    """Somebody asks for a vendor to be cut off."""
    await tx.run(
        "insert into severance (tenant_id, id, vendor_id, projects, drafts, reason, state, asked_by, asked_at)"
        " values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8)",
        tx.tenant_id, severance_id, vendor_id, None if projects is None else list(projects), drafts, reason, by, now,
    )  # fmt: skip


async def get(tx: Tx, severance_id: UUID) -> asyncpg.Record | None:
    """One severance."""
    return await tx.row(f"{_SEVERANCE} and s.id = $2", tx.tenant_id, severance_id)


async def hold(tx: Tx, severance_id: UUID) -> asyncpg.Record | None:
    """The same, its row locked."""
    await tx.run("select from severance where tenant_id = $1 and id = $2 for update", tx.tenant_id, severance_id)
    return await get(tx, severance_id)


async def page(tx: Tx, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Severances older than the key `before` = (asked_at, id), newest first."""
    at, severance_id = before or (None, None)
    return await tx.rows(
        f"{_SEVERANCE} and ($2::timestamptz is null or (s.asked_at, s.id) < ($2, $3::uuid))"
        " order by s.asked_at desc, s.id desc limit $4",
        tx.tenant_id, at, severance_id, limit,
    )  # fmt: skip


async def change(tx: Tx, severance_id: UUID, **values: Any) -> None:
    """Set columns; the names are ours."""
    names = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 3))
    await tx.run(
        f"update severance set {names} where tenant_id = $1 and id = $2", tx.tenant_id, severance_id, *values.values()
    )


async def granted(tx: Tx, vendor_id: UUID, projects: Sequence[UUID] | None) -> list[UUID]:
    """Projects that have a grant of the vendor which is not severed, among `projects` if given; in order of id."""
    rows = await tx.rows(
        "select project_id from vendor_grant where tenant_id = $1 and vendor_id = $2 and state <> 'severed'"
        " and ($3::uuid[] is null or project_id = any($3)) order by project_id",
        tx.tenant_id, vendor_id, None if projects is None else list(projects),
    )  # fmt: skip
    return [row["project_id"] for row in rows]


async def setting(tx: Tx) -> asyncpg.Record | None:
    """How this tenant severs, if it ever said so."""
    return await tx.row(
        "select two_to_sever, drafts, content_months, brief_months, metadata_months from wall_setting"
        " where tenant_id = $1",
        tx.tenant_id,
    )


async def put_setting(tx: Tx, said: WallSettings, by: UUID, now: datetime) -> None:
    """Say how this tenant severs, and how long it remembers."""
    await tx.run(
        "insert into wall_setting (tenant_id, two_to_sever, drafts, changed_by, changed_at, content_months,"
        "   brief_months, metadata_months) values ($1, $2, $3, $4, $5, $6, $7, $8)"
        " on conflict (tenant_id) do update set two_to_sever = excluded.two_to_sever, drafts = excluded.drafts,"
        "   changed_by = excluded.changed_by, changed_at = excluded.changed_at,"
        "   content_months = excluded.content_months, brief_months = excluded.brief_months,"
        "   metadata_months = excluded.metadata_months",
        tx.tenant_id, said.two_to_sever, said.drafts, by, now, said.content_months, said.brief_months,
        said.metadata_months,
    )  # fmt: skip


async def remember(tx: Tx, months: Mapping[str, int]) -> None:
    """What people saw of this tenant keeps them out at least so long, by kind. At the wall."""
    await tx.run(
        "update person_history h set until = greatest(h.until, h.last_at + make_interval(months => u.months))"
        " from unnest($2::text[], $3::int[]) as u (kind, months) where h.customer_id = $1 and h.kind = u.kind",
        tx.tenant_id, list(months), list(months.values()),
    )  # fmt: skip
    await tx.run(
        "update wall_claim c set until = greatest(c.until, h.until) from ("
        " select person_id, max(until) as until from person_history where customer_id = $1 group by 1) h"
        " where c.side = $1 and c.person_id = h.person_id",
        tx.tenant_id,
    )


async def in_hand(tx: Tx, vendor_id: UUID, projects: Sequence[UUID], since: datetime) -> list[asyncpg.Record]:
    """Per project: what the vendor's people hold, have said, and how much of the work since `since` was theirs."""
    return await tx.rows(
        """
        select p.id, p.name, g.state, g.epoch, held.*, said.*, work.*, people.people, reviews.reviews
        from vendor_grant g join project p on p.tenant_id = $1 and p.id = g.project_id
        cross join lateral (
            select count(*) filter (where a.state = 'leased') as leases,
                   count(*) filter (where a.state = 'rework') as rework, count(d.assignment_id) as drafts
            from assignment a left join draft d on d.tenant_id = $1 and d.assignment_id = a.id
            where a.tenant_id = $1 and a.project_id = p.id and a.organization_id = $2
        ) held
        cross join lateral (
            select count(*) filter (where n.organization_id = $2) as answers,
                   count(*) filter (where n.organization_id = $2 and n.submitted_at > $4) as recent,
                   count(*) filter (where n.submitted_at > $4) as recent_of_all
            from annotation n where n.tenant_id = $1 and n.project_id = p.id and n.stage = 'annotate'
        ) said
        cross join lateral (
            select count(*) as items, coalesce(sum(i.wanted - i.answers), 0) as wanted
            from item i where i.tenant_id = $1 and i.project_id = p.id and i.state = 'active'
        ) work
        cross join lateral (
            select count(*) as people from project_member w join membership m on m.tenant_id = $1
                and m.person_id = w.person_id and m.vendor_id = $2 and m.ended_at is null
            where w.tenant_id = $1 and w.project_id = p.id
        ) people
        cross join lateral (
            select count(*) as reviews from (
                select r.reviewer_id as person_id from review r
                where r.tenant_id = $1 and r.project_id = p.id and r.state = 'leased'
                union all select a.person_id from adjudication a
                where a.tenant_id = $1 and a.project_id = p.id and a.state = 'leased'
            ) held join membership m on m.tenant_id = $1 and m.person_id = held.person_id and m.vendor_id = $2
        ) reviews
        where g.tenant_id = $1 and g.vendor_id = $2 and g.project_id = any($3::uuid[])
        order by lower(p.name), p.id""",
        tx.tenant_id, vendor_id, list(projects), since,
    )  # fmt: skip


async def seen(tx: Tx, vendor_id: UUID, projects: Sequence[UUID]) -> list[asyncpg.Record]:
    """Per project: what the vendor's people have been shown."""
    return await tx.rows(
        """
        select e.project_id,
            count(distinct e.item_id) filter (where e.kind = 'item') as items,
            (select coalesce(sum(c.outputs), 0)::bigint from item_content c where c.tenant_id = $1 and c.item_id in (
                select x.item_id from exposure x where x.tenant_id = $1 and x.organization_id = $2
                and x.project_id = e.project_id and x.kind = 'item')) as outputs,
            count(distinct e.object) filter (where e.kind = 'suggestion') as suggestions,
            count(distinct e.object) filter (where e.kind = 'answers') as answers,
            count(distinct e.object) filter (where e.kind = 'guideline') as guidelines,
            count(distinct e.object) filter (where e.kind = 'schema') as schemas,
            count(distinct e.object) filter (where e.kind = 'media') as media,
            count(distinct e.person_id) as people, min(e.at) as first_at, max(e.last_at) as last_at
        from exposure e where e.tenant_id = $1 and e.organization_id = $2 and e.project_id = any($3::uuid[])
        group by e.project_id""",
        tx.tenant_id, vendor_id, list(projects),
    )  # fmt: skip


async def left_over(tx: Tx, vendor_id: UUID, cuts: Sequence[tuple[UUID, int]]) -> list[asyncpg.Record]:
    """Per cut (project, epoch): the last delivery before it, deliveries after it under an earlier epoch, and what of an
    earlier epoch is still open. All but the first must be nothing."""
    return await tx.rows(
        """
        select p.id, p.name, c.at as cut_at, shown.*, open.leases, open.reviews, open.sessions
        from unnest($3::uuid[], $4::int[]) as u (project_id, epoch)
        join grant_cut c on c.tenant_id = $1 and c.project_id = u.project_id and c.vendor_id = $2 and c.epoch = u.epoch
        join project p on p.tenant_id = $1 and p.id = c.project_id
        cross join lateral (
            select max(e.last_at) as last_delivery, count(*) filter (where e.last_at > c.at) as late,
                   count(*) as deliveries
            from exposure e where e.tenant_id = $1 and e.organization_id = $2 and e.project_id = c.project_id
                and e.epoch < c.epoch
        ) shown
        cross join lateral (
            select (select count(*) from assignment a where a.tenant_id = $1 and a.project_id = c.project_id
                        and a.organization_id = $2 and a.epoch < c.epoch and a.state in ('leased', 'rework')) as leases,
                   (select count(*) from review r join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id
                        and m.vendor_id = $2 where r.tenant_id = $1 and r.project_id = c.project_id
                        and r.epoch < c.epoch and r.state = 'leased')
                   + (select count(*) from adjudication d join membership m on m.tenant_id = $1
                        and m.person_id = d.person_id and m.vendor_id = $2 where d.tenant_id = $1
                        and d.project_id = c.project_id and d.epoch < c.epoch and d.state = 'leased') as reviews,
                   (select count(*) from session s join membership m on m.tenant_id = $1 and m.person_id = s.person_id
                        and m.vendor_id = $2 join project_member w on w.tenant_id = $1 and w.project_id = c.project_id
                        and w.person_id = s.person_id
                        where s.tenant_id = $1 and s.created_at <= c.at) as sessions
        ) open
        order by lower(p.name), p.id""",
        tx.tenant_id, vendor_id, [project for project, _ in cuts], [epoch for _, epoch in cuts],
    )  # fmt: skip
