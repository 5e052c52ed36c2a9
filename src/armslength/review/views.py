"""What later rooms may read of reviews, inside their own tenant's transaction."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def held_on(
    tx: Tx, assignment_id: UUID, reviewer_id: UUID, epoch: int, firm: UUID | None, now: datetime
) -> asyncpg.Record | None:
    """The review of an assignment's answer that this person holds under a live lease: id, annotation_id. `firm`: a
    vendor's reviewer's own, whose answers alone they review. Audits are blind and are not told."""
    return await tx.row(
        "select id, annotation_id from review where tenant_id = $1 and assignment_id = $2 and reviewer_id = $3"
        " and epoch = $4 and ($5::uuid is null or organization_id = $5) and stage = 'review' and state = 'leased'"
        " and lease_until > $6 order by seq desc limit 1",
        tx.tenant_id, assignment_id, reviewer_id, epoch, firm, now,
    )  # fmt: skip
