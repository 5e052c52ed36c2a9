"""What later rooms may read of reviews, inside their own tenant's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

UNSEEN: Final = """
    s.verdict = 'accepted' and s.annotation_id = a.id
    and a.assignment_id in (select g.assignment_id from gold_result g where g.tenant_id = $1)
    and not exists (select from review r where r.tenant_id = $1 and r.assignment_id = a.assignment_id
        and r.state = 'done' and r.stage = 'review')"""
"""Of an answer `a` that stands in `s`: accepted because it is to gold, which is compared, not reviewed."""

TURN_PASSED: Final = """
    exists (select from review r where r.tenant_id = $1 and r.project_id = a.project_id and r.stage = 'review'
        and r.state = 'done' and r.decided_at >= a.submitted_at and r.created_at >= a.submitted_at
        and r.organization_id = a.organization_id)"""
"""Whether review, in the order in which it is asked, has gone past an answer `a` of its firm.

Its author, and their firm, are told of an unseen answer that it waits for review until then, and that it is accepted
from then on: accepted at once, before anybody can have looked, it would be known as gold.
"""


async def turns(tx: Tx, assignment_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Of these assignments, those whose answer is unseen: whether its turn has passed."""
    rows = await tx.rows(
        f"select a.assignment_id, {TURN_PASSED} as passed from standing s"
        " join annotation a on a.tenant_id = $1 and a.id = s.annotation_id"
        f" where s.tenant_id = $1 and s.assignment_id = any($2::uuid[]) and {UNSEEN}",
        tx.tenant_id, list(assignment_ids),
    )  # fmt: skip
    return {row["assignment_id"]: row["passed"] for row in rows}


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
