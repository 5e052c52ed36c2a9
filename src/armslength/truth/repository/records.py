"""The table `fit_score`, and what one person or one firm did week by week (read from what the earlier rooms wrote)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

MOST_POINTS = 200


class Scored(NamedTuple):
    """What a fit found about one person at one question."""

    person_id: UUID
    question: str
    value: float
    low: float
    high: float
    n: int
    agreed: int


class By(NamedTuple):
    """What work is counted by, in SQL: columns `week` (its Monday) and `guideline` (its version), and the groups."""

    slots: str
    groups: str


BY_WEEK: Final = By("week, null::int as guideline", "(week), ()")
BY_GUIDELINE: Final = By("null::date as week, guideline", "(guideline)")
BY_BOTH: Final = By("week, guideline", "(week), (guideline), ()")


class Who(NamedTuple):
    """Whose work: one person's, everybody's of a firm, or (neither is named) everybody's."""

    person_id: UUID | None
    organization_id: UUID | None


async def save_scores(tx: Tx, project_id: UUID, fit: int, through: datetime, scores: Sequence[Scored]) -> None:
    """Keep what a fit found about people."""
    await tx.run(
        "insert into fit_score (tenant_id, project_id, person_id, question, fit, through, value, low, high, n, agreed)"
        " select $1, $2, s.person_id, s.question, $3, $4, s.value, s.low, s.high, s.n, s.agreed"
        " from unnest($5::uuid[], $6::text[], $7::float8[], $8::float8[], $9::float8[], $10::int[], $11::int[])"
        " as s (person_id, question, value, low, high, n, agreed)",
        tx.tenant_id, project_id, fit, through, *([each[k] for each in scores] for k in range(7)),
    )  # fmt: skip


async def scores(tx: Tx, project_id: UUID, person_id: UUID) -> list[asyncpg.Record]:
    """(question, fit, through, value, low, high, n, agreed) of one person, by question, oldest first."""
    return await tx.rows(
        "select * from (select question, fit, through, value, low, high, n, agreed,"
        "   row_number() over (partition by question order by fit desc) as place"
        "   from fit_score where tenant_id = $1 and project_id = $2 and person_id = $3) each"
        " where place <= $4 order by question, fit",
        tx.tenant_id, project_id, person_id, MOST_POINTS,
    )  # fmt: skip


async def spreads(tx: Tx, project_id: UUID, organization_id: UUID) -> list[asyncpg.Record]:
    """(question, fit, through, people, low, middle, high): quartiles over a firm's people, the oldest first."""
    return await tx.rows(
        "select * from (select s.question, s.fit, max(s.through) as through, count(*)::int as people,"
        "   percentile_cont(0.25) within group (order by s.value)::float8 as low,"
        "   percentile_cont(0.5) within group (order by s.value)::float8 as middle,"
        "   percentile_cont(0.75) within group (order by s.value)::float8 as high,"
        "   row_number() over (partition by s.question order by s.fit desc) as place"
        "   from fit_score s join membership m on m.tenant_id = s.tenant_id and m.person_id = s.person_id"
        "   where s.tenant_id = $1 and s.project_id = $2 and m.organization_id = $3 group by s.question, s.fit) each"
        " where place <= $4 order by question, fit",
        tx.tenant_id, project_id, organization_id, MOST_POINTS,
    )  # fmt: skip


async def last_scores(tx: Tx, project_id: UUID, organization_id: UUID) -> list[asyncpg.Record]:
    """(question, person_id, value, low, high, n) of a firm's people by each question's last fit, the best first."""
    return await tx.rows(
        "select s.question, s.person_id, s.value, s.low, s.high, s.n from fit_score s"
        " join membership m on m.tenant_id = s.tenant_id and m.person_id = s.person_id"
        " where s.tenant_id = $1 and s.project_id = $2 and m.organization_id = $3 and s.fit = (select max(l.fit)"
        "   from fit_score l where l.tenant_id = $1 and l.project_id = $2 and l.question = s.question)"
        " order by s.question, s.value desc, s.n desc, s.person_id",
        tx.tenant_id, project_id, organization_id,
    )  # fmt: skip


async def worked(tx: Tx, project_id: UUID, person_id: UUID) -> bool:
    """Whether the person was ever asked about an item here."""
    return bool(
        await tx.value(
            "select exists (select from assignment where tenant_id = $1 and project_id = $2 and person_id = $3)",
            tx.tenant_id, project_id, person_id,
        )
    )  # fmt: skip


