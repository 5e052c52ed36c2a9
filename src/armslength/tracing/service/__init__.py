"""The verbs of tracing: plant, retire, look for what leaked."""

from __future__ import annotations

from armslength.assignment.service import AssignmentService
from armslength.ingest.service import IngestService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.tracing.service.canaries import Canaries
from armslength.tracing.service.tracer import Tracer
from armslength.walls.service import WallsService

__all__ = ["TracingService"]


class TracingService:
    """`canaries`: what is planted where. `tracer`: what a text says of who leaked it."""

    def __init__(
        self, db: Database, walls: WallsService, ingest: IngestService, assignment: AssignmentService, clock: Clock
    ) -> None:
        self.canaries = Canaries(db, walls, ingest, assignment, clock)
        self.tracer = Tracer(db, walls, clock)
