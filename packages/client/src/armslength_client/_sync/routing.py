# Generated from _async by generate_sync.py: edit there.
"""Routing: which firm is asked about which item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from armslength_client._sync.gold import Gold
from armslength_client.types_routing import Routing, RoutingPreview


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


def _plan(version: int, shares: Mapping[UUID, int], calibration: int) -> dict[str, Any]:
    holders = [{"organization_id": firm, "share": share} for firm, share in shares.items()]
    return {"version": version, "holders": holders, "calibration": calibration}
