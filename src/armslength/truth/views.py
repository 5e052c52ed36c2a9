"""What other rooms may read of `truth`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.ingest.views import OF_STRETCH, STALE
from armslength.kit.db import Tx

LIVE: Final = f"""
    part as materialized (select d.project_id, d.stretch, i.id, i.state from dirty d {OF_STRETCH}),
    asked as materialized (
        select p.project_id, p.stretch, a.organization_id, a.person_id, a.item_id, a.id, a.state
        from part p cross join lateral (select * from assignment a
            where a.tenant_id = $1 and a.item_id = p.id offset 0) a
    ), said as materialized (
        select p.project_id, p.stretch, n.organization_id, n.person_id, n.assignment_id, rounded_ms(n.active_ms) as ms,
            (n.submitted_at at time zone 'UTC')::date - '1970-01-01'::date as day
        from part p cross join lateral (select * from annotation n
            where n.tenant_id = $1 and n.item_id = p.id and n.stage = 'annotate' offset 0) n
    ), judged as materialized (
        select a.project_id, a.stretch, a.organization_id as firm_id, r.organization_id, r.author_id as person_id,
            r.verdict, (r.decided_at at time zone 'UTC')::date - '1970-01-01'::date as day,
            exists (select from appeal p where p.tenant_id = $1 and p.review_id = r.id and p.state = 'granted')
                as overturned
        from asked a cross join lateral (select * from review r where r.tenant_id = $1 and r.assignment_id = a.id
            and r.state = 'done' and r.stage = 'review' offset 0) r
    ), by_firm as materialized (
        select project_id, stretch, organization_id, sum(n)::bigint as labels,
            count(*) filter (where firms = 1) as alone
        from (
            select a.project_id, a.stretch, a.item_id, a.organization_id, count(*) as n,
                count(*) over (partition by a.item_id) as firms
            from asked a join part p on p.id = a.item_id and p.state = 'active'
            where a.state = 'submitted' group by 1, 2, 3, 4
        ) of_item group by 1, 2, 3
    ), nobody (id) as (values ('00000000-0000-0000-0000-000000000000'::uuid)),
    live as materialized (
        select project_id, stretch, organization_id, person_id, 'asked' as kind, 0 as key, count(*) as n
            from asked group by 1, 2, 3, 4
        union all select project_id, stretch, organization_id, person_id, state, 0, count(*) from asked
            where state in ('skipped', 'rework', 'submitted') group by 1, 2, 3, 4, 5
        union all select project_id, stretch, organization_id, nobody.id, v.kind, 0, count(distinct item_id)
            from asked cross join nobody cross join lateral (values ('items', true), ('in_work', state = 'leased'),
                ('answered', state = 'submitted')) v (kind, counts) where v.counts group by 1, 2, 3, 4, 5
        union all select project_id, stretch, organization_id, nobody.id, v.kind, 0, v.n from by_firm cross join nobody
            cross join lateral (values ('labels', labels), ('alone', alone)) v (kind, n) where v.n > 0
        union all select project_id, stretch, organization_id, person_id, 'said', 0, count(distinct assignment_id)
            from said group by 1, 2, 3, 4
        union all select project_id, stretch, organization_id, person_id, 'time', ms, count(*) from said
            group by 1, 2, 3, 4, 6
        union all select project_id, stretch, organization_id, nobody.id, 'day_said', day, count(*)
            from said cross join nobody group by 1, 2, 3, 4, 6
        union all select project_id, stretch, organization_id, person_id, verdict, 0, count(*) from judged
            where not overturned group by 1, 2, 3, 4, 5
        union all select project_id, stretch, firm_id, nobody.id, 'day_judged', day, count(*)
            from judged cross join nobody group by 1, 2, 3, 4, 6
    )"""
KEPT: Final = """
    kept as materialized (
        select w.project_id, (e ->> 0)::uuid as organization_id, (e ->> 1)::uuid as person_id, e ->> 2 as kind,
            (e ->> 3)::int as key, (e ->> 4)::bigint as n
        from dirty d join work_count w on w.tenant_id = $1 and w.project_id = d.project_id and w.stretch = d.stretch
        cross join lateral jsonb_array_elements(w.counted) e
    )"""
WORK: Final = f"""
    with dirty as materialized ({STALE}), {LIVE}, {KEPT}
    select project_id, organization_id, person_id, kind, key, sum(n)::bigint as n from (
        select project_id, organization_id, person_id, kind, key, n from work_total
            where tenant_id = $1 and project_id = any($2::uuid[])
        union all select project_id, organization_id, person_id, kind, key, -n from kept
        union all select project_id, organization_id, person_id, kind, key, n from live
    ) every group by 1, 2, 3, 4, 5 having sum(n) <> 0"""


async def prices(tx: Tx, project_id: UUID | None = None) -> list[asyncpg.Record]:
    """(project_id, organization_id, micros, currency, told): what firms are paid for an answer, in one project or in
    all."""
    return await tx.rows(
        "select project_id, organization_id, micros, currency, told from answer_price"
        " where tenant_id = $1 and ($2::uuid is null or project_id = $2)",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def labels(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """Answers that count, by firm, of items that are neither gold nor canaries nor cancelled: organization_id, labels,
    and how many of the items nobody else's people answered (alone)."""
    return await tx.rows(
        f"""
        select organization_id, coalesce(sum(n) filter (where kind = 'labels'), 0)::bigint as labels,
            coalesce(sum(n) filter (where kind = 'alone'), 0)::bigint as alone
        from ({WORK}) w where kind in ('labels', 'alone') group by organization_id""",
        tx.tenant_id, [project_id],
    )  # fmt: skip


async def ambiguous(tx: Tx, item_ids: Sequence[UUID], at: datetime) -> Mapping[UUID, list[str]]:
    """The questions that those who run the project held then to have no right answer, by item."""
    rows = await tx.rows(
        "select item_id, question from (select distinct on (item_id, question) item_id, question, act"
        "   from disagreement_act where tenant_id = $1 and item_id = any($2::uuid[]) and act in ('ambiguous', 'plain')"
        "   and at <= $3 order by item_id, question, at desc, id desc) last where act = 'ambiguous'"
        " order by item_id, question",
        tx.tenant_id, list(item_ids), at,
    )  # fmt: skip
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row["item_id"], []).append(row["question"])
    return found


async def answered(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord) of items that somebody answered, but for gold, canaries and what was cancelled, in queue order."""
    return await tx.rows(
        "select id, ord from item where tenant_id = $1 and project_id = $2 and ord > $3 and state = 'active'"
        " and answers > 0 order by ord limit $4",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip


async def work_miscounted(tx: Tx) -> list[UUID]:
    """Projects of which what is kept of people's work is not what a count of everything says."""
    rows = await tx.rows(
        f"""
        with dirty as materialized (
            select p.id as project_id, s.stretch from unnest($2::uuid[]) as p (id)
            cross join lateral generate_series(0, stretch_of((select max(i.ord) from item i
                where i.tenant_id = $1 and i.project_id = p.id))) as s (stretch)
        ), {LIVE}, counted as (
            select project_id, organization_id, person_id, kind, key, sum(n) as n from live group by 1, 2, 3, 4, 5
        )
        select distinct project_id
        from ({WORK}) w full join counted c using (project_id, organization_id, person_id, kind, key)
        where w.n is distinct from c.n""",
        tx.tenant_id, [row["id"] for row in await tx.rows("select id from project where tenant_id = $1", tx.tenant_id)],
    )  # fmt: skip
    return [row["project_id"] for row in rows]
