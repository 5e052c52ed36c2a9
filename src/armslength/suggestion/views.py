"""What later rooms may read of suggestions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def used(tx: Tx, annotation_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """(annotation_id, question, shown, outcome, score, source, version) of answers that had suggestions."""
    return await tx.rows(
        "select o.annotation_id, o.question, o.shown, o.outcome, o.score, s.source, s.version from suggestion_outcome o"
        " join suggestion s on s.tenant_id = $1 and s.id = o.suggestion_id"
        " where o.tenant_id = $1 and o.annotation_id = any($2::uuid[]) order by o.annotation_id, o.question",
        tx.tenant_id, list(annotation_ids),
    )  # fmt: skip


async def judges(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """(source, version, family, models, prompt_digest, judgements, first_at, last_at, mean_score), the newest first."""
    return await tx.rows(
        "select source, version, family, models, encode(prompt, 'hex') as prompt_digest, judgements, first_at, last_at,"
        " score_sum / nullif(scored, 0) as mean_score from judge where tenant_id = $1 and project_id = $2"
        " order by created_at desc, source, version",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def judged_projects(tx: Tx) -> list[UUID]:
    """The tenant's projects that a judge gave a verdict in, always in one order."""
    rows = await tx.rows(
        "select distinct project_id from judge where tenant_id = $1 and judgements > 0 order by project_id",
        tx.tenant_id,
    )
    return [row["project_id"] for row in rows]


async def is_judge(tx: Tx, project_id: UUID, source: str, version: str) -> bool:
    """Whether this version of the source is a judge here."""
    return bool(
        await tx.value(
            "select exists (select from judge where tenant_id = $1 and project_id = $2 and source = $3"
            " and version = $4)",
            tx.tenant_id, project_id, source, version,
        )
    )  # fmt: skip


async def judged_items(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord) of items that may be released and that a judge gave a verdict on, in queue order."""
    return await tx.rows(
        "select i.id, i.ord from item i where i.tenant_id = $1 and i.project_id = $2 and i.ord > $3"
        " and i.state = 'active' and exists (select from suggestion s join judge j on j.tenant_id = s.tenant_id"
        "   and j.project_id = s.project_id and j.source = s.source and j.version = s.version"
        "   where s.tenant_id = i.tenant_id and s.item_id = i.id) order by i.ord limit $4",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip


async def judgements(tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """(id, item_id, source, version, schema_version, scores, shown_first) of all judges on these items."""
    return await tx.rows(
        "select s.id, s.item_id, s.source, s.version, s.schema_version, s.scores, s.shown_first from suggestion s"
        " join judge j on j.tenant_id = s.tenant_id and j.project_id = s.project_id and j.source = s.source"
        "   and j.version = s.version"
        " where s.tenant_id = $1 and s.project_id = $2 and s.item_id = any($3::uuid[]) order by s.item_id, s.id",
        tx.tenant_id, project_id, list(item_ids),
    )  # fmt: skip


async def judged_since(tx: Tx, project_id: UUID, moment: datetime | None) -> bool:
    """Whether verdicts came after `moment` (None: ever)."""
    return bool(
        await tx.value(
            "select exists (select from judge where tenant_id = $1 and project_id = $2 and judgements > 0"
            " and ($3::timestamptz is null or last_at > $3))",
            tx.tenant_id, project_id, moment,
        )
    )  # fmt: skip
