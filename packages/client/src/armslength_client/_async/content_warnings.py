"""Content warnings: what a project's items may do to who reads them, and what a person is spared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from armslength_client._async.work import AsyncBench
from armslength_client.types import Care, MyCare


class AsyncContentWarnings(AsyncBench):
    """Operations on content warnings."""

    async def get_care(self, project_id: UUID) -> Care:
        """What the project warns of, and how much of it a person's day may have."""
        return await self.call("GET", f"/projects/{project_id}/care", Care)

    async def put_care(
        self, project_id: UUID, *, warnings: Iterable[str] = (), limits: Mapping[str, Mapping[str, int]] | None = None,
        batches: Mapping[UUID, Sequence[str]] | None = None,
    ) -> Care:  # fmt: skip
        """Set all of it. `limits`: by category, {"items": 50, "minutes": 60} or one of the two; `batches`: by batch."""
        marks = [{"id": str(batch), "warnings": list(each)} for batch, each in (batches or {}).items()]
        body: dict[str, Any] = {"warnings": list(warnings), "limits": dict(limits or {}), "batches": marks}
        return await self.call("PUT", f"/projects/{project_id}/care", Care, body=body)

    async def get_my_care(self) -> MyCare:
        """What one is spared, which nobody else is told, and what one has met today."""
        return await self.call("GET", "/me/care", MyCare)

    async def put_my_care(self, declined: Iterable[str], *, zone: str = "UTC") -> MyCare:
        """Say what one is to be spared, and the time zone whose midnight begins one's day."""
        return await self.call("PUT", "/me/care", MyCare, body={"declined": list(declined), "zone": zone})
