"""What people did, counted whenever ingest counts what stands in a stretch of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from armslength.kit.db import Tx
from armslength.truth import views
from armslength.truth.repository import working


class WorkCounter:
    """See ingest.service.counting.AlsoCounts."""

    async def count(self, tx: Tx, project_id: UUID, stretches: Sequence[int]) -> None:
        """Count stretches anew and put the difference on the totals."""
        await working.recount(tx, project_id, stretches)

    async def wrong(self, tx: Tx) -> list[UUID]:
        """Projects whose totals are not what a count of everything says."""
        return await views.work_miscounted(tx)

    async def forget(self, tx: Tx, project_id: UUID) -> None:
        """Nothing counts as counted."""
        await working.forget(tx, project_id)
