"""All SQL of truth: its own table `agreement`, and reports that read what the earlier rooms wrote (never change it)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.ingest.views import COUNTED
from armslength.kit.db import Tx
from armslength.truth.schemas import AgreementResult
from armslength.truth.views import WORK

_BY_PHASE: Final = ", ".join(
    f"coalesce(sum(items) filter (where phase in ({phases})), 0)::bigint as {name}"
    for name, phases in {
        "items": "'open', 'in_work', 'in_review', 'done'", "open": "'open'", "in_work": "'in_work'",
        "answered": "'in_review', 'done'", "in_review": "'in_review'", "done": "'done'",
    }.items()
)  # fmt: skip
"""Of items as they are counted: see ingest."""


async def answered_items(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord, lane) of items that somebody answered, in queue order; gold takes no part."""
    return await tx.rows(
        "select id, ord, lane from item where tenant_id = $1 and project_id = $2 and ord > $3 and answers > 0"
        " and state not in ('gold', 'canary') order by ord limit $4",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip


async def authors_answers(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What the annotators themselves said, item by item: item_id, person_id, organization_id, annotation_id, versions.

    A reviewer's fix stands in the place of what it fixed, but the annotator's answer is the one that it superseded; an
    earlier version that was put back says which one was theirs.
    """
    return await tx.rows(
        "select s.item_id, s.person_id, o.organization_id, o.id as annotation_id, o.schema_version, o.guideline_version"
        " from standing s join annotation a on a.tenant_id = s.tenant_id and a.id = s.annotation_id"
        " join annotation o on o.tenant_id = a.tenant_id"
        "   and o.id = case a.stage when 'review' then coalesce(a.supersedes, a.id) when 'restore' then a.original_id"
        "     else a.id end"
        " where s.tenant_id = $1 and s.item_id = any($2::uuid[])"
        "   and s.verdict not in ('rejected', 'disputed', 'outdated')"
        " order by array_position($2::uuid[], s.item_id), s.person_id",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def first_answers(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What people said at first, whatever became of it, in the columns of authors_answers. To compare firms: else the
    answers that review rejected or sent back would be missing, and with them what a weaker firm did worse."""
    return await tx.rows(
        "select * from (select distinct on (assignment_id) item_id, person_id, organization_id, id as annotation_id,"
        "   schema_version, guideline_version from annotation"
        "   where tenant_id = $1 and item_id = any($2::uuid[]) and stage = 'annotate'"
        "   order by assignment_id, submitted_at, id) said"
        " order by array_position($2::uuid[], item_id), person_id",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def save_agreement(tx: Tx, project_id: UUID, result: AgreementResult, *, at: datetime, through: datetime) -> None:
    """Keep the newest result; an older run that ends late does not overwrite it."""
    await tx.run(
        "insert into agreement (tenant_id, project_id, computed_at, through, guideline_version, result)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, project_id) do update set"
        " computed_at = excluded.computed_at, through = excluded.through,"
        " guideline_version = excluded.guideline_version, result = excluded.result"
        " where agreement.through <= excluded.through",
        tx.tenant_id, project_id, at, through, result.guideline_version, msgspec.to_builtins(result),
    )  # fmt: skip


async def agreement(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """(computed_at, through, result) of the last run."""
    return await tx.row(
        "select computed_at, through, result from agreement where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def external_ids(tx: Tx, project_id: UUID, item_ids: Collection[UUID]) -> dict[UUID, str | None]:
    """What the customer calls these items; items that are gone are absent."""
    rows = await tx.rows(
        "select id, external_id from item where tenant_id = $1 and project_id = $2 and id = any($3::uuid[])",
        tx.tenant_id, project_id, list(item_ids),
    )  # fmt: skip
    return {row["id"]: row["external_id"] for row in rows}


async def answered_since(tx: Tx, project_id: UUID, moment: datetime | None) -> bool:
    """Whether anything was submitted after `moment` (None: ever)."""
    return bool(
        await tx.value(
            "select exists (select from annotation where tenant_id = $1 and project_id = $2"
            " and ($3::timestamptz is null or submitted_at > $3))",
            tx.tenant_id, project_id, moment,
        )
    )  # fmt: skip


async def item_counts(tx: Tx, project_id: UUID) -> asyncpg.Record:
    """Items by how far they are."""
    row = await tx.row(f"select {_BY_PHASE} from ({COUNTED}) counted", tx.tenant_id, [project_id])
    assert row is not None  # an aggregate always has a row
    return row


async def progress_of(tx: Tx, project_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """How far each project is: items by state, and what people did."""
    return await tx.rows(
        f"with items as (select project_id, {_BY_PHASE} from ({COUNTED}) counted group by project_id),"
        " people as (select project_id, sum(n) filter (where kind = 'skipped') as skipped,"
        "   sum(n) filter (where kind = 'labels') as annotations,"
        f"   count(distinct person_id) filter (where kind = 'submitted') as people from ({WORK}) work"
        "   group by project_id)"
        " select p.id, coalesce(i.items, 0) as items, coalesce(i.open, 0) as open, coalesce(i.in_work, 0) as in_work,"
        "   coalesce(i.answered, 0) as answered, coalesce(i.in_review, 0) as in_review, coalesce(i.done, 0) as done,"
        "   coalesce(w.skipped, 0)::bigint as skipped,"
        "   coalesce(w.annotations, 0)::bigint as annotations,"
        "   coalesce(w.people, 0) as people"
        " from unnest($2::uuid[]) p (id) left join items i on i.project_id = p.id"
        " left join people w on w.project_id = p.id",
        tx.tenant_id, list(project_ids),
    )  # fmt: skip


async def own_record(tx: Tx, project_id: UUID, person_id: UUID) -> asyncpg.Record:
    """What became of one person's work: counts of their answers, of the verdicts on them that stand, and their time."""
    row = await tx.row(
        "select (select count(*) from assignment where tenant_id = $1 and project_id = $2 and person_id = $3"
        "   and state = 'skipped')::int as skipped,"
        " (select count(*) from assignment where tenant_id = $1 and project_id = $2 and person_id = $3"
        "   and state = 'rework')::int as in_rework,"
        " s.*, v.* from (select count(distinct assignment_id)::int as submitted,"
        "   coalesce(sum(active_ms), 0)::int8 as active_ms,"
        "   (percentile_cont(0.5) within group (order by active_ms) / 1000.0)::float8 as median_seconds"
        "   from annotation where tenant_id = $1 and project_id = $2 and person_id = $3 and stage = 'annotate') s,"
        " (select count(*) filter (where verdict = 'accept')::int as accepted,"
        "   count(*) filter (where verdict = 'fix')::int as fixed,"
        "   count(*) filter (where verdict = 'reject')::int as rejected from review r"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.author_id = $3 and r.state = 'done'"
        "   and r.stage = 'review' and not exists (select from appeal p where p.tenant_id = $1 and p.review_id = r.id"
        "     and p.state = 'granted')) v",
        tx.tenant_id, project_id, person_id,
    )  # fmt: skip
    assert row is not None  # aggregates always have a row
    return row


async def own_days(tx: Tx, project_id: UUID, person_id: UUID, since: datetime) -> list[asyncpg.Record]:
    """(day, submitted, active_ms) of one person since a moment, oldest first."""
    return await tx.rows(
        "select (submitted_at at time zone 'UTC')::date as day, count(*)::int as submitted,"
        " sum(active_ms)::int8 as active_ms from annotation where tenant_id = $1 and project_id = $2"
        " and person_id = $3 and stage = 'annotate' and submitted_at >= $4 group by 1 order by 1",
        tx.tenant_id, project_id, person_id, since,
    )  # fmt: skip


async def item_exists(tx: Tx, project_id: UUID, item_id: UUID) -> bool:
    """Whether the project has this item."""
    return bool(
        await tx.value(
            "select exists (select from item where tenant_id = $1 and project_id = $2 and id = $3)",
            tx.tenant_id, project_id, item_id,
        )
    )  # fmt: skip


async def item_decision(tx: Tx, item_id: UUID) -> asyncpg.Record | None:
    """The last decision between an item's answers: id, result_id, person_id, outcome, sealed, decided_at."""
    return await tx.row(
        "select id, result_id, person_id, outcome, sealed, decided_at from adjudication"
        " where tenant_id = $1 and item_id = $2 and state = 'done' order by decided_at desc, id desc limit 1",
        tx.tenant_id, item_id,
    )  # fmt: skip


async def item_answers(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """What stands for each assignment of an item, in the order it was submitted."""
    return await tx.rows(
        "select a.id as annotation_id, s.person_id, s.verdict, a.submitted_at, a.active_ms, a.schema_version,"
        "   g.display, g.state"
        " from standing s join annotation a on a.tenant_id = s.tenant_id and a.id = s.annotation_id"
        " join assignment g on g.tenant_id = s.tenant_id and g.id = s.assignment_id"
        " where s.tenant_id = $1 and s.project_id = $2 and s.item_id = $3 order by a.submitted_at, a.id",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


# The scorecard


async def firms(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """Each firm whose people answered, gold left out: answers, people, and the median of their time at work with the
    ends of its interval, in seconds (ranks of the binomial, by its normal approximation)."""
    return await tx.rows(
        "with said as (select a.organization_id, a.person_id, a.assignment_id, a.active_ms / 1000.0 as seconds"
        "   from annotation a where a.tenant_id = $1 and a.project_id = $2 and a.stage = 'annotate'"
        "   and not exists (select from item i where i.tenant_id = $1 and i.id = a.item_id"
        "     and i.state in ('gold', 'canary'))),"
        " firm as (select organization_id, count(*) as n from said group by 1)"
        " select s.organization_id, f.n::int as n, count(distinct s.assignment_id)::int as answers,"
        "   count(distinct s.person_id)::int as people,"
        "   percentile_cont(0.5) within group (order by s.seconds)::float8 as median,"
        "   percentile_disc(greatest(0, 0.5 - 0.98 / sqrt(f.n))) within group (order by s.seconds)::float8 as low,"
        "   percentile_disc(least(1, 0.5 + 0.98 / sqrt(f.n))) within group (order by s.seconds)::float8 as high"
        " from said s join firm f using (organization_id) group by 1, f.n order by 1",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def gold_scores(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """(organization_id, item_id, score): how near each firm's people came to hidden gold that is in use, on average."""
    return await tx.rows(
        "select r.organization_id, r.item_id, avg(r.score) as score from gold_result r"
        " join gold g on g.tenant_id = $1 and g.item_id = r.item_id and g.retired_at is null and g.use = 'hidden'"
        " where r.tenant_id = $1 and r.project_id = $2 and r.use = 'hidden' group by 1, 2 order by 1, 2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def judged(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """By firm, answers that one of the customer's own reviewers judged, those accepted at first sight, and those sent
    back. What a vendor's reviewers say of their colleagues does not count, nor verdicts overturned by an appeal."""
    return await tx.rows(
        "select organization_id, count(*)::int as judged, count(*) filter (where first = 'accept')::int as accepted,"
        "   count(*) filter (where sent_back)::int as reworked"
        " from (select r.organization_id, r.assignment_id,"
        "     (array_agg(r.verdict order by r.decided_at, r.id))[1] as first,"
        "     bool_or(r.verdict = 'reject' and r.after_reject = 'rework') as sent_back"
        "   from review r join membership m on m.tenant_id = $1 and m.person_id = r.reviewer_id and m.side = 'customer'"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.state = 'done' and r.stage = 'review'"
        "     and not exists (select from item i where i.tenant_id = $1 and i.id = r.item_id and i.state = 'canary')"
        "     and not exists (select from appeal p where p.tenant_id = $1 and p.review_id = r.id"
        "       and p.state = 'granted')"
        "   group by 1, 2) answer group by 1",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put_price(
    tx: Tx, project_id: UUID, organization_id: UUID, micros: int, currency: str, told: bool | None, by: UUID,
    at: datetime,
) -> None:  # fmt: skip
    """Set what a firm is paid for an answer; told to it as before where that is not said."""
    await tx.run(
        "insert into answer_price values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::boolean, false))"
        " on conflict (tenant_id, project_id, organization_id) do update set micros = excluded.micros,"
        " currency = excluded.currency, set_by = excluded.set_by, set_at = excluded.set_at,"
        " told = coalesce($8, answer_price.told)",
        tx.tenant_id, project_id, organization_id, micros, currency, by, at, told,
    )  # fmt: skip


async def drop_price(tx: Tx, project_id: UUID, organization_id: UUID) -> None:
    """Take a price away."""
    await tx.run(
        "delete from answer_price where tenant_id = $1 and project_id = $2 and organization_id = $3",
        tx.tenant_id, project_id, organization_id,
    )  # fmt: skip
