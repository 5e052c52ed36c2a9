"""Keeping count of what is in a project: see the tables in ingest.repository.counting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from armslength.ingest import views
from armslength.ingest.repository import counting
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Sweep
from armslength.ledger.service import record

AT_ONCE: Final = 64
"""Stretches that one transaction counts."""
_SECONDS: Final = 1.0
_DAY_SECONDS: Final = 86_400.0

AlsoCount = Callable[[Tx, UUID, Sequence[int]], Awaitable[None]]
"""What a later room counts of the same stretches, in the same transaction."""


class Counting:
    """Counts stretches anew in which something changed, and hands them on to the rooms that count too."""

    def __init__(self, db: Database, also: Sequence[AlsoCount]) -> None:
        self.db = db
        self.also = also

    def sweeps(self) -> list[Sweep]:
        """All the time; and once a day, whether what is kept is right."""
        return [
            Sweep("ingest.count", _SECONDS, self._everywhere), Sweep("ingest.compare", _DAY_SECONDS, self._compare_all),
        ]  # fmt: skip

    async def _everywhere(self, db: Database, _: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            async with self.db.tenant(tenant_id) as tx:
                projects = await counting.touched(tx)
            for project_id in projects:
                await self.fold_all(tenant_id, project_id)

    async def _compare_all(self, db: Database, clock: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            await self.compare(tenant_id, clock.now())

    async def compare(self, tenant_id: UUID, now: datetime) -> int:
        """Set what is kept beside a count of everything. What differs is put in the log, and its project counted anew;
        returns how many counts differed."""
        async with self.db.tenant(tenant_id) as tx:
            wrong = await views.miscounted(tx)
            by_project = {row["project_id"]: dict(row) for row in reversed(wrong)}
            for project_id, first in by_project.items():
                await counting.forget(tx, project_id)
                detail = {"phase": first["phase"], "kept": first["kept"], "items": first["items"]}
                await record(
                    tx, None, "ingest.counts_repaired", f"batch:{first['batch_id']}", at=now, project_id=project_id,
                    detail=detail,
                )  # fmt: skip
        for project_id in by_project:
            await self.fold_all(tenant_id, project_id)
        return len(wrong)

    async def fold_all(self, tenant_id: UUID, project_id: UUID) -> None:
        """Count all that there is to count."""
        while await self.fold(tenant_id, project_id) == AT_ONCE:
            pass

    async def fold(self, tenant_id: UUID, project_id: UUID) -> int:
        """Count some stretches of a project; returns how many. One at a time does it, so that what is added up of
        stretches is added up once."""
        async with self.db.tenant(tenant_id) as tx:
            await tx.lock("ingest.count", project_id)
            stretches = await counting.claim(tx, project_id, AT_ONCE)
            if stretches:
                await counting.recount(tx, project_id, stretches)
                for count in self.also:
                    await count(tx, project_id, stretches)
        return len(stretches)
