"""What other rooms may read of `truth`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.truth.repository import disagreements


async def prices(tx: Tx, project_id: UUID | None = None) -> list[asyncpg.Record]:
    """(project_id, organization_id, micros, currency): what firms are paid for an answer, in one project or in all."""
    return await tx.rows(
        "select project_id, organization_id, micros, currency from answer_price"
        " where tenant_id = $1 and ($2::uuid is null or project_id = $2)",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def ambiguous(tx: Tx, item_ids: Sequence[UUID], at: datetime) -> Mapping[UUID, list[str]]:
    """The questions that those who run the project held then to have no right answer, by item."""
    return await disagreements.ambiguous(tx, item_ids, at)
