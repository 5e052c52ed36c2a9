"""The verbs of tracing: plant, retire, look for what leaked."""

from __future__ import annotations

from armslength.assignment.service import AssignmentService
from armslength.ingest.service import IngestService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.renditions.service import RenditionsService
from armslength.tracing.service.canaries import Canaries
from armslength.tracing.service.tracer import Tracer
from armslength.walls.service import WallsService

__all__ = ["TracingService"]


class TracingService:
    """`canaries`: what is planted where. `tracer`: what a text says of who leaked it."""

    def __init__(
        self, db: Database, walls: WallsService, ingest: IngestService, assignment: AssignmentService,
        renditions: RenditionsService, clock: Clock,
    ) -> None:  # fmt: skip
        self.canaries = Canaries(db, walls, ingest, assignment, renditions, clock)
        self.tracer = Tracer(db, walls, clock)
