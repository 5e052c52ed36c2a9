"""Counts what models said in items that are older than that count: once, in the background, shown to nobody."""

from __future__ import annotations

from collections import defaultdict
from typing import Final
from uuid import UUID

from armslength.fields.service import model_outputs
from armslength.ingest.repository import outputs
from armslength.ingest.service.base import Tools
from armslength.keys.errors import KeyDestroyed, KeyMissing
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Sweep

AT_ONCE: Final = 500
_SECONDS: Final = 60.0


class Outputs:
    """New items are counted when they are written; this is for those that were here before."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def sweeps(self) -> list[Sweep]:
        """Now and then, until none is left."""
        return [Sweep("ingest.outputs", _SECONDS, self._everywhere)]

    async def _everywhere(self, db: Database, _: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            while await self.count(tenant_id):
                pass

    async def count(self, tenant_id: UUID) -> int:
        """Count some; returns how many. What cannot be opened any more, because its key is gone, holds nothing."""
        async with self._tools.db.tenant(tenant_id) as tx:
            rows = await outputs.uncounted(tx, AT_ONCE)
            by_project = defaultdict(list)
            for row in rows:
                by_project[row["project_id"]].append(row["id"])
            counted = {row["id"]: 0 for row in rows}
            for project_id, items in by_project.items():
                try:
                    opened = await self._tools.walls.reader(tx, project_id).items(items)
                except (KeyMissing, KeyDestroyed):
                    continue
                counted |= {item_id: model_outputs(item.content) for item_id, item in opened.items()}
            await outputs.put(tx, counted)
        return len(rows)
