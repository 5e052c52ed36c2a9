"""What later rooms may read of suggestions."""

from collections.abc import Sequence
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
