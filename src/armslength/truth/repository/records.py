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
    """What work is counted by, in SQL: of annotations `a`, of gold results `r`, and of reviews `r`."""

    answered: str
    scored: str
    judged: str


BY_WEEK: Final = By(
    *(f"date_trunc('week', {at} at time zone 'UTC')::date" for at in ("a.submitted_at", "r.scored_at", "r.decided_at"))
)
BY_GUIDELINE: Final = By(
    "a.guideline_version", "r.guideline_version",
    "(select v.guideline_version from annotation v where v.tenant_id = $1 and v.id = r.annotation_id)",
)  # fmt: skip


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
    """(slot, n, median, low, high) of answers and the time they took, by week (its Monday) or by version of the
    guideline; one row more, without a slot, for all of them. `counted`: which annotations `a`. The ends of the interval
    are binomial ranks, by the normal approximation."""
    return await tx.rows(
        f"with said as (select {by.answered} as slot,"
        "   a.active_ms / 1000.0 as seconds from annotation a where a.tenant_id = $1 and a.project_id = $2"
        "   and a.stage = 'annotate' and ($3::uuid is null or a.person_id = $3)"
        f"   and ($4::uuid is null or a.organization_id = $4) and {counted}),"
        " span as (select slot, count(*) as n from said group by rollup (slot))"
        " select p.slot, p.n::int as n, percentile_cont(0.5) within group (order by s.seconds)::float8 as median,"
        "   percentile_disc(greatest(0, 0.5 - 0.98 / sqrt(p.n))) within group (order by s.seconds)::float8 as low,"
        "   percentile_disc(least(1, 0.5 + 0.98 / sqrt(p.n))) within group (order by s.seconds)::float8 as high"
        " from span p join said s on p.slot is null or s.slot = p.slot group by p.slot, p.n order by p.slot nulls last",
        tx.tenant_id, project_id, who.person_id, who.organization_id,
    )  # fmt: skip


async def gold_by(tx: Tx, project_id: UUID, who: Who, by: By) -> list[asyncpg.Record]:
    """(slot, scores): how near answers came to hidden gold that is in use."""
    return await tx.rows(
        f"select {by.scored} as slot,"
        "   array_agg(r.score order by r.scored_at, r.assignment_id) as scores from gold_result r"
        " join gold g on g.tenant_id = $1 and g.item_id = r.item_id and g.retired_at is null and g.use = 'hidden'"
        " where r.tenant_id = $1 and r.project_id = $2 and r.use = 'hidden'"
        "   and ($3::uuid is null or r.person_id = $3) and ($4::uuid is null or r.organization_id = $4)"
        " group by 1 order by 1",
        tx.tenant_id, project_id, who.person_id, who.organization_id,
    )  # fmt: skip


async def judged_by(tx: Tx, project_id: UUID, who: Who, by: By, *, counted: str = _NO_CANARY) -> list[asyncpg.Record]:
    """(slot, judged, accepted, reworked): answers in the slot of their first verdict by the customer's own reviewers;
    verdicts overturned by an appeal do not count. `counted`: which reviews `r`."""
    return await tx.rows(
        "select slot, count(*)::int as judged, count(*) filter (where first = 'accept')::int as accepted,"
        "   count(*) filter (where sent_back)::int as reworked"
        f" from (select r.assignment_id, min({by.judged}) as slot,"
        "     (array_agg(r.verdict order by r.decided_at, r.id))[1] as first,"
        "     bool_or(r.verdict = 'reject' and r.after_reject = 'rework') as sent_back"
        "   from review r join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id and m.side = 'customer'"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.state = 'done' and r.stage = 'review'"
        "     and ($3::uuid is null or r.author_id = $3) and ($4::uuid is null or r.organization_id = $4)"
        f"     and {counted} and not exists (select from appeal p where p.tenant_id = $1 and p.review_id = r.id"
        "       and p.state = 'granted')"
        "   group by 1) answer group by 1 order by 1",
        tx.tenant_id, project_id, who.person_id, who.organization_id,
    )  # fmt: skip
