"""What other rooms may read of `truth`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def prices(tx: Tx, project_id: UUID | None = None) -> list[asyncpg.Record]:
    """(project_id, organization_id, micros, currency): what firms are paid for an answer, in one project or in all."""
    return await tx.rows(
        "select project_id, organization_id, micros, currency from answer_price"
        " where tenant_id = $1 and ($2::uuid is null or project_id = $2)",
        tx.tenant_id, project_id,
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
