# Generated from _async by generate_sync.py: edit there.
"""Lists: views of them under a name, and how long they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from armslength_client._sync.writing import Writing
from armslength_client.types_lists import ItemCount, ListView


class Lists(Writing):
    """Operations on lists."""

    def count_items(self, project_id: UUID, **filters: Any) -> ItemCount:
        """How many items fit the filters of `list_items`; where not `exact`, at least so many."""
        return self.call("GET", f"/projects/{project_id}/item-count", ItemCount, params=filters)

    def list_views(self, project_id: UUID) -> list[ListView]:
        """One's own views of the items and those that are shared, by name."""
        return (self.call("GET", f"/projects/{project_id}/views", dict[str, list[ListView]]))["items"]

    def create_view(
        self, project_id: UUID, name: str, *, filters: Mapping[str, Any], sort: str = "ord",
        columns: Sequence[str] = (), shared: bool = False,
    ) -> ListView:  # fmt: skip
        """Keep filters, sort and columns under a name; `list_items(project_id, **view.filters, sort=view.sort)`."""
        body = {
            "name": name, "filters": dict(filters), "sort": sort, "columns": list(columns), "shared": shared,
        }  # fmt: skip
        return self.call("POST", f"/projects/{project_id}/views", ListView, body=body)

    def update_view(self, project_id: UUID, view_id: UUID, **changes: Any) -> ListView:
        """Change name, shared, filters, sort or columns."""
        return self.call("PATCH", f"/projects/{project_id}/views/{view_id}", ListView, body=changes)

    def delete_view(self, project_id: UUID, view_id: UUID) -> None:
        """Forget a view."""
        self.call("DELETE", f"/projects/{project_id}/views/{view_id}", type(None))

    def set_default_view(self, project_id: UUID, view_id: UUID | None) -> None:
        """Say with which view one's own list opens; None: with none."""
        self.call("PUT", f"/projects/{project_id}/default-view", type(None), body={"view_id": view_id})
