"""The verbs of lists."""

from armslength.ingest.service import IngestService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.lists.service.views import Views

__all__ = ["ListsService"]


class ListsService:
    """What one does with a whole list."""

    def __init__(self, db: Database, ingest: IngestService, clock: Clock) -> None:
        self.views = Views(db, ingest, clock)
