# Generated from _async by generate_sync.py: edit there.
"""Renditions: items in other forms, for vendors whose people must not have the original."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from armslength_client._sync.judges import Judging
from armslength_client._sync.lines import add_lines
from armslength_client.types_renditions import AddedRenditions, ItemRenditions, Renditions
from armslength_client.waiting import pauses

_AT_ONCE = 100
Tier = Literal["redacted", "synthetic"]


class Forming(Judging):
    """Operations on renditions."""

    def get_renditions(self, project_id: UUID) -> Renditions:
        """In which forms the items are there, how many lack which, and which vendors are shown it."""
        return self.call("GET", f"/projects/{project_id}/renditions", Renditions)

    def add_renditions(
        self, project_id: UUID, rows: Sequence[Mapping[str, Any]], *, tier: Tier
    ) -> AddedRenditions:
        """Bring in up to 500 rows: `external_id` or `item_id`, and `content` with every field that the item has."""
        body = {"tier": tier, "rows": list(rows)}
        path = f"/projects/{project_id}/renditions"
        return self.call("POST", path, AddedRenditions, body=body, repeatable=True)

    def import_renditions(
        self, project_id: UUID, path: str | Path, *, tier: Tier, on_progress: Callable[[int], None] | None = None
    ) -> AddedRenditions:
        """Bring in a JSONL file, some lines at a time. Begun again, it goes on: what is there already is unchanged."""

        def add(rows: list[dict[str, Any]]) -> AddedRenditions:
            return self.add_renditions(project_id, rows, tier=tier)

        return add_lines(Path(path), _AT_ONCE, add, AddedRenditions(0, 0, []), on_progress)

    def make_renditions(
        self, project_id: UUID, fields: Mapping[str, Literal["mask", "blank", "keep"]] | None = None, *,
        brand_words: bool = True,
    ) -> UUID:  # fmt: skip
        """Have redacted renditions made on the server; returns the job. Fields that are not named are masked."""
        body = {"fields": dict(fields or {}), "brand_words": brand_words}
        path = f"/projects/{project_id}/renditions/make"
        return (self.call("POST", path, dict[str, UUID], body=body))["job_id"]

    def wait_for_renditions(self, project_id: UUID, *, every: float = 0.3) -> Renditions:
        """Wait until none are being made; `making` of the form says how it ended."""
        rests = pauses(every)
        while True:
            now = self.get_renditions(project_id)
            if not any(each.making and each.making.state in ("waiting", "running") for each in now.tiers):
                return now
            time.sleep(next(rests))

    def list_item_renditions(self, project_id: UUID, item_id: UUID) -> ItemRenditions:
        """Every form of an item beside the original; opening them is recorded."""
        return self.call("GET", f"/projects/{project_id}/items/{item_id}/renditions", ItemRenditions)
