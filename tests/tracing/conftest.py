"""Two vendors at work on items of ingest."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest
from tests.walls.severing import Cutting, make_cutting
from tests.walls.test_shares import owned, second_vendor

from armslength.assignment.schemas import Work
from armslength.identity.model import Actor
from armslength.ingest.schemas import AddItems
from armslength.ingest.service import IngestService
from armslength.kit.db import Database
from armslength.projects.service.brands import Brands
from armslength.renditions.service import RenditionsService
from armslength.tracing.schemas import PlantCanaries
from armslength.tracing.service import TracingService


class Planted:
    """Two vendors at work on items of ingest, with canaries of either, and the services."""

    def __init__(
        self, cutting: Cutting, tracing: TracingService, ingest: IngestService, renditions: RenditionsService,
        hilltop: UUID,
    ) -> None:  # fmt: skip
        self.here, self.olga, self.manu = cutting.here, cutting.olga, cutting.maya
        self.tracing, self.ingest, self.renditions = tracing, ingest, renditions
        self.vendors = cutting.vendors
        self.fairlabel, self.hilltop = cutting.vendor_id, hilltop

    async def annotator(self, name: str, firm: UUID, role: Any = "annotator") -> Actor:
        own, place = self.here.place.vendor_id, self.here.place
        place.vendor_id = firm
        try:
            return await self.here.annotator(name, side="vendor", role=role, person_id=uuid5(NAMESPACE_DNS, name))
        finally:
            place.vendor_id = own

    async def plant(self, firm: UUID, *rows: Any) -> Any:
        batch = await self.here.batch("first")
        given = PlantCanaries(vendor_id=firm, batch_id=batch, rows=list(rows))
        return await self.tracing.canaries.plant(self.olga, self.here.project_id, given)

    async def of(self, firm: UUID) -> set[UUID]:
        rows = await self.here.read("select item_id from canary where tenant_id = $1 and vendor_id = $2", firm)
        return {row["item_id"] for row in rows}

    async def everything(self, who: Actor) -> list[tuple[Work, Any]]:
        done = []
        while isinstance(work := await self.here.next(who), Work):
            done.append((work, await self.here.submit(who, work)))
        return done


@pytest.fixture
async def planted(db: Database, tmp_path: Path) -> Planted:
    cutting = await make_cutting(db, tmp_path)
    here = cutting.here
    await here.project(seed=b"the same draws every time", overlap=1)
    hilltop = await second_vendor(cutting)
    await owned(cutting, cutting.vendor_id)
    ingest = IngestService(here.db, here.place.keys, here.place.storage, here.walls, here.place.clock)
    place = here.place
    brands = Brands(here.db, place.keys, here.walls, cutting.vendors, place.clock)
    renditions = RenditionsService(here.db, here.walls, place.keys, here.assignment, brands, place.clock)
    tracing = TracingService(here.db, here.walls, place.keys, ingest, here.assignment, renditions, place.clock)
    rows = [{"prompt": f"Question {n} about the usual things?", "responses": ["One.", "Two."]} for n in range(80)]
    await ingest.items.add(cutting.olga, here.project_id, await here.batch("first"), AddItems(rows=rows))
    return Planted(cutting, tracing, ingest, renditions, hilltop)
