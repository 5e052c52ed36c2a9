"""Renditions: items in other forms, for vendors whose people must not have the original."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from armslength_client._async.judges import AsyncJudging
from armslength_client._async.lines import add_lines
from armslength_client.types_renditions import AddedRenditions, ItemRenditions, Renditions
from armslength_client.waiting import pauses

_AT_ONCE = 100
Tier = Literal["redacted", "synthetic"]


class AsyncForming(AsyncJudging):
    """Operations on renditions."""

    async def get_renditions(self, project_id: UUID) -> Renditions:
        """In which forms the items are there, how many lack which, and which vendors are shown it."""
        return await self.call("GET", f"/projects/{project_id}/renditions", Renditions)

    async def add_renditions(
        self, project_id: UUID, rows: Sequence[Mapping[str, Any]], *, tier: Tier
    ) -> AddedRenditions:
        """Bring in up to 500 rows: `external_id` or `item_id`, and `content` with every field that the item has."""
        body = {"tier": tier, "rows": list(rows)}
        path = f"/projects/{project_id}/renditions"
        return await self.call("POST", path, AddedRenditions, body=body, repeatable=True)

    async def import_renditions(
        self, project_id: UUID, path: str | Path, *, tier: Tier, on_progress: Callable[[int], None] | None = None
    ) -> AddedRenditions:
        """Bring in a JSONL file, some lines at a time. Begun again, it goes on: what is there already is unchanged."""

        async def add(rows: list[dict[str, Any]]) -> AddedRenditions:
            return await self.add_renditions(project_id, rows, tier=tier)

        return await add_lines(Path(path), _AT_ONCE, add, AddedRenditions(0, 0, []), on_progress)

    async def make_renditions(
        self, project_id: UUID, fields: Mapping[str, Literal["mask", "blank", "keep"]] | None = None, *,
        brand_words: bool = True,
    ) -> UUID:  # fmt: skip
        """Have redacted renditions made on the server; returns the job. Fields that are not named are masked."""
        body = {"fields": dict(fields or {}), "brand_words": brand_words}
        path = f"/projects/{project_id}/renditions/make"
        return (await self.call("POST", path, dict[str, UUID], body=body))["job_id"]

    async def wait_for_renditions(self, project_id: UUID, *, every: float = 0.3) -> Renditions:
        """Wait until none are being made; `making` of the form says how it ended."""
        rests = pauses(every)
        while True:
            now = await self.get_renditions(project_id)
            if not any(each.making and each.making.state in ("waiting", "running") for each in now.tiers):
                return now
            await asyncio.sleep(next(rests))

    async def list_item_renditions(self, project_id: UUID, item_id: UUID) -> ItemRenditions:
        """Every form of an item beside the original; opening them is recorded."""
        return await self.call("GET", f"/projects/{project_id}/items/{item_id}/renditions", ItemRenditions)
