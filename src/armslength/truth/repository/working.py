"""The tables `work_count` and `work_total`: what people did, kept by the stretches in which ingest counts items.

A row says how many (`n`) of a `kind` a person did for an organization, or (person nil) the organization as a whole;
times at work and days have a `key`. What a stretch says is in `work_count`, what all say together in `work_total`.
Whoever reads (`truth.views.WORK`) takes the total, and in place of what was kept of stretches that changed since, what
is there now.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from armslength.kit.db import Tx
from armslength.truth.views import KEPT, LIVE, WORK


async def recount(tx: Tx, project_id: UUID, stretches: Sequence[int]) -> None:
    """Count stretches anew and put the difference on the totals. Whoever calls this is the only one who does."""
    await tx.run(
        f"""
        with dirty as materialized (select $2::uuid as project_id, unnest($3::int[]) as stretch), {LIVE}, {KEPT},
        written as (
            insert into work_count as w (tenant_id, project_id, stretch, counted)
            select $1, $2, d.stretch, coalesce((select jsonb_agg(jsonb_build_array(l.organization_id, l.person_id,
                l.kind, l.key, l.n)) from live l where l.stretch = d.stretch), '[]') from dirty d
            on conflict (tenant_id, project_id, stretch) do update set counted = excluded.counted
        )
        insert into work_total as t (tenant_id, project_id, organization_id, person_id, kind, key, n)
        select $1, $2, organization_id, person_id, kind, key, sum(n) from (
            select organization_id, person_id, kind, key, -n as n from kept
            union all select organization_id, person_id, kind, key, n from live
        ) difference group by 3, 4, 5, 6 having sum(n) <> 0
        on conflict (tenant_id, project_id, organization_id, person_id, kind, key)
            do update set n = t.n + excluded.n""",
        tx.tenant_id, project_id, list(stretches),
    )  # fmt: skip


async def work(tx: Tx, project_id: UUID, organization_id: UUID | None) -> list[dict[str, Any]]:
    """(organization_id, person_id, kind, key, n) of all, or of one organization's people."""
    rows = await tx.rows(
        f"select organization_id, person_id, kind, key, n from ({WORK}) w"
        " where $3::uuid is null or organization_id = $3",
        tx.tenant_id, [project_id], organization_id,
    )  # fmt: skip
    return [dict(row) for row in rows]


async def last_answers(tx: Tx, project_id: UUID, people: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of these people answered last."""
    rows = await tx.rows(
        "select p.id, a.submitted_at from unnest($3::uuid[]) as p (id) cross join lateral (select submitted_at"
        "   from annotation where tenant_id = $1 and project_id = $2 and person_id = p.id and stage = 'annotate'"
        "   order by submitted_at desc limit 1) a",
        tx.tenant_id, project_id, list(people),
    )  # fmt: skip
    return {row["id"]: row["submitted_at"] for row in rows}


async def forget(tx: Tx, project_id: UUID) -> None:
    """Nothing is kept of a project."""
    for table in ("work_count", "work_total"):
        await tx.run(f"delete from {table} where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id)
