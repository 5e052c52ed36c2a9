# Generated from _async by generate_sync.py: edit there.
"""Routing: which firm is asked about which item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from armslength_client._sync.gold import Gold
from armslength_client.types_routing import Portions, Routing, RoutingPreview


class RoutingPlans(Gold):
    """Operations on routing plans."""

    def get_routing(self, project_id: UUID) -> Routing:
        """The plan in force, who holds how much, and the plans before it."""
        return self.call("GET", f"/projects/{project_id}/routing", Routing)

    def preview_routing(
        self, project_id: UUID, shares: Mapping[UUID, int], *, calibration: int = 0
    ) -> RoutingPreview:
        """What a plan would do. `shares`: basis points by firm, 10000 together; none: no plan."""
        path = f"/projects/{project_id}/routing/preview"
        return self.call("POST", path, RoutingPreview, body=_plan(0, shares, calibration))

    def put_routing(
        self, project_id: UUID, shares: Mapping[UUID, int], *, calibration: int = 0, version: int
    ) -> Routing:
        """Put a plan in force, or take it away (no shares). `version`: of the plan that was looked at, 0 for none."""
        body = _plan(version, shares, calibration)
        return self.call("PUT", f"/projects/{project_id}/routing", Routing, body=body)

    def list_portions(self, project_id: UUID) -> list[Portions]:
        """Vendors that are given work in portions at fixed times."""
        found = self.call("GET", f"/projects/{project_id}/portions", dict[str, list[Portions]])
        return found["items"]

    def put_portions(
        self, project_id: UUID, vendor_id: UUID, *, items: int, hours: int, first_at: datetime | None = None,
        whole: bool = True,
    ) -> Portions:  # fmt: skip
        """Give a vendor `items` places every `hours` from `first_at` (without it: now); `whole`: only full ones."""
        body = {"items": items, "hours": hours, "first_at": first_at, "whole": whole}
        return self.call("PUT", f"/projects/{project_id}/portions/{vendor_id}", Portions, body=body)

    def end_portions(self, project_id: UUID, vendor_id: UUID) -> None:
        """Give the vendor work as it comes."""
        self.call("DELETE", f"/projects/{project_id}/portions/{vendor_id}", type(None))


def _plan(version: int, shares: Mapping[UUID, int], calibration: int) -> dict[str, Any]:
    holders = [{"organization_id": firm, "share": share} for firm, share in shares.items()]
    return {"version": version, "holders": holders, "calibration": calibration}
