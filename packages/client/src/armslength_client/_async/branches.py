"""A question that is split over vendors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from armslength_client._async.comments import AsyncCommenting
from armslength_client.types_branches import AssembledItem, AssembledState, Branches


class AsyncBranching(AsyncCommenting):
    """Operations on branches."""

    async def get_branches(self, project_id: UUID) -> Branches:
        """How the question is split, what each branch's people are asked, and which vendors know how much of it."""
        return await self.call("GET", f"/projects/{project_id}/branches", Branches)

    async def put_branches(
        self, project_id: UUID, branches: Sequence[Mapping[str, Any]], *, version: int = 0, dry_run: bool = False
    ) -> Branches:
        """Split the question: every branch becomes a project of its own. `version` of the plan that this one takes the
        place of (0: none); with `dry_run` only show what each would be asked."""
        body = {"version": version, "branches": list(branches), "dry_run": dry_run}
        return await self.call("PUT", f"/projects/{project_id}/branches", Branches, body=body)

    def list_assembled_items(
        self, project_id: UUID, *, state: AssembledState | None = None
    ) -> AsyncIterator[AssembledItem]:
        """Items with what their branches say together."""
        path = f"/projects/{project_id}/branches/items"
        return self.pages(path, AssembledItem, params={"stands": state} if state else None)

    async def get_assembled_item(self, project_id: UUID, item_id: UUID) -> AssembledItem:
        """One item: what was said in each branch, and what it says together."""
        return await self.call("GET", f"/projects/{project_id}/branches/items/{item_id}", AssembledItem)

    async def decide_assembled_item(
        self, project_id: UUID, item_id: UUID, answers: Mapping[str, Mapping[str, Any]]
    ) -> AssembledItem:
        """Say what an item is, where the branches contradict each other or none claims it."""
        path = f"/projects/{project_id}/branches/items/{item_id}/decision"
        return await self.call("PUT", path, AssembledItem, body={"answers": dict(answers)})
