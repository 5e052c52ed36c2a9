"""Lists: views of them under a name, and how long they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from armslength_client._async.writing import AsyncWriting
from armslength_client.types_lists import ItemCount, ListView


class AsyncLists(AsyncWriting):
    """Operations on lists."""

    async def count_items(self, project_id: UUID, **filters: Any) -> ItemCount:
        """How many items fit the filters of `list_items`; where not `exact`, at least so many."""
        return await self.call("GET", f"/projects/{project_id}/item-count", ItemCount, params=filters)

    async def list_views(self, project_id: UUID) -> list[ListView]:
        """One's own views of the items and those that are shared, by name."""
        return (await self.call("GET", f"/projects/{project_id}/views", dict[str, list[ListView]]))["items"]

    async def create_view(
        self, project_id: UUID, name: str, *, filters: Mapping[str, Any], sort: str = "ord",
        columns: Sequence[str] = (), shared: bool = False,
    ) -> ListView:  # fmt: skip
        """Keep filters, sort and columns under a name; `list_items(project_id, **view.filters, sort=view.sort)`."""
        body = {
            "name": name, "filters": dict(filters), "sort": sort, "columns": list(columns), "shared": shared,
        }  # fmt: skip
        return await self.call("POST", f"/projects/{project_id}/views", ListView, body=body)

    async def update_view(self, project_id: UUID, view_id: UUID, **changes: Any) -> ListView:
        """Change name, shared, filters, sort or columns."""
        return await self.call("PATCH", f"/projects/{project_id}/views/{view_id}", ListView, body=changes)

    async def delete_view(self, project_id: UUID, view_id: UUID) -> None:
        """Forget a view."""
        await self.call("DELETE", f"/projects/{project_id}/views/{view_id}", type(None))

    async def set_default_view(self, project_id: UUID, view_id: UUID | None) -> None:
        """Say with which view one's own list opens; None: with none."""
        await self.call("PUT", f"/projects/{project_id}/default-view", type(None), body={"view_id": view_id})
