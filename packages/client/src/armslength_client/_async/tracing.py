"""Canaries, variants, and tracing what leaked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from armslength_client._async.lists import AsyncLists
from armslength_client.types_tracing import (
    Canary,
    CanaryPolicy,
    ItemForms,
    MadeVariants,
    PlantedCanaries,
    SuppliedVariants,
    TraceReport,
    Variant,
    VariantOverview,
)


class AsyncTracing(AsyncLists):
    """Operations on canaries and leaks."""

    def list_canaries(self, project_id: UUID) -> AsyncIterator[Canary]:
        """Canaries of a project, the last planted first; that they were opened is recorded."""
        return self.pages(f"/projects/{project_id}/canaries", Canary)

    async def plant_canaries(
        self, project_id: UUID, vendor_id: UUID, batch_id: UUID, rows: Sequence[Mapping[str, Any]]
    ) -> PlantedCanaries:
        """Add up to 200 invented items that this vendor's people alone are asked about."""
        body = {"vendor_id": vendor_id, "batch_id": batch_id, "rows": list(rows)}
        return await self.call("POST", f"/projects/{project_id}/canaries", PlantedCanaries, body=body)

    async def retire_canary(self, project_id: UUID, item_id: UUID) -> None:
        """Ask nobody about it any more; it is still looked for."""
        await self.call("DELETE", f"/projects/{project_id}/canaries/{item_id}", type(None))

    async def get_canary_policy(self, project_id: UUID) -> CanaryPolicy:
        """Which part of what vendors' people are asked is canaries."""
        return await self.call("GET", f"/projects/{project_id}/canaries/policy", CanaryPolicy)

    async def put_canary_policy(self, project_id: UUID, share: float) -> CanaryPolicy:
        """Set it: 0 to 0.2."""
        return await self.call("PUT", f"/projects/{project_id}/canaries/policy", CanaryPolicy, body={"share": share})

    def list_variants(self, project_id: UUID) -> AsyncIterator[Variant]:
        """Items of which two forms exist, the last made first; that they were opened is recorded."""
        return self.pages(f"/projects/{project_id}/variants", Variant)

    async def supply_variants(
        self, project_id: UUID, rows: Sequence[Mapping[str, Any]], *, judged: bool = False, dry_run: bool = False
    ) -> SuppliedVariants:
        """Give up to 500 items a second form: rows of `external_id` and `fields`. `judged`: also of fields whose
        wording is judged, for which you answer."""
        body = {"rows": list(rows), "judged": judged, "dry_run": dry_run}
        return await self.call("POST", f"/projects/{project_id}/variants", SuppliedVariants, body=body)

    async def make_variants(
        self, project_id: UUID, fields: Sequence[str], kinds: Sequence[str], *, after: int = 0, judged: bool = False,
        dry_run: bool = False,
    ) -> MadeVariants:  # fmt: skip
        """Make second forms of the next 500 items `after` a place by rewording: contractions, phrases, spelling,
        numbers. Go on with the answer's `after`."""
        body = {"fields": list(fields), "kinds": list(kinds), "after": after, "judged": judged, "dry_run": dry_run}
        return await self.call("POST", f"/projects/{project_id}/variants/made", MadeVariants, body=body)

    async def get_variant_overview(self, project_id: UUID) -> VariantOverview:
        """How many items have two forms, and which fields may."""
        return await self.call("GET", f"/projects/{project_id}/variants/overview", VariantOverview)

    async def get_item_forms(self, project_id: UUID, item_id: UUID) -> ItemForms:
        """Both forms of an item, and which vendor was given which."""
        return await self.call("GET", f"/projects/{project_id}/variants/{item_id}", ItemForms)

    async def drop_variant(self, project_id: UUID, item_id: UUID) -> None:
        """Give the item one form again, while no vendor has been shown it."""
        await self.call("DELETE", f"/projects/{project_id}/variants/{item_id}", type(None))

    async def trace_text(self, text: str, *, project_id: UUID | None = None) -> TraceReport:
        """What a text that turned up elsewhere says of who leaked it; only its digest is kept."""
        return await self.call("POST", "/traces", TraceReport, body={"text": text, "project_id": project_id})
