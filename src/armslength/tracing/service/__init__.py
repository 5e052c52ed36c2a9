"""The verbs of tracing: plant, retire, give items a second form, look for what leaked."""

from __future__ import annotations

from armslength.assignment.service import AssignmentService
from armslength.ingest.service import IngestService
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.renditions.service import RenditionsService
from armslength.tracing.service.canaries import Canaries
from armslength.tracing.service.form_traces import FormTracer
from armslength.tracing.service.tracer import Tracer
from armslength.tracing.service.variants import Variants
from armslength.tracing.settings import TracingSettings
from armslength.walls.service import WallsService

__all__ = ["TracingService"]


class TracingService:
    """`canaries`: what is planted where. `variants`: items of which two forms exist. `tracer`: what a text says of who
    leaked it."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, ingest: IngestService,
        assignment: AssignmentService, renditions: RenditionsService, clock: Clock,
        settings: TracingSettings | None = None,
    ) -> None:  # fmt: skip
        self.canaries = Canaries(db, walls, ingest, assignment, renditions, clock)
        self.variants = Variants(db, walls, keys, clock)
        self.tracer = Tracer(db, walls, FormTracer(keys, settings or TracingSettings()), clock)
