"""Items of the whole on their way into every branch, a chunk at a time; what is there is never copied again."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from armslength.branches import repository
from armslength.branches.service.plans import FILL
from armslength.ingest.service import IngestService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import JobContext
from armslength.walls.service import WallsService

_AT_ONCE: Final = 200


class Filling:
    """Copies content only: no external id, no metadata, nothing by which two branches' people could join theirs."""

    def __init__(self, db: Database, walls: WallsService, ingest: IngestService) -> None:
        self.db, self.walls, self.ingest = db, walls, ingest

    async def run(self, context: JobContext) -> None:
        """The job."""
        whole_id = context.job.project_id
        assert whole_id is not None  # whoever asks for it names the whole
        async with self.db.tenant(context.job.tenant_id) as tx:
            rows = await repository.branches(tx, whole_id)
        done = 0
        for row in rows:
            while True:
                async with self.db.tenant(context.job.tenant_id) as tx:
                    copied = await self._chunk(tx, whole_id, row["project_id"], row["batch_id"])
                if copied is None:
                    break
                done += copied
                await context.tick(done=done)

    async def _chunk(self, tx: Tx, whole_id: UUID, project_id: UUID, batch_id: UUID) -> int | None:
        """How many were copied; None where nothing is left."""
        after = await repository.filled(tx, project_id)
        rows = await repository.next_items(tx, whole_id, after, _AT_ONCE)
        if not rows:
            return None
        ids = [row["id"] for row in rows if row["state"] == "active"]
        opened = await self.walls.reader(tx, whole_id).items(ids)
        copies = await self.ingest.items.copy_here(tx, project_id, batch_id, [opened[id].content for id in ids])
        await repository.fill(tx, project_id, list(zip(ids, copies, strict=True)), rows[-1]["ord"])
        return len(ids)

    async def on_import_ended(self, tx: Tx, payload: dict[str, Any]) -> None:
        """What an import brought goes into the branches at once."""
        project_id = UUID(payload["project_id"])
        if await repository.plan(tx, project_id) is not None:
            await jobs.enqueue(tx, FILL, {}, at=payload["at"], project_id=project_id)

    async def sweep(self, db: Database, clock: Clock) -> None:
        """And what came in other ways a little later."""
        for tenant_id in await jobs.tenants(db):
            async with db.tenant(tenant_id) as tx:
                if await jobs.under_way(tx, FILL):
                    continue
                for whole_id in await repository.behind(tx):
                    await jobs.enqueue(tx, FILL, {}, at=clock.now(), project_id=whole_id)
