"""Keeping count of what is in a project: see the tables in ingest.repository.counting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from armslength.ingest import views
from armslength.ingest.repository import counting
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Sweep, TenantSweep
from armslength.ledger.service import record

AT_ONCE: Final = 64
"""Stretches that one transaction counts."""
_SECONDS: Final = 5.0
"""Where people answer one after the other they change the same stretch again and again; who asks before it is counted
anew has what changed since counted for them."""
_DAY_SECONDS: Final = 86_400.0


class AlsoCounts(Protocol):
    """What a later room keeps count of by the same stretches, in the same transactions."""

    async def count(self, tx: Tx, project_id: UUID, stretches: Sequence[int]) -> None:
        """Count stretches anew."""

    async def wrong(self, tx: Tx) -> list[UUID]:
        """Projects of which what is kept is not what a count of everything says."""

    async def forget(self, tx: Tx, project_id: UUID) -> None:
        """Nothing is kept of a project: it is counted anew."""


class Counting:
    """Counts stretches anew in which something changed, and hands them on to the rooms that count too."""

    def __init__(self, db: Database, also: Sequence[AlsoCounts]) -> None:
        self.db = db
        self.also = also

    def sweeps(self) -> list[Sweep]:
        """Once a day, whether what is kept is right."""
        return [Sweep("ingest.compare", _DAY_SECONDS, self._compare_all)]

    def tenant_sweeps(self) -> list[TenantSweep]:
        """Where something may have changed."""
        return [TenantSweep("ingest.count", _SECONDS, self._count)]

    async def _count(self, tenant_id: UUID) -> None:
        async with self.db.tenant(tenant_id) as tx:
            projects = await counting.touched(tx)
        for project_id in projects:
            await self.fold_all(tenant_id, project_id)

    async def _compare_all(self, db: Database, clock: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            await self.compare(tenant_id, clock.now())

    async def compare(self, tenant_id: UUID, now: datetime) -> int:
        """Set what is kept beside a count of everything. What differs is put in the log, and its project counted anew;
        returns in how many projects something did."""
        async with self.db.tenant(tenant_id) as tx:
            wrong = {row["project_id"] for row in await views.miscounted(tx)}
            wrong |= {project_id for other in self.also for project_id in await other.wrong(tx)}
            for project_id in sorted(wrong):
                await tx.lock("ingest.count", project_id)
                await counting.forget(tx, project_id)
                for other in self.also:
                    await other.forget(tx, project_id)
                await record(tx, None, "ingest.counts_repaired", f"project:{project_id}", at=now, project_id=project_id)
        for project_id in wrong:
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
                for other in self.also:
                    await other.count(tx, project_id, stretches)
        return len(stretches)
