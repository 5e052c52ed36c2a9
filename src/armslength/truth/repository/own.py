"""What one firm may read of one of its own people: all that they did for it, gold and canaries among the rest."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

# Nothing here may tell gold, canaries or calibration from other items, nor depend on how much anybody else does:
# answers are counted as on statements, once each, and what fits found is read week by week, not fit by fit.


async def answers(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID) -> list[asyncpg.Record]:
    """(monday, n, median, low, high) of answers given for this firm, and the time they took; one row more, without a
    week, for all of them. The ends of the interval are ranks of the binomial, by its normal approximation."""
    return await tx.rows(
        "with said as (select date_trunc('week', a.submitted_at at time zone 'UTC')::date as monday,"
        "   a.active_ms / 1000.0 as seconds from annotation a where a.tenant_id = $1 and a.project_id = $2"
        "   and a.stage = 'annotate' and a.supersedes is null and a.person_id = $3 and a.organization_id = $4),"
        " span as (select monday, count(*) as n from said group by rollup (monday))"
        " select p.monday, p.n::int as n, percentile_cont(0.5) within group (order by s.seconds)::float8 as median,"
        "   percentile_disc(greatest(0, 0.5 - 0.98 / sqrt(p.n))) within group (order by s.seconds)::float8 as low,"
        "   percentile_disc(least(1, 0.5 + 0.98 / sqrt(p.n))) within group (order by s.seconds)::float8 as high"
        " from span p join said s on p.monday is null or s.monday = p.monday"
        " group by p.monday, p.n order by p.monday nulls last",
        tx.tenant_id, project_id, person_id, firm_id,
    )  # fmt: skip


async def judged(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID) -> list[asyncpg.Record]:
    """(monday, judged, accepted, reworked): answers in the week of their first verdict by the customer's own reviewers;
    verdicts overturned by an appeal do not count."""
    return await tx.rows(
        "select monday, count(*)::int as judged, count(*) filter (where first = 'accept')::int as accepted,"
        "   count(*) filter (where sent_back)::int as reworked"
        " from (select r.assignment_id, min(date_trunc('week', r.decided_at at time zone 'UTC'))::date as monday,"
        "     (array_agg(r.verdict order by r.decided_at, r.id))[1] as first,"
        "     bool_or(r.verdict = 'reject' and r.after_reject = 'rework') as sent_back"
        "   from review r join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id and m.side = 'customer'"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.state = 'done' and r.stage = 'review'"
        "     and r.author_id = $3 and r.organization_id = $4"
        "     and not exists (select from appeal p where p.tenant_id = $1 and p.review_id = r.id"
        "       and p.state = 'granted')"
        "   group by 1) answer group by 1 order by 1",
        tx.tenant_id, project_id, person_id, firm_id,
    )  # fmt: skip


async def skills(
    tx: Tx, project_id: UUID, person_id: UUID, mondays: Sequence[date], least: int
) -> list[asyncpg.Record]:
    """(question, monday, value, low, high) as the last fit of each of these weeks found it, by at least so many
    answers, by question, the oldest first."""
    return await tx.rows(
        "select question, monday, value, low, high from (select distinct on (question, monday) question, monday, value,"
        "   low, high, n from (select *, date_trunc('week', through at time zone 'UTC')::date as monday"
        "     from fit_score where tenant_id = $1 and project_id = $2 and person_id = $3) scored"
        "   where monday = any($4::date[]) order by question, monday, fit desc) last"
        " where n >= $5 order by question, monday",
        tx.tenant_id, project_id, person_id, list(mondays), least,
    )  # fmt: skip


async def for_others(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID) -> bool:
    """Whether the person also answered here for another firm: what is known of them is then not of this firm alone."""
    return bool(
        await tx.value(
            "select exists (select from annotation where tenant_id = $1 and project_id = $2 and person_id = $3"
            " and organization_id <> $4)",
            tx.tenant_id, project_id, person_id, firm_id,
        )
    )  # fmt: skip


async def guideline_since(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID) -> list[asyncpg.Record]:
    """(version, at) of the guideline, from the first under which the person answered for this firm."""
    return await tx.rows(
        "select g.version, g.created_at as at from guideline g where g.tenant_id = $1 and g.project_id = $2"
        " and g.version >= (select min(a.guideline_version) from annotation a where a.tenant_id = $1"
        "   and a.project_id = $2 and a.person_id = $3 and a.organization_id = $4) order by g.version",
        tx.tenant_id, project_id, person_id, firm_id,
    )  # fmt: skip
