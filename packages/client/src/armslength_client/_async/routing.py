"""Routing: which firm is asked about which item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from armslength_client._async.gold import AsyncGold
from armslength_client.types_routing import Portions, Routing, RoutingPreview


class AsyncRoutingPlans(AsyncGold):
    """Operations on routing plans."""

    async def get_routing(self, project_id: UUID) -> Routing:
        """The plan in force, who holds how much, and the plans before it."""
        return await self.call("GET", f"/projects/{project_id}/routing", Routing)

    async def preview_routing(
        self, project_id: UUID, shares: Mapping[UUID, int], *, calibration: int = 0
    ) -> RoutingPreview:
        """What a plan would do. `shares`: basis points by firm, 10000 together; none: no plan."""
        path = f"/projects/{project_id}/routing/preview"
        return await self.call("POST", path, RoutingPreview, body=_plan(0, shares, calibration))

    async def put_routing(
        self, project_id: UUID, shares: Mapping[UUID, int], *, calibration: int = 0, version: int
    ) -> Routing:
        """Put a plan in force, or take it away (no shares). `version`: of the plan that was looked at, 0 for none."""
        body = _plan(version, shares, calibration)
        return await self.call("PUT", f"/projects/{project_id}/routing", Routing, body=body)

    async def list_portions(self, project_id: UUID) -> list[Portions]:
        """Vendors that are given work in portions at fixed times."""
        found = await self.call("GET", f"/projects/{project_id}/portions", dict[str, list[Portions]])
        return found["items"]

    async def put_portions(
        self, project_id: UUID, vendor_id: UUID, *, items: int, hours: int, first_at: datetime | None = None,
        whole: bool = True,
    ) -> Portions:  # fmt: skip
        """Give a vendor `items` places every `hours` from `first_at` (without it: now); `whole`: only full ones."""
        body = {"items": items, "hours": hours, "first_at": first_at, "whole": whole}
        return await self.call("PUT", f"/projects/{project_id}/portions/{vendor_id}", Portions, body=body)

    async def end_portions(self, project_id: UUID, vendor_id: UUID) -> None:
        """Give the vendor work as it comes."""
        await self.call("DELETE", f"/projects/{project_id}/portions/{vendor_id}", type(None))


def _plan(version: int, shares: Mapping[UUID, int], calibration: int) -> dict[str, Any]:
    holders = [{"organization_id": firm, "share": share} for firm, share in shares.items()]
    return {"version": version, "holders": holders, "calibration": calibration}
