"""The verbs of lists."""

from armslength.annotation.service.listing import Listing
from armslength.assignment.service import AssignmentService
from armslength.ingest.service import IngestService
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Handler
from armslength.lists.service.acting import Acting
from armslength.lists.service.bulk import Bulk
from armslength.lists.service.views import Views
from armslength.review.service import ReviewService
from armslength.walls.service import WallsService

__all__ = ["ListsService"]


class ListsService:
    """What one does with a whole list."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, ingest: IngestService,
        assignment: AssignmentService, review: ReviewService, answers: Listing, clock: Clock,
    ) -> None:  # fmt: skip
        self.views = Views(db, ingest, answers, clock)
        self.bulk = Bulk(db, walls, keys, Acting(ingest, assignment, review), answers, clock)

    def handlers(self) -> dict[str, Handler]:
        """Jobs of this room."""
        return self.bulk.handlers()
