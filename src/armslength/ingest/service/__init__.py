"""Items in: batches, files, rows, images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armslength.ingest.model import ItemFilter
from armslength.ingest.service.base import Tools
from armslength.ingest.service.batches import CANCEL_BATCH, Batches
from armslength.ingest.service.counting import AlsoCounts, Counting
from armslength.ingest.service.importer import Importer
from armslength.ingest.service.imports import IMPORT, Imports
from armslength.ingest.service.items import Items
from armslength.ingest.service.media import MediaFiles
from armslength.ingest.service.outputs import Outputs
from armslength.ingest.settings import IngestSettings
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import JOB_ENDED, Handler, Sweep, TenantSweep
from armslength.kit.outbox import Subscription
from armslength.storage.service import Storage
from armslength.walls.service import WallsService

__all__ = ["CANCEL_BATCH", "IMPORT", "IngestService", "ItemFilter"]


class IngestService:
    """The verbs of ingest, by what they are about: `batches`, `items`, `imports`, `media`."""

    def __init__(
        self, db: Database, keys: KeyService, storage: Storage, walls: WallsService, clock: Clock,
        settings: IngestSettings | None = None, *, also_count: Sequence[AlsoCounts] = (),
    ) -> None:  # fmt: skip
        tools = Tools(db, keys, storage, walls, clock, settings or IngestSettings())
        self.batches = Batches(tools)
        self.items = Items(tools, self.batches)
        self.media = MediaFiles(tools)
        self.imports = Imports(tools, self.batches)
        self.importer = Importer(tools, self.imports)
        self.counting = Counting(db, also_count)
        self.outputs = Outputs(tools)

    def handlers(self) -> Mapping[str, Handler]:
        """Background work by kind."""
        return {IMPORT: self.importer.run, CANCEL_BATCH: self.batches.cancel_items}

    def subscriptions(self) -> list[Subscription]:
        """What ingest hears."""
        return [Subscription(JOB_ENDED, self.imports.on_job_ended)]

    def sweeps(self) -> list[Sweep]:
        """Periodic work."""
        abandoned = Sweep("ingest.abandoned_uploads", 3600, self.importer.sweep)
        return [abandoned, *self.counting.sweeps(), *self.outputs.sweeps()]

    def tenant_sweeps(self) -> list[TenantSweep]:
        """What is counted where something changes."""
        return self.counting.tenant_sweeps()
