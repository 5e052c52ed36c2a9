"""Drafts: one per assignment, replaced under a revision check."""

from datetime import datetime
from uuid import UUID

from armslength.kit.db import Tx


async def save(tx: Tx, assignment_id: UUID, based_on: int, sealed: bytes, now: datetime) -> bool:
    """Store revision `based_on + 1`; False when the stored draft is not the one it is based on."""
    if based_on == 0:
        tag = await tx.run(
            "insert into draft (tenant_id, assignment_id, revision, sealed, saved_at) values ($1, $2, 1, $3, $4)"
            " on conflict (tenant_id, assignment_id) do nothing",
            tx.tenant_id, assignment_id, sealed, now,
        )  # fmt: skip
    else:
        tag = await tx.run(
            "update draft set revision = $3 + 1, sealed = $4, saved_at = $5"
            " where tenant_id = $1 and assignment_id = $2 and revision = $3",
            tx.tenant_id, assignment_id, based_on, sealed, now,
        )  # fmt: skip
    return tag.endswith(" 1")


async def discard_of_vendor(tx: Tx, project_id: UUID, vendor_id: UUID) -> int:
    """Destroy the drafts of a firm's people in a project; returns how many there were."""
    gone: int = await tx.value(
        "with gone as (delete from draft d using assignment a where d.tenant_id = $1 and a.tenant_id = $1"
        "   and a.id = d.assignment_id and a.project_id = $2 and a.organization_id = $3 returning 1)"
        " select count(*) from gone",
        tx.tenant_id, project_id, vendor_id,
    )  # fmt: skip
    return gone