async def guideline_changes(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """(version, at) of the guideline, oldest first."""
    return await tx.rows(
        "select version, created_at as at from guideline where tenant_id = $1 and project_id = $2 order by version",
        tx.tenant_id, project_id,
    )  # fmt: skip


# Only the customer reads these, so neither gold nor canaries are among them, as on the scorecard.
_LABELS = (
    "not exists (select from gold g where g.tenant_id = $1 and g.item_id = a.item_id)"
    " and not exists (select from item i where i.tenant_id = $1 and i.id = a.item_id and i.state = 'canary')"
)
_NO_CANARY = "not exists (select from item i where i.tenant_id = $1 and i.id = r.item_id and i.state = 'canary')"


async def answers_by(tx: Tx, project_id: UUID, who: Who, by: By, *, counted: str = _LABELS) -> list[asyncpg.Record]:
    """(week, guideline, n, median, low, high) of answers and the time they took, in seconds; by week, all of them in
    the last row, without either. `counted`: which annotations `a`. The ends of the interval are binomial ranks, by the
    normal approximation."""
    return await tx.rows(
        f"with said as (select {_week('a.submitted_at')} as week, a.guideline_version as guideline, a.active_ms as ms"
        "   from annotation a where a.tenant_id = $1 and a.project_id = $2 and a.stage = 'annotate'"
        "   and ($3::uuid is null or a.person_id = $3)"
        f"   and ($4::uuid is null or a.organization_id = $4) and {counted}),"
        f" span as (select {by.slots}, count(*)::int as n, array_agg(ms::float8 order by ms) as ms"
        f"   from said group by grouping sets ({by.groups}) having count(*) > 0)"
        " select week, guideline, n, (ms[(n + 1) / 2] + ms[n / 2 + 1]) / 2000 as median,"
        "   ms[greatest(1, ceil(n * greatest(0, 0.5 - 0.98 / sqrt(n))))::int] / 1000 as low,"
        "   ms[ceil(n * least(1, 0.5 + 0.98 / sqrt(n)))::int] / 1000 as high"
        " from span order by week nulls last, guideline nulls last",
        tx.tenant_id, project_id, who.person_id, who.organization_id,
    )  # fmt: skip


async def gold_by(tx: Tx, project_id: UUID, who: Who, by: By) -> list[asyncpg.Record]:
    """(week, guideline, scores): how near answers came to hidden gold that is in use; by week, also of all."""
    return await tx.rows(
        f"select {by.slots}, array_agg(score order by scored_at, assignment_id) as scores"
        f" from (select {_week('r.scored_at')} as week, r.guideline_version as guideline, r.score, r.scored_at,"
        "     r.assignment_id from gold_result r"
        "   join gold g on g.tenant_id = $1 and g.item_id = r.item_id and g.retired_at is null and g.use = 'hidden'"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.use = 'hidden'"
        "     and ($3::uuid is null or r.person_id = $3) and ($4::uuid is null or r.organization_id = $4)) scored"
        f" group by grouping sets ({by.groups}) having count(*) > 0 order by 1 nulls last, 2 nulls last",
        tx.tenant_id, project_id, who.person_id, who.organization_id,
    )  # fmt: skip


async def judged_by(tx: Tx, project_id: UUID, who: Who, by: By, *, counted: str = _NO_CANARY) -> list[asyncpg.Record]:
    """(week, guideline, judged, accepted, reworked): answers in the week of their first verdict by the customer's own
    reviewers, or under the version of what it judged; by week, also all. Verdicts overturned by an appeal do not count.
    `counted`: which reviews `r`."""
    return await tx.rows(
        f"select {by.slots}, count(*)::int as judged, count(*) filter (where first = 'accept')::int as accepted,"
        "   count(*) filter (where sent_back)::int as reworked"
        f" from (select min({_week('r.decided_at')}) as week, min(v.guideline_version) as guideline,"
        "     (array_agg(r.verdict order by r.decided_at, r.id))[1] as first,"
        "     bool_or(r.verdict = 'reject' and r.after_reject = 'rework') as sent_back"
        "   from review r join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id and m.side = 'customer'"
        "   left join annotation v on v.tenant_id = $1 and v.id = r.annotation_id"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.state = 'done' and r.stage = 'review'"
        "     and ($3::uuid is null or r.author_id = $3) and ($4::uuid is null or r.organization_id = $4)"
        f"     and {counted} and not exists (select from appeal p where p.tenant_id = $1 and p.review_id = r.id"
        "       and p.state = 'granted')"
        f"   group by r.assignment_id) answer group by grouping sets ({by.groups}) having count(*) > 0"
        " order by 1 nulls last, 2 nulls last",
        tx.tenant_id, project_id, who.person_id, who.organization_id,
    )  # fmt: skip


def _week(at: str) -> str:
    return f"date_trunc('week', {at} at time zone 'UTC')::date"
