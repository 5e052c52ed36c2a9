"""What people did, by project and month: counts, times, and the price of an answer where it is told."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

# An answer belongs to the month in which it was first given, time to the month in which it was spent. What became of an
# answer whose place went to somebody else, or that is asked anew, is what review last said of it; a verdict against
# which an appeal was granted is the other one. Gold, canaries and calibration count like everything else: nothing here
# may tell which they were.
_SUMS: Final = """
    with said as (
        select a.project_id, a.person_id, a.organization_id,
            date_trunc('month', a.submitted_at at time zone 'UTC')::date as month, a.active_ms,
            case when a.supersedes is not null then null when s.verdict in ('accepted', 'fixed') then 'accepted'
                when s.verdict = 'rejected' then 'rejected' else coalesce(last.became, 'open') end as became
        from annotation a
        left join standing s on s.tenant_id = $1 and s.assignment_id = a.assignment_id and a.supersedes is null
        left join lateral (
            select case when r.verdict <> 'reject' or exists (select from appeal p
                where p.tenant_id = $1 and p.review_id = r.id and p.state = 'granted') then 'accepted'
                else 'rejected' end as became
            from review r where a.supersedes is null and coalesce(s.verdict, 'outdated') = 'outdated'
                and r.tenant_id = $1 and r.assignment_id = a.assignment_id and r.state = 'done' and r.stage = 'review'
            order by r.decided_at desc, r.id desc limit 1
        ) last on true
        where a.tenant_id = $1 and a.stage = 'annotate' and {said}
    ), reviewed as (
        select r.project_id, r.reviewer_id as person_id,
            case when m.side = 'customer' then m.tenant_id else r.organization_id end as organization_id,
            date_trunc('month', r.decided_at at time zone 'UTC')::date as month
        from review r join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id
        where r.tenant_id = $1 and r.state = 'done' and {reviewed}
    ), did as (
        select project_id, person_id, organization_id, month, became, active_ms, 0 as reviewed from said
        union all select project_id, person_id, organization_id, month, null, 0, 1 from reviewed
    )
    select d.project_id, d.person_id, d.organization_id, d.month,
        count(d.became)::int as answers, count(*) filter (where d.became = 'accepted')::int as accepted,
        count(*) filter (where d.became = 'rejected')::int as rejected,
        count(*) filter (where d.became = 'open')::int as open, sum(d.reviewed)::int as reviewed,
        sum(d.active_ms)::bigint as active_ms, p.micros, p.currency
    from did d left join answer_price p on p.tenant_id = $1 and p.project_id = d.project_id
        and p.organization_id = d.organization_id and p.told
    group by d.project_id, d.person_id, d.organization_id, d.month, p.micros, p.currency"""

_OF_PERSON: Final = _SUMS.format(
    said="a.project_id in (select id from project where tenant_id = $1) and a.person_id = $2",
    reviewed="r.reviewer_id = $2",
)
_OF_FIRM: Final = _SUMS.format(
    said="a.project_id in (select id from project where tenant_id = $1) and a.organization_id = $2"
    " and a.submitted_at >= $3 and a.submitted_at < $4",
    reviewed="(m.side = 'customer' and $2 = $1 or m.side = 'vendor' and r.organization_id = $2)"
    " and r.decided_at >= $3 and r.decided_at < $4",
)


async def of_person(tx: Tx, person_id: UUID) -> list[asyncpg.Record]:
    """One person's sums in the tenant, for whichever firm: project_id, person_id, organization_id, month, answers,
    accepted, rejected, open, reviewed, active_ms; micros and currency of an answer where the firm is told."""
    return await tx.rows(_OF_PERSON, tx.tenant_id, person_id)


async def of_firm(tx: Tx, organization_id: UUID, since: datetime, until: datetime) -> list[asyncpg.Record]:
    """The same sums of everybody who worked for a firm, in one month."""
    return await tx.rows(_OF_FIRM, tx.tenant_id, organization_id, since, until)
