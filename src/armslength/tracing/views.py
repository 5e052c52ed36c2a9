"""What other rooms may read about canaries."""

from __future__ import annotations

from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def planted(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """By vendor how many canaries there ever were in a project, how many are in use, and the words of how many were
    found elsewhere: vendor_id, planted, live, tripped."""
    return await tx.rows(
        "select vendor_id, count(*) as planted, count(*) filter (where retired_at is null) as live,"
        " count(tripped_at) as tripped from canary where tenant_id = $1 and project_id = $2 group by vendor_id",
        tx.tenant_id, project_id,
    )  # fmt: skip
